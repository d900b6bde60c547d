package org.clauseflow.benchmark;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clauseflow.clock.TargetSweep;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Many service targets due in one minute, swept by two at once as two nodes would: is each
 * recorded, once, and not before it is due; and how many a second when all are due already.
 */
final class DueTargets {

  private static final int TARGETS = 10_000;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final JdbcClient jdbc;
  private final TargetSweep sweep;

  DueTargets(JdbcClient jdbc, TargetSweep sweep) {
    this.jdbc = jdbc;
    this.sweep = sweep;
  }

  void run() throws InterruptedException, ExecutionException {
    System.out.printf("%n%,d service targets due in one minute, swept by two at once%n%n", TARGETS);
    Instant now = now();
    prepare("MIN", now.plusSeconds(2), Duration.ofMinutes(1));
    Instant end = now.plusSeconds(65);
    both(
        () -> {
          for (Instant at = now(); at.isBefore(end); at = now()) {
            sweep.sweep(at);
            Thread.sleep(PAUSE.toMillis());
          }
          return sweep.sweep(now());
        });
    report("MIN");

    prepare("DUE", now().minusSeconds(60), Duration.ofMinutes(1));
    long start = System.nanoTime();
    both(() -> sweep.sweep(now()));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%nAll due at once: recorded, with their journal entries, in %.1f s, %,.0f a second%n",
        seconds,
        TARGETS / seconds);
    report("DUE");
  }

  /** Records of their own, each with a target; due evenly spread over a time. */
  private void prepare(String prefix, Instant from, Duration over) {
    jdbc.sql(
            """
            insert into sms.record (number, type, title, status, opened_at, process_key,
              process_version, process_instance_id, updated_at)
            select :prefix || '-' || n, 'incident', 'Due', 'in progress', now(), 'benchmark', 1, '', now()
            from generate_series(1, :targets) n
            """)
        .param("prefix", prefix)
        .param("targets", TARGETS)
        .update();
    jdbc.sql(
            """
            insert into sms.target (record_number, kind, hours_id, calendar, agreed, started_at, warn_at,
              due_at, warned_at)
            select :prefix || '-' || n, 'resolution', (select min(id) from sms.service_hours),
              '{"timeZone": "UTC"}', interval '1 hour', now() - interval '1 hour', now() - interval '15 minutes',
              :from::timestamptz + :over * interval '1 second' * n / :targets, now() - interval '15 minutes'
            from generate_series(1, :targets) n
            """)
        .param("prefix", prefix)
        .param("targets", TARGETS)
        .param("from", Timestamp.from(from))
        .param("over", over.toSeconds())
        .update();
    jdbc.sql("analyze sms.record, sms.target").update();
  }

  private void report(String prefix) {
    jdbc.sql(
            """
            select count(distinct t.id) filter (where t.breached_at is not null) as recorded,
                   count(*) filter (where e.at < t.due_at) as early,
                   count(e.id) - count(distinct e.target_id) as twice,
                   extract(epoch from max(e.at - t.due_at)) as latest,
                   (select count(*) from sms.record_entry j where j.record_number like :prefix || '-%') as entries
            from sms.target t left join sms.target_event e on e.target_id = t.id
            where t.record_number like :prefix || '-%'
            """)
        .param("prefix", prefix)
        .query(
            row -> {
              System.out.printf(
                  Locale.ROOT,
                  "recorded %,d of %,d, early %d, twice %d, journal entries %,d, latest %.1f s after it was due%n",
                  row.getLong("recorded"),
                  TARGETS,
                  row.getLong("early"),
                  row.getLong("twice"),
                  row.getLong("entries"),
                  row.getDouble("latest"));
            });
  }

  private Instant now() {
    return jdbc.sql("select clock_timestamp()").query(Timestamp.class).single().toInstant();
  }

  private static void both(Callable<Integer> sweeper)
      throws InterruptedException, ExecutionException {
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      for (Future<Integer> node : nodes.invokeAll(List.of(sweeper, sweeper))) {
        node.get();
      }
    } finally {
      nodes.shutdown();
    }
  }
}
