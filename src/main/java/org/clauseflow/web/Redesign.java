package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A redesign of a process or a decision table as staff see it. */
record Redesign(
    @Schema(example = "RDN-2026-000004") String number,
    String title,
    @Schema(description = "why") String description,
    @Schema(
            description =
                "begun, draft asked, in check, waiting for change, waiting for owner, waiting for controller, being deployed,"
                    + " moving cases, migration to be decided, migration incomplete, being rolled back, in force, rolled back,"
                    + " rejected or withdrawn")
        String status,
    @Schema(description = "process or decision") String kind,
    @Schema(description = "id of the process or decision", example = "incident-management")
        String subject,
    @Schema(description = "id of the person whose draft it is") String author,
    @Schema(
            description =
                "version in force that the draft is compared with; empty if there is none")
        Integer baseVersion,
    String baseTag,
    @Schema(description = "version tag of the draft") String versionTag,
    @Schema(description = "new, patch, minor or major") String versionKind,
    @Schema(description = "how many drafts were taken in") int revision,
    @Schema(description = "how many findings of the latest check are to be corrected") int findings,
    @Schema(description = "id of the engine's definition that came of it") String definition,
    Instant deployedAt,
    @Schema(description = "when it was rolled back") Instant restoredAt,
    String outcome,
    Instant openedAt,
    Instant closedAt) {

  static final RecordSearch.View<Redesign> VIEW =
      new RecordSearch.View<>(
          "process-redesign",
          Redesign.class,
          """
          r.data->>'description' as description,
          (select d.kind from sms.redesign d where d.number = r.number) as kind,
          (select d.key from sms.redesign d where d.number = r.number) as subject,
          (select d.author from sms.redesign d where d.number = r.number) as author,
          (select d.base_version from sms.redesign d where d.number = r.number) as base_version,
          (select d.base_tag from sms.redesign d where d.number = r.number) as base_tag,
          (select d.tag from sms.redesign d where d.number = r.number) as version_tag,
          (select d.version_kind from sms.redesign d where d.number = r.number) as version_kind,
          (select d.revision from sms.redesign d where d.number = r.number) as revision,
          (select jsonb_array_length(d.findings) from sms.redesign d where d.number = r.number) as findings,
          (select d.definition from sms.redesign d where d.number = r.number) as definition,
          (select d.deployed_at from sms.redesign d where d.number = r.number) as deployed_at,
          (select d.restored_at from sms.redesign d where d.number = r.number) as restored_at
          """);
}
