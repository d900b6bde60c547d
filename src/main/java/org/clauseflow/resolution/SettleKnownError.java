package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * The problem is over: its known error is kept with the resolution, or retired. Inputs knownError
 * (null if there is none), keep (keep or retire) and resolution (null if there is none).
 */
@Component("settleKnownError")
class SettleKnownError implements JavaDelegate {

  private final KnownErrors knownErrors;

  SettleKnownError(KnownErrors knownErrors) {
    this.knownErrors = knownErrors;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = (String) step.getVariableLocal("knownError");
    if (number != null) {
      knownErrors.settle(
          number,
          "keep".equals(step.getVariableLocal("keep")),
          (String) step.getVariableLocal("resolution"),
          step.getProcessBusinessKey(),
          "clauseflow");
    }
  }
}
