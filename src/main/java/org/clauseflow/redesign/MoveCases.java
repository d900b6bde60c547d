package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Moves running cases to the version that a redesign has put in force. Sets notMoved. */
@Component("moveCases")
class MoveCases implements JavaDelegate {

  private final CaseMigration migration;

  MoveCases(CaseMigration migration) {
    this.migration = migration;
  }

  @Override
  public void execute(DelegateExecution step) {
    MoveReport moved = migration.move(step.getProcessBusinessKey());
    step.setVariable("notMoved", moved.running() - moved.movable());
  }
}
