package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The request was edited: the votes of the round no longer count, and are kept. */
@Component("voidVotes")
class VoidVotes implements JavaDelegate {

  private final Boards boards;

  VoidVotes(Boards boards) {
    this.boards = boards;
  }

  @Override
  public void execute(DelegateExecution step) {
    boards.voidRound(step.getProcessBusinessKey());
  }
}
