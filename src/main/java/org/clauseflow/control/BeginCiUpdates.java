package org.clauseflow.control;

import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.clauseflow.steps.Changed;
import org.springframework.stereotype.Component;

/**
 * Begins an update of the CMDB: what is part of a change is done by it. Sets change, supportGroup
 * and cmdbUpdated.
 */
@Component("beginCiUpdates")
class BeginCiUpdates implements JavaDelegate {

  private final Register register;

  BeginCiUpdates(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    Map<String, Object> begun = new LinkedHashMap<>();
    if (step.getVariable("partOf") != null) {
      step.setVariable("change", step.getVariable("partOf"));
      begun.put("change", step.getVariable("partOf"));
    }
    if (step.getVariable("supportGroup") == null) {
      step.setVariable("supportGroup", "configurationManager");
      begun.put("supportGroup", "configurationManager");
    }
    Changed.set("cmdbUpdated", "no", step);
    register.add(step.getProcessBusinessKey(), Entry.of("clauseflow", "begun", null, begun));
  }
}
