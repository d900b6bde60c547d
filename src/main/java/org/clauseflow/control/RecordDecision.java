package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Ends the round by the chair's decision, which cannot stand against the votes, nor on a request
 * that was edited since. Inputs: decision (approved, rejected, deferred), reason, conditions. Sets
 * voteResult and voteFigures as they stood.
 */
@Component("recordDecision")
class RecordDecision implements JavaDelegate {

  private final Boards boards;

  RecordDecision(Boards boards) {
    this.boards = boards;
  }

  @Override
  public void execute(DelegateExecution step) {
    Boards.Count count =
        boards.decide(
            step.getProcessBusinessKey(),
            (String) step.getVariable("decision"),
            (String) step.getVariable("reason"),
            (String) step.getVariable("conditions"));
    step.setVariable("voteResult", count.result());
    step.setVariable("voteFigures", count.figures());
  }
}
