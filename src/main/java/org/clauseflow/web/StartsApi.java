package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.clauseflow.resolution.RequestCatalogue;
import org.clauseflow.work.Starts;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/starts")
@Tag(name = "Starts", description = "What you may begin, by what it is for")
class StartsApi {

  private static final String REQUEST = "service-request-fulfilment";

  /**
   * What one may begin.
   *
   * @param items of the catalogue of requests, by name; empty for who may request nothing
   */
  record Offer(
      List<Starts.Start> starts,
      @Schema(description = "what can be requested") List<RequestCatalogue.Item> items) {}

  private final Starts starts;
  private final RequestCatalogue catalogue;

  StartsApi(Starts starts, RequestCatalogue catalogue) {
    this.starts = starts;
    this.catalogue = catalogue;
  }

  @GetMapping
  @Operation(
      summary = "Read what you may begin",
      description =
          "Processes by their purpose, and the catalogue of requests. A start form opens in Tasklist at"
              + " #/?processStart= with the key of the process.")
  Offer offer() {
    List<Starts.Start> offered = starts.offered();
    boolean requests = offered.stream().anyMatch(start -> start.process().equals(REQUEST));
    return new Offer(offered, requests ? catalogue.offered() : List.of());
  }
}
