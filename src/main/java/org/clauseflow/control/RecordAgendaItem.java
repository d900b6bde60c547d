package org.clauseflow.control;

import java.util.Collection;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Records what a meeting has said to a decision. Inputs: board, result (voted or postponed),
 * inFavour, against and abstained (the seats that voted so), discussion, conditions.
 */
@Component("recordAgendaItem")
class RecordAgendaItem implements JavaDelegate {

  private final Meetings meetings;

  RecordAgendaItem(Meetings meetings) {
    this.meetings = meetings;
  }

  @Override
  public void execute(DelegateExecution step) {
    String meeting = step.getProcessBusinessKey();
    String board = (String) step.getVariableLocal("board");
    String discussion = (String) step.getVariableLocal("discussion");
    if ("postponed".equals(step.getVariableLocal("result"))) {
      meetings.postpone(meeting, board, discussion);
    } else {
      meetings.vote(
          meeting,
          board,
          seats(step.getVariableLocal("inFavour")),
          seats(step.getVariableLocal("against")),
          seats(step.getVariableLocal("abstained")),
          discussion,
          (String) step.getVariableLocal("conditions"));
    }
  }

  private static List<String> seats(Object list) {
    return list instanceof Collection<?> seats
        ? seats.stream().map(String::valueOf).toList()
        : List.of();
  }
}
