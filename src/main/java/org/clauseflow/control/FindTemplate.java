package org.clauseflow.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.control.StandardChanges.StandardChange;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.clauseflow.steps.Changed;
import org.springframework.stereotype.Component;

/**
 * Looks up the standard change that a request names (variable template) and takes over its plans,
 * where the request has none of its own. Sets templateState: none without one.
 */
@Component("findTemplate")
class FindTemplate implements JavaDelegate {

  private final StandardChanges standardChanges;
  private final Register register;

  FindTemplate(StandardChanges standardChanges, Register register) {
    this.standardChanges = standardChanges;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution change) {
    StandardChange template =
        "standard".equals(change.getVariable("changeKind"))
            ? standardChanges.find((String) change.getVariable("template")).orElse(null)
            : null;
    String state = template == null ? "none" : template.state();
    Map<String, Object> found = new LinkedHashMap<>();
    if (!Objects.equals(state, change.getVariable("templateState"))) {
      found.put("templateState", state);
    }
    if (template != null) {
      take("supportGroup", template.supportGroup(), change, found);
      take("testPlan", template.testPlan(), change, found);
      take("remedyPlan", template.remedyPlan(), change, found);
    }
    found.forEach(change::setVariable);
    Changed.set("templateState", state, change);
    if (!found.isEmpty()) {
      register.add(
          change.getProcessBusinessKey(), Entry.of("clauseflow", "standard change", null, found));
    }
  }

  private static void take(
      String name, String value, DelegateExecution change, Map<String, Object> found) {
    if (value != null && change.getVariable(name) == null) {
      found.put(name, value);
    }
  }
}
