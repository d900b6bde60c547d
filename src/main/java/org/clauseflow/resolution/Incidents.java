package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.RuntimeService;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.Conversation.Kind;
import org.clauseflow.steps.OnBehalf;
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

  private static final Kind INCIDENT =
      new Kind(
          "incident",
          "incident",
          RESOLVED,
          "userTask_confirmResolution",
          "incident.answered",
          "incident.cancelled");

  private final RuntimeService runtime;
  private final OnBehalf onBehalf;
  private final Conversation conversation;
  private final Register register;
  private final JdbcClient jdbc;

  Incidents(
      RuntimeService runtime,
      OnBehalf onBehalf,
      Conversation conversation,
      Register register,
      JdbcClient jdbc) {
    this.runtime = runtime;
    this.onBehalf = onBehalf;
    this.conversation = conversation;
    this.register = register;
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

  /** Adds what somebody says; the answer that an incident waits for lets it go on. */
  @Transactional
  public void comment(String number, String text, String actor) {
    conversation.comment(INCIDENT, number, text, actor);
  }

  /** The customer says whether the resolution holds. */
  @Transactional
  public void confirm(String number, boolean confirmed, String comment, String actor) {
    conversation.confirm(INCIDENT, number, confirmed, comment, actor);
  }

  /**
   * Opens an incident again: the same one as long as it waits for its confirmation, afterwards a
   * new one that follows it.
   *
   * @return the number of the incident that is open now
   */
  @Transactional
  public String reopen(String number, String reason, String actor) {
    ServiceRecord incident = conversation.theirs(INCIDENT, number, actor, "reopen");
    if (RESOLVED.equals(incident.status())
        && completeConfirmation(incident, false, reason, actor)) {
      return number;
    }
    if (!CLOSED.equals(incident.status())) {
      throw Conversation.notNow(incident, "only a resolved or closed incident can be reopened");
    }
    return follow(incident, reason, "api", actor);
  }

  /** The reporter withdraws the incident. */
  @Transactional
  public void cancel(String number, String reason, String actor) {
    conversation.withdraw(INCIDENT, number, reason, actor);
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
    return conversation.tell(incident, message, variables, actor);
  }

  /** Answers the question whether the resolution holds; false where the process does not ask it. */
  boolean completeConfirmation(
      ServiceRecord incident, boolean confirmed, String comment, String actor) {
    return conversation.completeConfirmation(INCIDENT, incident, confirmed, comment, actor);
  }

  /** Whether the person is the reporter, or of the reporter's customer. */
  boolean concerns(ServiceRecord incident, String person) {
    return conversation.concerns(incident, person);
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
}
