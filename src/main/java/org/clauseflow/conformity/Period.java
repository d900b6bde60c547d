package org.clauseflow.conformity;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.clauseflow.record.Refusal;

/** Days of UTC that evidence is asked for, the first and the last included. */
public record Period(LocalDate from, LocalDate until) {

  private static final int MOST_YEARS = 20;

  public Period {
    if (until.isBefore(from)) {
      throw new Refusal(
          Refusal.Reason.INVALID,
          "The period ends on %s, before it begins on %s".formatted(until, from));
    }
    if (from.isBefore(until.minusYears(MOST_YEARS))) {
      throw new Refusal(
          Refusal.Reason.INVALID, "The period is longer than " + MOST_YEARS + " years: shorten it");
    }
  }

  /** A year until today where one of them is left open. */
  public static Period of(LocalDate from, LocalDate until, Clock clock) {
    LocalDate last = until != null ? until : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return new Period(from != null ? from : last.minusYears(1).plusDays(1), last);
  }

  public Instant begins() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first instant after it. */
  public Instant ends() {
    return until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
