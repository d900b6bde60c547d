package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Asks the pipeline to deploy a release or to roll it back. Input action. The key is the process
 * instance's: it stays the same when the call is tried again, which the id of the activity instance
 * does not. Sets deploymentRequest.
 */
@Component("deploy")
class Deploy implements JavaDelegate {

  private final Deployments deployments;

  Deploy(Deployments deployments) {
    this.deployments = deployments;
  }

  @Override
  public void execute(DelegateExecution step) {
    String key = step.getProcessInstanceId();
    deployments.ask(
        step.getProcessBusinessKey(),
        (String) step.getVariableLocal("action"),
        key,
        (String) step.getVariable("baseline"));
    step.setVariable("deploymentRequest", key);
  }
}
