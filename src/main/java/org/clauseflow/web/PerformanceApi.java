package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.clauseflow.performance.CaseChoices;
import org.clauseflow.performance.CaseFilter;
import org.clauseflow.performance.Choices;
import org.clauseflow.performance.Overview;
import org.clauseflow.performance.OverviewCsv;
import org.clauseflow.performance.Overviews;
import org.clauseflow.performance.Planned;
import org.clauseflow.performance.PlannedStarts;
import org.clauseflow.performance.Waiting;
import org.clauseflow.performance.WaitingWork;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/performance")
@PreAuthorize(ConformityApi.READERS)
@Tag(
    name = "Performance",
    description =
        "How processes do. You see the processes that you answer for; what is confidential is counted if you may see it")
class PerformanceApi {

  private static final int DAYS = 30;

  /** Which cases, in which period. */
  record Question(
      @Schema(description = "first day of the period; thirty days unless given") LocalDate from,
      @Schema(description = "last day of the period; today unless given") LocalDate until,
      @Size(max = 100) @Schema(example = "incident-management") String process,
      @Schema(description = "of the process, with it only") Integer version,
      @Size(max = 100) String service,
      @Size(max = 100) String customer,
      @Size(max = 100) @Schema(description = "role that a case was given to") String team,
      @Size(max = 100) String priority) {

    Period period(Clock clock) {
      return Period.of(from, until, java.time.Period.ofDays(DAYS), clock);
    }

    CaseFilter filter() {
      return new CaseFilter(
          given(process), version, given(service), given(customer), given(team), given(priority));
    }

    /** A form sends what was not chosen as empty. */
    private static String given(String text) {
      return text == null || text.isBlank() ? null : text;
    }
  }

  /** What waits now, and the first of what runs out next. */
  record WaitingNow(
      Instant asOf,
      List<Waiting.Queue> queues,
      List<Waiting.InProgress> inProgress,
      List<Waiting.Forecast> forecast,
      Page<Waiting.Next> next) {}

  private final Overviews overviews;
  private final CaseChoices choices;
  private final WaitingWork waiting;
  private final PlannedStarts planned;
  private final Clock clock;

  PerformanceApi(
      Overviews overviews,
      CaseChoices choices,
      WaitingWork waiting,
      PlannedStarts planned,
      Clock clock) {
    this.overviews = overviews;
    this.choices = choices;
    this.waiting = waiting;
    this.planned = planned;
    this.clock = clock;
  }

  @GetMapping("/choices")
  @Operation(summary = "Read what figures can be asked for")
  Choices choices(Authentication me) {
    return choices.of(me);
  }

  @GetMapping("/overview")
  @Operation(
      summary = "Read how processes did in a period",
      description =
          "Opened and closed in it; open, and late against a service target, at its end; median and 90th percentile of the"
              + " time from opening to closing, targets met and missed and reopenings of what was closed in it. By process"
              + " and version, what needs attention most first, and month by month over thirteen months. Times are seconds.")
  Overview overview(Question question, Authentication me) {
    return overviews.overview(question.period(clock), question.filter(), me);
  }

  @GetMapping(value = "/overview.csv", produces = "text/csv")
  @Operation(summary = "Fetch the overview for a spreadsheet")
  ResponseEntity<byte[]> csv(Question question, Authentication me) {
    Overview overview = overview(question, me);
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename("performance-%s-%s.csv".formatted(overview.from(), overview.until()))
                .build()
                .toString())
        .body(OverviewCsv.of(overview).getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/waiting")
  @Operation(
      summary = "Read where work waits now",
      description =
          "Tasks by role and age, open cases by age, how many service targets run out within hours and days, and which do"
              + " so next. At risk is what stands at a step that usually takes longer than is left: by the median of the last"
              + " ninety days.")
  WaitingNow waiting(
      @RequestParam(required = false) @Size(max = 100) String process,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "20") @Min(1) @Max(200) int size,
      Authentication me) {
    String one = Question.given(process);
    Waiting now = waiting.waiting(one, me);
    return new WaitingNow(
        now.asOf(),
        now.queues(),
        now.inProgress(),
        now.forecast(),
        new Page<>(waiting.next(one, me, page, size), page, size, waiting.countNext(one, me)));
  }

  @GetMapping("/planned")
  @Operation(summary = "Read what was and is due at planned intervals over a year")
  Planned planned(@RequestParam(required = false) Integer year, Authentication me) {
    return planned.planned(
        year != null ? year : LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).getYear(), me);
  }
}
