package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.clauseflow.control.Releases;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/releases")
@Tag(
    name = "Releases",
    description =
        "Begin, look up, change what is deployed, cancel; criteria and incidents. For staff")
class ReleasesApi {

  private static final String MANAGERS = "hasAnyAuthority('releaseManager', 'camunda-admin')";

  record NewRelease(
      @NotBlank @Size(max = 200) String title,
      @NotBlank @Size(max = 4000) String description,
      @NotBlank @Size(max = 100) @Schema(description = "id of a service") String service,
      @Size(max = 100)
          @Schema(description = "numbers of changes that are approved and in no other release")
          List<@NotBlank String> changes,
      @Size(max = 100) @Schema(description = "numbers of open problems and current known errors")
          List<@NotBlank String> closes) {}

  private final Releases releases;
  private final ReleaseSearch details;
  private final RecordSearch search;
  private final RecordAccess access;
  private final RecordCalls<Release> calls;

  ReleasesApi(
      Releases releases,
      ReleaseSearch details,
      RecordSearch search,
      RecordAccess access,
      Idempotency idempotency) {
    this.releases = releases;
    this.details = details;
    this.search = search;
    this.access = access;
    this.calls = new RecordCalls<>(Release.VIEW, "/api/releases", search, idempotency);
  }

  @PostMapping
  @PreAuthorize(MANAGERS)
  @Operation(
      summary = "Begin a release",
      description = "For the release manager. It is planned in Tasklist then.")
  @ApiResponse(responseCode = "201", description = "The release is open; Location tells where")
  ResponseEntity<Release> open(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewRelease body,
      Authentication me) {
    return calls.open(
        "release",
        key,
        body,
        me,
        () ->
            releases.open(
                new Releases.Plan(
                    body.title,
                    body.description,
                    body.service,
                    Objects.requireNonNullElse(body.changes, List.of()),
                    Objects.requireNonNullElse(body.closes, List.of())),
                me.getName()));
  }

  @GetMapping
  @Operation(summary = "List releases, the latest first")
  Page<Release> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return search.page(Release.VIEW, status, service, mine, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(
      summary = "Look up a release",
      description = "What it deploys and closes is at /api/records/{number}/links.")
  Release find(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return search.find(Release.VIEW, number, me);
  }

  @GetMapping("/{number}/criteria")
  @Operation(summary = "Read the acceptance criteria of a release, and which are met")
  List<ReleaseSearch.Criterion> criteria(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return details.criteria(number, me);
  }

  @GetMapping("/{number}/incidents")
  @Operation(
      summary = "List the incidents of its early life, the latest first",
      description =
          "Opened since its deployment, of its services or with its configuration items. Whether it caused one, people say.")
  Page<ReleaseSearch.EarlyIncident> incidents(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return details.incidents(number, page, size, me);
  }

  @PutMapping("/{number}/changes/{change}")
  @PreAuthorize(MANAGERS)
  @Operation(
      summary = "Add a change",
      description = "One that is approved and in no other release, until the content is frozen.")
  ResponseEntity<Release> add(
      @PathVariable String number,
      @PathVariable String change,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      Authentication me) {
    return calls.change(
        "add", number, key, change, me, () -> releases.add(number, change, me.getName()));
  }

  @DeleteMapping("/{number}/changes/{change}")
  @PreAuthorize(MANAGERS)
  @Operation(
      summary = "Take a change out",
      description = "Until the content is frozen; the change is told to look for another release.")
  ResponseEntity<Release> remove(
      @PathVariable String number,
      @PathVariable String change,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      Authentication me) {
    return calls.change(
        "remove", number, key, change, me, () -> releases.remove(number, change, me.getName()));
  }

  @PostMapping("/{number}/cancellation")
  @PreAuthorize(MANAGERS)
  @Operation(
      summary = "Cancel a release",
      description = "Until its deployment begins; its changes are told to look for another.")
  ResponseEntity<Release> cancel(
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
        () -> releases.cancel(number, body.reason(), me.getName()));
  }
}
