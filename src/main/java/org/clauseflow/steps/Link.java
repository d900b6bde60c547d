package org.clauseflow.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.stereotype.Component;

/** Links this record to another that is open. Inputs: kind (this record is … it), to. */
@Component("link")
class Link implements JavaDelegate {

  private final Register register;

  Link(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    String to = (String) step.getVariableLocal("to");
    // it does not close before this is linked to it
    register.lock(to);
    if (register.find(to).filter(ServiceRecord::open).isEmpty()) {
      throw new Refusal(Reason.NOT_NOW, to + " is no open record: choose another");
    }
    register.link(
        step.getProcessBusinessKey(), (String) step.getVariableLocal("kind"), to, "clauseflow");
  }
}
