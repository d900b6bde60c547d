package org.clauseflow.control;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/** A change that is planned anew is approved no longer. Sets approved, cab and conditions. */
@Component("revokeApproval")
class RevokeApproval implements JavaDelegate {

  private final Register register;

  RevokeApproval(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution change) {
    Map<String, Object> none = new HashMap<>();
    none.put("approved", "no");
    none.put("cab", null);
    none.put("conditions", null);
    change.setVariables(none);
    register.add(
        change.getProcessBusinessKey(),
        Entry.of("clauseflow", "approved", "To be approved anew", none));
  }
}
