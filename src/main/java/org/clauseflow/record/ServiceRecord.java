package org.clauseflow.record;

import java.time.Instant;
import java.util.Map;

/** A record of the register: what every record has, and what its process adds (data). */
public record ServiceRecord(
    String number,
    String type,
    String title,
    String status,
    String priority,
    String service,
    String customer,
    String reporter,
    String owner,
    boolean confidential,
    String source,
    String externalId,
    Instant openedAt,
    Instant resolvedAt,
    Instant closedAt,
    String outcome,
    String processKey,
    int processVersion,
    String processInstanceId,
    Map<String, Object> data) {

  public boolean open() {
    return closedAt == null;
  }
}
