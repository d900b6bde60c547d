package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Notes that a known error solved the incident. Input: knownError, null if none did. */
@Component("noteKnownError")
class NoteKnownError implements JavaDelegate {

  private final KnownErrors knownErrors;

  NoteKnownError(KnownErrors knownErrors) {
    this.knownErrors = knownErrors;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = (String) step.getVariableLocal("knownError");
    if (number != null) {
      knownErrors.solved(number, step.getProcessBusinessKey(), "clauseflow");
    }
  }
}
