package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The minutes of a decision: each round with its members, all votes, and what came of it. */
record CabMinutes(
    String number,
    String change,
    @Schema(description = "the six considerations, by name") Map<String, String> considered,
    List<Round> rounds) {

  record Round(
      int round,
      String kind,
      @Schema(description = "hash of the request that was voted on") String content,
      Instant openedAt,
      Instant endedAt,
      @Schema(description = "voting, decided, or void: the request was edited") String state,
      String result,
      String decision,
      String reason,
      String conditions,
      List<CabMember> members,
      @Schema(description = "in the order they were cast, those revised too") List<Vote> votes) {}

  record Vote(
      int round,
      @Schema(description = "id of the member whose seat it is") String seat,
      String voter,
      String vote,
      String comment,
      String conditions,
      Instant castAt,
      String recordedBy,
      @Schema(description = "number of the meeting where it was given") String meeting) {}
}
