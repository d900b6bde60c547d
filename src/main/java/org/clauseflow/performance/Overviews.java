package org.clauseflow.performance;

import static java.util.stream.Collectors.groupingBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clauseflow.conformity.ModelsInForce.InForce;
import org.clauseflow.conformity.Period;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Counts what processes did in a period, and how that went month by month. */
@Service
public class Overviews {

  private static final int MONTHS = 13;

  private static final String ROWS =
      """
      select process_key, process_version,
             count(*) filter (where opened_at >= %2$s) as opened,
             count(*) filter (where closed) as closed,
             count(*) filter (where closed_at is null or closed_at >= %3$s) as open,
             count(*) filter (where (closed_at is null or closed_at >= %3$s)
                                and breached_at < %3$s and (made_good_at is null or made_good_at >= %3$s)) as late,
             percentile_disc(array[0.5, 0.9]) within group (order by lead_seconds) filter (where closed) as lead,
             coalesce(sum(targets_met) filter (where closed), 0) as met,
             coalesce(sum(targets_missed) filter (where closed), 0) as missed,
             coalesce(sum(reopened) filter (where closed), 0) as reopened
      from (
        select f.*, f.closed_at < %3$s as closed from sms.case_figure f
        where %1$s and f.opened_at < %3$s and (f.closed_at is null or f.closed_at >= %2$s)) f
      group by grouping sets ((process_key), (process_key, process_version))
      """;

  /**
   * What happened in which month, the first being 1. Of months before it only what still lasted
   * when the first began is there, as of month 0.
   */
  private static final String TREND =
      """
      with f as materialized (
        select f.process_key, f.lead_seconds, f.targets_met, f.targets_missed, f.reopened,
               width_bucket(f.opened_at, m.starts) as opened,
               width_bucket(f.closed_at, m.starts) as closed,
               width_bucket(f.breached_at, m.starts) as late,
               width_bucket(f.made_good_at, m.starts) as made_good
        from sms.case_figure f, (select :months::timestamptz[] as starts) m
        where %s and f.opened_at < m.starts[14] and (f.closed_at is null or f.closed_at >= m.starts[1]))
      select 'opened' as what, process_key, opened as month, count(*) as times,
             null::int[] as lead, 0 as met, 0 as missed, 0 as reopened
      from f group by process_key, opened
      union all
      select 'closed', process_key, closed, count(*),
             percentile_disc(array[0.5, 0.9]) within group (order by lead_seconds),
             sum(targets_met), sum(targets_missed), sum(reopened)
      from f where closed is not null group by grouping sets ((process_key, closed), (closed))
      union all
      select 'late', process_key, late, count(*), null, 0, 0, 0
      from f where late is not null group by process_key, late
      union all
      select 'made good', process_key, made_good, count(*), null, 0, 0, 0
      from f where late is not null and made_good is not null group by process_key, made_good
      """;

  private record Counted(String process, Integer version, Figures figures) {}

  private record Happened(
      String what, String process, int month, long times, Integer[] lead, long[] sums) {}

  private final JdbcClient jdbc;
  private final CaseSelection selection;
  private final FigureCollector collector;
  private final Versions versions;

  Overviews(
      JdbcClient jdbc, CaseSelection selection, FigureCollector collector, Versions versions) {
    this.jdbc = jdbc;
    this.selection = selection;
    this.collector = collector;
    this.versions = versions;
  }

  public Overview overview(Period period, CaseFilter filter, Authentication person) {
    CaseSelection.Condition condition = selection.of(filter, person);
    Instant asOf = collector.collectedAt().orElse(null);
    return new Overview(
        asOf,
        period.from(),
        period.until(),
        rows(period, condition),
        trend(YearMonth.from(period.until()), condition));
  }

