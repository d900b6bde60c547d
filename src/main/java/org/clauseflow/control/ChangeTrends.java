package org.clauseflow.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.DecisionService;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.clauseflow.resolution.TrendPeriods;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Trends of requests for change (clause 9.2): figures, and what stands out in them. */
@Service
class ChangeTrends {

  /**
   * What was found.
   *
   * @param figures in one sentence
   * @param improvements ids of the findings that an improvement is proposed for
   */
  record Result(String title, String figures, List<String> improvements) {}

  /** A finding that an improvement is raised from. */
  record Improvement(String title, String description, String service, String reporter) {}

  private record Found(
      String kind,
      String title,
      String service,
      int changes,
      int percent,
      int before,
      int growth) {}

  private record Assessed(Found found, String proposal) {}

  /** The most important first. */
  private static final List<String> PROPOSALS = List.of("improvement", "watch", "nothing");

  /** The changes, and what was done to the CMDB, of both periods. */
  private static final String BOTH =
      """
      with period (which, f, u) as (
        values ('now', :from::timestamptz, :until::timestamptz), ('before', :beforeFrom::timestamptz, :beforeUntil::timestamptz)
      ), opened as (
        select p.which, r.number, r.service_id, r.data->>'changeKind' as kind, r.data->>'changeType' as type
        from period p join sms.record r on r.type = 'change' and r.opened_at >= p.f and r.opened_at < p.u
      ), ended as (
        select p.which, r.number, r.service_id, r.status, r.data->>'changeOutcome' as outcome,
               r.data->>'failureKind' as cause, r.data->>'changeType' as type,
               extract(epoch from r.closed_at - r.opened_at) / 86400 as days
        from period p join sms.record r on r.type = 'change' and r.closed_at >= p.f and r.closed_at < p.u
      ), approved as (
        select p.which, extract(epoch from min(e.at) - r.opened_at) / 86400 as days
        from period p join sms.record r on r.type = 'change' and r.opened_at >= p.f - interval '1 year' and r.opened_at < p.u
        join sms.record_entry e on e.record_number = r.number and e.kind = 'status' and e.changes->>'status' = 'approved'
          and e.at >= p.f and e.at < p.u
        group by p.which, r.number, r.opened_at
      ), written as (
        -- versions of items whose type asks for requests for change; how they were loaded at first is none
        select p.which, v.id as ci, not exists (
                 select from sms.record r where r.number = v.change and r.type in ('change', 'release')) as unauthorized
        from period p join sms.ci_version v on v.valid_from >= p.f and v.valid_from < p.u
        join sms.ci_type t on t.id = v.type_id and t.degree_of_control <> 'low'
        where exists (select from sms.ci_version w where w.id = v.id and w.valid_from < v.valid_from)
      ), collided as (
        select p.which, c.change, c.kind, s.service_id, c.accepted_at is not null as accepted
        from period p join sms.change_collision c on c.found_at >= p.f and c.found_at < p.u and c.severity <> 'note'
        join sms.scheduled_change s on s.change = c.change
      )
      """;

  private static final String FIGURES =
      BOTH
          + """
          , raw (part, topic, name, which, value) as (
            select 1, 'Requested', 'all', which, count(*)::numeric from opened group by which
            union all select 2, 'Requested, by kind', coalesce(kind, 'not known'), which, count(*) from opened group by which, kind
            union all select 3, 'Requested, by type', coalesce(type, 'not classified'), which, count(*) from opened group by which, type
            union all select 4, 'Requested, by service', coalesce(s.name, 'none'), which, count(*)
              from opened o left join sms.service s on s.id = o.service_id group by which, s.name
            union all select 5, 'Ended', status, which, count(*) from ended group by which, status
            union all select 6, 'Success', 'successful, in percent', which,
              round(100.0 * count(*) filter (where outcome = 'successful') / count(*)) from ended where outcome is not null group by which
            union all select 6, 'Success', outcome, which, count(*) from ended where outcome is not null group by which, outcome
            union all select 7, 'Emergencies', 'of all, in percent', which,
              round(100.0 * count(*) filter (where type = 'emergency') / count(*)) from opened group by which
            union all select 8, 'Unauthorized', 'changes of the CMDB without a request', which,
              count(*) filter (where unauthorized) from written group by which
            union all select 9, 'Causes of failures', coalesce(cause, 'not investigated'), which, count(*)
              from ended where outcome = 'failed' group by which, cause
            union all select 10, 'Collisions', kind, which, count(*) from collided group by which, kind
            union all select 10, 'Collisions', 'accepted', which, count(*) from collided where accepted group by which
            union all select 11, 'Days, median', 'from request to approval', which,
              round(percentile_cont(0.5) within group (order by days)::numeric, 1) from approved group by which
            union all select 11, 'Days, median', 'from request to the end', which,
              round(percentile_cont(0.5) within group (order by days)::numeric, 1) from ended where outcome is not null group by which
          )
          insert into sms.change_trend_figure (analysis, place, topic, name, now, before)
          select :number, row_number() over (order by part, max(value) filter (where which = 'now') desc nulls last, name), topic, name,
                 max(value) filter (where which = 'now'), max(value) filter (where which = 'before')
          from raw group by part, topic, name
          """;

