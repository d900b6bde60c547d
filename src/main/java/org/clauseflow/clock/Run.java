package org.clauseflow.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time that a target runs: service hours since its start, without the pauses. Every due date is
 * worked out here from these facts alone, so it can be worked out again afterwards.
 *
 * @param pauses in the order they began
 */
record Run(ServiceHours hours, Instant from, List<Pause> pauses) {

  /** When so much has elapsed; during a pause, as if it ended the moment it began. */
  Instant reaches(Duration serviceTime) {
    Run afterwards = new Run(hours, from, pauses.stream().map(Run::ended).toList());
    Duration rest = serviceTime;
    for (Interval period : afterwards.periods(Instant.MAX)) {
      if (period.until().equals(Instant.MAX)) {
        return hours.plus(period.from(), rest);
      }
      Duration counted = hours.between(period.from(), period.until());
      if (counted.compareTo(rest) >= 0) {
        return hours.plus(period.from(), rest);
      }
      rest = rest.minus(counted);
    }
    throw new IllegalStateException("A run without an open pause goes on");
  }

  Duration elapsed(Instant until) {
    return periods(until).stream()
        .map(p -> hours.between(p.from(), p.until()))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The intervals of service hours that have counted. */
  List<Interval> counted(Instant until) {
    return periods(until).stream()
        .flatMap(p -> hours.intervals(p.from(), p.until()).stream())
        .toList();
  }

  private static Pause ended(Pause pause) {
    return pause.until() != null
        ? pause
        : new Pause(pause.from(), pause.from(), pause.elementId(), pause.reason());
  }

  private List<Interval> periods(Instant until) {
    List<Interval> periods = new ArrayList<>();
    Instant at = from;
    for (Pause pause : pauses) {
      if (pause.from().isAfter(at)) {
        add(periods, at, pause.from(), until);
      }
      if (pause.until() == null) {
        return periods;
      }
      if (pause.until().isAfter(at)) {
        at = pause.until();
      }
    }
    add(periods, at, Instant.MAX, until);
    return periods;
  }

  private static void add(List<Interval> periods, Instant from, Instant to, Instant until) {
    Instant end = to.isBefore(until) ? to : until;
    if (from.isBefore(end)) {
      periods.add(new Interval(from, end));
    }
  }
}
