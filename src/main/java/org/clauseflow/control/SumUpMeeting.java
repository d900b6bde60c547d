package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sums up what came of the decisions on a meeting's agenda. Sets agendaResults. */
@Component("sumUpMeeting")
class SumUpMeeting implements JavaDelegate {

  private static final int LONGEST = 4000;

  private final Meetings meetings;

  SumUpMeeting(Meetings meetings) {
    this.meetings = meetings;
  }

  @Override
  public void execute(DelegateExecution step) {
    String results = meetings.summary(step.getProcessBusinessKey());
    step.setVariable(
        "agendaResults", results.length() <= LONGEST ? results : results.substring(0, LONGEST));
  }
}
