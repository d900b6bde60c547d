package org.clauseflow.resolution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.DecisionService;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Data and trends of incidents and problems (clause 8.2): what is found, and what comes of it. */
@Service
class TrendAnalysis {

  /**
   * What to look for.
   *
   * @param least a finding has at least so many incidents in the period
   * @param leastGrowth in percent; growth below it counts as none
   * @param most so many findings are put to the problem manager at most
   * @param decision id of the decision table that proposes what to do about a finding
   */
  record Search(TrendPeriods periods, int least, int leastGrowth, int most, String decision) {}

  /**
   * What was found.
   *
   * @param figures in one sentence
   * @param toDecide how many findings are put to the problem manager
   * @param problems places of those that a problem is proposed for
   * @param preventiveActions places of those that a preventive action is proposed for
   */
  record Result(
      String title,
      String figures,
      int toDecide,
      List<String> problems,
      List<String> preventiveActions) {}

  /** A finding that a problem or a preventive action is to be raised from. */
  record Accepted(
      String decision,
      String title,
      String description,
      String service,
      String category,
      String ci,
      String impact,
      String urgency,
      String decidedBy) {}

  /**
   * So many of each kind, the heaviest, are put to the decision table. The figures of all are kept.
   */
  private static final int ASSESSED = 25;

  /** What is proposed, the most important first; everything else asks for no decision. */
  private static final List<String> PROPOSALS = List.of("problem", "preventiveAction", "watch");

  /** From these decisions something is raised. */
  private static final Set<String> ACCEPTED = Set.of("problem", "preventiveAction");

  /** Kinds of findings, the one that says most about a cause first. */
  private static final List<String> NARROWEST =
      List.of(
          "afterResolution",
          "serviceCi",
          "symptom",
          "ci",
          "serviceCategory",
          "caller",
          "service",
          "category",
          "problems");

