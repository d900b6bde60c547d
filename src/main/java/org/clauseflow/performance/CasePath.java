package org.clauseflow.performance;

import static java.util.stream.Collectors.toMap;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.conformity.Outline;
import org.clauseflow.performance.CaseDecisions.Decision;
import org.clauseflow.performance.ProcessVersions.Version;
import org.clauseflow.record.Refusal;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** The way that one case took, through its own process and those that it called. */
@Service
public class CasePath {

  /** More than any case of sense has; beyond it the picture still counts what came first. */
  private static final int MOST = 2000;

  /**
   * A passage through an element. Times are seconds.
   *
   * @param leftAt null: it stands there
   * @param waiting of the seconds, those in which nobody worked on it; null where it stands and
   *     somebody does
   * @param breaches targets that came due meanwhile
   * @param canceled whether it ended because something else happened
   */
  public record Passage(
      String element,
      String name,
      String kind,
      String process,
      int version,
      Instant enteredAt,
      Instant leftAt,
      long seconds,
      Long waiting,
      int breaches,
      boolean canceled,
      String assignee) {}

  /** A process that it went through, by the version in which it did so last. */
  public record Process(String process, String name, int version, String versionTag) {}

  /**
   * @param asOf when the figures were collected; where it stands is as of this moment
   * @param cut whether there are more passages than these
   */
  public record Path(
      Instant asOf,
      Cases.Row row,
      List<Process> processes,
      List<Passage> passages,
      boolean cut,
      List<Passage> here,
      List<Decision> decisions) {}

  private record Left(
      String element,
      String kind,
      String process,
      int version,
      Instant enteredAt,
      Instant leftAt,
      long seconds,
      Long waiting,
      int breaches,
      boolean canceled,
      String assignee) {}

  private final JdbcClient jdbc;
  private final VisibleProcesses visible;
  private final ProcessVersions versions;
  private final CaseDecisions decisions;
  private final FigureCollector collector;
  private final RecordAccess access;
  private final Clock clock;

  CasePath(
      JdbcClient jdbc,
      VisibleProcesses visible,
      ProcessVersions versions,
      CaseDecisions decisions,
      FigureCollector collector,
      RecordAccess access,
      Clock clock) {
    this.jdbc = jdbc;
    this.visible = visible;
    this.versions = versions;
    this.decisions = decisions;
    this.collector = collector;
    this.access = access;
    this.clock = clock;
  }

  public Path of(String number, Authentication me) {
    Cases.Row row = visible(number, me);
    List<Left> left = left(number);
    List<Left> here = here(number);
    Map<String, Version> passed = passed(left, here);
    return new Path(
        collector.collectedAt().orElse(null),
        row,
        passed.values().stream()
            .map(one -> new Process(one.key(), one.name(), one.version(), one.tag()))
            .toList(),
        named(left.stream().limit(MOST).toList()),
        left.size() > MOST,
        named(here),
        decisions.of(number));
  }

  /**
   * The way as the model draws it.
   *
   * @param process of those that it went through, null: the one that keeps its record
   */
  public String picture(String number, String process, Authentication me) {
    Cases.Row row = visible(number, me);
    String key = process == null ? row.process() : process;
    List<Left> left = left(number);
    List<Left> here = here(number);
    Version version = passed(left, here).get(key);
    if (version == null) {
      if (!key.equals(row.process())) {
        throw new Refusal(
            Refusal.Reason.UNKNOWN, "%s did not go through a process %s".formatted(number, key));
      }
      version = versions.find(key, row.version());
    }
    List<Passage> all = new ArrayList<>(named(left));
    all.addAll(named(here));
    return PathPicture.of(
        versions.model(version),
        versions.outline(version),
        all.stream().filter(one -> one.process().equals(key)).toList());
  }

