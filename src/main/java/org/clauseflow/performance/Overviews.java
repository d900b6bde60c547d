package org.clauseflow.performance;

import static java.util.stream.Collectors.joining;

import java.sql.Array;
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
import java.util.SortedMap;
import java.util.TreeMap;
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

  /**
   * All that a page shows in one walk over the cases, without sorting any: those alike are counted
   * together, with how long each of them took. Months are told by their number, the first being 1;
   * 0 is whatever came before.
   */
  private static final String CASES =
      """
      select f.process_key, f.process_version,
             width_bucket(f.opened_at, %2$s) as opened, width_bucket(f.closed_at, %2$s) as closed,
             width_bucket(f.breached_at, %2$s) as late, width_bucket(f.made_good_at, %2$s) as made_good,
             f.opened_at >= %3$s and f.opened_at < %4$s as opened_in_period,
             coalesce(f.closed_at >= %3$s and f.closed_at < %4$s, false) as closed_in_period,
             f.opened_at < %4$s and (f.closed_at is null or f.closed_at >= %4$s) as open_at_end,
             coalesce(f.breached_at < %4$s and (f.made_good_at is null or f.made_good_at >= %4$s), false) as late_at_end,
             count(*) as times, sum(f.targets_met) as met, sum(f.targets_missed) as missed, sum(f.reopened) as reopened,
             array_agg(f.lead_seconds) filter (where f.closed_at is not null) as lead
      from sms.case_figure f
      where %1$s and f.opened_at < %6$s and (f.closed_at is null or f.closed_at >= %5$s)
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
      """;

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
    YearMonth first = YearMonth.from(period.until()).minusMonths(MONTHS - 1);
    Instant asOf = collector.collectedAt().orElse(null);
    Tally tally = tally(period, first, condition);
    return new Overview(
        asOf, period.from(), period.until(), rows(tally, condition), trend(tally, first));
  }

  private static final class Tally {
    private final Map<String, PeriodFigures> processes = new HashMap<>();
    private final Map<String, SortedMap<Integer, PeriodFigures>> versions = new HashMap<>();
    private final SortedMap<String, MonthlyFigures> monthly = new TreeMap<>();
    private final MonthlyFigures allMonthly = new MonthlyFigures(MONTHS);

    private void add(ResultSet row) throws SQLException {
      String process = row.getString("process_key");
      Array array = row.getArray("lead");
      Integer[] lead = array == null ? new Integer[0] : (Integer[]) array.getArray();
      processes.computeIfAbsent(process, key -> new PeriodFigures()).add(row, lead);
      versions
          .computeIfAbsent(process, key -> new TreeMap<>(Comparator.reverseOrder()))
          .computeIfAbsent(row.getInt("process_version"), version -> new PeriodFigures())
          .add(row, lead);
      monthly.computeIfAbsent(process, key -> new MonthlyFigures(MONTHS)).add(row, lead);
      allMonthly.add(row, lead);
    }
  }

  private Tally tally(Period period, YearMonth first, CaseSelection.Condition condition) {
    List<Instant> months =
        IntStream.rangeClosed(0, MONTHS)
            .mapToObj(n -> first.plusMonths(n).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant())
            .toList();
    Instant begin = months.get(0).isBefore(period.begins()) ? months.get(0) : period.begins();
    Tally tally = new Tally();
    jdbc.sql(
            CASES.formatted(
                condition.sql(),
                literal(months),
                literal(period.begins()),
                literal(period.ends()),
                literal(begin),
                literal(months.get(MONTHS))))
        .params(condition.params())
        .query(tally::add);
    return tally;
  }

  private List<Overview.Row> rows(Tally tally, CaseSelection.Condition condition) {
    Map<String, List<Choices.Version>> known = versions.of(condition.processes().keySet());
    return condition.processes().values().stream()
        .map(model -> row(model, tally, known.getOrDefault(model.key(), List.of())))
        .sorted(
            Comparator.comparingLong(Overview.Row::attention)
                .thenComparing(row -> row.figures().open())
                .reversed()
                .thenComparing(Overview.Row::name))
        .toList();
  }

  private static Overview.Row row(InForce model, Tally tally, List<Choices.Version> known) {
    Figures whole = tally.processes.getOrDefault(model.key(), new PeriodFigures()).figures();
    List<Overview.Version> versions =
        tally.versions.getOrDefault(model.key(), new TreeMap<>()).entrySet().stream()
            .map(
                one ->
                    new Overview.Version(
                        one.getKey(), tag(known, one.getKey()), one.getValue().figures()))
            .filter(one -> !one.figures().equals(Figures.NONE))
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

  private static List<Overview.Month> trend(Tally tally, YearMonth first) {
    List<Overview.Month> trend = new ArrayList<>(months(null, tally.allMonthly, first));
    tally.monthly.forEach((process, figures) -> trend.addAll(months(process, figures, first)));
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
}
