package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** A service request as those see it whom it concerns. */
record ServiceRequest(
    @Schema(example = "REQ-2026-000123") String number,
    @Schema(description = "id of the item of the catalogue", example = "request-equipment")
        String item,
    String title,
    @Schema(
            description =
                "requested, waiting for approval, in progress, waiting for customer, in clarification, fulfilled,"
                    + " closed, rejected, cancelled or withdrawn; items may add their own")
        String status,
    @Schema(description = "critical, high, moderate or low") String priority,
    String impact,
    String urgency,
    @Schema(description = "id of the service concerned, if it is one") String service,
    @Schema(description = "id of the customer") String customer,
    @Schema(description = "id of the person it is for") String reporter,
    @Schema(description = "id of the person who asked") String requester,
    @Schema(description = "id of the person who works on it") String owner,
    boolean confidential,
    @Schema(description = "person or api") String source,
    @Schema(description = "none, preApproved or required") String approval,
    @Schema(description = "what the provider asks the customer") String question,
    @Schema(description = "what was done") String resolution,
    @Schema(description = "why it was rejected, handed back or withdrawn") String reason,
    String outcome,
    Instant openedAt,
    Instant resolvedAt,
    Instant closedAt) {

  static final RecordSearch.View<ServiceRequest> VIEW =
      new RecordSearch.View<>(
          "service-request",
          ServiceRequest.class,
          "r.data->>'item' as item, r.data->>'requester' as requester, r.data->>'approval' as approval,"
              + " r.data->>'reason' as reason");
}
