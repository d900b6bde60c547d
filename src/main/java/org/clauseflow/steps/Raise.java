package org.clauseflow.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Messages;
import org.springframework.stereotype.Component;

/**
 * Has another process started by a message, after this step's transaction. Where no process starts
 * with it yet, it waits. Inputs: message, pass, link (this record to the new one), linkBack.
 */
@Component("raise")
class Raise implements JavaDelegate {

  private final Messages messages;

  Raise(Messages messages) {
    this.messages = messages;
  }

  @Override
  public void execute(DelegateExecution step) {
    messages.raise(
        step.getProcessBusinessKey(),
        (String) step.getVariableLocal("message"),
        (String) step.getVariableLocal("link"),
        (String) step.getVariableLocal("linkBack"),
        Passed.of((String) step.getVariableLocal("pass"), step));
  }
}
