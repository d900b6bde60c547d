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
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.clauseflow.control.ChangeWindow;
import org.clauseflow.control.ChangeWindows;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.steps.OnBehalf;
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
@RequestMapping("/api/change-windows")
@PreAuthorize("@recordAccess.staff(authentication)")
@Tag(
    name = "Maintenance windows and freezes",
    description =
        "When changes belong and when there are to be none; changes that collide are told at once")
class ChangeWindowsApi {

  private static final String MANAGERS = "hasAnyAuthority('changeManager', 'camunda-admin')";

  record Body(
      @NotNull @Pattern(regexp = "maintenance|freeze", message = "is maintenance or freeze")
          String kind,
      @NotBlank @Size(max = 100) String name,
      @Size(max = 1000) String reason,
      @Size(max = 100) @Schema(description = "id of a service; without it and a customer: of all")
          String service,
      @Size(max = 100) @Schema(description = "id of a customer") String customer,
      @NotNull @Schema(description = "when it begins, the first time") Instant startsAt,
      @NotNull Instant endsAt,
      @Size(max = 500)
          @Schema(
              description = "how it recurs (RFC 5545); without it, it happens once",
              example = "FREQ=WEEKLY;BYDAY=SU")
          String recurrence,
      @Size(max = 100)
          @Schema(description = "by whose clocks it recurs; UTC unless you say otherwise")
          String timeZone) {

    ChangeWindow window(String id) {
      return new ChangeWindow(
          id,
          kind,
          name,
          reason,
          service,
          customer,
          startsAt,
          endsAt,
          recurrence == null || recurrence.isBlank() ? null : recurrence.strip(),
          timeZone == null ? "UTC" : timeZone);
    }
  }

  private final ChangeWindows windows;
  private final Idempotency idempotency;
  private final OnBehalf onBehalf;

  ChangeWindowsApi(ChangeWindows windows, Idempotency idempotency, OnBehalf onBehalf) {
    this.windows = windows;
    this.idempotency = idempotency;
    this.onBehalf = onBehalf;
  }

  @GetMapping
  @Operation(summary = "List maintenance windows and freezes, the next to come first")
  Page<ChangeWindow> list(
      @RequestParam(required = false)
          @Pattern(regexp = "maintenance|freeze", message = "is maintenance or freeze")
          String kind,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(required = false) @Size(max = 100) String customer,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
    return new Page<>(
        windows.list(kind, service, customer, page * size, size),
        page,
        size,
        windows.count(kind, service, customer));
  }

  @GetMapping("/{id}")
  @Operation(summary = "Look up a maintenance window or a freeze")
  ChangeWindow find(@PathVariable String id) {
    return windows
        .find(id)
        .orElseThrow(
            () -> new Refusal(Reason.UNKNOWN, "There is no maintenance window or freeze " + id));
  }

  @PostMapping
  @PreAuthorize(MANAGERS)
  @Operation(summary = "Add a maintenance window or a freeze; for change managers")
  @ApiResponse(responseCode = "201", description = "It holds; Location tells where it is")
  ResponseEntity<ChangeWindow> add(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Body body,
      Authentication me) {
    return idempotency.once(
        key,
        me.getName(),
        List.of("add change window", body),
        ChangeWindow.class,
        () -> {
          String id = onBehalf.of(me.getName(), () -> windows.add(body.window(null), me.getName()));
          return ResponseEntity.created(URI.create("/api/change-windows/" + id)).body(find(id));
        });
  }

  @PutMapping("/{id}")
  @PreAuthorize(MANAGERS)
  @Operation(summary = "Change a maintenance window or a freeze; for change managers")
  ChangeWindow change(@PathVariable String id, @Valid @RequestBody Body body, Authentication me) {
    onBehalf.of(
        me.getName(),
        () -> {
          windows.change(body.window(id), me.getName());
          return null;
        });
    return find(id);
  }

  @DeleteMapping("/{id}")
  @PreAuthorize(MANAGERS)
  @Operation(summary = "Take a maintenance window or a freeze away; for change managers")
  @ApiResponse(responseCode = "204", description = "It no longer holds")
  ResponseEntity<Void> remove(@PathVariable String id, Authentication me) {
    onBehalf.of(
        me.getName(),
        () -> {
          windows.remove(id, me.getName());
          return null;
        });
    return ResponseEntity.noContent().build();
  }
}
