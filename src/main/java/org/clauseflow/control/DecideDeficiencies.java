package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps what was decided on the deficiencies. Sets acted: about how many something is done. */
@Component("decideDeficiencies")
class DecideDeficiencies implements JavaDelegate {

  private final ConfigurationAudits audits;
  private final Rows rows;
  private final Actor actor;

  DecideDeficiencies(ConfigurationAudits audits, Rows rows, Actor actor) {
    this.audits = audits;
    this.rows = rows;
    this.actor = actor;
  }

  @Override
  public void execute(DelegateExecution step) {
    step.setVariable(
        "acted",
        audits.decide(
            step.getProcessBusinessKey(),
            rows.read(step, "decisions"),
            actor.of(step.getProcessBusinessKey())));
  }
}
