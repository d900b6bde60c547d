package org.clauseflow.performance;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/**
 * Finds where work waits: tasks by role and age, open cases by age, and the service targets that
 * run out next. Read from the tasks and targets as they are at this moment.
 */
@Service
public class WaitingWork {

  private static final Map<String, Duration> AHEAD = new LinkedHashMap<>();

  static {
    AHEAD.put("1 h", Duration.ofHours(1));
    AHEAD.put("4 h", Duration.ofHours(4));
    AHEAD.put("8 h", Duration.ofHours(8));
    AHEAD.put("1 d", Duration.ofDays(1));
    AHEAD.put("3 d", Duration.ofDays(3));
    AHEAD.put("7 d", Duration.ofDays(7));
  }

  /** What usually happens is what happened in this time. */
  private static final Duration USUAL = Duration.ofDays(90);

  /** Tasks of the processes, without those of records that are not for the reader. */
  private static final String TASKS =
      """
      hidden as materialized (
        select e.id_ from sms.record r join act_ru_execution e on e.business_key_ = r.number
        where r.confidential and not :confidential and r.closed_at is null),
      task as materialized (
        select t.id_, d.key_ as process, t.assignee_, t.create_time_ at time zone 'UTC' as came
        from act_ru_task t join act_re_procdef d on d.id_ = t.proc_def_id_
        where d.key_ = any(:processes) and not exists (select from hidden h where h.id_ = t.proc_inst_id_))
      """;

  private static final String QUEUES =
      "with "
          + TASKS
          + """
          , waits as (
            select i.group_id_ as role, t.process, t.assignee_, t.came, :now::timestamptz - t.came as age
            from task t left join act_ru_identitylink i
              on i.task_id_ = t.id_ and i.type_ = 'candidate' and i.group_id_ is not null)
          select w.role, r.name, w.process,
                 count(*) filter (where w.assignee_ is null) as unclaimed,
                 count(w.assignee_) as claimed,
                 count(*) filter (where age < '1 h') as under1h,
                 count(*) filter (where age >= '1 h' and age < '8 h') as under8h,
                 count(*) filter (where age >= '8 h' and age < '1 d') as under1d,
                 count(*) filter (where age >= '1 d' and age < '3 d') as under3d,
                 count(*) filter (where age >= '3 d' and age < '7 d') as under7d,
                 count(*) filter (where age >= '7 d') as over7d,
                 min(w.came) as oldest_at
          from waits w left join sms.role r on r.id = w.role
          group by w.role, r.name, w.process order by oldest_at
          """;

  private static final String IN_PROGRESS =
      """
      select f.process_key as process, '' as name, count(*) as open,
             count(*) filter (where age < '1 d') as under1d,
             count(*) filter (where age >= '1 d' and age < '3 d') as under3d,
             count(*) filter (where age >= '3 d' and age < '7 d') as under7d,
             count(*) filter (where age >= '7 d' and age < '30 d') as under30d,
             count(*) filter (where age >= '30 d') as over30d,
             extract(epoch from percentile_disc(0.5) within group (order by age))::bigint as median_age,
             (array_agg(f.number order by f.opened_at))[1] as oldest,
             min(f.opened_at) as oldest_at
      from (
        select r.process_key, r.number, r.opened_at, :now::timestamptz - r.opened_at as age from sms.record r
        where r.closed_at is null and r.process_key = any(:processes) and (:confidential or not r.confidential)) f
      group by f.process_key order by oldest_at
      """;

  private static final String RUNNING =
      """
      from sms.target t join sms.record r on r.number = t.record_number
      where t.met_at is null and t.ended_at is null and (t.paused_at is null or t.breached_at is not null)
        and r.process_key = any(:processes) and (:confidential or not r.confidential)
      """;

