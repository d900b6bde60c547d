package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** For the service provider's own people: customers hear of a major incident by its updates. */
@RestController
@RequestMapping("/api/major-incidents")
@PreAuthorize(
    "hasAnyAuthority('serviceDesk', 'applicationSupport', 'infrastructureSupport', 'networkSupport', 'securityTeam',"
        + " 'incidentManager', 'problemManager', 'requestManager', 'serviceManager', 'processOwner', 'auditor',"
        + " 'topManagement', 'camunda-admin')")
@Tag(
    name = "Major incidents",
    description = "How they stand, what happened, and what is part of them")
class MajorIncidentsApi {

  private final MajorIncidentSearch search;

  MajorIncidentsApi(MajorIncidentSearch search) {
    this.search = search;
  }

  @GetMapping
  @Operation(
      summary = "List major incidents, the latest first",
      description = "Lists what you may see.")
  Page<MajorIncident> list(
      @RequestParam(defaultValue = "false") boolean open,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size,
      Authentication me) {
    return search.page(open, page, size, me);
  }

  @GetMapping("/{number}")
  @Operation(summary = "Look up a major incident")
  MajorIncident find(@PathVariable String number, Authentication me) {
    return search.find(number, me);
  }

  @GetMapping("/{number}/timeline")
  @Operation(
      summary = "Read what happened",
      description =
          "From the journals of the major incident and of the incidents that are part of it, in order of time.")
  Page<TimelineEntry> timeline(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return search.timeline(number, page, size, me);
  }

  @GetMapping("/{number}/incidents")
  @Operation(summary = "List the incidents that are part of it")
  Page<LinkedIncident> incidents(
      @PathVariable String number,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int size,
      Authentication me) {
    return search.incidents(number, page, size, me);
  }
}
