package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A member of a board with the vote that counts. */
record CabMember(
    int round,
    @Schema(description = "id of the member") String person,
    @Schema(description = "id of whom they have handed their seat to") String delegate,
    @Schema(description = "roles, services and customers that they sit for") String sitsFor,
    @Schema(description = "those of them of which one member must have voted") String mandatoryFor,
    boolean veto,
    @Schema(description = "for, against or abstain; empty: not voted yet") String vote,
    @Schema(description = "id of the person who cast it") String voter,
    String comment,
    String conditions,
    Instant castAt,
    @Schema(description = "the chair of a meeting, where it was given aloud") String recordedBy) {}
