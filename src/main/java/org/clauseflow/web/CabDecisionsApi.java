package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.control.Ballot;
import org.clauseflow.control.CabDesk;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/cab-decisions")
@Tag(
    name = "Decisions on changes",
    description =
        "What the change advisory board has to decide: look up, vote, hand over a seat, decide; for staff, and for"
            + " customers' approvers where they sit on the board")
class CabDecisionsApi {

  record NewVote(
      @NotBlank @Pattern(regexp = "for|against|abstain", message = "is for, against or abstain")
          String vote,
      @Size(max = 4000) @Schema(description = "why; required for a vote against") String comment,
      @Size(max = 4000) @Schema(description = "on which you are for it") String conditions) {}

  record Delegation(
      @NotBlank
          @Size(max = 100)
          @Schema(
              description =
                  "id of somebody of your organization who neither asks for the change nor carries it out, and has no seat")
          String delegate) {}

  record Prolongation(@NotNull @Schema(description = "the new deadline") Instant until) {}

  record NewDecision(
      @NotBlank
          @Pattern(
              regexp = "approved|rejected|deferred",
              message = "is approved, rejected or deferred")
          String decision,
      @NotBlank @Size(max = 4000) @Schema(description = "requester and members read it")
          String reason,
      @Size(max = 4000) @Schema(description = "what must be done before or with the change")
          String conditions,
      @Size(max = 4000)
          @Schema(description = "without it, what is known of the request, as the next five")
          String risks,
      @Size(max = 4000) @Schema(description = "on services and customers") String impact,
      @Size(max = 4000) String serviceRequirements,
      @Size(max = 4000) String businessBenefits,
      @Size(max = 4000) String technicalFeasibility,
      @Size(max = 4000) String financialImpact) {

    Map<String, String> considered() {
      Map<String, String> considered = new HashMap<>();
      considered.put("considerRisks", risks);
      considered.put("considerImpact", impact);
      considered.put("considerRequirements", serviceRequirements);
      considered.put("considerBenefit", businessBenefits);
      considered.put("considerFeasibility", technicalFeasibility);
      considered.put("considerFinance", financialImpact);
      considered.values().removeIf(text -> text == null || text.isBlank());
      return considered;
    }
  }

  private final CabDesk desk;
  private final CabSearch search;
  private final Idempotency idempotency;

  CabDecisionsApi(CabDesk desk, CabSearch search, Idempotency idempotency) {
    this.desk = desk;
    this.search = search;
    this.idempotency = idempotency;
  }

  @GetMapping
  @Operation(
      summary = "List decisions on changes, the latest first",
      description = "Lists what you may see, and those on whose board you sit.")
  Page<CabDecision> list(
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return search.page(status, open, mine, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up a decision, with how the votes stand")
  CabDecision find(@PathVariable String number, Authentication me) {
    return search.find(number, me);
  }

  @GetMapping("/{number}/members")
  @Operation(
      summary = "Read who sits on the board and how they voted",
      description = "In the round that is asked, or was the last.")
  Page<CabMember> members(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return search.members(number, page, size, me);
  }

  @GetMapping("/{number}/minutes")
  @Operation(
      summary = "Read the minutes",
      description =
          "Every round with its members, all votes with the revised ones, and what came of it.")
  CabMinutes minutes(@PathVariable String number, Authentication me) {
    return search.minutes(number, me);
  }

  @PutMapping("/{number}/vote")
  @Operation(
      summary = "Vote, or revise your vote",
      description =
          "For who holds a seat, until the decision. Never for who asks for the change, by whatever account.")
  ResponseEntity<CabDecision> vote(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewVote body,
      Authentication me) {
    return change(
        "vote",
        number,
        key,
        body,
        me,
        () ->
            desk.vote(number, new Ballot(body.vote, body.comment, body.conditions), me.getName()));
  }

  @PostMapping("/{number}/delegation")
  @Operation(
      summary = "Hand your seat to somebody else",
      description = "Before you have voted; they vote instead of you.")
  ResponseEntity<CabDecision> handOver(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Delegation body,
      Authentication me) {
    return change(
        "handOver",
        number,
        key,
        body,
        me,
        () -> desk.handOver(number, body.delegate, me.getName()));
  }

  @PostMapping("/{number}/closing")
  @Operation(
      summary = "Close the voting",
      description = "For the chair, once the quorum is reached and all who must have voted have.")
  ResponseEntity<CabDecision> close(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      Authentication me) {
    return change("close", number, key, Map.of(), me, () -> desk.close(number));
  }

  @PostMapping("/{number}/prolongation")
  @Operation(summary = "Give the members more time", description = "For the chair.")
  ResponseEntity<CabDecision> prolong(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody Prolongation body,
      Authentication me) {
    return change("prolong", number, key, body, me, () -> desk.prolong(number, body.until));
  }

  @PostMapping("/{number}/decision")
  @Operation(
      summary = "Decide on the change",
      description =
          "For the chair, who never asks for the change; as the votes say, with the six considerations of clause 9.2.")
  ResponseEntity<CabDecision> decide(
      @PathVariable String number,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Size(max = 200) String key,
      @Valid @RequestBody NewDecision body,
      Authentication me) {
    return change(
        "decide",
        number,
        key,
        body,
        me,
        () ->
            desk.decide(
                number,
                new CabDesk.Decision(
                    body.decision, body.reason, body.conditions, body.considered())));
  }

  private ResponseEntity<CabDecision> change(
      String call, String number, String key, Object body, Authentication me, Runnable work) {
    return idempotency.once(
        key,
        me.getName(),
        List.of(call, number, body),
        CabDecision.class,
        () -> {
          search.find(number, me);
          work.run();
          return ResponseEntity.ok(search.find(number, me));
        });
  }
}