  private static final String FIND =
      BOTH
          + """
          , raw (kind, title, service, which, changes, percent) as (
            select 'unauthorized', 'Changes of the CMDB without a request for change', null, which,
                   count(*) filter (where unauthorized), 100 * count(*) filter (where unauthorized) / count(*)
              from written group by which
            union all select 'failures', 'Failed changes' || coalesce(' of ' || s.name, ''), s.id, which,
                   count(*) filter (where outcome = 'failed'), 100 * count(*) filter (where outcome = 'failed') / count(*)
              from ended e left join sms.service s on s.id = e.service_id where outcome is not null group by which, s.id, s.name
            union all select 'causes', 'Failures by ' || cause, null, which, count(*),
                   100 * count(*) / sum(count(*)) over (partition by which)
              from ended where outcome = 'failed' and cause is not null group by which, cause
            union all select 'emergencies', 'Emergency changes' || coalesce(' of ' || s.name, ''), s.id, which,
                   count(*) filter (where type = 'emergency'), 100 * count(*) filter (where type = 'emergency') / count(*)
              from opened o left join sms.service s on s.id = o.service_id group by which, s.id, s.name
            union all select 'rejections', 'Rejected and withdrawn requests' || coalesce(' of ' || s.name, ''), s.id, which,
                   count(*) filter (where e.status in ('rejected', 'withdrawn')),
                   100 * count(*) filter (where e.status in ('rejected', 'withdrawn')) / count(*)
              from ended e left join sms.service s on s.id = e.service_id group by which, s.id, s.name
            union all select 'collisions', 'Collisions' || coalesce(' of changes of ' || s.name, ''), s.id, which,
                   count(distinct change), 100 * count(distinct change) / greatest(count(distinct change), (
                     select count(*) from opened o where o.which = c.which and o.service_id is not distinct from s.id))
              from collided c left join sms.service s on s.id = c.service_id group by which, s.id, s.name
            union all select 'leadTime', 'Days from request to the end of ' || type || ' changes', null, which,
                   ceil(percentile_cont(0.5) within group (order by days)), 100
              from ended where outcome is not null and type is not null group by which, type
            union all select 'standardCandidate', 'Again and again without a failure: ' || max(r.title), r.service_id, 'now', count(*), 100
              from sms.record r
              where r.type = 'change' and not r.confidential and r.data->>'changeType' = 'normal' and r.data->>'risk' = 'low'
                and r.data->>'changeOutcome' is not null
                and r.closed_at >= :until::timestamptz - interval '1 year' and r.closed_at < :until::timestamptz
              group by r.service_id, sms.symptom(r.title) having bool_and(r.data->>'changeOutcome' = 'successful')
          ), pair as (
            select kind, title, service, coalesce(max(changes) filter (where which = 'now'), 0)::int as changes,
                   coalesce(max(percent) filter (where which = 'now'), 0)::int as percent,
                   coalesce(max(changes) filter (where which = 'before'), 0)::int as before
            from raw group by kind, title, service
          )
          select *, round(100.0 * (changes - before) / greatest(before, 1))::int as growth from pair where changes > 0
          """;

  private final JdbcClient jdbc;
  private final DecisionService decisions;
  private final Register register;
  private final ObjectMapper json;
  private final Clock clock;

