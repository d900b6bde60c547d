package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;

/** What a trend analysis has found, with its figures and what was decided on it. */
record TrendFinding(
    @Schema(description = "the heaviest finding of the analysis is 1") int id,
    @Schema(
            description =
                "symptom, serviceCi, serviceCategory, caller, service, category, ci, problems or afterResolution")
        String kind,
    String title,
    String service,
    String category,
    String ci,
    String caller,
    @Schema(description = "the words that the titles have in common") String symptom,
    @Schema(description = "the resolved problem whose incidents go on") String problem,
    int incidents,
    @Schema(description = "in the period compared with") int before,
    @Schema(description = "in percent of before") int growth,
    @Schema(description = "in percent of all of the period") BigDecimal share,
    @Schema(description = "so many were opened again") int reopened,
    @Schema(description = "so many missed a service target") int breached,
    @Schema(description = "so many have an open problem") int explained,
    @Schema(description = "the open problem, or the first of them") String openProblem,
    @Schema(description = "the latest records") String samples,
    @Schema(description = "what deals with it already") String inHand,
    @Schema(
            description =
                "problem, preventiveAction, watch or nothing; empty: not among the heaviest of its kind")
        String proposal,
    @Schema(description = "the finding that tells of mostly the same records") Integer coveredBy,
    @Schema(description = "problem, preventiveAction, watch or dismiss; empty: none was asked for")
        String decision,
    String reason,
    String decidedBy,
    Instant decidedAt,
    @Schema(description = "the record that was raised from it") String raised) {}
