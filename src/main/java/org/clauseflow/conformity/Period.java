package org.clauseflow.conformity;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.clauseflow.record.Refusal;

/** Days of UTC that evidence is asked for, the first and the last included. */
public record Period(LocalDate from, LocalDate until) {

  private static final int MOST_YEARS = 20;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2999;

  public Period {
    refuseUnlikely(until);
    if (until.isBefore(from)) {
      throw new Refusal(
          Refusal.Reason.INVALID,
          "The period ends on %s, before it begins on %s".formatted(until, from));
    }
    if (from.isBefore(until.minusYears(MOST_YEARS))) {
      throw new Refusal(
          Refusal.Reason.INVALID, "The period is longer than " + MOST_YEARS + " years: shorten it");
    }
    refuseUnlikely(from);
  }

  /** A year until today where one of them is left open. */
  public static Period of(LocalDate from, LocalDate until, Clock clock) {
    return of(from, until, java.time.Period.ofYears(1), clock);
  }

  /** So long until today where one of them is left open. */
  public static Period of(LocalDate from, LocalDate until, java.time.Period length, Clock clock) {
    LocalDate last = until != null ? until : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    refuseUnlikely(last);
    return new Period(from != null ? from : last.minus(length).plusDays(1), last);
  }

  /** What no database or calendar can count with. */
  private static void refuseUnlikely(LocalDate day) {
    if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
      throw new Refusal(
          Refusal.Reason.INVALID,
          "%s is no day of the years %d to %d: choose another"
              .formatted(day, FIRST_YEAR, LAST_YEAR));
    }
  }

  public Instant begins() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first instant after it. */
  public Instant ends() {
    return until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
