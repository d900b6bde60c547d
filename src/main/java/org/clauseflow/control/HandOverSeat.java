package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Hands a seat to somebody else. Inputs: seat, delegate. Sets voter: they vote from now on. */
@Component("handOverSeat")
class HandOverSeat implements JavaDelegate {

  private final Votes votes;

  HandOverSeat(Votes votes) {
    this.votes = votes;
  }

  @Override
  public void execute(DelegateExecution step) {
    String delegate = (String) step.getVariableLocal("delegate");
    votes.handOver(
        step.getProcessBusinessKey(),
        (String) step.getVariableLocal("seat"),
        delegate,
        (String) step.getVariable("voter"));
    step.setVariable("voter", delegate);
  }
}
