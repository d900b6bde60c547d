package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A decision on a request for change, as those see it who may. */
record CabDecision(
    @Schema(example = "CAB-2026-000007") String number,
    @Schema(description = "number of the request for change", example = "CHG-2026-000012")
        String change,
    String title,
    @Schema(
            description =
                "asked for, waiting for members, voting, to be decided, approved, rejected or deferred")
        String status,
    @Schema(description = "id of the service that is changed") String service,
    @Schema(description = "id of the person who asks for the change, and has no vote")
        String requester,
    boolean confidential,
    @Schema(description = "normal, emergency, or alone: the change manager decides without a board")
        String kind,
    @Schema(description = "how often a board was asked: an edit of the request asks again")
        Integer round,
    @Schema(description = "votes are asked for until then") Instant deadline,
    @Schema(description = "percent of those who do not abstain that must have voted")
        Integer quorum,
    @Schema(description = "percent of the votes for or against that must be for it")
        Integer threshold,
    Integer members,
    Integer votesFor,
    Integer votesAgainst,
    Integer abstained,
    @Schema(
            description =
                "what the votes say as they stand: alone, carried, notCarried, vetoed, mandatoryMissing or noQuorum")
        String result,
    @Schema(description = "for what a vote is missing that there must be") String lacking,
    String vetoedBy,
    @Schema(description = "approved, rejected or deferred") String decision,
    String reason,
    String conditions,
    String decidedBy,
    Instant openedAt,
    Instant closedAt) {}
