package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Moves cases back to the version that was in force before the redesign. Sets notMoved. */
@Component("moveCasesBack")
class MoveCasesBack implements JavaDelegate {

  private final CaseMigration migration;

  MoveCasesBack(CaseMigration migration) {
    this.migration = migration;
  }

  @Override
  public void execute(DelegateExecution step) {
    MoveReport moved = migration.moveBack(step.getProcessBusinessKey());
    step.setVariable("notMoved", moved.running() - moved.movable());
  }
}
