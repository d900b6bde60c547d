package org.clauseflow.performance;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clauseflow.performance.PassageDays.PlaceAndDay;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the figures of cases and the passages through their elements (tables case_figure and
 * passage), and the sums of their days, as the register, the targets and the engine's history have
 * them.
 *
 * <p>Every step of a case adds to its journal, in the step's own transaction. So a case is counted
 * anew when its journal is longer than it was the last time: whatever was committed late, or while
 * this ran, is found the next time.
 */
@Service
class FigureCollector {

  /**
   * Longer than any transaction lasts: what was written before the last time may appear after it.
   */
  private static final Duration LATE_COMMITS = Duration.ofHours(1);

  private static final int BATCH = 2000;

  private static final String CHANGED =
      """
      select r.number, r.entries from sms.record r left join sms.case_figure f on f.record_number = r.number
      where r.updated_at >= :since and f.entries is distinct from r.entries
      order by r.number limit :batch
      """;

  /**
   * The engine's history of a case: of its own process and of those it called, which know it by its
   * number, too.
   */
  private static final String HISTORY =
      """
      unnest(:numbers) as n(number)
      join sms.record r on r.number = n.number
      join act_hi_procinst own on own.id_ = r.process_instance_id
      join act_hi_procinst p on p.business_key_ = r.number and p.root_proc_inst_id_ = own.root_proc_inst_id_
      join act_hi_actinst a on a.proc_inst_id_ = p.id_ and a.end_time_ is not null
      join act_re_procdef d on d.id_ = a.proc_def_id_
      """;

  private static final String PLACES =
      """
      insert into sms.passage_place (process_key, process_version, element_id, kind)
      select distinct d.key_, d.version_, a.act_id_, a.act_type_ from %s
      where not exists (
        select from sms.passage_place s
        where s.process_key = d.key_ and s.process_version = d.version_ and s.element_id = a.act_id_)
      on conflict do nothing
      """
          .formatted(HISTORY);

  private static final String PASSAGES =
      """
      insert into sms.passage (id, place, record_number, confidential, entered_at, left_at, seconds, waiting, canceled)
      select a.id_, s.id, r.number, r.confidential, t.entered_at, t.left_at,
             extract(epoch from t.left_at - t.entered_at)::int,
             case
               when a.act_type_ = 'userTask' then extract(epoch from coalesce((
                 select min(e.at) from sms.record_entry e
                 where e.record_number = r.number and e.kind = 'assigned' and e.element_id = a.act_id_
                   and coalesce(e.changes->>'owner', e.changes->>'assignee') is not null
                   and e.at between t.entered_at and t.left_at), t.left_at) - t.entered_at)::int
               when a.act_type_ in ('receiveTask', 'callActivity', 'eventBasedGateway')
                 or a.act_type_ like 'intermediate%%Catch' or a.act_type_ in ('intermediateTimer', 'intermediateConditional')
                 then extract(epoch from t.left_at - t.entered_at)::int
               else 0
             end,
             coalesce(a.act_inst_state_ = 2, false)
      from %s
      join sms.passage_place s on s.process_key = d.key_ and s.process_version = d.version_ and s.element_id = a.act_id_
      cross join lateral (
        select a.start_time_ at time zone 'UTC' as entered_at, a.end_time_ at time zone 'UTC' as left_at) t
      where not exists (select from sms.passage x where x.id = a.id_)
      on conflict do nothing
      returning place, (left_at at time zone 'UTC')::date as day
      """
          .formatted(HISTORY);

  /** A target may be set anew, and a record become confidential, after the case has gone on. */
  private static final String CORRECTIONS =
      """
      update sms.passage p set breaches = now.breaches, confidential = r.confidential
      from sms.record r, sms.passage x cross join lateral (
        select count(*)::int as breaches from sms.target t
        where t.record_number = x.record_number and t.breached_at is not null
          and t.due_at >= x.entered_at and t.due_at < x.left_at) now
      where x.record_number = any(:numbers) and r.number = x.record_number and p.id = x.id
        and (p.breaches <> now.breaches or p.confidential <> r.confidential)
      returning p.place, (p.left_at at time zone 'UTC')::date as day
      """;

