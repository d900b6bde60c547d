package org.clauseflow.redesign;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Puts the draft in force as it was checked and approved. Sets deployed (yes or no), findings where
 * it is refused by now, and interested: who works with it.
 */
@Component("deployDraft")
class DeployDraft implements JavaDelegate {

  private final RedesignDeployment deployment;

  DeployDraft(RedesignDeployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    List<String> refused = deployment.deploy(number);
    step.setVariable("deployed", refused.isEmpty() ? "yes" : "no");
    step.setVariable("findings", Findings.text(refused));
    step.setVariable("interested", "reporter, documentController, " + deployment.workers(number));
  }
}
