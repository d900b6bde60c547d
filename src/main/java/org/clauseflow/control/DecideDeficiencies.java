package org.clauseflow.control;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps what was decided on the deficiencies. Sets acted: about how many something is done. */
@Component("decideDeficiencies")
class DecideDeficiencies implements JavaDelegate {

  private final ConfigurationAudits audits;
  private final Actor actor;

  DecideDeficiencies(ConfigurationAudits audits, Actor actor) {
    this.audits = audits;
    this.actor = actor;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    step.setVariable(
        "acted",
        audits.decide(
            number,
            Map.of(
                "correct", Chosen.in(step, "toCorrect"),
                "action", Chosen.in(step, "toActOn"),
                "accept", Chosen.in(step, "toAccept")),
            (String) step.getVariable("acceptanceReason"),
            actor.of(number)));
  }
}
