package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.DecisionService;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Incidents that a monitoring system opens: one open incident for one alert. */
@Service
public class AlertIncidents {

  /**
   * @param id identity of the alert in its monitoring system
   * @param severity as the monitoring system calls it, null if it says none
   * @param services ids to look for, the first that is a service in operation counts
   */
  public record Alert(
      String id, String title, String description, String severity, String... services) {}

  public enum Outcome {
    OPENED,
    REOPENED,
    UPDATED,
    RESOLVED,
    /** The alert is over, which the incident's process keeps for people to judge. */
    NOTED,
    /** The alert is over, and no incident is open for it. */
    IGNORED
  }

  /**
   * @param number of the incident, null if there is none
   */
  public record Result(String number, Outcome outcome) {}

  /** The technical user of monitoring systems. */
  private static final String ACTOR = "monitoring";

  private static final int ATTEMPTS = 3;

  private final Incidents incidents;
  private final DecisionService decisions;
  private final OnBehalf onBehalf;
  private final Register register;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  AlertIncidents(
      Incidents incidents,
      DecisionService decisions,
      OnBehalf onBehalf,
      Register register,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.incidents = incidents;
    this.decisions = decisions;
    this.onBehalf = onBehalf;
    this.register = register;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /** The alert fires: opens its incident, or tells the open one so. */
  public Result firing(Alert alert) {
    return inTransaction(
        () -> {
          Optional<ServiceRecord> known = open(alert.id());
          String note = "The alert fires: " + alert.title() + "\n" + alert.description();
          if (known.isPresent() && known.get().resolvedAt() == null) {
            register.add(known.get().number(), Entry.of(ACTOR, "comment", note, Map.of()));
            return new Result(known.get().number(), Outcome.UPDATED);
          }
          if (known.isPresent()
              && incidents.completeConfirmation(known.get(), false, shortened(note), ACTOR)) {
            return new Result(known.get().number(), Outcome.REOPENED);
          }
          return new Result(start(alert), Outcome.OPENED);
        });
  }

  /** The alert is over: resolves its incident where the model says so. */
  public Result over(String id) {
    return inTransaction(
        () -> {
          Optional<ServiceRecord> known =
              open(id).filter(incident -> incident.resolvedAt() == null);
          if (known.isEmpty()) {
            return new Result(null, Outcome.IGNORED);
          }
          ServiceRecord incident = known.get();
          register.add(
              incident.number(), Entry.of(ACTOR, "comment", "The alert is over", Map.of()));
          boolean heard = incidents.tell(incident, "alert.resolved", Map.of(), ACTOR);
          return new Result(incident.number(), heard ? Outcome.RESOLVED : Outcome.NOTED);
        });
  }

  private Optional<ServiceRecord> open(String id) {
    return register.findByOrigin("alert", id).filter(ServiceRecord::open);
  }

  private String start(Alert alert) {
    String service = service(alert.services());
    String severity =
        alert.severity() == null ? "unknown" : alert.severity().strip().toLowerCase(Locale.ROOT);
    Map<String, Object> variables = new HashMap<>();
    onBehalf
        .of(
            ACTOR,
            () ->
                decisions
                    .evaluateDecisionByKey("alert-classification")
                    .variables(Map.of("severity", severity, "service", service))
                    .evaluate())
        .getSingleResult()
        .forEach(variables::put);
    variables.put("title", alert.title());
    variables.put("description", alert.description());
    variables.put("service", service);
    variables.put("reporter", ACTOR);
    variables.put("source", "alert");
    variables.put("externalId", alert.id());
    return incidents.start(variables, ACTOR);
  }

  private String service(String... candidates) {
    return jdbc.sql(
            """
            select s.id from unnest(:candidates::text[]) with ordinality c(id, rank)
            join sms.service s on s.id = c.id and s.status = 'live' order by c.rank limit 1
            """)
        .param("candidates", candidates)
        .query(String.class)
        .optional()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.NOT_NOW,
                    "The alert names no service of the catalogue in its label service, and no other is set for such"
                        + " alerts: set clauseflow.alerts.default-service to the id of one"));
  }

  /**
   * Two notices of one alert may arrive at the same moment: the one that loses finds what the other
   * has done.
   */
  private Result inTransaction(Supplier<Result> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transaction.execute(status -> work.get());
      } catch (DuplicateKeyException | OptimisticLockingFailureException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 4000 ? text : text.substring(0, 4000);
  }
}
