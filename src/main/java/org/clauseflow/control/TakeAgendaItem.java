package org.clauseflow.control;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Takes the next decision of the agenda in a loop over them. Sets itemBoard, itemTitle,
 * itemReporter and itemState (open, or settled).
 */
@Component("takeAgendaItem")
class TakeAgendaItem implements JavaDelegate {

  private static final List<String> ANSWERS =
      List.of("seatsFor", "seatsAgainst", "seatsAbstained", "discussion", "itemConditions");

  private final Meetings meetings;

  TakeAgendaItem(Meetings meetings) {
    this.meetings = meetings;
  }

  @Override
  public void execute(DelegateExecution step) {
    Meetings.Item item =
        meetings.item(step.getProcessBusinessKey(), (Integer) step.getVariable("loopCounter") + 1);
    step.setVariable("itemBoard", item.board());
    step.setVariable("itemTitle", item.title());
    step.setVariable("itemReporter", item.reporter());
    step.setVariable("itemState", item.open() ? "open" : "settled");
    // what was said to the one before
    step.removeVariables(ANSWERS);
  }
}
