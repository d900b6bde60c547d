package org.clauseflow.performance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.conformity.ModelPicture;
import org.clauseflow.conformity.Outline;
import org.clauseflow.conformity.Period;
import org.clauseflow.performance.PassageDays.Passages;
import org.clauseflow.performance.ProcessVersions.Version;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/**
 * What happened at each element of a version of a process: how often cases passed it, how long they
 * stood there, how much of that nobody worked on them, and whether a target came due meanwhile.
 */
@Service
public class HeatMap {

  /**
   * Counts what left the element in the period. Times are seconds.
   *
   * @param median half of the passages took no longer; null if there was none
   * @param p90 nine out of ten took no longer
   * @param waiting median of the part in which nobody worked on it
   * @param working median of the other part
   * @param breaches targets that came due while a case stood here, and were not met
   * @param canceled of the passages, those that ended because something else happened
   * @param here cases that stand here now
   * @param breachesHere targets of theirs that came due since they do, and were not met
   */
  public record Element(
      String element,
      String name,
      String kind,
      int passes,
      Integer median,
      Integer p90,
      Integer waiting,
      Integer working,
      long waitingSum,
      long workingSum,
      int breaches,
      int canceled,
      int here,
      int breachesHere) {}

  /**
   * @param asOf when the figures were collected; who stands at an element now is as of this moment
   * @param cases that were open on some day of the period; null for a process that others call for
   *     theirs
   */
  public record Heat(
      Instant asOf,
      String process,
      String name,
      int version,
      String versionTag,
      LocalDate from,
      LocalDate until,
      Long cases,
      List<Element> elements) {}

  private record Here(String element, int cases, int breaches) {

    private static final Here NOBODY = new Here(null, 0, 0);
  }

  private static final String CASES =
      """
      select coalesce(sum(opened), 0) - coalesce(sum(closed) filter (where day < :from), 0) from sms.case_day
      where process_key = :process and process_version = :version and day <= :until
        and (:confidential or not confidential)
      """;

  private final JdbcClient jdbc;
  private final PassageDays passages;
  private final VisibleProcesses visible;
  private final ProcessVersions versions;
  private final FigureCollector collector;
  private final RecordAccess access;

  HeatMap(
      JdbcClient jdbc,
      PassageDays passages,
      VisibleProcesses visible,
      ProcessVersions versions,
      FigureCollector collector,
      RecordAccess access) {
    this.jdbc = jdbc;
    this.passages = passages;
    this.visible = visible;
    this.versions = versions;
    this.collector = collector;
    this.access = access;
  }

  /**
   * @param number of the version, null: the one in force
   */
  public Heat heat(String process, Integer number, Period period, Authentication me) {
    Version version = versions.find(visible.of(me, process), number);
    boolean confidential = access.seesConfidential(me);
    Map<String, Passages> passed =
        passages.of(version.key(), version.version(), period, confidential);
    long cases =
        jdbc.sql(CASES)
            .param("process", version.key())
            .param("version", version.version())
            .param("from", period.from())
            .param("until", period.until())
            .param("confidential", confidential)
            .query(Long.class)
            .single();
    Map<String, Here> here = here(version, me);
    return new Heat(
        collector.collectedAt().orElse(null),
        version.key(),
        version.name(),
        version.version(),
        version.tag(),
        period.from(),
        period.until(),
        // a process that others call keeps no cases of its own
        cases == 0 && !passed.isEmpty() ? null : cases,
        versions.outline(version).nodes().stream()
            .map(
                node ->
                    element(node, passed.get(node.id()), here.getOrDefault(node.id(), Here.NOBODY)))
            .toList());
  }

  /** The version as its model draws it; each element has its id in the attribute data-element. */
  public String picture(String process, Integer number, Authentication me) {
    Version version = versions.find(visible.of(me, process), number);
    return ModelPicture.svg(versions.model(version), Map.of());
  }

  private Map<String, Here> here(Version version, Authentication me) {
    RecordAccess.Condition seen = access.condition("r", me);
    Map<String, Here> here = new HashMap<>();
    jdbc.sql(
            """
            select e.act_id_ as element, count(distinct r.number)::int as cases,
                   coalesce(sum(late.breaches), 0)::int as breaches
            from act_ru_execution e
            join act_ru_execution i on i.id_ = e.proc_inst_id_
            join sms.record r on r.number = i.business_key_
            left join sms.case_figure f on f.record_number = r.number
            left join lateral (
              select count(*) as breaches from act_hi_actinst a join sms.target t on t.record_number = r.number
              where f.breached_at is not null and a.id_ = e.act_inst_id_ and t.breached_at is not null
                and t.due_at >= a.start_time_ at time zone 'UTC') late on true
            where e.proc_def_id_ = :definition and e.is_active_ and e.act_id_ is not null and\s"""
                + seen.sql()
                + " group by 1")
        .param("definition", version.definition())
        .params(seen.params())
        .query(Here.class)
        .list()
        .forEach(one -> here.put(one.element(), one));
    return here;
  }

  private static Element element(Outline.Node node, Passages passed, Here here) {
    return passed == null
        ? new Element(
            node.id(),
            node.name(),
            node.kind(),
            0,
            null,
            null,
            null,
            null,
            0,
            0,
            0,
            0,
            here.cases(),
            here.breaches())
        : new Element(
            node.id(),
            node.name(),
            node.kind(),
            passed.passes(),
            passed.seconds().percentile(0.5),
            passed.seconds().percentile(0.9),
            passed.waiting().percentile(0.5),
            passed.working().percentile(0.5),
            passed.waitingSum(),
            passed.workingSum(),
            passed.breaches(),
            passed.canceled(),
            here.cases(),
            here.breaches());
  }
}
