package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An update of the CMDB as staff see it. */
record ConfigurationUpdate(
    @Schema(example = "CFG-2026-000012") String number,
    String title,
    String description,
    @Schema(
            description =
                "asked for, being written, waiting for change, being checked, being verified, updated, not done,"
                    + " rejected or withdrawn")
        String status,
    @Schema(description = "number of the item that it is about now") String ci,
    @Schema(description = "number of the request for change by which it is done") String change,
    @Schema(description = "number of the record that it is a part of") String partOf,
    @Schema(description = "id of the person who asked for it") String reporter,
    @Schema(description = "id of the person who works on it") String owner,
    @Schema(description = "role of those who write it down") String supportGroup,
    String source,
    @Schema(description = "how many items were updated") int updated,
    @Schema(description = "why it was rejected or withdrawn") String reason,
    String outcome,
    Instant openedAt,
    Instant closedAt) {

  static final RecordSearch.View<ConfigurationUpdate> VIEW =
      new RecordSearch.View<>(
          "configuration-control",
          ConfigurationUpdate.class,
          """
          r.data->>'description' as description, r.data->>'ci' as ci, r.data->>'change' as change, r.data->>'partOf' as part_of,
          r.data->>'supportGroup' as support_group, r.data->>'reason' as reason,
          (select count(*) from sms.ci_update u where u.record = r.number and u.applied_at is not null) as updated
          """);

  /**
   * One step of an update.
   *
   * @param summary what it changes
   * @param appliedBy null: it is not done yet
   */
  record Step(
      int position,
      @Schema(description = "register, change, relate, retire or defineType") String action,
      String ci,
      String summary,
      String writtenBy,
      Instant writtenAt,
      String appliedBy,
      Instant appliedAt,
      @Schema(description = "request for change by which it was done") String change) {}
}
