package org.clauseflow.clock;

import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * How a due date came about, in the local time of its service hours.
 *
 * @param calendar the service hours as they were when the due date was worked out
 * @param elapsed service time from the start until now, or until the target was met or ended,
 *     without pauses
 * @param left service time until it is due; none once it is
 * @param dueAt during a pause, as if it ended the moment it began
 * @param holidays holidays between start and due that would have been worked
 * @param counted what lies between start and due and counts: the agreed time, piece by piece
 * @param told what the process was told, and what became of it
 */
public record TargetReport(
    TargetKind target,
    String state,
    String agreement,
    ServiceHours calendar,
    Duration agreed,
    OffsetDateTime startedAt,
    Duration elapsed,
    Duration left,
    OffsetDateTime warnAt,
    OffsetDateTime dueAt,
    OffsetDateTime warnedAt,
    OffsetDateTime breachedAt,
    OffsetDateTime metAt,
    OffsetDateTime endedAt,
    List<Paused> pauses,
    Map<LocalDate, String> holidays,
    Counted counted,
    List<Event> told) {

  /** A pause that took something from the target. */
  public record Paused(
      OffsetDateTime from, OffsetDateTime until, String elementId, String reason) {}

  /** A page of the intervals that counted. */
  public record Counted(int first, int of, List<Piece> pieces) {}

  /** An interval that counted, and the sum up to its end. */
  public record Piece(OffsetDateTime from, OffsetDateTime until, Duration length, Duration sum) {}

  /** A warning or a breach. */
  public record Event(
      String event,
      OffsetDateTime recordedAt,
      OffsetDateTime toldAt,
      String outcome,
      String reason,
      int attempts) {}
}
