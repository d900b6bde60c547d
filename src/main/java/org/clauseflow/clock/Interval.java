package org.clauseflow.clock;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time, its end not included. */
public record Interval(Instant from, Instant until) {

  public Duration length() {
    return Duration.between(from, until);
  }
}
