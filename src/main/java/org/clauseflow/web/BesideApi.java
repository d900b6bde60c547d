package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.clauseflow.clock.ServiceTargets;
import org.clauseflow.clock.TargetReport;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.WhatHelped;
import org.clauseflow.security.RecordAccess;
import org.clauseflow.work.Beside;
import org.clauseflow.work.Beside.Part;
import org.clauseflow.work.Help;
import org.clauseflow.work.RecordSheet;
import org.clauseflow.work.RecordSheets;
import org.clauseflow.work.Surroundings;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/tasks/{id}/beside")
@Tag(
    name = "Beside a task",
    description =
        "What Tasklist shows beside a task's form: for who may read the task and see its record; 404 for others")
class BesideApi {

  /** So many collisions, and so many members of a board, are shown beside a task. */
  private static final int MOST = 100;

  record Subject(
      @Schema(description = "id of the task") String task,
      @Schema(description = "number of its record", example = "INC-2026-000042") String record,
      @Schema(description = "type of the record") String type,
      @Schema(description = "what there is to read: RECORD, TARGETS, HELP, CONCERNED, IMPACT")
          List<Part> parts) {}

  record Targets(
      @Schema(description = "when the time left was worked out") Instant asOf,
      List<TargetReport> targets) {}

  record ChangeImpact(
      @Schema(example = "CHG-2026-000042") String change,
      String title,
      @Schema(description = "the configuration items that it names") List<Surroundings.Item> items,
      @Schema(
              description =
                  "what it touches, as the CMDB answered when it was classified or last edited; null until then")
          Object impact,
      @Schema(description = "what still collides first") List<ScheduleSearch.Collision> collisions,
      @Schema(description = "how the votes stand; null until a board is asked")
          CabDecision decision,
      @Schema(description = "who sits on the board, and how they voted") List<CabMember> votes) {}

  private final Beside beside;
  private final RecordSheets sheets;
  private final ServiceTargets targets;
  private final Help help;
  private final WhatHelped whatHelped;
  private final Surroundings surroundings;
  private final ScheduleSearch schedule;
  private final CabSearch boards;
  private final Register register;
  private final RecordAccess access;
  private final Clock clock;

  BesideApi(
      Beside beside,
      RecordSheets sheets,
      ServiceTargets targets,
      Help help,
      WhatHelped whatHelped,
      Surroundings surroundings,
      ScheduleSearch schedule,
      CabSearch boards,
      Register register,
      RecordAccess access,
      Clock clock) {
    this.beside = beside;
    this.sheets = sheets;
    this.targets = targets;
    this.help = help;
    this.whatHelped = whatHelped;
    this.surroundings = surroundings;
    this.schedule = schedule;
    this.boards = boards;
    this.register = register;
    this.access = access;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "Which record a task works on, and what of it can be read beside the task")
  Subject subject(@PathVariable String id, Authentication me) {
    ServiceRecord record = beside.record(id, me);
    return new Subject(id, record.number(), record.type(), beside.parts(record, me));
  }

  @GetMapping("/record")
  @Operation(
      summary = "Read the record of a task",
      description = "Its facts, the latest entries of its journal, its links and files.")
  RecordSheet record(@PathVariable String id, Authentication me) {
    return sheets.of(beside.record(id, me).number(), me);
  }

  @GetMapping("/targets")
  @Operation(
      summary = "Read the service targets of a task's record",
      description = "With the time left, and how every due date came about.")
  Targets targets(@PathVariable String id, Authentication me) {
    return new Targets(clock.instant(), targets.explain(beside.record(id, me).number()));
  }

  @GetMapping("/help")
  @Operation(
      summary = "Find what may help with an incident or a request",
      description =
          "Known errors that match it, and how similar ones were solved; the likeliest first, with how often each has"
              + " helped. For staff.")
  Help.Offer help(@PathVariable String id, Authentication me) {
    return help.with(beside.record(id, Part.HELP, me), me);
  }

  @PutMapping("/help/{solution}")
  @Operation(
      summary = "Say that it helped",
      description =
          "Links the record as solved by a known error or by how a closed one was solved; counted once for each record.")
  @ApiResponse(responseCode = "204", description = "It is linked and counted")
  ResponseEntity<Void> helped(
      @PathVariable String id, @PathVariable String solution, Authentication me) {
    whatHelped.note(beside.record(id, Part.HELP, me), visible(solution, me), me.getName());
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping("/help/{solution}")
  @Operation(summary = "Take back that it helped", description = "It counts no longer.")
  @ApiResponse(responseCode = "204", description = "It is not linked any more")
  ResponseEntity<Void> didNotHelp(
      @PathVariable String id, @PathVariable String solution, Authentication me) {
    whatHelped.takeBack(beside.record(id, Part.HELP, me), visible(solution, me), me.getName());
    return ResponseEntity.noContent().build();
  }

  @GetMapping("/concerned")
  @Operation(
      summary = "Read what a task's record concerns",
      description =
          "The configuration items that it names, or those of its service, what depends on them, and changes and releases"
              + " from 30 days ago to 30 days ahead of these and of what they stand on. For staff.")
  Surroundings.Found concerned(@PathVariable String id, Authentication me) {
    return surroundings.of(beside.record(id, Part.CONCERNED, me), me);
  }

  @GetMapping("/impact")
  @Operation(
      summary = "Read what the change of a task touches, collides with, and how its votes stand",
      description = "For staff; votes for who may see the decision.")
  ChangeImpact impact(@PathVariable String id, Authentication me) {
    ServiceRecord record = beside.record(id, Part.IMPACT, me);
    ServiceRecord change =
        record.type().equals("change")
            ? record
            : visible(String.valueOf(record.data().get("partOf")), me);
    CabDecision decision = boards.latestOf(change.number(), me).orElse(null);
    return new ChangeImpact(
        change.number(),
        change.title(),
        surroundings.named(change),
        change.data().get("cmdbImpact"),
        schedule.collisions(change.number(), MOST, 0),
        decision,
        decision == null ? List.of() : boards.members(decision.number(), 0, MOST, me).items());
  }

  private ServiceRecord visible(String number, Authentication me) {
    return register
        .find(number)
        .filter(record -> access.visible(record, me))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }
}
