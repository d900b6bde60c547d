package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Waits for no further votes; refused while those given are not enough to decide by. */
@Component("closeVoting")
class CloseVoting implements JavaDelegate {

  private final Boards boards;

  CloseVoting(Boards boards) {
    this.boards = boards;
  }

  @Override
  public void execute(DelegateExecution step) {
    boards.close(step.getProcessBusinessKey());
  }
}
