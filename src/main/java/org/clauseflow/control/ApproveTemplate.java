package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Makes what this request describes a standard change. Sets template. */
@Component("approveTemplate")
class ApproveTemplate implements JavaDelegate {

  private final StandardChanges standardChanges;

  ApproveTemplate(StandardChanges standardChanges) {
    this.standardChanges = standardChanges;
  }

  @Override
  public void execute(DelegateExecution change) {
    change.setVariable("template", standardChanges.approve(change.getProcessBusinessKey()));
  }
}
