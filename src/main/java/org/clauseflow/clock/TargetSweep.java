package org.clauseflow.clock;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records which targets have come to their warning or are breached, by the set: none early, none
 * twice, however many nodes sweep. A target that is both gives only the breach.
 */
@Service
public class TargetSweep {

  private static final int BATCH = 1000;

  // The record is locked as well, because its journal is written next: the sweep waits for nobody,
  // and so can never
  // wait in a circle with steps of processes.
  private static final String BREACHES =
      """
      with due as (
        select t.id from sms.target t join sms.record r on r.number = t.record_number
        where t.breached_at is null and t.met_at is null and t.ended_at is null
          and (t.paused_at is null or t.paused_at >= t.due_at) and t.due_at <= :at::timestamptz
        order by t.due_at limit :batch for no key update of t, r skip locked
      ), hit as (
        update sms.target t set breached_at = :at::timestamptz from due where t.id = due.id
        returning t.id, t.record_number, t.kind, t.due_at, t.calendar->>'timeZone' as zone
      ), event as (
        insert into sms.target_event (target_id, record_number, kind, target_kind, due_at, at, next_attempt)
        select id, record_number, 'breached', kind, due_at, :at::timestamptz, :at::timestamptz from hit
      )
      select record_number, kind, due_at, zone from hit
      """;

  private static final String WARNINGS =
      """
      with due as (
        select t.id from sms.target t join sms.record r on r.number = t.record_number
        where t.warned_at is null and t.breached_at is null and t.met_at is null and t.ended_at is null
          and (t.paused_at is null or t.paused_at >= t.warn_at) and t.warn_at <= :at::timestamptz
        order by t.warn_at limit :batch for no key update of t, r skip locked
      ), hit as (
        update sms.target t set warned_at = :at::timestamptz from due where t.id = due.id
        returning t.id, t.record_number, t.kind, t.due_at, t.calendar->>'timeZone' as zone
      ), event as (
        insert into sms.target_event (target_id, record_number, kind, target_kind, due_at, at, next_attempt)
        select id, record_number, 'warning', kind, due_at, :at::timestamptz, :at::timestamptz from hit
      )
      select record_number, kind, due_at, zone from hit
      """;

  private final JdbcClient jdbc;
  private final Register register;
  private final DatabaseTime time;
  private final TransactionTemplate transactions;
  private final Counter breached;

  TargetSweep(
      JdbcClient jdbc,
      Register register,
      DatabaseTime time,
      PlatformTransactionManager transactionManager,
      MeterRegistry meters) {
    this.jdbc = jdbc;
    this.register = register;
    this.time = time;
    this.transactions = new TransactionTemplate(transactionManager);
    this.breached =
        Counter.builder("clauseflow.targets.breached")
            .description("Targets that the sweep of this node has recorded as breached")
            .register(meters);
  }

  /** Records all that is due at an instant; how many warnings and breaches there were. */
  public int sweep(Instant at) {
    return sweepBatches(() -> Optional.of(at));
  }

  /** Records all that is due by the database's time, unless an import runs. */
  int sweep() {
    return sweepBatches(time::unlessImporting);
  }

  private int sweepBatches(Supplier<Optional<Instant>> now) {
    int breaches = sweepBatches(BREACHES, "breached", now);
    breached.increment(breaches);
    return breaches + sweepBatches(WARNINGS, "warned", now);
  }

  private int sweepBatches(String sql, String state, Supplier<Optional<Instant>> now) {
    int all = 0;
    int found;
    do {
      found = transactions.execute(tx -> now.get().map(at -> sweepBatch(sql, state, at)).orElse(0));
      all += found;
    } while (found > 0);
    return all;
  }

  private int sweepBatch(String sql, String state, Instant at) {
    List<Hit> hits =
        jdbc.sql(sql).param("at", Timestamp.from(at)).param("batch", BATCH).query(Hit.class).list();
    for (Hit hit : hits) {
      new TargetChanges()
          .add(TargetKind.of(hit.kind), state, state, hit.dueAt.toInstant(), ZoneId.of(hit.zone))
          .write(register, hit.recordNumber);
    }
    return hits.size();
  }

  private record Hit(String recordNumber, String kind, Timestamp dueAt, String zone) {}
}
