package org.clauseflow.clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the sweep recorded and processes have still to be told, exactly once: whoever tells takes
 * the next event, tells it and says so in one transaction. What fails is tried again after 2, 4, 8,
 * … seconds and stays visible as failed in the end.
 */
@Repository
public class TargetEvents {

  static final int ATTEMPTS = 10;

  private final JdbcClient jdbc;

  TargetEvents(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    Gauge.builder("clauseflow.target.events", () -> count("outcome is null"))
        .tag("state", "untold")
        .description("Warnings and breaches that processes are still to be told")
        .register(meters);
    Gauge.builder("clauseflow.target.events", () -> count("outcome = 'failed'"))
        .tag("state", "failed")
        .description("Warnings and breaches that could not be told to their process")
        .register(meters);
  }

  /**
   * The next event whose time has come and that nobody else is telling; it is held until the
   * transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<TargetEvent> next(Instant at) {
    return jdbc.sql(
            """
            select id, record_number, kind, target_kind, due_at from sms.target_event
            where outcome is null and next_attempt <= :at::timestamptz
            order by next_attempt, id limit 1 for update skip locked
            """)
        .param("at", Timestamp.from(at))
        .query(
            (rs, i) ->
                new TargetEvent(
                    rs.getLong("id"),
                    rs.getString("record_number"),
                    "target." + rs.getString("kind"),
                    TargetKind.of(rs.getString("target_kind")),
                    rs.getTimestamp("due_at").toInstant()))
        .optional();
  }

  /** The process knows, or there is none that listens. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void told(TargetEvent event, Instant at, boolean heard) {
    jdbc.sql(
            "update sms.target_event set told_at = :at::timestamptz, outcome = :outcome where id = :id")
        .param("at", Timestamp.from(at))
        .param("outcome", heard ? "told" : "nobody listening")
        .param("id", event.id())
        .update();
  }

  /**
   * The process could not be told, and what was tried is rolled back: later again, or never after
   * the last attempt.
   */
  @Transactional
  public void failed(TargetEvent event, Instant at, String reason) {
    jdbc.sql(
            """
            update sms.target_event set attempts = attempts + 1, reason = :reason,
              next_attempt = :at::timestamptz + interval '1 second' * 2 ^ (attempts + 1),
              outcome = case when attempts + 1 >= :attempts then 'failed' end
            where id = :id and outcome is null
            """)
        .param("at", Timestamp.from(at))
        .param("reason", reason)
        .param("attempts", ATTEMPTS)
        .param("id", event.id())
        .update();
  }

  private int count(String which) {
    return jdbc.sql("select count(*) from sms.target_event where " + which)
        .query(Integer.class)
        .single();
  }
}