  /** How long it usually takes at each element of each process. */
  private static final String FORECAST =
      """
      with soon as materialized (
        select r.process_instance_id, t.due_at %s and t.due_at > :now::timestamptz and t.due_at <= :last::timestamptz),
      usual as materialized (
        select s.process_key, s.element_id, percentile_disc(0.5) within group (order by p.seconds) as seconds
        from sms.passage p join sms.passage_place s on s.id = p.place
        where s.process_key = any(:processes) and s.kind = 'userTask' and not p.canceled and p.left_at >= :since
        group by s.process_key, s.element_id),
      expected as (
        select soon.due_at,
               exists (
                 select from act_ru_task a
                 join act_re_procdef d on d.id_ = a.proc_def_id_
                 join usual u on u.process_key = d.key_ and u.element_id = a.task_def_key_
                 where a.proc_inst_id_ = soon.process_instance_id
                   and (a.create_time_ at time zone 'UTC') + u.seconds * interval '1 s' > soon.due_at) as at_risk
        from soon)
      select w.within, count(e.due_at) as breaches, count(e.due_at) filter (where e.at_risk) as at_risk
      from unnest(:within, :seconds) with ordinality as w(within, seconds, n)
      left join expected e on e.due_at <= :now::timestamptz + w.seconds * interval '1 s'
      group by w.within, w.n order by w.n
      """
          .formatted(RUNNING);

  private static final String NEXT =
      """
      select r.number as record, r.title, r.process_key as process, t.kind as target, t.due_at,
             extract(epoch from t.due_at - :now::timestamptz)::bigint as left, r.priority,
             (select s.name from sms.service s where s.id = r.service_id) as service,
             (select string_agg(a.name_, ', ' order by a.name_) from act_ru_task a
              where a.proc_inst_id_ = r.process_instance_id) as waits_at,
             r.owner_id as owner
      %s order by t.due_at, t.id limit :size offset :offset
      """
          .formatted(RUNNING);

  private final JdbcClient jdbc;
  private final CaseSelection selection;
  private final Clock clock;

  WaitingWork(JdbcClient jdbc, CaseSelection selection, Clock clock) {
    this.jdbc = jdbc;
    this.selection = selection;
    this.clock = clock;
  }

  /**
   * @param process null for all that the person may see
   */
  public Waiting waiting(String process, Authentication person) {
    CaseSelection.Scope scope = selection.scope(process, person);
    Instant now = clock.instant();
    return new Waiting(
        now,
        ask(QUEUES, scope, now).query(Waiting.Queue.class).list(),
        ask(IN_PROGRESS, scope, now).query(Waiting.InProgress.class).list().stream()
            .map(row -> named(row, scope))
            .toList(),
        ask(FORECAST, scope, now)
            .param("last", Timestamp.from(now.plus(Duration.ofDays(7))))
            .param("since", Timestamp.from(now.minus(USUAL)))
            .param("within", AHEAD.keySet().toArray(String[]::new))
            .param("seconds", AHEAD.values().stream().map(Duration::toSeconds).toArray(Long[]::new))
            .query(Waiting.Forecast.class)
            .list());
  }

  /** The service targets that run out next; first those that have. */
  public List<Waiting.Next> next(String process, Authentication person, int page, int size) {
    return ask(NEXT, selection.scope(process, person), clock.instant())
        .param("size", size)
        .param("offset", (long) page * size)
        .query(Waiting.Next.class)
        .list();
  }

  public long countNext(String process, Authentication person) {
    return ask("select count(*) " + RUNNING, selection.scope(process, person), clock.instant())
        .query(Long.class)
        .single();
  }

  private JdbcClient.StatementSpec ask(String sql, CaseSelection.Scope scope, Instant now) {
    return jdbc.sql(sql)
        .param("processes", scope.keys())
        .param("confidential", scope.confidential())
        .param("now", Timestamp.from(now));
  }

  private static Waiting.InProgress named(Waiting.InProgress row, CaseSelection.Scope scope) {
    return new Waiting.InProgress(
        row.process(),
        scope.processes().get(row.process()).name(),
        row.open(),
        row.under1d(),
        row.under3d(),
        row.under7d(),
        row.under30d(),
        row.over30d(),
        row.medianAge(),
        row.oldest(),
        row.oldestAt());
  }
}
