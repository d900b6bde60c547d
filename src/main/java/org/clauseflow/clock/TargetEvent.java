package org.clauseflow.clock;

import java.time.Instant;

/**
 * A warning or a breach that the record's process has still to be told.
 *
 * @param number of the record
 * @param message that it is told with: target.warning or target.breached
 */
public record TargetEvent(
    long id, String number, String message, TargetKind target, Instant dueAt) {}
