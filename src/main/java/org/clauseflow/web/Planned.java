package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** What stands in the schedule of change: a change, or one occurrence of a window or a freeze. */
record Planned(
    @Schema(description = "change, maintenance or freeze") String kind,
    @Schema(description = "number of the change, or of the window") String id,
    @Schema(description = "of a window or freeze: the day that tells its occurrences apart")
        String day,
    String title,
    String reason,
    @Schema(description = "null: of a customer, or of all") String service,
    @Schema(description = "of a window or freeze of one customer") String customer,
    Instant startsAt,
    Instant endsAt,
    @Schema(description = "of a change: proposed, approved, deployed or cancelled") String state,
    @Schema(description = "for staff only") String implementer,
    @Schema(description = "standard, normal, emergency or major; for staff only") String changeType,
    @Schema(description = "the worst that nobody accepted: note, decide or blocks; for staff only")
        String collision,
    @Schema(description = "grows with every change of it") int revision,
    Instant updatedAt) {}
