package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A meeting of the change advisory board. */
record CabMeeting(
    @Schema(example = "CMT-2026-000003") String number,
    String title,
    @Schema(
            description =
                "called, invited, in session, minutes to be written, closed, cancelled or not needed")
        String status,
    String place,
    @Schema(description = "how many decisions are on the agenda") int decisions,
    String minutes,
    Instant openedAt,
    Instant closedAt) {}
