package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/** Refuses the deployment of what may not be deployed. Sets deploymentBegan. */
@Component("beginDeployment")
class BeginDeployment implements JavaDelegate {

  private final Deployments deployments;
  private final Register register;

  BeginDeployment(Deployments deployments, Register register) {
    this.deployments = deployments;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    String release = step.getProcessBusinessKey();
    step.setVariable(
        "deploymentBegan", deployments.begin(release, register.actor(release)).toString());
  }
}
