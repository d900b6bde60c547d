package org.clauseflow.steps;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.clauseflow.clock.TargetKind;

/**
 * Due dates of service targets as variables that tasks take theirs from. The engine knows
 * java.util.Date only.
 */
public final class DueDates {

  private DueDates() {}

  /** Sets responseDue and resolutionDue, those of them that are new. */
  public static void set(Map<TargetKind, Instant> due, VariableScope scope) {
    if (due.containsKey(TargetKind.RESPONSE)) {
      Changed.set("responseDue", Date.from(due.get(TargetKind.RESPONSE)), scope);
    }
    if (due.containsKey(TargetKind.RESOLUTION)) {
      Changed.set("resolutionDue", Date.from(due.get(TargetKind.RESOLUTION)), scope);
    }
  }
}
