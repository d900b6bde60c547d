package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Links the open incidents that a known error concerns to this problem, so that they can be told.
 * Input knownError.
 */
@Component("linkConcernedIncidents")
class LinkConcernedIncidents implements JavaDelegate {

  private final KnownErrors knownErrors;

  LinkConcernedIncidents(KnownErrors knownErrors) {
    this.knownErrors = knownErrors;
  }

  @Override
  public void execute(DelegateExecution step) {
    knownErrors.linkConcerned(
        (String) step.getVariableLocal("knownError"), step.getProcessBusinessKey(), "clauseflow");
  }
}
