package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.notification.Notice;
import org.clauseflow.notification.Notifications;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a customer's people say while the process of their record runs: they answer, confirm,
 * withdraw. Incidents and requests have it alike.
 */
@Component
class Conversation {

  /**
   * What the process of a kind of record listens to.
   *
   * @param type type of the record
   * @param noun what people call it
   * @param done status while it waits to be confirmed
   * @param confirming the task that asks for the confirmation
   * @param answered message with the answer to a question
   * @param withdrawn message that nobody needs it any more
   */
  record Kind(
      String type,
      String noun,
      String done,
      String confirming,
      String answered,
      String withdrawn) {}

  private static final String WAITING = "waiting for customer";

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final ManagementService management;
  private final OnBehalf onBehalf;
  private final Register register;
  private final Notifications notifications;
  private final JdbcClient jdbc;

  Conversation(
      RuntimeService runtime,
      TaskService tasks,
      ManagementService management,
      OnBehalf onBehalf,
      Register register,
      Notifications notifications,
      JdbcClient jdbc) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.management = management;
    this.onBehalf = onBehalf;
    this.register = register;
    this.notifications = notifications;
    this.jdbc = jdbc;
  }

  /**
   * Adds what somebody says; the answer that a record waits for lets it go on. What the customer
   * says of what is done is neither a yes nor a no: people read it, and silence does not close it
   * meanwhile.
   */
  void comment(Kind kind, String number, String text, String actor) {
    ServiceRecord record = find(kind, number);
    register.add(number, Entry.of(actor, "comment", text, Map.of()));
    if (record.open() && concerns(record, actor)) {
      boolean done = kind.done.equals(record.status());
      if (WAITING.equals(record.status())) {
        tell(record, kind.answered, Map.of("answer", text), actor);
      } else if (done) {
        waitAnew(record, actor);
      }
      tellWhoWorksOnIt(record, done, text);
    }
  }

  /** Says whether what was done holds. */
  void confirm(Kind kind, String number, boolean confirmed, String comment, String actor) {
    ServiceRecord record = theirs(kind, number, actor, "confirm");
    if (!kind.done.equals(record.status())) {
      throw notNow(record, "only a %s %s can be confirmed".formatted(kind.done, kind.noun));
    }
    if (!confirmed && (comment == null || comment.isBlank())) {
      throw new Refusal(Reason.INVALID, "comment", "is required, to tell what is still wrong");
    }
    if (confirmed && comment != null) {
      register.add(number, Entry.of(actor, "comment", comment, Map.of()));
    }
    if (!completeConfirmation(kind, record, confirmed, comment, actor)) {
      throw notNow(record, "it does not wait for a confirmation");
    }
  }

  /** Nobody needs it any more. */
  void withdraw(Kind kind, String number, String reason, String actor) {
    ServiceRecord record = theirs(kind, number, actor, "withdraw");
    if (!tell(record, kind.withdrawn, Map.of("reason", reason), actor)) {
      throw notNow(record, "it can no longer be withdrawn");
    }
  }

  /**
   * Gives a message to the record's process and those that it calls; false where none waits for it.
   */
  boolean tell(ServiceRecord record, String message, Map<String, Object> variables, String actor) {
    return onBehalf.of(
        actor,
        () ->
            !runtime
                .createMessageCorrelation(message)
                .processInstanceBusinessKey(record.number())
                .setVariables(variables)
                .correlateAllWithResult()
                .isEmpty());
  }

  /** Answers the question whether it holds; false where the process does not ask it. */
  boolean completeConfirmation(
      Kind kind, ServiceRecord record, boolean confirmed, String comment, String actor) {
    return onBehalf.of(
        actor,
        () -> {
          Task task =
              tasks
                  .createTaskQuery()
                  .processInstanceId(record.processInstanceId())
                  .taskDefinitionKey(kind.confirming)
                  .singleResult();
          if (task == null) {
            return false;
          }
          Map<String, Object> answer = new HashMap<>();
          answer.put("confirmed", confirmed ? "yes" : "no");
          if (!confirmed) {
            answer.put("comment", comment);
          }
          try {
            tasks.complete(task.getId(), answer);
          } catch (NullValueException e) {
            throw new OptimisticLockingFailureException("The task is completed already", e);
          }
          return true;
        });
  }

  /** The time after which silence closes begins anew, for somebody was not silent. */
  private void waitAnew(ServiceRecord record, String actor) {
    onBehalf.of(
        actor,
        () -> {
          Job silence =
              management
                  .createJobQuery()
                  .processInstanceId(record.processInstanceId())
                  .activityId("event_silenceCloses")
                  .singleResult();
          if (silence != null) {
            management.recalculateJobDuedate(silence.getId(), false);
          }
          return null;
        });
  }

  /**
   * The one who works on it hears what the customer says; once it is done, those who speak with the
   * customer do.
   */
  private void tellWhoWorksOnIt(ServiceRecord record, boolean done, String text) {
    if (!done && record.owner() == null) {
      return;
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("title", record.title());
    facts.put("service", record.service());
    facts.put("source", record.source());
    facts.put("comment", text);
    if (done) {
      facts.put("resolved", true);
    }
    if (record.confidential()) {
      facts.put("confidential", true);
    }
    notifications.send(
        new Notice(
            "comment " + UUID.randomUUID(),
            null,
            null,
            record.number(),
            "comment-received",
            done ? record.data().getOrDefault("contactGroup", "serviceDesk").toString() : "owner",
            facts));
  }

  ServiceRecord find(Kind kind, String number) {
    return register
        .find(number)
        .filter(record -> record.type().equals(kind.type))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  /** The record, if it concerns this person. */
  ServiceRecord theirs(Kind kind, String number, String actor, String what) {
    ServiceRecord record = find(kind, number);
    if (!concerns(record, actor)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "Only the reporter of "
              + number
              + " or somebody of the same customer can "
              + what
              + " it");
    }
    return record;
  }

  /** The reporter, who asked in the reporter's place, and everybody of the reporter's customer. */
  boolean concerns(ServiceRecord record, String person) {
    return person.equals(record.reporter())
        || person.equals(record.data().get("requester"))
        || record.customer() != null
            && jdbc.sql(
                    "select exists (select from sms.person where id = :person and party_id = :customer)")
                .param("person", person)
                .param("customer", record.customer())
                .query(Boolean.class)
                .single();
  }

  static Refusal notNow(ServiceRecord record, String why) {
    return new Refusal(Reason.NOT_NOW, record.number() + " is " + record.status() + ": " + why);
  }
}