  private Cases.Row visible(String number, Authentication me) {
    RecordAccess.Condition seen = access.condition("r", me);
    return jdbc.sql(
            "select "
                + Cases.ROW
                + """
                  from sms.record r left join sms.case_figure f on f.record_number = r.number
                  where r.number = :number and r.process_key = any(:processes) and\s"""
                + seen.sql())
        .param("number", number)
        .param("processes", visible.of(me).keySet().toArray(String[]::new))
        .params(seen.params())
        .query(Cases.Row.class)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  /** In the order in which it came to them. */
  private List<Left> left(String number) {
    return jdbc.sql(
            """
            select s.element_id as element, s.kind, s.process_key as process, s.process_version as version,
                   p.entered_at, p.left_at, p.seconds, p.waiting, p.breaches, p.canceled, a.assignee_ as assignee
            from sms.passage p join sms.passage_place s on s.id = p.place
            left join act_hi_actinst a on a.id_ = p.id
            where p.record_number = :number
            order by p.entered_at, a.sequence_counter_, p.left_at, p.id
            limit :most
            """)
        .param("number", number)
        .param("most", MOST + 1)
        .query(Left.class)
        .list();
  }

  /** Not what only holds the element at which it stands. */
  private List<Left> here(String number) {
    return jdbc.sql(
            """
            select a.act_id_ as element, a.act_type_ as kind, d.key_ as process, d.version_ as version,
                   t.entered_at, null::timestamptz as left_at,
                   t.seconds, case when a.act_type_ = 'userTask' and a.assignee_ is null then t.seconds end as waiting,
                   (select count(*)::int from sms.target g
                    where g.record_number = r.number and g.breached_at is not null and g.due_at >= t.entered_at) as breaches,
                   false as canceled, a.assignee_ as assignee
            from sms.record r
            join act_hi_procinst own on own.id_ = r.process_instance_id
            join act_hi_procinst i on i.business_key_ = r.number and i.root_proc_inst_id_ = own.root_proc_inst_id_
            join act_hi_actinst a on a.proc_inst_id_ = i.id_ and a.end_time_ is null
            join act_re_procdef d on d.id_ = a.proc_def_id_
            cross join lateral (
              select a.start_time_ at time zone 'UTC' as entered_at,
                     greatest(0, extract(epoch from :now - a.start_time_ at time zone 'UTC'))::bigint as seconds) t
            where r.number = :number and a.act_type_ not in ('subProcess', 'transaction', 'multiInstanceBody')
            order by a.start_time_, a.sequence_counter_
            """)
        .param("number", number)
        .param("now", Timestamp.from(clock.instant()))
        .query(Left.class)
        .list();
  }

  /**
   * What it went through, the last version of each; the first process first. Versions that were
   * deleted since cannot be drawn.
   */
  private Map<String, Version> passed(List<Left> left, List<Left> here) {
    Map<String, Integer> last = new LinkedHashMap<>();
    left.forEach(one -> last.put(one.process(), one.version()));
    here.forEach(one -> last.put(one.process(), one.version()));
    Map<String, Version> passed = new LinkedHashMap<>();
    last.forEach(
        (key, version) -> versions.lookUp(key, version).ifPresent(found -> passed.put(key, found)));
    return passed;
  }

  /** With the names that the models give. */
  private List<Passage> named(List<Left> passages) {
    Map<String, Map<String, Outline.Node>> nodes = new HashMap<>();
    return passages.stream()
        .map(
            one -> {
              Outline.Node node =
                  nodes
                      .computeIfAbsent(
                          one.process() + " " + one.version(),
                          key -> nodes(one.process(), one.version()))
                      .get(bare(one.element()));
              return new Passage(
                  one.element(),
                  node == null ? one.element() : node.name(),
                  node == null ? one.kind() : node.kind(),
                  one.process(),
                  one.version(),
                  one.enteredAt(),
                  one.leftAt(),
                  one.seconds(),
                  one.waiting(),
                  one.breaches(),
                  one.canceled(),
                  one.assignee());
            })
        .toList();
  }

  private Map<String, Outline.Node> nodes(String process, int version) {
    return versions
        .lookUp(process, version)
        .map(versions::outline)
        .map(Outline::nodes)
        .orElse(List.of())
        .stream()
        .collect(toMap(Outline.Node::id, node -> node, (first, second) -> first));
  }

  /** What happens several times at one element has a passage around them all. */
  static String bare(String element) {
    return element.replace("#multiInstanceBody", "");
  }
}
