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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clauseflow.control.ChangeSchedule;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.clauseflow.steps.OnBehalf;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

@RestController
@RequestMapping("/api/schedule-of-change")
@Tag(
    name = "Schedule of change",
    description = "What is planned when, what collides, and calendars to subscribe to")
class ScheduleApi {

  private static final Duration UNLESS_ASKED = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(800);

  record NewFeed(
      @NotBlank @Size(max = 100) String name,
      @Size(max = 100) @Schema(description = "id of a service, if it is to show what touches it")
          String service,
      @Size(max = 100)
          @Schema(
              description =
                  "id of a customer, if it is to show what touches their services; without both, what concerns you")
          String customer) {}

  private final ChangeSchedule schedule;
  private final OnBehalf onBehalf;
  private final ScheduleSearch search;
  private final CalendarFeeds feeds;
  private final Register register;
  private final RecordAccess access;
  private final Clock clock;

  ScheduleApi(
      ChangeSchedule schedule,
      OnBehalf onBehalf,
      ScheduleSearch search,
      CalendarFeeds feeds,
      Register register,
      RecordAccess access,
      Clock clock) {
    this.schedule = schedule;
    this.onBehalf = onBehalf;
    this.search = search;
    this.feeds = feeds;
    this.register = register;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping
  @Operation(
      summary = "List what is planned: changes, maintenance windows and freezes",
      description =
          "By time; from now on for 90 days unless you say otherwise. What is cancelled is listed if you ask for that"
              + " state. Customers see what touches services that they use.")
  Page<Planned> list(
      @RequestParam(required = false) Instant from,
      @RequestParam(required = false) Instant until,
      @RequestParam(required = false) @Size(max = 100) @Schema(description = "id of a service")
          String service,
      @RequestParam(required = false) @Size(max = 100) @Schema(description = "id of a customer")
          String customer,
      @RequestParam(required = false)
          @Pattern(
              regexp = "proposed|approved|deployed|cancelled",
              message = "is proposed, approved, deployed or cancelled")
          String state,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(500) int size,
      Authentication me) {
    Instant first = from == null ? clock.instant() : from;
    Instant last = until == null ? first.plus(UNLESS_ASKED) : until;
    if (!first.isBefore(last)) {
      throw new Refusal(Reason.INVALID, "until", "must be after from");
    }
    if (Duration.between(first, last).compareTo(LONGEST) > 0) {
      throw new Refusal(
          Reason.INVALID, "until", "is more than %d days after from".formatted(LONGEST.toDays()));
    }
    search.check(service, customer, me);
    ScheduleSearch.Question question =
        new ScheduleSearch.Question(first, last, service, customer, state, false, null);
    return new Page<>(
        search.find(question, me, size, (long) page * size),
        page,
        size,
        search.count(question, me));
  }

  @GetMapping("/{number}/collisions")
  @Operation(
      summary = "Read what a change collides with, or did",
      description = "What still is so first; for staff.")
  Page<ScheduleSearch.Collision> collisions(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(500) int size,
      Authentication me) {
    access.requireStaff(me);
    register
        .find(number)
        .filter(record -> record.type().equals("change") && access.visible(record, me))
        .orElseThrow(() -> Refusal.unknownRecord(number));
    return new Page<>(
        search.collisions(number, size, (long) page * size),
        page,
        size,
        search.countCollisions(number));
  }

  @GetMapping("/free-slots")
  @Operation(
      summary = "Find a time for a change",
      description =
          "The beginnings of the maintenance windows to come that are long enough, or evenings where nobody has agreed on"
              + " any; those without a collision first. For staff.")
  List<ChangeSchedule.Slot> freeSlots(
      @RequestParam(required = false) Instant from,
      @RequestParam(defaultValue = "60") @Min(1) @Max(100_000) int minutes,
      @RequestParam(required = false) @Size(max = 100) String service,
      @RequestParam(defaultValue = "") @Size(max = 100) List<String> ci,
      @RequestParam(required = false) @Size(max = 100) String implementer,
      @RequestParam(required = false)
          @Size(max = 100)
          @Schema(description = "the change itself, if it stands in the schedule already")
          String change,
      @RequestParam(required = false) @Size(max = 100) String changeType,
      @RequestParam(required = false) @Size(max = 100) String risk,
      @RequestParam(defaultValue = "10") @Min(1) @Max(50) int size,
      Authentication me) {
    access.requireStaff(me);
    search.check(service, null, me);
    Instant first = from == null ? clock.instant() : from;
    return onBehalf.of(
        me.getName(),
        () ->
            schedule.propose(
                new ChangeSchedule.Plan(
                    change,
                    "proposed",
                    first,
                    first.plus(Duration.ofMinutes(minutes)),
                    implementer,
                    service,
                    ci,
                    changeType,
                    risk),
                size));
  }

  @PostMapping("/feeds")
  @Operation(
      summary = "Make a calendar to subscribe to",
      description =
          "Answers with its address, which is shown this once: whoever knows it can read the calendar without a log-in. It"
              + " shows what you may see at the time it is read, and nothing once you have left.")
  @ApiResponse(responseCode = "201", description = "Subscribe to the address in your calendar")
  ResponseEntity<CalendarFeeds.Feed> subscribe(
      @Valid @RequestBody NewFeed body, Authentication me) {
    search.check(body.service, body.customer, me);
    if (body.service != null && body.customer != null) {
      throw new Refusal(
          Reason.INVALID, "customer", "cannot be named beside a service: choose one of both");
    }
    CalendarFeeds.Made made = feeds.make(body.name, body.service, body.customer, me.getName());
    String address =
        ServletUriComponentsBuilder.fromCurrentContextPath()
            .path("/calendar/{secret}.ics")
            .buildAndExpand(made.secret())
            .toUriString();
    return ResponseEntity.created(URI.create("/api/schedule-of-change/feeds/" + made.id()))
        .body(feeds.find(made.id(), me.getName()).withAddress(address));
  }

  @GetMapping("/feeds")
  @Operation(summary = "List your calendars, without their addresses")
  Page<CalendarFeeds.Feed> feeds(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return new Page<>(
        feeds.of(me.getName(), size, (long) page * size), page, size, feeds.count(me.getName()));
  }

  @DeleteMapping("/feeds/{id}")
  @Operation(
      summary = "Revoke one of your calendars",
      description = "Its address answers nobody any more.")
  @ApiResponse(responseCode = "204", description = "It is revoked")
  ResponseEntity<Void> revoke(@PathVariable long id, Authentication me) {
    feeds.revoke(id, me.getName());
    return ResponseEntity.noContent().build();
  }
}