  ChangeTrends(
      JdbcClient jdbc,
      DecisionService decisions,
      Register register,
      ObjectMapper json,
      Clock clock) {
    this.jdbc = jdbc;
    this.decisions = decisions;
    this.register = register;
    this.json = json;
    this.clock = clock;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * Analyses for the record of this number; what was found for it before is replaced.
   *
   * @param decision id of the table that proposes what to do about a finding
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Result analyse(String number, TrendPeriods periods, String decision) {
    register.flush();
    for (String table : List.of("change_trend_figure", "change_trend_finding")) {
      jdbc.sql("delete from sms.%s where analysis = :number".formatted(table))
          .param("number", number)
          .update();
    }
    asked(FIGURES, periods).param("number", number).update();
    List<Assessed> findings = new ArrayList<>();
    for (Found found : asked(FIND, periods).query(Found.class).list()) {
      findings.add(new Assessed(found, proposal(found, decision)));
    }
    findings.removeIf(one -> one.proposal.equals("nothing"));
    findings.sort(
        Comparator.comparingInt((Assessed one) -> PROPOSALS.indexOf(one.proposal))
            .thenComparing(one -> one.found.changes, Comparator.reverseOrder())
            .thenComparing(one -> one.found.title));
    keep(number, findings);
    Result result =
        new Result(
            "Changes from %s to %s".formatted(periods.first(), periods.last()),
            sentence(number, findings.size()),
            improvements(findings));
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("title", result.title);
    changes.put("description", result.figures);
    changes.put("from", periods.from().toString());
    changes.put("until", periods.until().toString());
    changes.put("beforeFrom", periods.beforeFrom().toString());
    changes.put("beforeUntil", periods.beforeUntil().toString());
    register.add(number, Entry.of("clauseflow", "analysed", result.figures, changes));
    return result;
  }

  private JdbcClient.StatementSpec asked(String sql, TrendPeriods periods) {
    return jdbc.sql(sql)
        .param("from", Timestamp.from(periods.from()))
        .param("until", Timestamp.from(periods.until()))
        .param("beforeFrom", Timestamp.from(periods.beforeFrom()))
        .param("beforeUntil", Timestamp.from(periods.beforeUntil()));
  }

  private String proposal(Found found, String decision) {
    return decisions
        .evaluateDecisionByKey(decision)
        .variables(
            Map.of(
                "kind", found.kind,
                "changes", found.changes,
                "percent", found.percent,
                "growth", found.growth))
        .evaluate()
        .getSingleResult()
        .getEntry("proposal");
  }

  private void keep(String number, List<Assessed> findings) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Assessed one : findings) {
      Map<String, Object> row = new HashMap<>();
      row.put("id", rows.size() + 1);
      row.put("kind", one.found.kind);
      row.put("title", one.found.title);
      row.put("service_id", one.found.service);
      row.put("changes", one.found.changes);
      row.put("percent", one.found.percent);
      row.put("before", one.found.before);
      row.put("growth", one.found.growth);
      row.put("proposal", one.proposal);
      rows.add(row);
    }
    jdbc.sql(
            """
            insert into sms.change_trend_finding
              (analysis, id, kind, title, service_id, changes, percent, before, growth, proposal)
            select :number, f.* from jsonb_to_recordset(:rows::jsonb) as f
              (id int, kind text, title text, service_id text, changes int, percent int, before int, growth int, proposal text)
            """)
        .param("number", number)
        .param("rows", write(rows))
        .update();
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> improvements(List<Assessed> findings) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      if (findings.get(i).proposal.equals("improvement")) {
        ids.add(String.valueOf(i + 1));
      }
    }
    return ids;
  }

  private String sentence(String number, int findings) {
    return jdbc.sql(
            """
            select concat_ws('; ',
              coalesce(max(now) filter (where topic = 'Requested'), 0) || ' changes requested, '
                || coalesce(max(before) filter (where topic = 'Requested'), 0) || ' in the period before',
              coalesce(max(now) filter (where topic = 'Success' and name = 'successful'), 0) || ' successful, '
                || coalesce(max(now) filter (where topic = 'Success' and name = 'failed'), 0) || ' failed',
              coalesce(max(now) filter (where topic = 'Requested, by type' and name = 'emergency'), 0) || ' emergencies',
              coalesce(max(now) filter (where topic = 'Unauthorized'), 0) || ' changes of the CMDB without a request',
              :findings || ' findings')
            from sms.change_trend_figure where analysis = :number
            """)
        .param("number", number)
        .param("findings", String.valueOf(findings))
        .query(String.class)
        .single();
  }

  /** A finding that was chosen to become an improvement. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Improvement improve(String number, String finding) {
    register.flush();
    return jdbc.sql(
            """
            update sms.change_trend_finding f set improved_at = :now
            from sms.record r
            where f.analysis = :number and f.id = :id and r.number = f.analysis
            returning f.title,
              case f.kind when 'standardCandidate' then 'Make it a standard change, approved once for all. ' else '' end
                || r.title || ' (' || r.number || '): ' || f.changes || ', ' || f.before || ' in the period before ('
                || to_char(f.growth, 'FMSG999999990') || ' %). ' || coalesce(r.data->>'conclusions', '') as description,
              f.service_id as service,
              (select e.actor from sms.record_entry e where e.record_number = r.number and e.kind = 'task'
               order by e.seq desc limit 1) as reporter
            """)
        .param("now", Timestamp.from(clock.instant()))
        .param("number", number)
        .param("id", Integer.valueOf(finding))
        .query(Improvement.class)
        .single();
  }
}
