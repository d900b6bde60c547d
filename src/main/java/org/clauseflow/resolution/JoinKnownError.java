package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * This problem has an error that is known already. Input existing: its number. Sets knownError and
 * workaround.
 */
@Component("joinKnownError")
class JoinKnownError implements JavaDelegate {

  private final KnownErrors knownErrors;

  JoinKnownError(KnownErrors knownErrors) {
    this.knownErrors = knownErrors;
  }

  @Override
  public void execute(DelegateExecution step) {
    String existing = (String) step.getVariableLocal("existing");
    String before = (String) step.getVariable("knownError");
    step.setVariable(
        "workaround",
        knownErrors.join(existing, before, step.getProcessBusinessKey(), "clauseflow"));
    step.setVariable("knownError", existing);
  }
}
