package org.clauseflow.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Tries what was written down about an item, without keeping it in the CMDB. Sets refusal (null: it
 * can be done), writtenBy, and what the decision on the degree of control asks: ciStatusAfter and
 * masterCopyNamed.
 */
@Component("draftCi")
class DraftCi implements JavaDelegate {

  private final CiUpdates updates;
  private final Actor actor;

  DraftCi(CiUpdates updates, Actor actor) {
    this.updates = updates;
    this.actor = actor;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    String writer = actor.of(number);
    CiUpdates.Drafted drafted = updates.draft(number, wish(step), writer);
    step.setVariable("refusal", drafted.refusal());
    step.setVariable("writtenBy", writer);
    step.setVariable("ciStatusAfter", drafted.statusAfter());
    step.setVariable("masterCopyNamed", drafted.masterCopyNamed() ? "yes" : "no");
  }

  private CiWish wish(DelegateExecution step) {
    String action = (String) step.getVariable("ciAction");
    return new CiWish(
        action,
        (String) step.getVariable("ci"),
        (String) step.getVariable("ciType"),
        fields(step),
        (String) step.getVariable("ciAttributes"),
        relate(step),
        Chosen.in(step, "endRelations"),
        action.equals("defineType") ? definition(step) : null);
  }

  private static Map<String, Object> fields(DelegateExecution step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", step.getVariable("ciName"));
    fields.put("description", step.getVariable("ciDescription"));
    fields.put("status", step.getVariable("ciStatus"));
    fields.put("version", step.getVariable("ciVersion"));
    fields.put("location", step.getVariable("ciLocation"));
    fields.put("owner", step.getVariable("ciOwner"));
    fields.put("masterCopy", step.getVariable("ciMasterCopy"));
    return fields;
  }

  private static List<CiUpdate.Related> relate(DelegateExecution step) {
    List<String> to = new ArrayList<>(Chosen.in(step, "relateTo"));
    if (step.getVariable("relateToNumber") != null) {
      to.add((String) step.getVariable("relateToNumber"));
    }
    Number needed = (Number) step.getVariable("redundancyNeeded");
    return to.stream()
        .map(
            one ->
                new CiUpdate.Related(
                    (String) step.getVariable("relationKind"),
                    one,
                    (String) step.getVariable("redundancy"),
                    needed == null ? null : needed.intValue()))
        .toList();
  }

  private static CiWish.TypeWish definition(DelegateExecution step) {
    return new CiWish.TypeWish(
        (String) step.getVariable("typeId"),
        (String) step.getVariable("typeName"),
        (String) step.getVariable("typeDefinition"),
        (String) step.getVariable("typeDegree"),
        Boolean.TRUE.equals(step.getVariable("typeMasterCopy")),
        ((Number) step.getVariable("typeReviewDays")).intValue(),
        (String) step.getVariable("typeAttributes"));
  }
}
