package org.clauseflow.web;

import java.time.Instant;

/** An incident that is part of a major incident. */
record LinkedIncident(
    String number,
    String title,
    String status,
    String priority,
    String service,
    String customer,
    Instant openedAt,
    Instant resolvedAt,
    Instant linkedAt) {}
