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
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Counts what processes did in a period, and how that went month by month. */
@Service
public class Overviews {

  private static final int MONTHS = 13;

  private final CaseDays days;
  private final CaseSelection selection;
  private final FigureCollector collector;
  private final Versions versions;

  Overviews(CaseDays days, CaseSelection selection, FigureCollector collector, Versions versions) {
    this.days = days;
    this.selection = selection;
    this.collector = collector;
    this.versions = versions;
  }

  public Overview overview(Period period, CaseFilter filter, Authentication person) {
    CaseSelection.Condition condition = selection.of(filter, person);
    YearMonth last = YearMonth.from(period.until());
    YearMonth first = last.minusMonths(MONTHS - 1);
    Map<String, SortedMap<Integer, PeriodFigures>> byVersion = new HashMap<>();
    SortedMap<String, List<PeriodFigures>> byMonth = new TreeMap<>();
    Instant asOf = collector.collectedAt().orElse(null);
    days.read(
        period.from().isBefore(first.atDay(1)) ? period.from() : first.atDay(1),
        last.atEndOfMonth(),
        filter,
        condition,
        day -> {
          byVersion
              .computeIfAbsent(day.process(), key -> new TreeMap<>(Comparator.reverseOrder()))
              .computeIfAbsent(
                  day.version(), key -> new PeriodFigures(period.from(), period.until()))
              .add(day);
          byMonth
              .computeIfAbsent(day.process(), key -> months(first))
              .forEach(month -> month.add(day));
        });
    return new Overview(
        asOf, period.from(), period.until(), rows(byVersion, condition), trend(byMonth, first));
  }

  private static List<PeriodFigures> months(YearMonth first) {
    return IntStream.range(0, MONTHS)
        .mapToObj(first::plusMonths)
        .map(month -> new PeriodFigures(month.atDay(1), month.atEndOfMonth()))
        .toList();
  }

  private List<Overview.Row> rows(
      Map<String, SortedMap<Integer, PeriodFigures>> counted, CaseSelection.Condition condition) {
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
    Figures whole = PeriodFigures.sum(counted.values()).figures();
    List<Overview.Version> versions =
        counted.entrySet().stream()
            .filter(one -> one.getValue().any())
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

  /** Of all together, then of each process. */
  private static List<Overview.Month> trend(
      SortedMap<String, List<PeriodFigures>> byMonth, YearMonth first) {
    List<Overview.Month> trend = new ArrayList<>();
    for (int month = 0; month < MONTHS; month++) {
      int nth = month;
      PeriodFigures all =
          PeriodFigures.sum(byMonth.values().stream().map(months -> months.get(nth)).toList());
      trend.add(new Overview.Month(null, first.plusMonths(nth), all.figures()));
    }
    byMonth.forEach(
        (process, months) -> {
          for (int month = 0; month < MONTHS; month++) {
            trend.add(
                new Overview.Month(process, first.plusMonths(month), months.get(month).figures()));
          }
        });
    return trend;
  }
}
