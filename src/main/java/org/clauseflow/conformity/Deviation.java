package org.clauseflow.conformity;

import java.time.Instant;
import java.time.LocalDate;

/**
 * An obligation that a redesign of a process may leave without an element until a day.
 *
 * @param approvedBy null as long as nobody has approved it: then it allows nothing
 * @param endedBy who ended it before it expired, null if nobody did
 */
public record Deviation(
    long id,
    String requirement,
    String process,
    String reason,
    LocalDate expiresOn,
    String askedBy,
    Instant askedAt,
    String approvedBy,
    Instant approvedAt,
    String endedBy,
    Instant endedAt) {

  boolean inForce(LocalDate today) {
    return approvedBy != null && endedBy == null && !expiresOn.isBefore(today);
  }
}
