package org.clauseflow.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A request for change as staff see it. */
record Change(
    @Schema(example = "CHG-2026-000042") String number,
    String title,
    @Schema(description = "its scope: what is changed, and what is not") String description,
    @Schema(description = "what it is good for") String benefit,
    @Schema(
            description =
                "requested, returned, in assessment, waiting for approval, emergency, approved, scheduled, in build,"
                    + " waiting for release, deployed, documented afterwards, in review, closed, failed, rejected,"
                    + " withdrawn or handed over")
        String status,
    @Schema(description = "change, agreement, standard, template, newService, removal or transfer")
        String changeKind,
    @Schema(description = "standard, normal, emergency or major; empty until it is classified")
        String changeType,
    @Schema(description = "planned or emergency") String urgency,
    @Schema(description = "low, moderate or high; empty until it is assessed") String risk,
    @Schema(description = "id of the service that is changed") String service,
    @JsonRawValue
        @Schema(type = "array", description = "ids of the configuration items that are changed")
        String configurationItems,
    @Schema(description = "id of the standard change, if it is one") String template,
    @Schema(description = "id of the person who asks for it") String reporter,
    @Schema(description = "id of the person who works on it") String owner,
    @Schema(description = "id of the person who carries it out") String implementer,
    String supportGroup,
    String plannedStart,
    String plannedEnd,
    String testPlan,
    @Schema(description = "what reverses or remedies it if it fails") String remedyPlan,
    @Schema(description = "yes or no") String approved,
    @Schema(description = "number of the decision on it") String cab,
    String conditions,
    @Schema(description = "successful, failed, rejected or withdrawn; empty while it goes on")
        String changeOutcome,
    boolean confidential,
    String source,
    String outcome,
    Instant openedAt,
    Instant closedAt) {

  static final RecordSearch.View<Change> VIEW =
      new RecordSearch.View<>(
          "change",
          Change.class,
          "r.data->>'description' as description, r.data->>'benefit' as benefit, r.data->>'changeKind' as change_kind,"
              + " r.data->>'changeType' as change_type, r.data->>'risk' as risk,"
              + " coalesce(r.data->'configurationItems', '[]')::text as configuration_items,"
              + " r.data->>'template' as template, r.data->>'implementer' as implementer,"
              + " r.data->>'supportGroup' as support_group, r.data->>'plannedStart' as planned_start,"
              + " r.data->>'plannedEnd' as planned_end, r.data->>'testPlan' as test_plan,"
              + " r.data->>'remedyPlan' as remedy_plan, r.data->>'approved' as approved, r.data->>'cab' as cab,"
              + " r.data->>'conditions' as conditions, r.data->>'changeOutcome' as change_outcome");
}
