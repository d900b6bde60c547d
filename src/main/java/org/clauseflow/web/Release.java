package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A release as staff see it. */
record Release(
    @Schema(example = "REL-2026-000007") String number,
    String title,
    String description,
    @Schema(
            description =
                "requested, in planning, plan to be agreed, planned, in build, in test, decision asked, rejected,"
                    + " waiting for approval, approved, in deployment, in verification, deployment failed, in reversal,"
                    + " reversed, early life, in review, closed, deployed, failed or cancelled")
        String status,
    @Schema(description = "id of the service that it changes most") String service,
    @Schema(description = "id of the person who asked for it") String reporter,
    @Schema(description = "id of the person who works on it") String owner,
    @Schema(description = "major, minor or patch; empty for an emergency release")
        String releaseType,
    @Schema(description = "pipeline or hand") String deploymentMethod,
    Instant plannedStart,
    Instant plannedEnd,
    @Schema(description = "id of the baseline taken before its deployment") String baseline,
    @Schema(description = "successful, failed or cancelled") String deployment,
    Instant deployedAt,
    Instant earlyLifeEnds,
    String success,
    String outcome,
    @Schema(description = "how many changes it deploys") int changes,
    @Schema(description = "how many incidents of its early life count against it") int incidents,
    Instant openedAt,
    Instant closedAt) {

  static final RecordSearch.View<Release> VIEW =
      new RecordSearch.View<>(
          "release",
          Release.class,
          """
          r.data->>'description' as description, r.data->>'releaseType' as release_type,
          r.data->>'deploymentMethod' as deployment_method, (r.data->>'plannedStart')::timestamptz as planned_start,
          (r.data->>'plannedEnd')::timestamptz as planned_end, r.data->>'baseline' as baseline,
          r.data->>'deployment' as deployment, (r.data->>'deployedAt')::timestamptz as deployed_at,
          (r.data->>'earlyLifeEnds')::timestamptz as early_life_ends, r.data->>'success' as success,
          (select count(*) from sms.release_changes(r.number)) as changes,
          (select count(*) from sms.release_incidents(r.number)) as incidents
          """);
}
