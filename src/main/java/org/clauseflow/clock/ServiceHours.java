package org.clauseflow.clock;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * When a service is attended: an instant counts if the local time at it lies within a shift of its
 * weekday and its date is no holiday. So an hour that the clocks skip is not counted, and an hour
 * that they repeat is counted twice.
 *
 * @param timeZone whose local time the shifts are given in
 * @param holidays calendar of jollyday, such as de or de_nw; null: holidays are worked
 * @param week the shifts of a week, at least one, none overlapping another
 */
public record ServiceHours(
    String id, String name, ZoneId timeZone, String holidays, List<Shift> week) {

  /**
   * Nothing is agreed for longer; whoever counts on is wrong in his service hours or in the agreed
   * time.
   */
  private static final long HORIZON = 50 * 366L;

  /** Part of a weekday; until 00:00 means midnight at its end. */
  public record Shift(DayOfWeek day, LocalTime from, LocalTime until) {

    public Shift {
      if (!until.equals(LocalTime.MIDNIGHT) && !until.isAfter(from)) {
        throw new IllegalArgumentException(
            "A shift ends after it begins, not " + from + " to " + until);
      }
    }

    private Instant from(LocalDate date, ZoneOffset offset) {
      return date.atTime(from).toInstant(offset);
    }

    private Instant until(LocalDate date, ZoneOffset offset) {
      return (until.equals(LocalTime.MIDNIGHT) ? date.plusDays(1) : date)
          .atTime(until)
          .toInstant(offset);
    }
  }

  public ServiceHours {
    week =
        week.stream().sorted(Comparator.comparing(Shift::day).thenComparing(Shift::from)).toList();
    if (week.isEmpty()) {
      throw new IllegalArgumentException(
          "Service hours '" + id + "' have no working time: give them an interval");
    }
    for (int i = 1; i < week.size(); i++) {
      Shift before = week.get(i - 1);
      Shift shift = week.get(i);
      if (before.day == shift.day
          && (before.until.equals(LocalTime.MIDNIGHT) || before.until.isAfter(shift.from))) {
        throw new IllegalArgumentException(
            "Service hours '"
                + id
                + "' have intervals that overlap on "
                + shift.day
                + " at "
                + shift.from);
      }
    }
  }

  /** The earliest instant at which so much service time has passed since another. */
  public Instant plus(Instant from, Duration serviceTime) {
    if (serviceTime.isNegative()) {
      throw new IllegalArgumentException("Service time is not negative: " + serviceTime);
    }
    if (serviceTime.isZero()) {
      return from;
    }
    var reached =
        new Predicate<Interval>() {
          private Duration rest = serviceTime;
          private Instant at;

          @Override
          public boolean test(Interval interval) {
            Duration length = interval.length();
            if (length.compareTo(rest) >= 0) {
              at = interval.from().plus(rest);
              return false;
            }
            rest = rest.minus(length);
            return true;
          }
        };
    walk(from, from.plus(HORIZON, ChronoUnit.DAYS), reached);
    if (reached.at == null) {
      throw new IllegalArgumentException(
          "Service hours '"
              + id
              + "' do not reach "
              + serviceTime
              + " within 50 years: correct one of them");
    }
    return reached.at;
  }

  /** The service time between two instants; none if the second is not after the first. */
  public Duration between(Instant from, Instant until) {
    var sum =
        new Predicate<Interval>() {
          private Duration length = Duration.ZERO;

          @Override
          public boolean test(Interval interval) {
            length = length.plus(interval.length());
            return true;
          }
        };
    walk(from, until, sum);
    return sum.length;
  }

  /** What counts between two instants, in order; intervals that touch are one. */
  public List<Interval> intervals(Instant from, Instant until) {
    List<Interval> found = new ArrayList<>();
    walk(
        from,
        until,
        next -> {
          int last = found.size() - 1;
          if (last >= 0 && found.get(last).until().equals(next.from())) {
            found.set(last, new Interval(found.get(last).from(), next.until()));
          } else {
            found.add(next);
          }
          return true;
        });
    return found;
  }

  /** The holidays between two instants that would have been worked, with their names. */
  public Map<LocalDate, String> holidays(Instant from, Instant until) {
    Map<LocalDate, String> off = new TreeMap<>();
    LocalDate last = until.atZone(timeZone).toLocalDate();
    for (LocalDate date = from.atZone(timeZone).toLocalDate();
        !date.isAfter(last);
        date = date.plusDays(1)) {
      DayOfWeek day = date.getDayOfWeek();
      String holiday = holiday(date);
      if (holiday != null && week.stream().anyMatch(shift -> shift.day == day)) {
        off.put(date, holiday);
      }
    }
    return off;
  }

  private String holiday(LocalDate date) {
    return holidays == null ? null : Holidays.of(holidays, date.getYear()).get(date);
  }

  /**
   * Hands out what counts between two instants for as long as more is wanted. Each step is a part
   * of a local day within which the offset from UTC stays the same, so that local times are plain
   * arithmetic and come in order.
   */
  private void walk(Instant from, Instant until, Predicate<Interval> wantsMore) {
    ZoneRules rules = timeZone.getRules();
    Instant change = Instant.MIN;
    ZoneOffset offset = null;
    Instant at = from;
    while (at.isBefore(until)) {
      if (!at.isBefore(change)) {
        offset = rules.getOffset(at);
        ZoneOffsetTransition next = rules.nextTransition(at);
        change = next == null ? Instant.MAX : next.getInstant();
      }
      LocalDate date = at.atOffset(offset).toLocalDate();
      Instant end =
          earlier(until, earlier(change, date.plusDays(1).atStartOfDay().toInstant(offset)));
      if (holiday(date) == null) {
        DayOfWeek day = date.getDayOfWeek();
        for (Shift shift : week) {
          if (shift.day == day) {
            Instant begins = shift.from(date, offset);
            Instant starts = begins.isAfter(at) ? begins : at;
            Instant ends = earlier(end, shift.until(date, offset));
            if (starts.isBefore(ends) && !wantsMore.test(new Interval(starts, ends))) {
              return;
            }
          }
        }
      }
      at = end;
    }
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
