package org.clauseflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Map;
import org.clauseflow.control.Changes;
import org.clauseflow.control.StandardChanges;
import org.clauseflow.control.StandardChanges.StandardChange;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(
    name = "Changes",
    description = "Requests for change: request, look up, edit, withdraw; standard changes")
@RequestMapping("/api")
class ChangesApi {

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NewChange(
      @NotBlank @Size(max = 200) String title,
      @NotBlank @Size(max = 4000) @Schema(description = "its scope: what is changed, what is not")
          String description,
      @NotBlank @Size(max = 100) @Schema(description = "id of a service") String service,
      @Size(max = 4000) @Schema(description = "what it is good for") String benefit,
      @Pattern(
              regexp = "change|agreement|standard|template|newService|removal|transfer",
              message = "is change, agreement, standard, template, newService, removal or transfer")
          String changeKind,
      @Size(max = 100) @Schema(description = "id of a standard change, where it is one")
          String template,
      @Pattern(regexp = "planned|emergency", message = "is planned or emergency") String urgency,
      @Pattern(
              regexp = "outage|security|legal|none",
              message = "is outage, security, legal or none")
          String emergencyReason,
      @Size(max = 500) @Schema(description = "ids of configuration items")
          List<@NotBlank @Size(max = 100) String> configurationItems) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ChangeEdit(
      @Size(min = 1, max = 200) String title,
      @Size(min = 1, max = 4000) String description,
      @Size(min = 1, max = 4000) String benefit,
      @Size(max = 500) List<@NotBlank @Size(max = 100) String> configurationItems,
      @Schema(description = "instant such as 2026-01-31T09:30:00Z") @Size(max = 40)
          String plannedStart,
      @Schema(description = "instant such as 2026-01-31T11:30:00Z") @Size(max = 40)
          String plannedEnd,
      @Size(min = 1, max = 100) @Schema(description = "id of a person") String implementer,
      @Size(min = 1, max = 4000) String testPlan,
      @Size(min = 1, max = 4000) String remedyPlan) {}

  private final Changes changes;
  private final StandardChanges standardChanges;
  private final RecordSearch search;
  private final RecordCalls<Change> calls;
  private final RecordAccess access;
  private final Register register;
  private final ObjectMapper json;

  ChangesApi(
      Changes changes,
      StandardChanges standardChanges,
      RecordSearch search,
      Idempotency idempotency,
      RecordAccess access,
      Register register,
      ObjectMapper json) {
    this.changes = changes;
    this.standardChanges = standardChanges;
    this.search = search;
    this.calls = new RecordCalls<>(Change.VIEW, "/api/changes", search, idempotency);
    this.access = access;
    this.register = register;
    this.json = json;
  }

  @PostMapping("/changes")
  @Operation(summary = "Request a change", description = "For staff, and systems that act for them")
  @ApiResponse(responseCode = "201", description = "The request is open; Location tells where")
  ResponseEntity<Change> request(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewChange body,
      Authentication me) {
    access.requireStaff(me);
    return calls.open(
        "request change",
        key,
        body,
        me,
        () -> changes.request(json.convertValue(body, MAP), me.getName()));
  }

  @GetMapping("/changes")
  @Operation(summary = "List requests for change, the latest first")
  Page<Change> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return search.page(Change.VIEW, status, service, mine, page, size, me);
  }

  @GetMapping("/changes/{number}")
  @Operation(summary = "Look up a request for change")
  Change find(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    return search.find(Change.VIEW, number, me);
  }

  @GetMapping("/changes/{number}/impact")
  @Operation(
      summary = "What it touches",
      description = "As the CMDB answered when it was classified or last edited")
  Object impact(@PathVariable String number, Authentication me) {
    access.requireStaff(me);
    search.find(Change.VIEW, number, me);
    Object impact = register.find(number).orElseThrow().data().get("cmdbImpact");
    if (impact == null) {
      throw new Refusal(Refusal.Reason.UNKNOWN, "The impact of " + number + " is not known yet");
    }
    return impact;
  }

  @PatchMapping("/changes/{number}")
  @Operation(
      summary = "Edit a request that is decided on",
      description =
          "For who asks for it and the change manager. The votes so far become void, and the board is asked anew.")
  ResponseEntity<Change> edit(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody ChangeEdit body,
      Authentication me) {
    mine(number, me);
    return calls.change(
        "edit",
        number,
        key,
        body,
        me,
        () -> changes.edit(number, json.convertValue(body, MAP), me.getName()));
  }

  @PostMapping("/changes/{number}/withdrawal")
  @Operation(
      summary = "Withdraw a request",
      description = "Before it is deployed, for who asks for it and the change manager")
  ResponseEntity<Change> withdraw(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Reason body,
      Authentication me) {
    mine(number, me);
    return calls.change(
        "withdraw",
        number,
        key,
        body,
        me,
        () -> changes.withdraw(number, body.reason(), me.getName()));
  }

  private void mine(String number, Authentication me) {
    access.requireStaff(me);
    boolean manages =
        me.getAuthorities().stream()
            .anyMatch(
                role -> List.of("changeManager", "camunda-admin").contains(role.getAuthority()));
    if (!manages && !me.getName().equals(search.find(Change.VIEW, number, me).reporter())) {
      throw new AccessDeniedException("For who asks for it and the change manager");
    }
  }

  @GetMapping("/standard-changes")
  @Operation(summary = "List standard changes by name")
  Page<StandardChange> standardChanges(
      @RequestParam(required = false)
          @Pattern(
              regexp = "approved|suspended|retired",
              message = "is approved, suspended or retired")
          String state,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    access.requireStaff(me);
    return new Page<>(
        standardChanges.list(state, page * size, size), page, size, standardChanges.count(state));
  }

  @PostMapping("/standard-changes/{id}/end")
  @PreAuthorize("hasAnyAuthority('changeManager', 'camunda-admin')")
  @Operation(
      summary = "Take the approval of a standard change away",
      description =
          "For the change manager. Such a change is assessed and decided on each time then.")
  StandardChange end(@PathVariable String id, @Valid @RequestBody Reason body, Authentication me) {
    standardChanges.end(id, "retired", me.getName() + ": " + body.reason());
    return standardChanges.find(id).orElseThrow();
  }
}
