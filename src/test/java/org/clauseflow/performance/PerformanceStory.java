package org.clauseflow.performance;

import java.util.Map;
import org.clauseflow.ProcessStory;

/** Incidents that are worked on, sooner or later. */
abstract class PerformanceStory extends ProcessStory {

  protected String report(String service) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("incident-management")
            .latestVersion()
            .singleResult()
            .getId();
    identity.clearAuthentication();
    return forms
        .submitStartForm(
            definition,
            values(
                "title", "No mail since this morning",
                "description", "Sending works, nothing arrives.",
                "service", service,
                "reporter", "rosa",
                "impact", "medium",
                "urgency", "medium"))
        .getBusinessKey();
  }

  protected void claim(String number, String element, String person) {
    as(person);
    tasks.claim(task(number, element).getId(), person);
  }

  protected void classify(String number, String service, String impactAndUrgency) {
    as("anna");
    complete(
        number,
        "userTask_classify",
        Map.of(
            "classification",
            "proceed",
            "service",
            service,
            "category",
            "software",
            "securityRisk",
            "none",
            "impact",
            impactAndUrgency,
            "urgency",
            impactAndUrgency));
  }

  protected void resolve(String number) {
    complete(
        number,
        "userTask_diagnose",
        Map.of(
            "diagnosis",
            "resolved",
            "resolutionCode",
            "fixed",
            "resolution",
            "The gateway was restarted"));
  }
}
