package org.clauseflow.resolution;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;

/**
 * The days that are analysed and those they are compared with, both of one length; the ends are the
 * first instants that no longer count.
 */
public record TrendPeriods(Instant from, Instant until, Instant beforeFrom, Instant beforeUntil) {

  /** A year of whole weeks: each weekday is compared with its like. */
  private static final int YEAR = 364;

  /**
   * @param period days up to yesterday, or {@code dates}
   * @param first first day, where the period is {@code dates}
   * @param last last day, where the period is {@code dates}
   * @param comparedWith {@code before}: the days just before, or {@code yearBefore}
   */
  public static TrendPeriods of(
      String period, String first, String last, String comparedWith, LocalDate today) {
    boolean dates = "dates".equals(period);
    LocalDate until = dates ? LocalDate.parse(last).plusDays(1) : today;
    LocalDate from = dates ? LocalDate.parse(first) : today.minusDays(Long.parseLong(period));
    if (!from.isBefore(until)) {
      throw new Refusal(
          Reason.INVALID,
          "last",
          "The period ends on %s, before it begins on %s: choose a later last day"
              .formatted(last, first));
    }
    long back = "yearBefore".equals(comparedWith) ? YEAR : ChronoUnit.DAYS.between(from, until);
    return new TrendPeriods(
        start(from), start(until), start(from.minusDays(back)), start(until.minusDays(back)));
  }

  public LocalDate first() {
    return from.atZone(ZoneOffset.UTC).toLocalDate();
  }

  public LocalDate last() {
    return until.atZone(ZoneOffset.UTC).toLocalDate().minusDays(1);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
