package org.clauseflow.resolution;

import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.clock.ServiceTargets;
import org.clauseflow.clock.TargetKind;
import org.clauseflow.clock.TargetReport;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the stories of requests are told with: people, their tasks, time, and the record. */
abstract class RequestStory {

  /** A Tuesday, within everybody's service hours. */
  static final Instant MORNING = Instant.parse("2026-03-03T09:00:00Z");

  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;
  @Autowired FormService forms;
  @Autowired RepositoryService repository;
  @Autowired IdentityService identity;
  @Autowired Register register;
  @Autowired JdbcClient jdbc;
  @Autowired private ManagementService management;
  @Autowired private ServiceTargets targets;

  @BeforeEach
  void morning() {
    at(MORNING);
  }

  @AfterEach
  void nobody() {
    identity.clearAuthentication();
  }

  static void at(Instant instant) {
    ClockUtil.setCurrentTime(Date.from(instant));
  }

  /** Who acts: as an administrator, so that the engine's authorizations stay out of the story. */
  void as(String person) {
    identity.setAuthentication(person, List.of("camunda-admin"));
  }

  void complete(String number, String element, Map<String, Object> values) {
    tasks.complete(task(number, element).getId(), new HashMap<>(values));
  }

  Task task(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult();
  }

  List<String> openTasks(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).unlimitedList().stream()
        .map(Task::getTaskDefinitionKey)
        .sorted()
        .toList();
  }

  List<String> candidates(String number, String element) {
    return tasks.getIdentityLinksForTask(task(number, element).getId()).stream()
        .map(link -> link.getGroupId() == null ? link.getUserId() : link.getGroupId())
        .toList();
  }

  /** The timer of an element fires, in the record's process or in one that it calls. */
  void fire(String number, String element) {
    Set<String> instances =
        runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number)
            .unlimitedList()
            .stream()
            .map(ProcessInstance::getId)
            .collect(Collectors.toSet());
    String job =
        management.createJobQuery().activityId(element).unlimitedList().stream()
            .filter(found -> instances.contains(found.getProcessInstanceId()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no timer at " + element))
            .getId();
    management.executeJob(job);
  }

  void say(String number, String message, Map<String, Object> variables) {
    runtime
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(number)
        .setVariables(variables)
        .correlate();
  }

  ServiceRecord record(String number) {
    return register.find(number).orElseThrow();
  }

  TargetReport target(String number, TargetKind kind) {
    return targets.explain(number).stream()
        .filter(report -> report.target() == kind)
        .findFirst()
        .orElseThrow();
  }

  List<String> mails(String number) {
    return jdbc.sql(
            "select template from sms.mail where record_number = :number group by template order by min(id)")
        .param("number", number)
        .query(String.class)
        .list();
  }

  List<String> recipients(String number, String template) {
    return jdbc.sql(
            "select distinct recipient from sms.mail where record_number = :number and template = :template order by 1")
        .param("number", number)
        .param("template", template)
        .query(String.class)
        .list();
  }

  JournalEntry entry(String number, String kind, String element) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals(kind) && element.equals(entry.elementId()))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + kind + " of " + element + " in " + number));
  }

  static Map<String, Object> values(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
