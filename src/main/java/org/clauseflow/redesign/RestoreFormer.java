package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Puts the version in force again that the redesign replaced. Sets rolledBack (yes). */
@Component("restoreFormer")
class RestoreFormer implements JavaDelegate {

  private final RedesignDeployment deployment;

  RestoreFormer(RedesignDeployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void execute(DelegateExecution step) {
    deployment.restore(step.getProcessBusinessKey());
    step.setVariable("rolledBack", "yes");
  }
}
