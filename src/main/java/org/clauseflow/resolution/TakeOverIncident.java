package org.clauseflow.resolution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.stereotype.Component;

/**
 * Takes over what is known of an open incident and makes it part of this major incident. Input
 * incident: its number. Sets title, service, reporter and the other facts that an incident has.
 */
@Component("takeOverIncident")
class TakeOverIncident implements JavaDelegate {

  /** What the data of an incident may hold besides. */
  private static final List<String> FACTS =
      List.of("description", "impact", "urgency", "category", "ci");

  private final Register register;
  private final MajorIncidents majorIncidents;

  TakeOverIncident(Register register, MajorIncidents majorIncidents) {
    this.register = register;
    this.majorIncidents = majorIncidents;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = (String) step.getVariable("incident");
    // two that name the same incident at the same time: the second finds the link of the first
    register.lock(number);
    ServiceRecord incident =
        register
            .find(number)
            .filter(record -> record.type().equals("incident"))
            .orElseThrow(
                () -> new Refusal(Reason.INVALID, "incident", "There is no incident " + number));
    if (!incident.open()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s is %s: choose an incident that is open".formatted(number, incident.status()));
    }
    String running = majorIncidents.running(number);
    if (running != null) {
      throw new Refusal(Reason.NOT_NOW, number + " is part of " + running + " already");
    }
    Map<String, Object> facts = facts(incident);
    facts.forEach(step::setVariable);
    register.add(
        step.getProcessBusinessKey(),
        Entry.of("clauseflow", "comment", "Taken over from " + number, facts));
    register.link(number, MajorIncidents.PART_OF, step.getProcessBusinessKey(), "clauseflow");
  }

  private static Map<String, Object> facts(ServiceRecord incident) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", incident.title());
    facts.put("service", incident.service());
    facts.put("reporter", incident.reporter());
    facts.put("customer", incident.customer());
    facts.put("priority", incident.priority());
    facts.put("confidential", incident.confidential());
    FACTS.forEach(name -> facts.put(name, incident.data().get(name)));
    return facts;
  }
}
