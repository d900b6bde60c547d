package org.clauseflow.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Messages;
import org.springframework.stereotype.Component;

/**
 * Tells the processes of linked records something by a message, after this step's transaction.
 * Inputs: message, pass, and whom: linked (they are … this record) or linksTo (this record is …
 * them).
 */
@Component("tell")
class Tell implements JavaDelegate {

  private final Messages messages;

  Tell(Messages messages) {
    this.messages = messages;
  }

  @Override
  public void execute(DelegateExecution step) {
    messages.tell(
        step.getProcessBusinessKey(),
        (String) step.getVariableLocal("message"),
        (String) step.getVariableLocal("linked"),
        (String) step.getVariableLocal("linksTo"),
        Passed.of((String) step.getVariableLocal("pass"), step));
  }
}
