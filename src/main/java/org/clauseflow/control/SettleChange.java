package org.clauseflow.control;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Notes how a change ended, in the end. Input outcome: successful, failed, rejected or withdrawn.
 * Sets changeOutcome, and templateState if its standard change has lost its approval by that.
 */
@Component("settleChange")
class SettleChange implements JavaDelegate {

  private final StandardChanges standardChanges;
  private final Register register;

  SettleChange(StandardChanges standardChanges, Register register) {
    this.standardChanges = standardChanges;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution change) {
    String number = change.getProcessBusinessKey();
    String outcome = (String) change.getVariableLocal("outcome");
    change.setVariable("changeOutcome", outcome);
    register.add(
        number, Entry.of("clauseflow", "settled", outcome, Map.of("changeOutcome", outcome)));
    if ("standard".equals(change.getVariable("changeType"))) {
      String template = (String) change.getVariable("template");
      standardChanges
          .judge(template)
          .ifPresent(
              why -> {
                change.setVariable("templateState", "suspended");
                register.add(
                    number,
                    Entry.of(
                        "clauseflow",
                        "standard change",
                        template + " has lost its approval: " + why,
                        Map.of("templateState", "suspended")));
              });
    }
  }
}