  private final TrendSearch search;
  private final DecisionService decisions;
  private final Register register;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  TrendAnalysis(
      TrendSearch search,
      DecisionService decisions,
      Register register,
      JdbcClient jdbc,
      ObjectMapper json,
      Clock clock) {
    this.search = search;
    this.decisions = decisions;
    this.register = register;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Analyses for the record of this number; what was found for it before is replaced. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Result analyse(String number, Search wanted) {
    register.flush();
    jdbc.sql("delete from sms.trend_finding where analysis = :number")
        .param("number", number)
        .update();
    search.find(number, wanted.periods, wanted.least, ASSESSED);
    assess(number, wanted);
    cover(number);
    List<String> proposals = put(number, wanted.most);
    TrendPeriods periods = wanted.periods;
    Result result =
        new Result(
            "Trends from %s to %s".formatted(periods.first(), periods.last()),
            figures(number, periods, proposals.size()),
            proposals.size(),
            places(proposals, "problem"),
            places(proposals, "preventiveAction"));
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

  /** Has the decision table propose what to do about the heaviest findings. */
  private void assess(String number, Search wanted) {
    List<Found> found =
        jdbc.sql(
                """
                select f.id, f.kind, f.incidents - f.explained as unexplained, f.growth,
                       100 * greatest(f.reopened, f.breached) / f.incidents as troubled, f.in_hand is not null as in_hand
                from sms.trend_finding f where f.analysis = :number and f.records is not null
                """)
            .param("number", number)
            .query(Found.class)
            .list();
    jdbc.sql(
            """
            update sms.trend_finding f set proposal = a.proposal, impact = a.impact, urgency = a.urgency
            from jsonb_to_recordset(:assessed::jsonb) as a(id int, proposal text, impact text, urgency text)
            where f.analysis = :number and f.id = a.id
            """)
        .param("number", number)
        .param("assessed", write(found.stream().map(one -> assess(one, wanted)).toList()))
        .update();
  }

  /** What is dealt with already needs no second proposal. */
  private Assessed assess(Found found, Search wanted) {
    if (found.inHand) {
      return new Assessed(found.id, "nothing", null, null);
    }
    Map<String, Object> outcome =
        decisions
            .evaluateDecisionByKey(wanted.decision)
            .variables(
                Map.of(
                    "kind", found.kind,
                    "incidents", found.unexplained,
                    "growth", Math.abs(found.growth) < wanted.leastGrowth ? 0 : found.growth,
                    "troubled", found.troubled))
            .evaluate()
            .getSingleResult()
            .getEntryMap();
    return new Assessed(
        found.id,
        (String) outcome.get("proposal"),
        (String) outcome.get("impact"),
        (String) outcome.get("urgency"));
  }

  /**
   * Findings that speak of the same incidents ask for one decision: what is mostly covered by a
   * finding that is in hand, that is more important, or as important and narrower, is not put.
   */
  private void cover(String number) {
    jdbc.sql(
            """
            with candidate as (
              select id, incidents, records, in_hand is not null as in_hand, array_position(:kinds, kind) as narrowness,
                     case when in_hand is null then array_position(:proposals, proposal) else 0 end as importance
              from sms.trend_finding
              where analysis = :number and records is not null and (in_hand is not null or proposal = any(:proposals))
            ), listed as (
              select c.*, n.number from candidate c, unnest(c.records) n(number)
            ), common as (
              select broad.id, narrow.id as by
              from listed broad
              join listed narrow on narrow.number = broad.number and narrow.id <> broad.id
                and (narrow.importance, narrow.incidents, narrow.narrowness, narrow.id)
                  < (broad.importance, broad.incidents, broad.narrowness, broad.id)
              where not broad.in_hand
              group by broad.id, narrow.id, broad.incidents
              having count(*) >= 0.8 * broad.incidents
            )
            update sms.trend_finding f set covered_by = c.by
            from (select id, min(by) as by from common group by id) c
            where f.analysis = :number and f.id = c.id
            """)
        .param("number", number)
        .param("kinds", NARROWEST.toArray(String[]::new))
        .param("proposals", PROPOSALS.toArray(String[]::new))
        .update();
  }

  /**
   * Puts the findings in their order, what is only to be watched last; of all others the numbers of
   * the records are not kept.
   *
   * @return what is proposed for each
   */
  private List<String> put(String number, int most) {
    jdbc.sql(
            """
            update sms.trend_finding f set place = p.place, records = case when p.place is not null then f.records end
            from sms.trend_finding a
            left join (select id, row_number() over (order by proposal = 'watch', id) as place
                       from sms.trend_finding
                       where analysis = :number and in_hand is null and covered_by is null and proposal = any(:proposals)
                       order by place limit :most) p on p.id = a.id
            where f.analysis = :number and f.records is not null and a.analysis = f.analysis and a.id = f.id
            """)
        .param("number", number)
        .param("proposals", PROPOSALS.toArray(String[]::new))
        .param("most", most)
        .update();
    return jdbc.sql(
            "select proposal from sms.trend_finding where analysis = :number and place is not null order by place")
        .param("number", number)
        .query(String.class)
        .list();
  }

  private static List<String> places(List<String> proposals, String proposal) {
    return IntStream.range(0, proposals.size())
        .filter(i -> proposals.get(i).equals(proposal))
        .mapToObj(i -> String.valueOf(i + 1))
        .toList();
  }

  private String figures(String number, TrendPeriods periods, int toDecide) {
    return jdbc.sql(
            """
            select count(*) filter (where opened_at >= :from), count(*) filter (where opened_at < :beforeUntil),
                   (select count(*) from sms.trend_finding where analysis = :number)
            from sms.record
            where type = 'incident' and not confidential and status not in ('merged', 'cancelled', 'removed')
              and (opened_at >= :from and opened_at < :until or opened_at >= :beforeFrom and opened_at < :beforeUntil)
            """)
        .param("number", number)
        .param("from", Timestamp.from(periods.from()))
        .param("until", Timestamp.from(periods.until()))
        .param("beforeFrom", Timestamp.from(periods.beforeFrom()))
        .param("beforeUntil", Timestamp.from(periods.beforeUntil()))
        .query(
            (rs, i) ->
                String.format(
                    Locale.ROOT,
                    "%,d incidents, %,d in the period before; %,d findings, %d of them to decide on",
                    rs.getLong(1),
                    rs.getLong(2),
                    rs.getLong(3),
                    toDecide))
        .single();
  }

  /**
   * Keeps what was decided on the findings: the lists of the record's review hold their places,
   * what stands in none is watched. It was decided by who completed the review.
   *
   * @return how many are accepted: something is to be raised from them
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int decide(String number) {
    register.flush();
    record Decided(int place, int lists, String decision) {}
    List<Decided> decided =
        jdbc.sql(
                """
                update sms.trend_finding f
                set decision = case when l.problem then 'problem' when l.preventive then 'preventiveAction'
                                    when l.dismissed then 'dismiss' else 'watch' end,
                    reason = case when l.dismissed then r.data->>'dismissalReason' end, decided_at = :at,
                    decided_by = (select e.actor from sms.record_entry e where e.record_number = r.number and e.kind = 'task'
                                  order by e.seq desc limit 1)
                from sms.record r
                join sms.trend_finding p on p.analysis = r.number and p.place is not null
                cross join lateral (
                  select coalesce(jsonb_exists(r.data->'problems', p.place::text), false) as problem,
                         coalesce(jsonb_exists(r.data->'preventiveActions', p.place::text), false) as preventive,
                         coalesce(jsonb_exists(r.data->'dismissed', p.place::text), false) as dismissed) l
                where r.number = :number and f.analysis = p.analysis and f.id = p.id
                returning f.place, l.problem::int + l.preventive::int + l.dismissed::int as lists, f.decision
                """)
            .param("number", number)
            .param("at", Timestamp.from(clock.instant()))
            .query(Decided.class)
            .list();
    decided.stream()
        .filter(one -> one.lists > 1)
        .findFirst()
        .ifPresent(
            one -> {
              throw new Refusal(
                  Refusal.Reason.NOT_NOW,
                  "Finding %02d stands in several lists: leave it in one, or in none to watch it"
                      .formatted(one.place));
            });
    return (int) decided.stream().filter(one -> ACCEPTED.contains(one.decision)).count();
  }

  /** One of the accepted findings, the first is 0, with its figures told. */
  Accepted accepted(String number, int index) {
    return jdbc.sql(
            """
            select f.decision, f.title, f.category, f.ci, f.impact, f.urgency,
                   (select p.id from sms.person p where p.id = f.decided_by) as decided_by,
                   coalesce(f.service_id, (select r.service_id from sms.record r where r.number = any(f.records)
                                           group by r.service_id order by count(*) desc, r.service_id limit 1)) as service,
                   concat_ws(E'\n',
                     a.title || ' (' || a.number || '): ' || f.incidents || ' ' ||
                       case f.kind when 'problems' then 'problems' else 'incidents' end || ', ' || f.before ||
                       ' in the period that it is compared with (' || to_char(f.growth, 'FMSG999999990') || ' %), ' ||
                       f.share || ' % of all.',
                     f.reopened || ' were opened again, ' || f.breached || ' missed a service target, ' || f.explained ||
                       ' have an open problem already.',
                     'They go on although ' || f.problem || ' was resolved.',
                     'The latest: ' || array_to_string(f.samples, ', '),
                     f.reason) as description
            from sms.trend_finding f join sms.record a on a.number = f.analysis
            where f.analysis = :number and f.decision in ('problem', 'preventiveAction')
            order by f.place offset :index limit 1
            """)
        .param("number", number)
        .param("index", index)
        .query(Accepted.class)
        .single();
  }

  /**
   * Notes what was raised, and links the incidents of a finding to the problem that was opened for
   * it. What is not opened yet is named in the journal.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void linkRaised(String number) {
    register.flush();
    List<Raised> all =
        jdbc.sql(
                """
                update sms.trend_finding f set raised = m.raised
                from sms.message m
                where f.analysis = :number and f.decision in ('problem', 'preventiveAction')
                  and m.from_record = f.analysis and m.variables->>'title' = f.title
                returning f.title, f.raised,
                          case when f.decision = 'problem' and f.kind <> 'problems' then f.records else '{}' end
                """)
            .param("number", number)
            .query(
                (rs, i) ->
                    new Raised(
                        rs.getString(1),
                        rs.getString(2),
                        List.of((String[]) rs.getArray(3).getArray())))
            .list();
    for (Raised one : all) {
      if (one.number == null) {
        register.add(
            number, Entry.of("clauseflow", "waits", "Not opened yet: " + one.title, Map.of()));
      } else if (!one.incidents.isEmpty()) {
        register.linkAll(one.incidents, "caused by", one.number, "clauseflow");
      }
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A finding as the decision table sees it.
   *
   * @param unexplained incidents without an open problem
   * @param troubled percent that were opened again or missed a service target
   */
  private record Found(
      int id, String kind, int unexplained, int growth, int troubled, boolean inHand) {}

  /**
   * What was opened for a finding.
   *
   * @param title of the finding
   * @param number null if nothing is yet
   */
  private record Raised(String title, String number, List<String> incidents) {}

  private record Assessed(int id, String proposal, String impact, String urgency) {}
}
