package org.clauseflow.control;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/** Notes that a change is approved, without which no release deploys it. Sets approved. */
@Component("approveChange")
class ApproveChange implements JavaDelegate {

  private final Register register;

  ApproveChange(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution change) {
    String by = (String) change.getVariable("cab");
    Map<String, Object> approval = new HashMap<>();
    approval.put("approved", "yes");
    approval.put("cab", by);
    approval.put("conditions", change.getVariable("conditions"));
    change.setVariable("approved", "yes");
    register.add(
        change.getProcessBusinessKey(),
        Entry.of(
            "clauseflow",
            "approved",
            by == null
                ? "Approved beforehand: " + change.getVariable("template")
                : "Approved by " + by,
            approval));
  }
}
