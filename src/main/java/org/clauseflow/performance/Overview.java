package org.clauseflow.performance;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * How processes did in a period.
 *
 * @param asOf when the figures were collected: nothing from before is missing
 * @param processes what needs attention most comes first
 * @param trend of thirteen months, the last one that of the period's end
 */
public record Overview(
    Instant asOf, LocalDate from, LocalDate until, List<Row> processes, List<Month> trend) {

  /**
   * A process.
   *
   * @param attention how much went wrong: what is late, targets missed, reopened
   * @param why the same in words
   * @param versions the same by version, the latest first
   */
  public record Row(
      String process,
      String name,
      @JsonUnwrapped Figures figures,
      long attention,
      String why,
      List<Version> versions) {}

  /** A version of a process. */
  public record Version(int version, String versionTag, @JsonUnwrapped Figures figures) {}

  /**
   * A month of a process.
   *
   * @param process null for all of them together
   */
  public record Month(
      String process,
      @Schema(type = "string", example = "2026-11") YearMonth month,
      @JsonUnwrapped Figures figures) {}
}
