package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What people outside do with incidents: report, answer, confirm, reopen, withdraw. */
@Service
public class Incidents {

  /**
   * @param reporter the person who has the trouble; null: the one who reports
   * @param impact low, medium or high
   * @param urgency low, medium or high
   */
  public record Report(
      String title,
      String description,
      String service,
      String reporter,
      String impact,
      String urgency) {}

  private static final String RESOLVED = "resolved";
  private static final String CLOSED = "closed";
  private static final String WAITING = "waiting for customer";

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final ManagementService management;
  private final OnBehalf onBehalf;
  private final Register register;
  private final Notifications notifications;
  private final JdbcClient jdbc;

  Incidents(
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

  /** Opens an incident and returns its number. */
  @Transactional
  public String report(Report report, String actor) {
    String reporter = Objects.requireNonNullElse(report.reporter(), actor);
    check(report.service(), reporter, actor);
    Map<String, Object> variables = new HashMap<>();
    variables.put("title", report.title());
    variables.put("description", report.description());
    variables.put("service", report.service());
    variables.put("reporter", reporter);
    variables.put("impact", report.impact());
    variables.put("urgency", report.urgency());
    variables.put("source", "api");
    return start(variables, actor);
  }

  /**
   * Adds what somebody says; the answer that an incident waits for lets it go on. What the customer
   * says of a resolved incident is neither a yes nor a no: people read it, and silence does not
   * close it meanwhile.
   */
  @Transactional
  public void comment(String number, String text, String actor) {
    ServiceRecord incident = find(number);
    register.add(number, Entry.of(actor, "comment", text, Map.of()));
    if (incident.open() && concerns(incident, actor)) {
      if (WAITING.equals(incident.status())) {
        tell(incident, "incident.answered", Map.of("answer", text), actor);
      } else if (RESOLVED.equals(incident.status())) {
        waitAnew(incident, actor);
      }
      tellWhoWorksOnIt(incident, text);
    }
  }

  /** The customer says whether the resolution holds. */
  @Transactional
  public void confirm(String number, boolean confirmed, String comment, String actor) {
    ServiceRecord incident = theirs(number, actor, "confirm");
    if (!RESOLVED.equals(incident.status())) {
      throw notNow(incident, "only a resolved incident can be confirmed");
    }
    if (!confirmed && (comment == null || comment.isBlank())) {
      throw new Refusal(Reason.INVALID, "comment", "is required, to tell what is still wrong");
    }
    if (confirmed && comment != null) {
      register.add(number, Entry.of(actor, "comment", comment, Map.of()));
    }
    if (!completeConfirmation(incident, confirmed, comment, actor)) {
      throw notNow(incident, "it does not wait for a confirmation");
    }
  }

  /**
   * Opens an incident again: the same one as long as it waits for its confirmation, afterwards a
   * new one that follows it.
   *
   * @return the number of the incident that is open now
   */
  @Transactional
  public String reopen(String number, String reason, String actor) {
    ServiceRecord incident = theirs(number, actor, "reopen");
    if (RESOLVED.equals(incident.status())
        && completeConfirmation(incident, false, reason, actor)) {
      return number;
    }
    if (!CLOSED.equals(incident.status())) {
      throw notNow(incident, "only a resolved or closed incident can be reopened");
    }
    return follow(incident, reason, "api", actor);
  }

  /** The reporter withdraws the incident. */
  @Transactional
  public void cancel(String number, String reason, String actor) {
    ServiceRecord incident = theirs(number, actor, "withdraw");
    if (!tell(incident, "incident.cancelled", Map.of("reason", reason), actor)) {
      throw notNow(incident, "it can no longer be withdrawn");
    }
  }

  /** Opens an incident that takes up one that is closed. */
  String follow(ServiceRecord incident, String reason, String source, String actor) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("title", incident.title());
    variables.put("description", reason);
    variables.put("service", incident.service());
    variables.put("reporter", incident.reporter());
    variables.put("impact", incident.data().getOrDefault("impact", "medium"));
    variables.put("urgency", incident.data().getOrDefault("urgency", "medium"));
    variables.put("source", source);
    String follower = start(variables, actor);
    register.link(follower, "follows", incident.number(), actor);
    return follower;
  }

