package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A problem as staff see it. */
record ProblemRecord(
    @Schema(example = "PRB-2026-000012") String number,
    String title,
    String description,
    @Schema(
            description =
                "raised, in investigation, waiting, known error, waiting for change, in resolution, resolved, in review,"
                    + " acceptance asked, closed, accepted, merged, rejected or withdrawn")
        String status,
    @Schema(description = "critical, high, moderate or low; empty until it is classified")
        String priority,
    String impact,
    String urgency,
    String category,
    @Schema(description = "id of a configuration item") String ci,
    @Schema(description = "id of the service concerned") String service,
    @Schema(description = "id of the person who raised it") String reporter,
    @Schema(description = "id of the person who works on it") String owner,
    boolean confidential,
    String source,
    String rootCause,
    @Schema(description = "number of its current known error") String knownError,
    String resolution,
    String outcome,
    @Schema(description = "how many incidents it caused") int incidents,
    Instant openedAt,
    Instant resolvedAt,
    Instant closedAt) {}
