package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Incidents that people report and answer by mail. */
@Service
public class MailedIncidents {

  /**
   * @param reporter the person who wrote
   * @param recipient address that they wrote to, in lower case
   * @param importance high, normal or low, as they say
   * @param service id of the service where the decision names none
   */
  public record Report(
      String title,
      String description,
      String reporter,
      String recipient,
      String importance,
      String service) {}

  /** What the decision says for the service that is set. */
  private static final String DEFAULT = "default";

  private final Incidents incidents;
  private final DecisionService decisions;
  private final OnBehalf onBehalf;

  MailedIncidents(Incidents incidents, DecisionService decisions, OnBehalf onBehalf) {
    this.incidents = incidents;
    this.decisions = decisions;
    this.onBehalf = onBehalf;
  }

  /** Opens an incident and returns its number. */
  @Transactional
  public String open(Report report) {
    Map<String, Object> variables = new HashMap<>(classification(report));
    if (DEFAULT.equals(variables.get("service"))) {
      variables.put("service", report.service());
    }
    if (variables.get("service") == null || variables.get("service").toString().isBlank()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "No service is set for incidents by mail: set clauseflow.mail-in.default-service to the id of one, or name it in"
              + " the decision mail-classification");
    }
    incidents.check(variables.get("service").toString(), report.reporter(), report.reporter());
    variables.put("title", report.title());
    variables.put("description", report.description());
    variables.put("reporter", report.reporter());
    variables.put("source", "mail");
    return incidents.start(variables, report.reporter());
  }

  /**
   * Adds an answer to its incident; the customer's answer to one that is closed opens another that
   * follows it.
   *
   * @return number of the incident that has the answer
   */
  @Transactional
  public String answer(ServiceRecord incident, String text, String actor) {
    if (!incident.open() && incidents.concerns(incident, actor)) {
      return incidents.follow(incident, text, "mail", actor);
    }
    incidents.comment(incident.number(), text, actor);
    return incident.number();
  }

  private Map<String, Object> classification(Report report) {
    return onBehalf
        .of(
            report.reporter(),
            () ->
                decisions
                    .evaluateDecisionByKey("mail-classification")
                    .variables(
                        Map.of("importance", report.importance(), "recipient", report.recipient()))
                    .evaluate())
        .getSingleResult()
        .getEntryMap();
  }
}