  String start(Map<String, Object> variables, String actor) {
    return onBehalf.of(
        actor,
        () ->
            runtime
                .createMessageCorrelation("incident.reported")
                .setVariables(variables)
                .correlateStartMessage()
                .getBusinessKey());
  }

  /** Gives a message to the incident's process; false where it does not wait for it. */
  boolean tell(
      ServiceRecord incident, String message, Map<String, Object> variables, String actor) {
    return onBehalf.of(
        actor,
        () ->
            !runtime
                .createMessageCorrelation(message)
                .processInstanceId(incident.processInstanceId())
                .setVariables(variables)
                .correlateAllWithResult()
                .isEmpty());
  }

  /** Answers the question whether the resolution holds; false where the process does not ask it. */
  boolean completeConfirmation(
      ServiceRecord incident, boolean confirmed, String comment, String actor) {
    return onBehalf.of(
        actor,
        () -> {
          Task task =
              tasks
                  .createTaskQuery()
                  .processInstanceId(incident.processInstanceId())
                  .taskDefinitionKey("userTask_confirmResolution")
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
  private void waitAnew(ServiceRecord incident, String actor) {
    onBehalf.of(
        actor,
        () -> {
          Job silence =
              management
                  .createJobQuery()
                  .processInstanceId(incident.processInstanceId())
                  .activityId("event_silenceCloses")
                  .singleResult();
          if (silence != null) {
            management.recalculateJobDuedate(silence.getId(), false);
          }
          return null;
        });
  }

  /**
   * The one who works on the incident hears what the customer says; once it is resolved, those who
   * speak with the customer do.
   */
  private void tellWhoWorksOnIt(ServiceRecord incident, String text) {
    boolean resolved = RESOLVED.equals(incident.status());
    if (!resolved && incident.owner() == null) {
      return;
    }
    Map<String, Object> facts = new HashMap<>();
    facts.put("title", incident.title());
    facts.put("service", incident.service());
    facts.put("source", incident.source());
    facts.put("comment", text);
    if (resolved) {
      facts.put("resolved", true);
    }
    if (incident.confidential()) {
      facts.put("confidential", true);
    }
    notifications.send(
        new Notice(
            "comment " + UUID.randomUUID(),
            null,
            null,
            incident.number(),
            "comment-received",
            resolved
                ? incident.data().getOrDefault("contactGroup", "serviceDesk").toString()
                : "owner",
            facts));
  }

  private ServiceRecord find(String number) {
    return register
        .find(number)
        .filter(record -> record.type().equals("incident"))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  private ServiceRecord theirs(String number, String actor, String what) {
    ServiceRecord incident = find(number);
    if (!concerns(incident, actor)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "Only the reporter of "
              + number
              + " or somebody of the same customer can "
              + what
              + " it");
    }
    return incident;
  }

  /** The reporter, and everybody of the reporter's customer. */
  boolean concerns(ServiceRecord incident, String person) {
    return person.equals(incident.reporter())
        || incident.customer() != null
            && jdbc.sql(
                    "select exists (select from sms.person where id = :person and party_id = :customer)")
                .param("person", person)
                .param("customer", incident.customer())
                .query(Boolean.class)
                .single();
  }

  void check(String service, String reporter, String actor) {
    record Checked(boolean serviceLives, boolean reporterActive, boolean staff) {}
    Checked checked =
        jdbc.sql(
                """
                select exists (select from sms.service where id = :service and status = 'live') as service_lives,
                       exists (select from sms.person where id = :reporter and active) as reporter_active,
                       exists (select from sms.person_role where person_id = :actor and role_id not in ('customer', 'customerApprover')) as staff
                """)
            .param("service", service)
            .param("reporter", reporter)
            .param("actor", actor)
            .query(Checked.class)
            .single();
    if (!reporter.equals(actor) && !checked.staff) {
      throw new Refusal(
          Reason.NOT_ALLOWED, "You can report for yourself only: leave out the reporter");
    }
    if (!checked.serviceLives) {
      throw new Refusal(Reason.INVALID, "service", "is not a service in operation");
    }
    if (!checked.reporterActive) {
      throw new Refusal(Reason.INVALID, "reporter", "is not an active person");
    }
  }

  private static Refusal notNow(ServiceRecord incident, String why) {
    return new Refusal(Reason.NOT_NOW, incident.number() + " is " + incident.status() + ": " + why);
  }
}
