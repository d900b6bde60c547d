package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.clauseflow.resolution.Incidents;
import org.springframework.http.ResponseEntity;
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
@RequestMapping("/api/incidents")
@Tag(name = "Incidents", description = "Report, look up, answer, confirm, reopen, withdraw")
class IncidentsApi {

  record NewIncident(
      @NotBlank @Size(max = 120) String title,
      @NotBlank @Size(max = 4000) String description,
      @NotBlank @Size(max = 100) @Schema(description = "id of a service") String service,
      @NotNull @Pattern(regexp = "low|medium|high", message = "is low, medium or high")
          String impact,
      @NotNull @Pattern(regexp = "low|medium|high", message = "is low, medium or high")
          String urgency,
      @Size(max = 100)
          @Schema(
              description =
                  "id of the person who has the trouble; only staff may report for somebody else")
          String reporter) {}

  private final Incidents incidents;
  private final RecordSearch search;
  private final RecordCalls<Incident> calls;

  IncidentsApi(Incidents incidents, RecordSearch search, Idempotency idempotency) {
    this.incidents = incidents;
    this.search = search;
    this.calls = new RecordCalls<>(Incident.VIEW, "/api/incidents", search, idempotency);
  }

  @PostMapping
  @Operation(summary = "Report an incident")
  @ApiResponse(
      responseCode = "201",
      description = "The incident is open; Location tells where it is")
  ResponseEntity<Incident> report(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewIncident body,
      Authentication me) {
    return calls.open(
        "report",
        key,
        body,
        me,
        () ->
            incidents.report(
                new Incidents.Report(
                    body.title,
                    body.description,
                    body.service,
                    body.reporter,
                    body.impact,
                    body.urgency),
                me.getName()));
  }

  @GetMapping
  @Operation(summary = "List incidents, the latest first", description = "Lists what you may see.")
  Page<Incident> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return search.page(Incident.VIEW, status, service, mine, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up an incident")
  Incident find(@PathVariable String number, Authentication me) {
    return search.find(Incident.VIEW, number, me);
  }

  @PostMapping("/{number}/comments")
  @Operation(
      summary = "Add a comment",
      description =
          "A comment of the customer is the answer to the question that the incident waits for, if it does.")
  ResponseEntity<Incident> comment(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Comment body,
      Authentication me) {
    return calls.change(
        "comment",
        number,
        key,
        body,
        me,
        () -> incidents.comment(number, body.text(), me.getName()));
  }

  @PostMapping("/{number}/confirmation")
  @Operation(
      summary = "Say whether the resolution holds",
      description =
          "For the reporter and the people of the same customer, while the incident is resolved.")
  ResponseEntity<Incident> confirm(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Confirmation body,
      Authentication me) {
    return calls.change(
        "confirm",
        number,
        key,
        body,
        me,
        () -> incidents.confirm(number, body.confirmed(), body.comment(), me.getName()));
  }

  @PostMapping("/{number}/reopening")
  @Operation(
      summary = "Open an incident again",
      description =
          "A resolved incident goes on. A closed one stays closed, and a new one opens that follows it.")
  @ApiResponse(responseCode = "200", description = "The incident is open again")
  @ApiResponse(
      responseCode = "201",
      description = "A new incident is open; Location tells where it is")
  ResponseEntity<Incident> reopen(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Reason body,
      Authentication me) {
    return calls.follow(
        "reopen",
        number,
        key,
        body,
        me,
        () -> incidents.reopen(number, body.reason(), me.getName()));
  }

  @PostMapping("/{number}/cancellation")
  @Operation(
      summary = "Withdraw an incident",
      description = "For the reporter and the people of the same customer.")
  ResponseEntity<Incident> cancel(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Reason body,
      Authentication me) {
    return calls.change(
        "cancel",
        number,
        key,
        body,
        me,
        () -> incidents.cancel(number, body.reason(), me.getName()));
  }
}
