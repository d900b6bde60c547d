package org.clauseflow.control;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.Changed;
import org.springframework.stereotype.Component;

/**
 * Reads the request for change that this record is part of, as it stands now, and whom it concerns.
 * Sets what the composition of the board goes by (title, service, changeKind, changeType, risk,
 * criticality) and proposals for the six considerations (considerRisks, …Impact, …Requirements,
 * …Benefit, …Feasibility, …Finance). Sets cab, the number of this record.
 */
@Component("readChange")
class ReadChange implements JavaDelegate {

  private static final int LONGEST = 4000;

  private final Register register;
  private final Concerned concerned;

  ReadChange(Register register, Concerned concerned) {
    this.register = register;
    this.concerned = concerned;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = (String) step.getVariable("partOf");
    ServiceRecord change =
        register
            .find(number)
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Reason.NOT_NOW,
                        "A board is asked by the process of a request for change only"));
    Concerned.Parties parties = concerned.by(change);
    step.setVariable("cab", step.getProcessBusinessKey());
    // of an earlier decision on the same change, or before an edit
    step.removeVariables(List.of("decision", "decisionReason", "conditions"));
    step.setVariable("criticality", parties.criticality());
    Map<String, Object> facts = new HashMap<>();
    facts.put("title", change.title());
    facts.put("service", change.service());
    facts.put("confidential", change.confidential());
    facts.forEach((name, value) -> Changed.set(name, value, step));
    Changed.set("reporter", change.reporter(), step);
    Stream.of("changeKind", "changeType", "risk", "implementer", "supportGroup")
        .forEach(name -> Changed.set(name, change.data().get(name), step));
    Map<String, String> considered = new LinkedHashMap<>();
    considered.put("considerRisks", risks(change));
    considered.put("considerImpact", atMost(parties.impact()));
    considered.put(
        "considerRequirements",
        "The highest service level agreed for what it touches is %s."
            .formatted(parties.criticality()));
    considered.put("considerBenefit", said(change, "", "benefit"));
    considered.put(
        "considerFeasibility",
        atMost(
            said(change, "Tested by: ", "testPlan")
                + "\n"
                + said(change, "Remedied by: ", "remedyPlan")));
    considered.put("considerFinance", said(change, "Cost: ", "cost"));
    considered.forEach(step::setVariable);
    facts.putAll(considered);
    register.add(
        step.getProcessBusinessKey(),
        Entry.of("clauseflow", "read", number + " as it stands", facts));
  }

  private static String risks(ServiceRecord change) {
    return said(change, "Assessed as: ", "risk")
        + (change.data().get("successScore") == null
            ? ""
            : said(change, "\nSuccess of changes of this kind in percent: ", "successScore"));
  }

  private static String said(ServiceRecord change, String before, String name) {
    Object value = change.data().get(name);
    return before + (value == null ? "not said in the request" : atMost(value.toString()));
  }

  private static String atMost(String text) {
    return text.length() <= LONGEST - 100 ? text : text.substring(0, LONGEST - 100) + " …";
  }
}
