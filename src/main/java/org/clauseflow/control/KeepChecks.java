package org.clauseflow.control;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps what was checked of the sample. Sets unchecked: how many are left. */
@Component("keepChecks")
class KeepChecks implements JavaDelegate {

  private final ConfigurationAudits audits;
  private final Actor actor;

  KeepChecks(ConfigurationAudits audits, Actor actor) {
    this.audits = audits;
    this.actor = actor;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    audits.keepChecks(
        number,
        Map.of(
            "found", Chosen.in(step, "found"),
            "differs", Chosen.in(step, "differing"),
            "notFound", Chosen.in(step, "notFound")),
        (String) step.getVariable("checkNotes"),
        actor.of(number));
    step.setVariable("unchecked", audits.unchecked(number));
    step.setVariable("found", null);
    step.setVariable("differing", null);
    step.setVariable("notFound", null);
  }
}
