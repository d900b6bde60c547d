package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks anew which cases run, and which can move. Sets runningCases and rolledBack (no). */
@Component("planMove")
class PlanMove implements JavaDelegate {

  private final CaseMigration migration;

  PlanMove(CaseMigration migration) {
    this.migration = migration;
  }

  @Override
  public void execute(DelegateExecution step) {
    step.setVariable("runningCases", migration.plan(step.getProcessBusinessKey()).running());
    step.setVariable("rolledBack", "no");
  }
}
