package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An audit of the CMDB as staff see it. */
record ConfigurationAudit(
    @Schema(example = "CAU-2026-000003") String number,
    String title,
    @Schema(
            description =
                "planned, waiting for facts, being checked, deciding, reporting, issued or called off")
        String status,
    @Schema(description = "sample or full") String auditKind,
    @Schema(description = "all, type or service") String scopeKind,
    @Schema(description = "id of the person who audits") String auditor,
    @Schema(description = "items in the scope") Integer itemsInScope,
    @Schema(description = "with it the same sample comes out again") Long seed,
    @Schema(description = "what was found, in one sentence") String figures,
    String conclusions,
    @Schema(description = "why it was called off") String reason,
    String outcome,
    Instant openedAt,
    Instant closedAt) {

  static final RecordSearch.View<ConfigurationAudit> VIEW =
      new RecordSearch.View<>(
          "configuration-audit",
          ConfigurationAudit.class,
          """
          r.data->>'auditKind' as audit_kind, r.data->>'scopeKind' as scope_kind, r.data->>'auditor' as auditor,
          (r.data->>'itemsInScope')::int as items_in_scope, (r.data->>'seed')::bigint as seed, r.data->>'figures' as figures,
          r.data->>'conclusions' as conclusions, r.data->>'reason' as reason
          """);

  /**
   * An item of the sample.
   *
   * @param result null: not checked yet
   */
  record Checked(
      int position,
      String ci,
      String name,
      @Schema(description = "found, differs or notFound") String result,
      String note,
      String checkedBy,
      Instant checkedAt) {}

  /** What was found wrong, and what was decided on it. */
  record Deficiency(
      int place,
      @Schema(
              description =
                  "notFound, differs, unknown, missing, licence, masterCopy, duplicate, asset, incomplete, orphan or stale")
          String kind,
      String title,
      String detail,
      @Schema(description = "how many items") int count,
      @Schema(description = "numbers of these items") String items,
      @Schema(description = "correct, action or accept; empty until it is decided") String decision,
      String reason,
      String decidedBy,
      Instant decidedAt,
      @Schema(
              description =
                  "number of the record that was raised from it; empty while no process takes it yet")
          String raised) {}
}
