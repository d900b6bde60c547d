package org.clauseflow.conformity;

import java.time.Instant;

/**
 * How the organization meets an obligation otherwise, or why it does not apply.
 *
 * @param interval how often evidence is due, in ISO 8601, in place of what the model plans; null to
 *     leave that
 */
public record Tailoring(
    String requirement,
    String note,
    String justification,
    String interval,
    String by,
    Instant at) {}
