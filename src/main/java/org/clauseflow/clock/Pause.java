package org.clauseflow.clock;

import java.time.Instant;

/**
 * A time that no target of the record runs in.
 *
 * @param until null while it lasts
 * @param elementId element of the model that paused, null if none did
 */
public record Pause(Instant from, Instant until, String elementId, String reason) {}
