package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Keeps which items of a deployment are whole. Input verified: ids of configuration items. Sets
 * deployedWhole.
 */
@Component("keepVerification")
class KeepVerification implements JavaDelegate {

  private final Deployments deployments;
  private final Register register;

  KeepVerification(Deployments deployments, Register register) {
    this.deployments = deployments;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    boolean whole =
        deployments.verified(
            step.getProcessBusinessKey(),
            ReleaseContent.numbers(step.getVariableLocal("verified")),
            register.actor(step.getProcessBusinessKey()));
    // what was said counts once
    step.setVariable("verifiedItems", null);
    step.setVariable("deployedWhole", whole ? "yes" : "no");
  }
}
