package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** An incident as those see it whom it concerns. */
record Incident(
    @Schema(example = "INC-2026-000123") String number,
    String title,
    String description,
    @Schema(
            description =
                "reported, classified, in progress, waiting for customer, resolved, closed, merged or cancelled")
        String status,
    @Schema(description = "critical, high, moderate or low; empty until it is classified")
        String priority,
    String impact,
    String urgency,
    String category,
    @Schema(description = "id of the service concerned") String service,
    @Schema(description = "id of the customer") String customer,
    @Schema(description = "id of the person who has the trouble") String reporter,
    @Schema(description = "id of the person who works on it") String owner,
    boolean confidential,
    @Schema(description = "person, api, alert, import or mail") String source,
    @Schema(description = "what the provider asks the customer") String question,
    String resolution,
    String outcome,
    Instant openedAt,
    Instant resolvedAt,
    Instant closedAt) {

  static final RecordSearch.View<Incident> VIEW =
      new RecordSearch.View<>(
          "incident",
          Incident.class,
          "r.data->>'description' as description, r.data->>'category' as category");
}
