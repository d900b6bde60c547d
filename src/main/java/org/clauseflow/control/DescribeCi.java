package org.clauseflow.control;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.cmdb.ConfigurationItem;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.stereotype.Component;

/**
 * Looks up the item, or the type, that something is to be done with. Sets what the form that writes
 * it down begins with.
 */
@Component("describeCi")
class DescribeCi implements JavaDelegate {

  private final CiUpdates updates;

  DescribeCi(CiUpdates updates) {
    this.updates = updates;
  }

  @Override
  public void execute(DelegateExecution step) {
    step.setVariable("refusal", null);
    step.setVariable("checked", null);
    step.setVariable("changeOutcome", null);
    step.setVariable("masterCopyNamed", null);
    switch ((String) step.getVariable("ciAction")) {
      case "register" -> anew(step);
      case "defineType" -> type(step, (String) step.getVariable("typeToDefine"));
      default -> item(step);
    }
  }

  private void anew(DelegateExecution step) {
    CiType type =
        updates
            .type((String) step.getVariable("ciType"))
            .orElseThrow(
                () -> new Refusal(Reason.INVALID, "ciType", "says what kind of item it is"));
    step.setVariable("ci", null);
    step.setVariable("ciStatusBefore", "none");
    values(step, null, "in use", type, AttributeLines.of(type, Map.of()));
  }

  private void item(DelegateExecution step) {
    Object number = step.getVariable("ciNumber");
    String ci = (String) (number == null ? step.getVariable("ci") : number);
    ConfigurationItem item = updates.item(ci);
    CiType type = updates.type(item.type()).orElseThrow();
    step.setVariable("ci", ci);
    step.setVariable("ciNumber", null);
    step.setVariable("ciType", item.type());
    step.setVariable("ciStatusBefore", item.status());
    values(step, item, item.status(), type, AttributeLines.of(type, item.attributes()));
  }

  private static void values(
      DelegateExecution step,
      ConfigurationItem item,
      String status,
      CiType type,
      String attributes) {
    step.setVariable("ciDegree", type.degreeOfControl());
    step.setVariable("ciMasterCopied", type.masterCopy() ? "yes" : "no");
    step.setVariable("ciName", item == null ? null : item.name());
    step.setVariable("ciDescription", item == null ? null : item.description());
    step.setVariable("ciStatus", status);
    step.setVariable("ciVersion", item == null ? null : item.version());
    step.setVariable("ciLocation", item == null ? null : item.location());
    step.setVariable("ciOwner", item == null ? null : item.owner());
    step.setVariable("ciMasterCopy", item == null ? null : item.masterCopy());
    step.setVariable("ciAttributes", attributes);
    step.setVariable("relationKind", null);
    step.setVariable("relateTo", null);
    step.setVariable("relateToNumber", null);
    step.setVariable("redundancy", null);
    step.setVariable("redundancyNeeded", null);
    step.setVariable("endRelations", null);
  }

  private void type(DelegateExecution step, String id) {
    CiType type = id == null ? null : updates.type(id).orElseThrow();
    step.setVariable("ci", null);
    step.setVariable("ciStatusBefore", "none");
    step.setVariable("ciDegree", type == null ? null : type.degreeOfControl());
    step.setVariable("ciMasterCopied", "no");
    step.setVariable("typeId", id);
    step.setVariable("typeName", type == null ? null : type.name());
    step.setVariable("typeDefinition", type == null ? null : type.definition());
    step.setVariable("typeDegree", type == null ? null : type.degreeOfControl());
    step.setVariable("typeMasterCopy", type == null ? null : type.masterCopy());
    step.setVariable("typeReviewDays", type == null ? 365 : type.reviewDays());
    step.setVariable("typeAttributes", type == null ? null : AttributeLines.of(type));
  }
}