  private static final String CASES =
      """
      insert into sms.case_figure (record_number, entries, process_key, process_version, service_id, customer_id, team,
        priority, confidential, opened_at, closed_at, lead_seconds, reopened, targets_met, targets_missed, breached_at,
        made_good_at)
      select r.number, n.entries, r.process_key, r.process_version, r.service_id, r.customer_id, r.data->>'supportGroup',
             r.priority, r.confidential, r.opened_at, r.closed_at, extract(epoch from r.closed_at - r.opened_at)::int,
             journal.reopened, targets.met, targets.missed, targets.breached_at, targets.made_good_at
      from unnest(:numbers, :entries) as n(number, entries)
      join sms.record r on r.number = n.number
      cross join lateral (
        select count(*)::int as reopened from sms.record_entry e
        where e.record_number = r.number and e.changes @> '{"resolvedAt": null}') journal
      cross join lateral (
        select (count(*) filter (where t.met_at is not null and t.breached_at is null))::int as met,
               (count(*) filter (where t.breached_at is not null))::int as missed,
               min(t.breached_at) as breached_at,
               case when bool_and(t.met_at is not null or t.ended_at is not null) filter (where t.breached_at is not null)
                    then max(coalesce(t.met_at, t.ended_at)) filter (where t.breached_at is not null) end as made_good_at
        from sms.target t where t.record_number = r.number) targets
      on conflict (record_number) do update set
        entries = excluded.entries, process_key = excluded.process_key, process_version = excluded.process_version,
        service_id = excluded.service_id, customer_id = excluded.customer_id, team = excluded.team,
        priority = excluded.priority, confidential = excluded.confidential, opened_at = excluded.opened_at,
        closed_at = excluded.closed_at, lead_seconds = excluded.lead_seconds, reopened = excluded.reopened,
        targets_met = excluded.targets_met, targets_missed = excluded.targets_missed,
        breached_at = excluded.breached_at, made_good_at = excluded.made_good_at
      """;

  private record Changed(String number, int entries) {}

  private final JdbcClient jdbc;
  private final CaseDays caseDays;
  private final PassageDays passageDays;
  private final Clock clock;
  private final TransactionTemplate transactions;

  FigureCollector(
      JdbcClient jdbc,
      CaseDays caseDays,
      PassageDays passageDays,
      Clock clock,
      PlatformTransactionManager transactionManager) {
    this.jdbc = jdbc;
    this.caseDays = caseDays;
    this.passageDays = passageDays;
    this.clock = clock;
    this.transactions = new TransactionTemplate(transactionManager);
  }

  /** Counts anew what has changed since the last time; all there is, the first time. */
  void collect() {
    collectSince(collectedAt().map(at -> at.minus(LATE_COMMITS)).orElse(Instant.EPOCH));
  }

  /** Counts anew whatever is not as the register has it. */
  void collectAll() {
    collectSince(Instant.EPOCH);
  }

  private void collectSince(Instant since) {
    Instant began = clock.instant();
    while (transactions.execute(tx -> collectBatch(since)) == BATCH) {
      // until a batch is not full
    }
    jdbc.sql(
            """
            insert into sms.collection (at) values (:at)
            on conflict (only_one) do update set at = excluded.at
            """)
        .param("at", Timestamp.from(began))
        .update();
  }

  /** Since when nothing is missing in the figures; empty before they were collected. */
  Optional<Instant> collectedAt() {
    return jdbc.sql("select at from sms.collection")
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .optional();
  }

  private int collectBatch(Instant since) {
    // a day is counted whole: who counts another case of it meanwhile would not be seen
    jdbc.sql("select pg_advisory_xact_lock(hashtext('sms.collection'))").query().singleRow();
    List<Changed> changed =
        jdbc.sql(CHANGED)
            .param("since", Timestamp.from(since))
            .param("batch", BATCH)
            .query(Changed.class)
            .list();
    if (!changed.isEmpty()) {
      String[] numbers = changed.stream().map(Changed::number).toArray(String[]::new);
      Integer[] entries = changed.stream().map(Changed::entries).toArray(Integer[]::new);
      jdbc.sql(PLACES).param("numbers", numbers).update();
      Set<PlaceAndDay> passed = new HashSet<>(passed(PASSAGES, numbers));
      passed.addAll(passed(CORRECTIONS, numbers));
      passageDays.recount(passed);
      Set<LocalDate> days = caseDays.of(numbers);
      // with the length of the journal that was read first
      jdbc.sql(CASES).param("numbers", numbers).param("entries", entries).update();
      days.addAll(caseDays.of(numbers));
      caseDays.recount(days);
    }
    return changed.size();
  }

  private List<PlaceAndDay> passed(String sql, String[] numbers) {
    return jdbc.sql(sql).param("numbers", numbers).query(PlaceAndDay.class).list();
  }
}
