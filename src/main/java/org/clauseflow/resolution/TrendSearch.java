package org.clauseflow.resolution;

import java.sql.Timestamp;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds in the register what comes again and again, what grows, and what goes on although its
 * problem was resolved. Confidential records are left out, since all staff may see what is found;
 * so are incidents that were merged or cancelled.
 */
@Repository
class TrendSearch {

  /**
   * One pass over the incidents of both periods groups them in all ways at once. What weighs most
   * has most incidents without a problem, and most more of them than before.
   */
  private static final String FIND =
      """
      insert into sms.trend_finding (analysis, id, kind, title, service_id, category, ci, caller, symptom, problem,
        incidents, before, growth, share, reopened, breached, explained, open_problem, samples, records, in_hand)
      with explained as materialized (
        select l.from_number as incident, min(p.number) as problem
        from sms.record p join sms.record_link l on l.to_number = p.number and l.kind = 'caused by'
        where p.type = 'problem' and p.closed_at is null
        group by l.from_number
      ), incident as materialized (
        select r.number, r.opened_at, r.opened_at >= :from as now, r.title, r.service_id as service,
               r.data->>'category' as category, r.data->>'ci' as ci,
               case when r.source <> 'alert' then coalesce(r.data->>'caller', r.reporter_id) end as caller,
               sms.symptom(r.title) as symptom, explained.problem as explained,
               exists (select from sms.record_entry e where e.record_number = r.number and e.changes->'resolvedAt' = 'null')
                 or exists (select from sms.record_link f where f.to_number = r.number and f.kind = 'follows') as reopened,
               exists (select from sms.target t where t.record_number = r.number and t.breached_at is not null) as breached
        from sms.record r left join explained on explained.incident = r.number
        where r.type = 'incident' and not r.confidential and r.status not in ('merged', 'cancelled', 'removed')
          and (r.opened_at >= :from and r.opened_at < :until or r.opened_at >= :beforeFrom and r.opened_at < :beforeUntil)
      ), resolved as materialized (
        select p.number, p.service_id as service, p.data->>'category' as category, p.data->>'ci' as ci, p.resolved_at
        from sms.record p
        where p.type = 'problem' and not p.confidential and p.resolved_at between :until::timestamptz - interval '1 year' and :until
      ), likewise as materialized (
        -- the symptoms of the incidents that a resolved problem had caused
        select distinct p.number, p.resolved_at, r.service_id as service, sms.symptom(r.title) as symptom
        from resolved p
        join sms.record_link l on l.to_number = p.number and l.kind = 'caused by'
        join sms.record r on r.number = l.from_number
      ), again as materialized (
        select p.number as problem, i.number as incident
        from resolved p join incident i on i.service = p.service and i.ci = p.ci
        where i.opened_at > p.resolved_at and i.category is not distinct from coalesce(p.category, i.category)
        union
        select p.number, i.number
        from likewise p join incident i on i.service = p.service and i.symptom = p.symptom
        where i.opened_at > p.resolved_at
      ), found as (
        select case grouping(service, category, ci, caller, symptom)
                 when 14 then 'symptom' when 11 then 'serviceCi' when 7 then 'serviceCategory' when 13 then 'caller'
                 when 15 then 'service' when 23 then 'category' when 27 then 'ci' end as kind,
               service, category, ci, caller, symptom, null as problem, min(title collate "C") filter (where now) as said,
               count(*) filter (where now) as incidents, count(*) filter (where not now) as before,
               count(*) filter (where now and reopened) as reopened, count(*) filter (where now and breached) as breached,
               count(explained) filter (where now) as explained, min(explained collate "C") filter (where now) as open_problem,
               array_agg(number) filter (where now) as records
        from incident
        group by grouping sets ((service, symptom), (service, ci), (service, category), (service, caller),
                                (service), (category), (ci))
        having (grouping(category) = 1 or category is not null) and (grouping(ci) = 1 or ci is not null)
          and (grouping(caller) = 1 or caller is not null) and (grouping(service) = 0 or min(service collate "C") <> max(service collate "C"))
        union all
        select 'afterResolution', min(i.service collate "C"), null, null, null, null, a.problem, null,
               count(*) filter (where now), count(*) filter (where not now), count(*) filter (where now and reopened),
               count(*) filter (where now and breached), count(explained) filter (where now), min(explained collate "C") filter (where now),
               array_agg(i.number) filter (where now)
        from again a join incident i on i.number = a.incident
        group by a.problem
        union all
        select 'problems', p.service_id, null, null, null, null, null, null,
               count(*) filter (where p.opened_at >= :from), count(*) filter (where p.opened_at < :from), 0, 0, 0, null,
               array_agg(p.number) filter (where p.opened_at >= :from)
        from sms.record p
        where p.type = 'problem' and not p.confidential
          and (p.opened_at >= :from and p.opened_at < :until or p.opened_at >= :beforeFrom and p.opened_at < :beforeUntil)
        group by p.service_id
      ), handled as (
        -- an earlier analysis raised what is not done yet, or still waits for its process
        select distinct on (e.about) e.about, coalesce(r.number, e.analysis) as number
        from sms.trend_finding e
        join sms.message m on m.from_record = e.analysis and m.variables->>'title' = e.title
        left join sms.record r on r.number = m.raised
        where e.decision in ('problem', 'preventiveAction') and r.closed_at is null
        order by e.about, e.decided_at desc
      ), weighed as (
        select f.*, s.name as service_name, round(100.0 * (incidents - before) / greatest(before, 1)) as growth,
               incidents - explained + greatest(incidents - before, 0) as weight
        from found f left join sms.service s on s.id = f.service
        where incidents >= :least
      ), ranked as (
        select *, row_number() over (order by weight desc, kind, service, category, ci, caller, symptom) as id,
               row_number() over (partition by kind order by weight desc, service, category, ci, caller, symptom) as of_kind
        from weighed
      )
      select :analysis, f.id, f.kind,
             left(case f.kind
               when 'symptom' then 'Recurring: ' || f.said || ' (' || f.service_name || ')'
               when 'serviceCi' then 'Recurring on ' || coalesce(c.name, f.ci) || ' (' || f.service_name || ')'
               when 'serviceCategory' then 'Incidents of category ' || f.category || ' (' || f.service_name || ')'
               when 'caller' then 'Recurring for ' || coalesce(y.name, f.caller) || ' (' || f.service_name || ')'
               when 'service' then 'Incidents of ' || f.service_name
               when 'category' then 'Incidents of category ' || f.category || ' over all services'
               when 'ci' then 'Incidents with ' || coalesce(c.name, f.ci) || ' over all services'
               when 'problems' then 'Problems of ' || coalesce(f.service_name, 'no service')
               when 'afterResolution' then 'Goes on after ' || f.problem || ': ' || p.title
             end, 120),
             f.service, f.category, f.ci, f.caller, f.symptom, f.problem, f.incidents, f.before, f.growth,
             round(100.0 * f.incidents / case f.kind when 'problems' then (select sum(x.incidents) from found x where x.kind = 'problems')
                                                     else (select count(*) from incident where now) end, 1),
             f.reopened, f.breached, f.explained, f.open_problem,
             array(select n from unnest(f.records) n order by n collate "C" desc limit 5),
             case when f.of_kind <= :assessed then f.records end,
             coalesce(h.number, case when f.incidents - f.explained < :least then f.open_problem end)
      from ranked f
      left join sms.ci c on c.id = f.ci
      left join sms.person y on y.id = f.caller
      left join sms.record p on p.number = f.problem
      left join handled h on h.about = sms.trend_about(f.kind, f.service, f.category, f.ci, f.caller, f.symptom, f.problem)
      """;

  private final JdbcClient jdbc;

  TrendSearch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Keeps every finding with its figures.
   *
   * @param analysis number of its record
   * @param least incidents of a finding
   * @param heaviest of each kind so many keep the numbers of all their records
   */
  void find(String analysis, TrendPeriods periods, int least, int heaviest) {
    // sorts and hashes of some hundred thousand rows stay in memory
    jdbc.sql("set local work_mem = '64MB'").update();
    jdbc.sql(FIND)
        .param("analysis", analysis)
        .param("from", Timestamp.from(periods.from()))
        .param("until", Timestamp.from(periods.until()))
        .param("beforeFrom", Timestamp.from(periods.beforeFrom()))
        .param("beforeUntil", Timestamp.from(periods.beforeUntil()))
        .param("least", least)
        .param("assessed", heaviest)
        .update();
  }
}
