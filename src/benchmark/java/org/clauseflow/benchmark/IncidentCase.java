package org.clauseflow.benchmark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.task.Task;

/**
 * An incident from report to closure, in the steps that Tasklist takes for the people who work on
 * it.
 */
final class IncidentCase {

  private static final String PROCESS = "incident-management";

  private final ProcessEngine engine;
  private final Map<String, Object> given;

  /**
   * @param given variables that the flow reads and nothing in this engine computes
   */
  IncidentCase(ProcessEngine engine, Map<String, Object> given) {
    this.engine = engine;
    this.given = given;
  }

  /** Runs one incident; answers its process instance. */
  String run(int number) {
    String instance = report(number);
    complete(
        instance,
        "userTask_classify",
        "anna",
        "serviceDesk",
        Map.of(
            "classification", "proceed",
            "category", "software",
            "impact", "medium",
            "urgency", "high",
            "securityRisk", "none",
            "service", "mail"));
    complete(
        instance,
        "userTask_diagnose",
        "chloe",
        "applicationSupport",
        Map.of(
            "diagnosis", "resolved",
            "resolution", "The mail queue was stuck; restarted it and all mails went out",
            "resolutionCode", "fixed"));
    complete(
        instance, "userTask_confirmResolution", "anna", "serviceDesk", Map.of("confirmed", "yes"));
    return instance;
  }

  private String report(int number) {
    as("anna", "serviceDesk");
    Map<String, Object> form = new HashMap<>(given);
    form.put("title", "Mails do not leave the building " + number);
    form.put(
        "description", "Since this morning mails stay in the outbox of everybody on our floor.");
    form.put("service", "mail");
    form.put("reporter", "rosa");
    form.put("impact", "medium");
    form.put("urgency", "medium");
    String definition =
        engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(PROCESS)
            .latestVersion()
            .singleResult()
            .getId();
    return engine.getFormService().submitStartForm(definition, form).getId();
  }

  private void complete(
      String instance, String element, String person, String role, Map<String, Object> form) {
    as(person, role);
    Task task =
        engine
            .getTaskService()
            .createTaskQuery()
            .processInstanceId(instance)
            .taskDefinitionKey(element)
            .singleResult();
    engine.getTaskService().claim(task.getId(), person);
    engine.getFormService().submitTaskForm(task.getId(), new HashMap<>(form));
  }

  private void as(String person, String role) {
    engine.getIdentityService().setAuthentication(person, List.of(role));
  }
}
