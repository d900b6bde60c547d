package org.clauseflow.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A row of sms.target with the pauses of its record and what it has told the process. */
record Target(
    TargetKind kind,
    String agreementId,
    String agreement,
    ServiceHours hours,
    Duration agreed,
    Instant startedAt,
    Instant warnAt,
    Instant dueAt,
    Instant pausedAt,
    Instant metAt,
    Instant warnedAt,
    Instant breachedAt,
    Instant endedAt,
    List<Pause> pauses,
    List<Told> told) {

  /** An event of this target and what became of it. */
  record Told(
      String event,
      Instant recordedAt,
      Instant toldAt,
      String outcome,
      String reason,
      int attempts) {}

  boolean isOf(String agreement, ServiceHours otherHours, Duration time) {
    return Objects.equals(agreementId, agreement)
        && hours.equals(otherHours)
        && agreed.equals(time);
  }

  boolean stopped() {
    return metAt != null || endedAt != null;
  }

  Run run() {
    return new Run(hours, startedAt, pauses);
  }

  /** As it is when it goes on now, after a pause or because what was resolved is not. */
  Target goingOn(Instant now) {
    List<Pause> ended = new ArrayList<>();
    for (Pause pause : pauses) {
      ended.add(
          pause.until() != null
              ? pause
              : new Pause(pause.from(), now, pause.elementId(), pause.reason()));
    }
    if (metAt != null) {
      ended.add(new Pause(metAt, now, null, "resolved until reopened"));
    }
    return new Target(
        kind,
        agreementId,
        agreement,
        hours,
        agreed,
        startedAt,
        warnAt,
        dueAt,
        null,
        null,
        warnedAt,
        breachedAt,
        endedAt,
        ended,
        told);
  }

  String state() {
    if (metAt != null) {
      return breachedAt == null ? "met" : "met late";
    }
    if (endedAt != null) {
      return "ended";
    }
    if (pausedAt != null) {
      return "paused";
    }
    return breachedAt != null ? "breached" : warnedAt != null ? "warned" : "running";
  }
}
