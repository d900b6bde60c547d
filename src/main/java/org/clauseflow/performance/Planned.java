package org.clauseflow.performance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What starts by itself at planned intervals, over a year. */
public record Planned(int year, List<Process> processes) {

  /**
   * A process with its interval, such as P28D.
   *
   * @param starts planned for the year, the first one first
   */
  public record Process(String process, String name, String interval, List<Start> starts) {}

  /**
   * A planned start, and the first case that was opened from then until the next one is due.
   *
   * @param record its number, null if there is none
   */
  public record Start(
      LocalDate due, State state, String record, Instant startedAt, Instant closedAt) {}

  public enum State {
    /** Closed before the next one is due. */
    done,
    /** Closed only after the next one was due, or still open then. */
    late,
    /** The next one was due before anything was opened. */
    missed,
    /** Due, or opened and still within its time. */
    due,
    /** Lies ahead. */
    coming
  }
}
