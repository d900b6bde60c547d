package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.clauseflow.resolution.RaisedProblems;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/problems")
@Tag(name = "Problems", description = "Raise, look up, withdraw; for staff")
class ProblemsApi {

  record NewProblem(
      @NotBlank @Size(max = 200) String title,
      @NotBlank @Size(max = 4000) String description,
      @NotBlank @Size(max = 100) @Schema(description = "id of a service") String service,
      @Size(max = 100)
          @Schema(description = "hardware, software, network, access, security or other")
          String category,
      @Pattern(regexp = "low|medium|high", message = "is low, medium or high") String impact,
      @Pattern(regexp = "low|medium|high", message = "is low, medium or high") String urgency) {}

  record Reason(@NotBlank @Size(max = 4000) String reason) {}

  private final RaisedProblems problems;
  private final ProblemSearch search;
  private final Idempotency idempotency;
  private final RecordAccess access;

  ProblemsApi(
      RaisedProblems problems, ProblemSearch search, Idempotency idempotency, RecordAccess access) {
    this.problems = problems;
    this.search = search;
    this.idempotency = idempotency;
    this.access = access;
  }

  @PostMapping
  @Operation(summary = "Raise a problem")
  @ApiResponse(
      responseCode = "201",
      description = "The problem is open; Location tells where it is")
  ResponseEntity<ProblemRecord> raise(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewProblem body,
      Authentication me) {
    access.requireStaff(me);
    return idempotency.once(
        key,
        me.getName(),
        List.of("raise", body),
        ProblemRecord.class,
        () -> {
          String number =
              problems.raise(
                  new RaisedProblems.Report(
                      body.title,
                      body.description,
                      body.service,
                      body.category,
                      body.impact,
                      body.urgency),
                  me.getName());
          return ResponseEntity.created(URI.create("/api/problems/" + number))
              .body(search.find(number, me));
        });
  }

  @GetMapping
  @Operation(summary = "List problems, the latest first")
  Page<ProblemRecord> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return search.page(status, service, open, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up a problem")
  ProblemRecord find(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return search.find(number, me);
  }

  @PostMapping("/{number}/withdrawal")
  @PreAuthorize("hasAnyAuthority('problemManager', 'camunda-admin')")
  @Operation(
      summary = "Withdraw a problem",
      description = "Wherever it stands, for the problem manager; its known error is retired.")
  ResponseEntity<ProblemRecord> withdraw(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Reason body,
      Authentication me) {
    return idempotency.once(
        key,
        me.getName(),
        List.of("withdraw", number, body),
        ProblemRecord.class,
        () -> {
          search.find(number, me);
          problems.withdraw(number, body.reason, me.getName());
          return ResponseEntity.ok(search.find(number, me));
        });
  }
}
