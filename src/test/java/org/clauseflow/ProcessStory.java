package org.clauseflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import org.clauseflow.engine.RecordMessenger;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Link;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the stories of processes are told with: people, their tasks, messages, time, and the record.
 */
public abstract class ProcessStory {

  /** A Tuesday, within everybody's service hours. */
  protected static final Instant MORNING = Instant.parse("2026-03-03T09:00:00Z");

  @Autowired protected RuntimeService runtime;
  @Autowired protected TaskService tasks;
  @Autowired protected FormService forms;
  @Autowired protected RepositoryService repository;
  @Autowired protected IdentityService identity;
  @Autowired protected Register register;
  @Autowired protected JdbcClient jdbc;
  @Autowired protected RecordMessenger messenger;
  @Autowired protected ManagementService management;
  @Autowired protected ServiceTargets targets;

  @BeforeEach
  void morning() {
    at(MORNING);
  }

  @AfterEach
  void nobody() {
    identity.clearAuthentication();
  }

  protected static void at(Instant instant) {
    ClockUtil.setCurrentTime(Date.from(instant));
  }

  /** Who acts: as an administrator, so that the engine's authorizations stay out of the story. */
  protected void as(String person) {
    identity.setAuthentication(person, List.of("camunda-admin"));
  }

  protected void complete(String number, String element, Map<String, Object> values) {
    tasks.complete(task(number, element).getId(), new HashMap<>(values));
  }

  protected Task task(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult();
  }

  protected List<String> openTasks(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).unlimitedList().stream()
        .map(Task::getTaskDefinitionKey)
        .sorted()
        .toList();
  }

  protected List<String> candidates(String number, String element) {
    return tasks.getIdentityLinksForTask(task(number, element).getId()).stream()
        .map(link -> link.getGroupId() == null ? link.getUserId() : link.getGroupId())
        .toList();
  }

  /** The timer of an element fires, in the record's process or in one that it calls. */
  protected void fire(String number, String element) {
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

  protected void say(String number, String message, Map<String, Object> variables) {
    runtime
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(number)
        .setVariables(variables)
        .correlate();
  }

  /**
   * What waits to be told and raised is delivered, until nothing waits but for what is not there
   * yet.
   */
  protected void deliver() {
    messenger.deliver();
  }

  /** What a form shows or offers: its schema as Tasklist gets it. */
  protected String form(String number, String element) {
    try (var form = forms.getDeployedTaskForm(task(number, element).getId())) {
      return new String(form.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of the records that this one is linked to by a kind of link. */
  protected List<String> linked(String number, String kind) {
    return register.links(number).stream()
        .filter(link -> link.from().equals(number) && link.kind().equals(kind))
        .map(Link::to)
        .toList();
  }

  protected ServiceRecord record(String number) {
    return register.find(number).orElseThrow();
  }

  protected TargetReport target(String number, TargetKind kind) {
    return targets.explain(number).stream()
        .filter(report -> report.target() == kind)
        .findFirst()
        .orElseThrow();
  }

  protected List<String> mails(String number) {
    return jdbc.sql(
            "select template from sms.mail where record_number = :number group by template order by min(id)")
        .param("number", number)
        .query(String.class)
        .list();
  }

  protected List<String> recipients(String number, String template) {
    return jdbc.sql(
            "select distinct recipient from sms.mail where record_number = :number and template = :template order by 1")
        .param("number", number)
        .param("template", template)
        .query(String.class)
        .list();
  }

  protected JournalEntry entry(String number, String kind, String element) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals(kind) && element.equals(entry.elementId()))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + kind + " of " + element + " in " + number));
  }

  protected static Map<String, Object> values(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
