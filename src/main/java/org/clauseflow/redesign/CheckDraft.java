package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Checks the draft as its deployment would be, and what it means for what runs. Sets sound (yes or
 * no), findings, versionTag, versionKind and runningCases.
 */
@Component("checkDraft")
class CheckDraft implements JavaDelegate {

  private final DraftChecks checks;

  CheckDraft(DraftChecks checks) {
    this.checks = checks;
  }

  @Override
  public void execute(DelegateExecution step) {
    DraftChecks.Checked checked = checks.check(step.getProcessBusinessKey());
    step.setVariable("sound", checked.findings().isEmpty() ? "yes" : "no");
    step.setVariable("findings", Findings.text(checked.findings()));
    step.setVariable("reason", null);
    step.setVariable("versionTag", checked.versionTag());
    step.setVariable("versionKind", checked.versionKind());
    step.setVariable("runningCases", checked.moves().running());
  }
}
