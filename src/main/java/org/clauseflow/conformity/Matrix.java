package org.clauseflow.conformity;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Every obligation, the elements that carry it out, and what they did in a period.
 *
 * @param at when it was read
 * @param clauses titles of the standard's clauses, by number
 */
public record Matrix(
    LocalDate from,
    LocalDate until,
    Instant at,
    Counts counts,
    Map<String, String> clauses,
    List<Row> rows) {

  /** The same with some of its rows, and counts of those. */
  public Matrix of(List<Row> some) {
    return new Matrix(from, until, at, Counts.of(some), clauses, some);
  }

  public enum State {
    evidenced,
    carriedWithoutEvidence,
    carriedByNothing
  }

  public record Counts(
      long obligations,
      long evidenced,
      long carriedWithoutEvidence,
      long carriedByNothing,
      long late,
      long tailored) {

    static Counts of(List<Row> rows) {
      return new Counts(
          rows.size(),
          count(rows, State.evidenced),
          count(rows, State.carriedWithoutEvidence),
          count(rows, State.carriedByNothing),
          rows.stream().filter(Row::late).count(),
          rows.stream().filter(row -> row.tailoring() != null).count());
    }

    private static long count(List<Row> rows, State state) {
      return rows.stream().filter(row -> row.state() == state).count();
    }
  }

  /**
   * An obligation.
   *
   * @param origin standard or own
   * @param source law, contract or standard that an own one comes from
   * @param processes the processes that the catalogue expects to carry it
   * @param times how often elements did what carries it out, in the period
   * @param last when that was last so in the period, null if it never was
   * @param interval in which evidence is due, null if there is no plan
   * @param late whether, at the end of the period or now, evidence is overdue
   * @param dueAt until when the next evidence is due, null if there is no plan
   * @param deviations by which it may be without an element for a while
   * @param elements what carries it now, and what did so in the period and no longer does
   */
  public record Row(
      String id,
      String clause,
      String says,
      String origin,
      String source,
      List<String> processes,
      State state,
      long times,
      Last last,
      String interval,
      boolean late,
      Instant dueAt,
      Tailoring tailoring,
      List<Deviation> deviations,
      List<Element> elements) {}

  /**
   * @param record null if it is not for this reader
   */
  public record Last(Instant at, String actor, String record, Integer seq) {}

  /**
   * An element of a model.
   *
   * @param definition the version of the process in force, null if the element carries the
   *     obligation no longer
   * @param kind as BPMN names it, such as userTask; null if it carries the obligation no longer
   */
  public record Element(
      String process,
      String processName,
      String definition,
      Integer version,
      String versionTag,
      String element,
      String name,
      String kind,
      long times,
      Instant lastAt) {}
}
