package org.clauseflow.resolution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.resolution.RequestCatalogue.Item;
import org.springframework.stereotype.Component;

/**
 * Finds the item of the catalogue that was chosen (variable item). Sets title, itemForm and, where
 * the item belongs to one, service.
 */
@Component("findRequestItem")
class FindRequestItem implements JavaDelegate {

  private final RequestCatalogue catalogue;
  private final Register register;

  FindRequestItem(RequestCatalogue catalogue, Register register) {
    this.catalogue = catalogue;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String id = (String) execution.getVariable("item");
    Item item =
        catalogue
            .find(id)
            .filter(found -> !found.retired())
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Reason.NOT_NOW,
                        "There is no item \"" + id + "\" in the catalogue of requests (any more)"));
    execution.setVariable("title", item.name());
    execution.setVariable("itemForm", item.form());
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("title", item.name());
    if (item.service() != null) {
      execution.setVariable("service", item.service());
      known.put("service", item.service());
    }
    register.add(
        execution.getProcessBusinessKey(),
        new Entry(
            "clauseflow",
            "item",
            execution.getCurrentActivityId(),
            execution.getCurrentActivityName(),
            item.description(),
            known));
  }
}
