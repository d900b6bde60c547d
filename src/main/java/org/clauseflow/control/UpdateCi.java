package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Writes to the CMDB what was written down and checked, whole or not at all. Sets refusal (null: it
 * is done), ci and cmdbUpdated.
 */
@Component("updateCi")
class UpdateCi implements JavaDelegate {

  private final CiUpdates updates;
  private final Actor actor;

  UpdateCi(CiUpdates updates, Actor actor) {
    this.updates = updates;
    this.actor = actor;
  }

  @Override
  public void execute(DelegateExecution step) {
    CiUpdates.Applied applied =
        updates.apply(
            step.getProcessBusinessKey(),
            (String) step.getVariable("change"),
            step.getVariable("partOf") != null,
            actor.of(step.getProcessBusinessKey()));
    step.setVariable("refusal", applied.refusal());
    step.setVariable("ci", applied.ci());
    if (applied.refusal() == null) {
      step.setVariable("cmdbUpdated", "yes");
      corrected(step);
    }
  }

  /** What is found wrong afterwards is corrected: nothing is registered or retired twice. */
  private static void corrected(DelegateExecution step) {
    switch ((String) step.getVariable("ciAction")) {
      case "register", "retire" -> step.setVariable("ciAction", "change");
      case "defineType" -> step.setVariable("typeToDefine", step.getVariable("typeId"));
      default -> {}
    }
  }
}
