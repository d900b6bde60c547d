package org.clauseflow.clock;

import java.time.Duration;
import java.time.Instant;

/** When a target warns and when it is due. */
record Aim(TargetKind kind, Duration agreed, Instant warnAt, Instant dueAt) {

  static Aim of(TargetKind kind, Duration agreed, Run run) {
    if (agreed.isNegative() || agreed.isZero()) {
      throw new IllegalArgumentException(
          "A " + kind.id() + " target needs an agreed time above zero, not " + agreed);
    }
    return new Aim(
        kind, agreed, run.reaches(agreed.multipliedBy(3).dividedBy(4)), run.reaches(agreed));
  }
}
