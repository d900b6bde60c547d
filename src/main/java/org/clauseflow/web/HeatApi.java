package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.clauseflow.conformity.Period;
import org.clauseflow.performance.CasePath;
import org.clauseflow.performance.Cases;
import org.clauseflow.performance.HeatMap;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/performance")
@PreAuthorize(ConformityApi.READERS)
@Tag(
    name = "Performance of processes and cases",
    description = "What happens at each element of a process, and the way that each case took")
class HeatApi {

  /** As many days as the overview shows, today among them. */
  private static final int USUAL_DAYS = 30;

  /** A picture is shown in a page, and reaches nothing from there. */
  private static final String SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

  /**
   * A part of the cases that were found.
   *
   * @param asOf when the figures were collected
   * @param page number of this part, from 0
   * @param size how many cases a part has at most
   * @param total how many cases there are in all
   */
  record CasePage(Instant asOf, List<Cases.Row> items, int page, int size, long total) {}

  private final HeatMap heat;
  private final Cases cases;
  private final CasePath path;
  private final Clock clock;

  HeatApi(HeatMap heat, Cases cases, CasePath path, Clock clock) {
    this.heat = heat;
    this.cases = cases;
    this.path = path;
    this.clock = clock;
  }

  @GetMapping("/heat")
  @Operation(
      summary = "Read what happened at each element of a process",
      description =
          "How often cases left it in the period, how long they had stood there, how much of that nobody worked on them,"
              + " targets that came due meanwhile, and who stands there now. Times are seconds. Without a period, the last"
              + " 30 days; without a version, the one in force. Confidential cases count for those who may see them.")
  HeatMap.Heat heat(
      @RequestParam @Size(max = 100) String process,
      @RequestParam(required = false) Integer version,
      @RequestParam(required = false)
          @Schema(description = "first day of the period; 30 days before its end unless given")
          LocalDate from,
      @RequestParam(required = false)
          @Schema(description = "last day of the period; today unless given")
          LocalDate until,
      Authentication me) {
    LocalDate last = until != null ? until : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return heat.heat(
        process,
        version,
        new Period(from != null ? from : last.minusDays(USUAL_DAYS - 1), last),
        me);
  }

  @GetMapping(value = "/heat/picture", produces = "image/svg+xml")
  @Operation(
      summary = "See a version of a process",
      description =
          "As its model draws it; the attribute data-element holds the id of each element.")
  @ApiResponse(responseCode = "200", description = "The picture")
  ResponseEntity<String> picture(
      @RequestParam @Size(max = 100) String process,
      @RequestParam(required = false) Integer version,
      Authentication me) {
    return picture(heat.picture(process, version, me));
  }

  @GetMapping("/cases")
  @Operation(
      summary = "Find cases, those that have ended too",
      description =
          "Of the processes that you may see, the last opened first. With an element: cases that left it in the period, or"
              + " stand there now. With a state: as they stood at the end of the period, or were closed within it.")
  CasePage cases(
      @Valid Cases.Question question,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "20") @Min(1) @Max(200) int size,
      Authentication me) {
    Cases.Found found = cases.find(question, page, size, me);
    return new CasePage(found.asOf(), found.rows(), page, size, found.total());
  }

  @GetMapping("/cases/{number}")
  @Operation(
      summary = "Read the way that a case took",
      description =
          "Every passage through an element with its times, where it stands, and what tables decided with the rules that"
              + " fired. Its journal, links and targets are at /api/records/{number}.")
  CasePath.Path path(@PathVariable @Size(max = 100) String number, Authentication me) {
    return path.of(number, me);
  }

  @GetMapping(value = "/cases/{number}/picture", produces = "image/svg+xml")
  @Operation(
      summary = "See the way that a case took",
      description =
          "The process as its model draws it, with what was passed how often, where the case stands, and where a target came"
              + " due.")
  @ApiResponse(responseCode = "200", description = "The picture")
  ResponseEntity<String> picture(
      @PathVariable @Size(max = 100) String number,
      @RequestParam(required = false)
          @Size(max = 100)
          @Schema(description = "one that it went through; left out, the one that keeps its record")
          String process,
      Authentication me) {
    return picture(path.picture(number, process, me));
  }

  private static ResponseEntity<String> picture(String svg) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.valueOf("image/svg+xml"), StandardCharsets.UTF_8))
        .header("Content-Security-Policy", SANDBOX)
        .header("X-Content-Type-Options", "nosniff")
        .body(svg);
  }
}
