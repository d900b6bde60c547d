package org.clauseflow.performance;

import java.time.Instant;
import java.time.YearMonth;
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
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Counts what processes did in a period, and how that went month by month. */
@Service
public class Overviews {

  private static final int MONTHS = 13;

  /** The cases of each version, with how long each of those took that were closed in the period. */
  private static final String PERIOD =
      """
      select f.process_key, f.process_version,
             count(*) filter (where f.opened_at >= %2$s) as opened,
             count(*) filter (where f.closed_at < %3$s) as closed,
             count(*) filter (where f.closed_at is null or f.closed_at >= %3$s) as open,
             count(*) filter (where (f.closed_at is null or f.closed_at >= %3$s)
                                and f.breached_at < %3$s and (f.made_good_at is null or f.made_good_at >= %3$s)) as late,
             sum(f.targets_met) filter (where f.closed_at < %3$s) as met,
             sum(f.targets_missed) filter (where f.closed_at < %3$s) as missed,
             sum(f.reopened) filter (where f.closed_at < %3$s) as reopened,
             array_agg(f.lead_seconds) filter (where f.closed_at < %3$s) as lead
      from sms.case_figure f
      where %1$s and f.opened_at < %3$s and (f.closed_at is null or f.closed_at >= %2$s)
      group by f.process_key, f.process_version
      """;

  private static final String OPENED =
      """
      select f.process_key, f.opened_month as month, count(*) as times from sms.case_figure f
      where %s and f.opened_month between :first and :last group by f.process_key, f.opened_month
      """;

  private static final String CLOSED =
      """
      select f.process_key, f.closed_month as month, count(*) as times, sum(f.targets_met) as met,
             sum(f.targets_missed) as missed, sum(f.reopened) as reopened, array_agg(f.lead_seconds) as lead
      from sms.case_figure f
      where %s and f.closed_month between :first and :last group by f.process_key, f.closed_month
      """;

  private static final String OPEN_BEFORE =
      """
      select f.process_key, count(*) as times from sms.case_figure f
      where %s and f.opened_month < :first and (f.closed_month is null or f.closed_month >= :first)
      group by f.process_key
      """;

  private static final String LATE =
      """
      select f.process_key, greatest(f.breached_month, :first - 1) as month, f.made_good_month, count(*) as times
      from sms.case_figure f
      where %s and f.breached_month <= :last and (f.made_good_month is null or f.made_good_month >= :first)
      group by 1, 2, 3
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
    Instant asOf = collector.collectedAt().orElse(null);
    return new Overview(
        asOf,
        period.from(),
        period.until(),
        rows(period, condition),
        trend(YearMonth.from(period.until()).minusMonths(MONTHS - 1), condition));
  }

  private List<Overview.Row> rows(Period period, CaseSelection.Condition condition) {
    Map<String, SortedMap<Integer, PeriodFigures>> counted = new HashMap<>();
    jdbc.sql(PERIOD.formatted(condition.sql(), literal(period.begins()), literal(period.ends())))
        .params(condition.params())
        .query(
            row -> {
              counted
                  .computeIfAbsent(
                      row.getString("process_key"), key -> new TreeMap<>(Comparator.reverseOrder()))
                  .put(row.getInt("process_version"), PeriodFigures.of(row));
            });
    Map<String, List<Choices.Version>> known = versions.of(condition.processes().keySet());
    return condition.processes().values().stream()
        .map(
            model ->
                row(
                    model,
                    counted.getOrDefault(model.key(), new TreeMap<>()),
                    known.getOrDefault(model.key(), List.of())))
        .sorted(
            Comparator.comparingLong(Overview.Row::attention)
                .thenComparing(row -> row.figures().open())
                .reversed()
                .thenComparing(Overview.Row::name))
        .toList();
  }

  private static Overview.Row row(
      InForce model, SortedMap<Integer, PeriodFigures> counted, List<Choices.Version> known) {
    PeriodFigures sum = new PeriodFigures();
    counted.values().forEach(sum::add);
    Figures whole = sum.figures();
    List<Overview.Version> versions =
        counted.entrySet().stream()
            .map(
                one ->
                    new Overview.Version(
                        one.getKey(), tag(known, one.getKey()), one.getValue().figures()))
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

  private List<Overview.Month> trend(YearMonth first, CaseSelection.Condition condition) {
    SortedMap<String, MonthlyFigures> byProcess = new TreeMap<>();
    int start = first.getYear() * 12 + first.getMonthValue();
    Map<String, MonthlyFigures.Reader> questions =
        Map.of(
            OPENED, MonthlyFigures::opened,
            CLOSED, MonthlyFigures::closed,
            OPEN_BEFORE, MonthlyFigures::openBefore,
            LATE, MonthlyFigures::late);
    questions.forEach(
        (sql, reader) -> {
          RowCallbackHandler read =
              row ->
                  reader.read(
                      byProcess.computeIfAbsent(
                          row.getString("process_key"), key -> new MonthlyFigures(MONTHS)),
                      row,
                      start);
          jdbc.sql(sql.formatted(condition.sql()))
              .params(condition.params())
              .param("first", start)
              .param("last", start + MONTHS - 1)
              .query(read);
        });
    MonthlyFigures all = new MonthlyFigures(MONTHS);
    byProcess.values().forEach(all::add);
    List<Overview.Month> trend = new ArrayList<>(months(null, all, first));
    byProcess.forEach((process, figures) -> trend.addAll(months(process, figures, first)));
    return trend;
  }

  private static List<Overview.Month> months(
      String process, MonthlyFigures figures, YearMonth first) {
    return IntStream.range(0, MONTHS)
        .mapToObj(n -> new Overview.Month(process, first.plusMonths(n), figures.of(n)))
        .toList();
  }

  /**
   * Not a parameter: once a statement has run a few times the database plans it for any period, and
   * takes the whole of three years for a few days.
   */
  private static String literal(Instant at) {
    return "timestamptz '%s'".formatted(at);
  }
}
