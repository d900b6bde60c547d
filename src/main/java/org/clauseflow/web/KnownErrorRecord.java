package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** A known error as staff see it. */
record KnownErrorRecord(
    @Schema(example = "KER-2026-000007") String number,
    String title,
    @Schema(description = "id of the service") String service,
    String category,
    String symptom,
    @Schema(description = "empty: only a way around it is known") String cause,
    String workaround,
    @Schema(description = "how its cause was removed") String resolution,
    @Schema(description = "ids of the configuration items that have it")
        List<String> configurationItems,
    @Schema(description = "numbers of the problems that it describes") List<String> problems,
    @Schema(description = "current or retired") String state,
    @Schema(description = "how many incidents it solved") int helped,
    Instant publishedAt,
    Instant retiredAt) {}
