package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Notes who has approved as process owner, and so does not approve as document controller too. Sets
 * ownerApprover, and controllerRole anew.
 */
@Component("noteApproval")
class NoteApproval implements JavaDelegate {

  private final Register register;
  private final Authors authors;

  NoteApproval(Register register, Authors authors) {
    this.register = register;
    this.authors = authors;
  }

  @Override
  public void execute(DelegateExecution step) {
    String approver = register.actor(step.getProcessBusinessKey());
    step.setVariable("ownerApprover", approver);
    step.setVariable(
        "controllerRole", authors.controllers((String) step.getVariable("author"), approver));
  }
}
