package org.clauseflow.performance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clauseflow.conformity.ModelsInForce.InForce;
import org.clauseflow.conformity.Period;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Counts what processes did in a period, and how that went month by month. */
@Service
public class Overviews {

  private static final int MONTHS = 13;

  /** Counts alone, without sorting anything: the database shares that among its processors. */
  private static final String COUNTS =
      """
      select f.process_key, f.process_version,
             count(*) filter (where f.opened_at >= %2$s) as opened,
             count(*) filter (where f.closed_at < %3$s) as closed,
             count(*) filter (where f.closed_at is null or f.closed_at >= %3$s) as open,
             count(*) filter (where (f.closed_at is null or f.closed_at >= %3$s)
                                and f.breached_at < %3$s and (f.made_good_at is null or f.made_good_at >= %3$s)) as late,
             coalesce(sum(f.targets_met) filter (where f.closed_at < %3$s), 0) as met,
             coalesce(sum(f.targets_missed) filter (where f.closed_at < %3$s), 0) as missed,
             coalesce(sum(f.reopened) filter (where f.closed_at < %3$s), 0) as reopened
      from sms.case_figure f
      where %1$s and f.opened_at < %3$s and (f.closed_at is null or f.closed_at >= %2$s)
      group by f.process_key, f.process_version
      """;

  private static final String LEAD =
      """
      select f.process_key, f.process_version,
             percentile_disc(array[0.5, 0.9]) within group (order by f.lead_seconds) as lead
      from sms.case_figure f
      where %1$s and f.closed_at >= %2$s and f.closed_at < %3$s
      group by grouping sets ((f.process_key), (f.process_key, f.process_version))
      """;

  /**
   * What happened in which of the months, the first being 1. Of months before it only what still
   * lasted when the first began is there, as of month 0.
   */
  private static final String MONTHLY_COUNTS =
      """
      select f.process_key,
             width_bucket(f.opened_at, %2$s) as opened, width_bucket(f.closed_at, %2$s) as closed,
             width_bucket(f.breached_at, %2$s) as late, width_bucket(f.made_good_at, %2$s) as made_good,
             count(*) as times, sum(f.targets_met) as met, sum(f.targets_missed) as missed, sum(f.reopened) as reopened
      from sms.case_figure f
      where %1$s and f.opened_at < %4$s and (f.closed_at is null or f.closed_at >= %3$s)
      group by 1, 2, 3, 4, 5
      """;

  private static final String MONTHLY_LEAD =
      """
      select x.process_key, x.month, percentile_disc(array[0.5, 0.9]) within group (order by x.lead_seconds) as lead
      from (
        select f.process_key, width_bucket(f.closed_at, %2$s) as month, f.lead_seconds from sms.case_figure f
        where %1$s and f.closed_at >= %3$s and f.closed_at < %4$s) x
      group by grouping sets ((x.process_key, x.month), (x.month))
      """;

  /**
   * @param version null for all of them
   */
  private record Lead(String process, Integer version, Integer[] values) {}

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
    String from = literal(period.begins());
    String until = literal(period.ends());
    Map<String, List<Lead>> lead =
        jdbc
            .sql(LEAD.formatted(condition.sql(), from, until))
            .params(condition.params())
            .query(
                (row, n) ->
                    new Lead(
                        row.getString("process_key"),
                        row.getObject("process_version", Integer.class),
                        medianAndP90(row)))
            .list()
            .stream()
            .collect(groupingBy(Lead::process));
    Map<String, SortedMap<Integer, Figures>> counted = new HashMap<>();
    jdbc.sql(COUNTS.formatted(condition.sql(), from, until))
        .params(condition.params())
        .query(
            row -> {
              String process = row.getString("process_key");
              int version = row.getInt("process_version");
              counted
                  .computeIfAbsent(process, key -> new TreeMap<>(Comparator.reverseOrder()))
                  .put(version, counts(row).with(lead(lead.get(process), version)));
            });
    Map<String, List<Choices.Version>> known = versions.of(condition.processes().keySet());
    return condition.processes().values().stream()
        .map(
            model -> {
              String key = model.key();
              return row(
                  model,
                  counted.getOrDefault(key, new TreeMap<>()),
                  lead(lead.get(key), null),
                  known.getOrDefault(key, List.of()));
            })
        .sorted(
            Comparator.comparingLong(Overview.Row::attention)
                .thenComparing(row -> row.figures().open())
                .reversed()
                .thenComparing(Overview.Row::name))
        .toList();
  }

  private static Overview.Row row(
      InForce model,
      SortedMap<Integer, Figures> counted,
      Integer[] lead,
      List<Choices.Version> known) {
    Figures whole = counted.values().stream().reduce(Figures.NONE, Figures::and).with(lead);
    List<Overview.Version> versions =
        counted.entrySet().stream()
            .map(
                one -> new Overview.Version(one.getKey(), tag(known, one.getKey()), one.getValue()))
            .toList();
    return new Overview.Row(
        model.key(), model.name(), whole, whole.attention(), whole.why(), versions);
  }

  private static Integer[] lead(List<Lead> all, Integer version) {
    return Stream.ofNullable(all)
        .flatMap(List::stream)
        .filter(one -> Objects.equals(one.version(), version))
        .map(Lead::values)
        .findFirst()
        .orElse(new Integer[2]);
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
    List<Instant> starts =
        IntStream.rangeClosed(0, MONTHS)
            .mapToObj(n -> first.plusMonths(n).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
            .toList();
    Object[] parts = {
      condition.sql(), literal(starts), literal(starts.get(0)), literal(starts.get(MONTHS))
    };
    Map<String, MonthlyFigures> byProcess = new TreeMap<>();
    MonthlyFigures all = new MonthlyFigures(MONTHS);
    jdbc.sql(MONTHLY_COUNTS.formatted(parts))
        .params(condition.params())
        .query(
            row -> {
              byProcess
                  .computeIfAbsent(row.getString("process_key"), key -> new MonthlyFigures(MONTHS))
                  .add(row);
              all.add(row);
            });
    jdbc.sql(MONTHLY_LEAD.formatted(parts))
        .params(condition.params())
        .query(
            row -> {
              String process = row.getString("process_key");
              (process == null ? all : byProcess.get(process))
                  .lead(row.getInt("month"), medianAndP90(row));
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

  private static String literal(List<Instant> instants) {
    return "'{%s}'::timestamptz[]"
        .formatted(instants.stream().map(Instant::toString).collect(joining(",")));
  }

  private static Figures counts(ResultSet row) throws SQLException {
    return new Figures(
        row.getLong("opened"),
        row.getLong("closed"),
        row.getLong("open"),
        row.getLong("late"),
        null,
        null,
        row.getLong("met"),
        row.getLong("missed"),
        row.getLong("reopened"));
  }

  private static Integer[] medianAndP90(ResultSet row) throws SQLException {
    return (Integer[]) row.getArray("lead").getArray();
  }
}