  private List<Overview.Row> rows(Period period, CaseSelection.Condition condition) {
    Map<String, List<Counted>> counted =
        jdbc
            .sql(ROWS.formatted(condition.sql(), literal(period.begins()), literal(period.ends())))
            .params(condition.params())
            .query(Overviews::counted)
            .list()
            .stream()
            .collect(groupingBy(Counted::process));
    Map<String, List<Choices.Version>> known = versions.of(condition.processes().keySet());
    return condition.processes().values().stream()
        .map(
            model ->
                row(
                    model,
                    counted.getOrDefault(model.key(), List.of()),
                    known.getOrDefault(model.key(), List.of())))
        .sorted(
            Comparator.comparingLong(Overview.Row::attention)
                .thenComparing(row -> row.figures().open())
                .reversed()
                .thenComparing(Overview.Row::name))
        .toList();
  }

  private static Overview.Row row(
      InForce model, List<Counted> counted, List<Choices.Version> known) {
    Figures whole =
        counted.stream()
            .filter(one -> one.version() == null)
            .map(Counted::figures)
            .findFirst()
            .orElse(Figures.NONE);
    List<Overview.Version> versions =
        counted.stream()
            .filter(one -> one.version() != null)
            .sorted(Comparator.comparing(Counted::version).reversed())
            .map(
                one ->
                    new Overview.Version(one.version(), tag(known, one.version()), one.figures()))
            .toList();
    return new Overview.Row(
        model.key(), model.name(), whole, whole.attention(), whole.why(), versions);
  }

  private static String tag(List<Choices.Version> known, int version) {
    return known.stream()
        .filter(one -> one.version() == version)
        .map(Choices.Version::tag)
        .findFirst()
        .orElse(null);
  }

  private List<Overview.Month> trend(YearMonth last, CaseSelection.Condition condition) {
    YearMonth first = last.minusMonths(MONTHS - 1);
    String[] starts =
        IntStream.rangeClosed(0, MONTHS)
            .mapToObj(n -> first.plusMonths(n).atDay(1) + "T00:00Z")
            .toArray(String[]::new);
    Map<String, MonthlyFigures> byProcess = new LinkedHashMap<>();
    MonthlyFigures all = new MonthlyFigures(MONTHS);
    jdbc.sql(TREND.formatted(condition.sql()))
        .params(condition.params())
        .param("months", starts)
        .query(Overviews::happened)
        .list()
        .forEach(
            one -> {
              if (one.process() != null) {
                byProcess
                    .computeIfAbsent(one.process(), key -> new MonthlyFigures(MONTHS))
                    .add(one.what(), one.month(), one.times(), one.sums())
                    .lead(one.month(), one.lead());
                all.add(one.what(), one.month(), one.times(), one.sums());
              } else {
                all.lead(one.month(), one.lead());
              }
            });
    List<Overview.Month> trend = new ArrayList<>(months(null, all, first));
    byProcess.forEach((process, figures) -> trend.addAll(months(process, figures, first)));
    return trend;
  }

  private static List<Overview.Month> months(
      String process, MonthlyFigures figures, YearMonth first) {
    return IntStream.rangeClosed(1, MONTHS)
        .mapToObj(n -> new Overview.Month(process, first.plusMonths(n - 1), figures.of(n)))
        .toList();
  }

  /**
   * Not a parameter: once a statement has run a few times the database plans it for any period, and
   * takes the whole of three years for a few days.
   */
  private static String literal(Instant at) {
    return "timestamptz '%s'".formatted(at);
  }

  private static Counted counted(ResultSet row, int n) throws SQLException {
    Integer[] lead = ints(row, "lead");
    return new Counted(
        row.getString("process_key"),
        row.getObject("process_version", Integer.class),
        new Figures(
            row.getLong("opened"),
            row.getLong("closed"),
            row.getLong("open"),
            row.getLong("late"),
            lead[0],
            lead[1],
            row.getLong("met"),
            row.getLong("missed"),
            row.getLong("reopened")));
  }

  private static Happened happened(ResultSet row, int n) throws SQLException {
    return new Happened(
        row.getString("what"),
        row.getString("process_key"),
        row.getInt("month"),
        row.getLong("times"),
        ints(row, "lead"),
        new long[] {row.getLong("met"), row.getLong("missed"), row.getLong("reopened")});
  }

  /** Median and ninetieth percentile. */
  private static Integer[] ints(ResultSet row, String column) throws SQLException {
    var array = row.getArray(column);
    return array == null ? new Integer[2] : (Integer[]) array.getArray();
  }
}
