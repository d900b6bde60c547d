package org.clauseflow.performance;

import java.time.Instant;
import java.util.List;

/**
 * Where work waits now.
 *
 * @param queues tasks that a role may claim or has claimed; a task of several roles waits in each
 * @param inProgress open cases
 * @param forecast service targets that come due if nothing happens, soonest first
 */
public record Waiting(
    Instant asOf, List<Queue> queues, List<InProgress> inProgress, List<Forecast> forecast) {

  /**
   * Tasks of a role in a process, by the time since they came.
   *
   * @param role null: given to a person at once
   * @param unclaimed nobody has taken them on
   */
  public record Queue(
      String role,
      String name,
      String process,
      long unclaimed,
      long claimed,
      long under1h,
      long under8h,
      long under1d,
      long under3d,
      long under7d,
      long over7d,
      Instant oldestAt) {}

  /**
   * Open cases of a process, by the time since they were opened.
   *
   * @param medianAge in seconds
   * @param oldest number of the record
   */
  public record InProgress(
      String process,
      String name,
      long open,
      long under1d,
      long under3d,
      long under7d,
      long under30d,
      long over30d,
      Long medianAge,
      String oldest,
      Instant oldestAt) {}

  /**
   * What comes due within a time from now.
   *
   * @param breaches targets that run out unless they are met
   * @param atRisk of these, whose case stands at a step that usually takes longer than is left
   */
  public record Forecast(String within, long breaches, long atRisk) {}

  /**
   * A service target that runs.
   *
   * @param left seconds, below zero when it is late
   * @param waitsAt the steps at which its case stands
   */
  public record Next(
      String record,
      String title,
      String process,
      String target,
      Instant dueAt,
      long left,
      String priority,
      String service,
      String waitsAt,
      String owner) {}
}
