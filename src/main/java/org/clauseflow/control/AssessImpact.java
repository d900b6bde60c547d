package org.clauseflow.control;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.cmdb.Impact;
import org.clauseflow.cmdb.ImpactAnalysis;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.steps.Changed;
import org.springframework.stereotype.Component;

/**
 * Finds what a change touches (clause 9.1): reads configurationItems, or the one ci that a problem
 * names, keeps the answer with the record as it is now (cmdbImpact), and sets touchedServices: how
 * many services fail with the items.
 */
@Component("assessImpact")
class AssessImpact implements JavaDelegate {

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final ImpactAnalysis impacts;
  private final Register register;
  private final ObjectMapper json;

  AssessImpact(ImpactAnalysis impacts, Register register, ObjectMapper json) {
    this.impacts = impacts;
    this.register = register;
    this.json = json;
  }

  @Override
  public void execute(DelegateExecution change) {
    Map<String, Object> known = new HashMap<>();
    List<String> items = Chosen.in(change, "configurationItems");
    String only = (String) change.getVariable("ci");
    if (items.isEmpty() && only != null) {
      // a problem knows of one
      items = List.of(only);
      change.setVariable("configurationItems", Chosen.of(items));
      known.put("configurationItems", items);
    }
    Impact impact = items.isEmpty() ? null : impact(items);
    Changed.set("touchedServices", impact == null ? 0L : failing(impact), change);
    known.put("cmdbImpact", impact == null ? null : json.convertValue(impact, MAP));
    register.add(
        change.getProcessBusinessKey(), Entry.of("clauseflow", "impact", said(impact), known));
  }

  private Impact impact(List<String> items) {
    try {
      return impacts.of(items);
    } catch (Refusal unknown) {
      throw new Refusal(Refusal.Reason.INVALID, "configurationItems", unknown.getMessage());
    }
  }

  private static long failing(Impact impact) {
    return impact.services().stream()
        .filter(service -> service.effect() == Impact.Effect.OUTAGE)
        .count();
  }

  private static String said(Impact impact) {
    return impact == null
        ? "No configuration item is named"
        : "%d services, %d customers, %d other configuration items"
            .formatted(
                impact.services().size(), impact.customers().size(), impact.affected().total());
  }
}
