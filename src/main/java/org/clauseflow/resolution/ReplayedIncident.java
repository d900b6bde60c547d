package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.clauseflow.resolution.ReplayedIncidents.Reported;
import org.clauseflow.steps.OnBehalf;

/**
 * An incident that the log of another system leads through our process: each state of the log is
 * reached by the steps that lead there, at the engine's time, which the caller sets.
 */
public class ReplayedIncident {

  /** Where an incident stands, in the order of its life. */
  public enum State {
    REPORTED,
    IN_PROGRESS,
    WAITING_FOR_CUSTOMER,
    RESOLVED,
    CLOSED;

    /** The status of the record, such as {@code waiting for customer}. */
    public String status() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /**
   * What a line of the log says.
   *
   * @param resolutionCode and resolution are used when it is resolved
   * @param note about the line, for the journal
   * @param kept what has changed of what the record's data keeps
   */
  public record Change(
      State state,
      String impact,
      String urgency,
      String resolutionCode,
      String resolution,
      String note,
      Map<String, Object> kept) {}

  record Engine(
      RuntimeService runtime,
      TaskService tasks,
      ManagementService jobs,
      OnBehalf onBehalf,
      Register register) {}

  private final Engine engine;
  private final String number;
  private final String instance;
  private final Reported reported;
  private String impact;
  private String urgency;
  private String priority;
  private State state = State.REPORTED;

  ReplayedIncident(Engine engine, String number, String instance, Reported reported) {
    this.engine = engine;
    this.number = number;
    this.instance = instance;
    this.reported = reported;
    this.impact = reported.impact();
    this.urgency = reported.urgency();
    readPriority();
  }

  public String number() {
    return number;
  }

  /** As our decision has it. */
  public String priority() {
    return priority;
  }

  public void apply(Change change) {
    engine
        .register()
        .add(number, Entry.of(ReplayedIncidents.IMPORT, "imported", change.note(), change.kept()));
    if (state != State.CLOSED) {
      lead(change);
    }
    state = change.state();
  }

  private void lead(Change change) {
    boolean reprioritised = !change.impact().equals(impact) || !change.urgency().equals(urgency);
    if (change.state() == state && !reprioritised) {
      return;
    }
    impact = change.impact();
    urgency = change.urgency();
    if (state == State.RESOLVED && change.state() == State.CLOSED && !reprioritised) {
      close();
      return;
    }
    if (state == State.REPORTED) {
      classify();
    } else {
      toDiagnosis(change.note());
      if (reprioritised) {
        diagnose(
            "reprioritise", Map.of("impact", impact, "urgency", urgency, "reason", change.note()));
      }
    }
    if (reprioritised) {
      readPriority();
    }
    fromDiagnosis(change);
  }

  private void classify() {
    complete(
        "userTask_classify",
        Map.of(
            "classification",
            "proceed",
            "service",
            reported.service(),
            "category",
            reported.category(),
            "securityRisk",
            "none",
            "impact",
            impact,
            "urgency",
            urgency));
  }

  private void toDiagnosis(String note) {
    if (state == State.WAITING_FOR_CUSTOMER) {
      complete("userTask_awaitCustomer", Map.of("answer", note));
    } else if (state == State.RESOLVED) {
      complete("userTask_confirmResolution", Map.of("confirmed", "no", "comment", note));
    }
  }

  private void fromDiagnosis(Change change) {
    switch (change.state()) {
      case REPORTED -> diagnose("handBack", Map.of("reason", change.note()));
      case IN_PROGRESS -> {}
      case WAITING_FOR_CUSTOMER -> diagnose("askCustomer", Map.of("question", change.note()));
      case RESOLVED -> resolve(change);
      case CLOSED -> {
        resolve(change);
        close();
      }
    }
  }

  private void resolve(Change change) {
    diagnose(
        "resolved",
        Map.of(
            "resolutionCode", change.resolutionCode(),
            "resolution", change.resolution()));
  }

  private void diagnose(String outcome, Map<String, Object> values) {
    Map<String, Object> submitted = new HashMap<>(values);
    submitted.put("diagnosis", outcome);
    complete("userTask_diagnose", submitted);
  }

  /**
   * By the customer's silence where its time had passed, as the model's timer says; else confirmed.
   */
  private void close() {
    Job silence =
        engine
            .jobs()
            .createJobQuery()
            .processInstanceId(instance)
            .activityId("event_silenceCloses")
            .executable()
            .singleResult();
    if (silence == null) {
      complete("userTask_confirmResolution", Map.of("confirmed", "yes"));
    } else {
      engine.jobs().executeJob(silence.getId());
    }
  }

  private void complete(String key, Map<String, Object> values) {
    engine
        .onBehalf()
        .of(
            ReplayedIncidents.IMPORT,
            () -> {
              Task task =
                  engine
                      .tasks()
                      .createTaskQuery()
                      .processInstanceId(instance)
                      .taskDefinitionKey(key)
                      .singleResult();
              if (task == null) {
                throw new IllegalStateException(
                    number + " does not wait at " + key + " as the shipped model would");
              }
              engine.tasks().complete(task.getId(), values);
              return null;
            });
  }

  private void readPriority() {
    priority = (String) engine.runtime().getVariable(instance, "priority");
  }
}
