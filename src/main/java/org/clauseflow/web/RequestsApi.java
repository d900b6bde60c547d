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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clauseflow.engine.FormSchemas;
import org.clauseflow.record.Refusal;
import org.clauseflow.resolution.RequestCatalogue;
import org.clauseflow.resolution.Requests;
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
@RequestMapping("/api/requests")
@Tag(
    name = "Service requests",
    description = "The catalogue of requests; request, look up, approve, answer, confirm, withdraw")
class RequestsApi {

  private static final String LEVELS = "low|medium|high";

  record NewRequest(
      @NotBlank @Size(max = 100) @Schema(description = "id of an item of the catalogue")
          String item,
      @Size(max = 100)
          @Schema(description = "id of the person it is for; without it, it is for you")
          String reporter,
      @Pattern(regexp = LEVELS, message = "is low, medium or high")
          @Schema(description = "low, medium or high; without it low")
          String impact,
      @Pattern(regexp = LEVELS, message = "is low, medium or high")
          @Schema(description = "low, medium or high; without it low")
          String urgency,
      @Schema(description = "answers to the questions of the item's form, by their keys")
          Map<String, Object> answers) {}

  record Approval(
      @NotNull Boolean approved,
      @Size(max = 4000)
          @Schema(description = "the requester is told; required if approved is false")
          String reason) {}

  /**
   * @param form the Camunda Form that asks for the details, with its choices filled in
   */
  record CatalogueItem(
      @Schema(example = "request-equipment") String id,
      String name,
      @Schema(description = "what one gets") String description,
      @Schema(description = "id of the service it belongs to, if the form does not ask for one")
          String service,
      @Schema(description = "Camunda Form that asks for the details") Map<String, Object> form) {}

  private final Requests requests;
  private final RequestCatalogue catalogue;
  private final FormSchemas forms;
  private final RecordSearch search;
  private final RecordCalls<ServiceRequest> calls;

  RequestsApi(
      Requests requests,
      RequestCatalogue catalogue,
      FormSchemas forms,
      RecordSearch search,
      Idempotency idempotency) {
    this.requests = requests;
    this.catalogue = catalogue;
    this.forms = forms;
    this.search = search;
    this.calls = new RecordCalls<>(ServiceRequest.VIEW, "/api/requests", search, idempotency);
  }

  @GetMapping("/items")
  @Operation(summary = "List what can be requested, with the form that asks for the details")
  List<CatalogueItem> items() {
    return catalogue.offered().stream().map(this::shown).toList();
  }

  @GetMapping("/items/{id}")
  @Operation(summary = "Look up what can be requested")
  CatalogueItem item(@PathVariable String id) {
    return catalogue
        .find(id)
        .filter(item -> !item.retired())
        .map(this::shown)
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Reason.UNKNOWN, "There is no item " + id + " that can be requested"));
  }

  private CatalogueItem shown(RequestCatalogue.Item item) {
    return new CatalogueItem(
        item.id(), item.name(), item.description(), item.service(), forms.latest(item.form()));
  }

  @PostMapping
  @Operation(
      summary = "Request an item of the catalogue",
      description = "With all the details that its form asks for; or nothing is done.")
  @ApiResponse(responseCode = "201", description = "The request is open; Location tells where")
  ResponseEntity<ServiceRequest> submit(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewRequest body,
      Authentication me) {
    return calls.open(
        "request",
        key,
        body,
        me,
        () ->
            requests.submit(
                new Requests.Order(
                    body.item,
                    body.reporter,
                    Objects.requireNonNullElse(body.impact, "low"),
                    Objects.requireNonNullElse(body.urgency, "low"),
                    Objects.requireNonNullElse(body.answers, Map.of())),
                me.getName()));
  }

  @GetMapping
  @Operation(summary = "List requests, the latest first", description = "Lists what you may see.")
  Page<ServiceRequest> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return search.page(ServiceRequest.VIEW, status, service, mine, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up a request")
  ServiceRequest find(@PathVariable String number, Authentication me) {
    return search.find(ServiceRequest.VIEW, number, me);
  }

  @PostMapping("/{number}/approval")
  @Operation(
      summary = "Approve or reject a request",
      description = "For those who are asked to; never for who made it or for whom it is.")
  ResponseEntity<ServiceRequest> approve(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Approval body,
      Authentication me) {
    return calls.change(
        "approve",
        number,
        key,
        body,
        me,
        () -> requests.approve(number, body.approved, body.reason, me.getName()));
  }

  @PostMapping("/{number}/comments")
  @Operation(
      summary = "Add a comment",
      description =
          "A comment of the customer is the answer to the question that the request waits for, if it does.")
  ResponseEntity<ServiceRequest> comment(
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
        () -> requests.comment(number, body.text(), me.getName()));
  }

  @PostMapping("/{number}/confirmation")
  @Operation(
      summary = "Say whether you got what you asked for",
      description =
          "For the reporter and the people of the same customer, while the request is fulfilled.")
  ResponseEntity<ServiceRequest> confirm(
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
        () -> requests.confirm(number, body.confirmed(), body.comment(), me.getName()));
  }

  @PostMapping("/{number}/withdrawal")
  @Operation(
      summary = "Withdraw a request",
      description = "For who made it, the reporter and the people of the same customer.")
  ResponseEntity<ServiceRequest> withdraw(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Reason body,
      Authentication me) {
    return calls.change(
        "withdraw",
        number,
        key,
        body,
        me,
        () -> requests.withdraw(number, body.reason(), me.getName()));
  }
}
