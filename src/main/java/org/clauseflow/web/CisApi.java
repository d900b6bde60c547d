package org.clauseflow.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.clauseflow.cmdb.Baseline;
import org.clauseflow.cmdb.Baselines;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.cmdb.CiTypes;
import org.clauseflow.cmdb.CmdbHealth;
import org.clauseflow.cmdb.ConfigurationItem;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Difference;
import org.clauseflow.cmdb.Impact;
import org.clauseflow.cmdb.ImpactAnalysis;
import org.clauseflow.cmdb.Listing;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.control.RefusedWrites;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The CMDB, read only: what changes it are its processes, and imports. Who tries otherwise is
 * refused, and that is kept.
 */
@RestController
@RequestMapping("/api/cis")
@PreAuthorize("@recordAccess.staff(authentication)")
@Tag(
    name = "Configuration items",
    description = "The CMDB: look up, at any instant, differences, impact, baselines, health")
class CisApi {

  /**
   * An item with all that belongs to it.
   *
   * @param records of the register that concern it: requests for change, problems, known errors,
   *     incidents; the latest first, as far as you may see them
   */
  record Item(ConfigurationItem item, List<Relation> relations, List<Concern> records) {}

  record Concern(String number, String type, String title, String status) {}

  record History(List<ConfigurationItem> versions, List<Relation> relations) {}

  /** Records that name the item, that changed it, and known errors of it. */
  private static final String CONCERNS =
      """
      select r.number, r.type, r.title, r.status from sms.record r
      where r.number in (select sms.records_of_ci(:ci)) and\s\
      """;

  private final ConfigurationItems items;
  private final CiTypes types;
  private final ImpactAnalysis impact;
  private final Baselines baselines;
  private final CmdbHealth health;
  private final RecordAccess access;
  private final RefusedWrites refused;
  private final JdbcClient jdbc;
  private final Clock clock;

  CisApi(
      ConfigurationItems items,
      CiTypes types,
      ImpactAnalysis impact,
      Baselines baselines,
      CmdbHealth health,
      RecordAccess access,
      RefusedWrites refused,
      JdbcClient jdbc,
      Clock clock) {
    this.items = items;
    this.types = types;
    this.impact = impact;
    this.baselines = baselines;
    this.health = health;
    this.access = access;
    this.refused = refused;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @GetMapping
  @Operation(summary = "List configuration items, as they are or were at an instant")
  Page<ConfigurationItem> list(
      @RequestParam(required = false) Instant at,
      @RequestParam(required = false) @Size(max = 100) String type,
      @RequestParam(required = false) @Size(max = 100) String status,
      @RequestParam(required = false)
          @Size(max = 100)
          @Schema(description = "in the number, name, description or an attribute")
          String text,
      @RequestParam(required = false)
          @Size(max = 100)
          @Schema(description = "id of a service that stands on them")
          String service,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int size) {
    return page(items.list(at, type, status, text, service, page * size, size), page, size);
  }

  @GetMapping("/{id}")
  @Operation(
      summary = "Look up a configuration item, as it is or was at an instant",
      description = "With its relations, and the records that concern it.")
  Item find(
      @PathVariable String id, @RequestParam(required = false) Instant at, Authentication me) {
    ConfigurationItem item =
        items
            .find(id, at)
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.UNKNOWN,
                        "There is no configuration item " + id + (at == null ? "" : " at " + at)));
    RecordAccess.Condition visible = access.condition("r", me);
    return new Item(
        item,
        items.relations(id, at),
        jdbc.sql(CONCERNS + visible.sql() + " order by r.opened_at desc limit 100")
            .param("ci", id)
            .params(visible.params())
            .query(Concern.class)
            .list());
  }

  @GetMapping("/{id}/history")
  @Operation(
      summary = "Read all versions of a configuration item and of its relations",
      description = "With who made each, since when, and by which request for change.")
  History history(@PathVariable String id) {
    List<ConfigurationItem> versions = items.history(id);
    if (versions.isEmpty()) {
      throw new Refusal(Reason.UNKNOWN, "There is no configuration item " + id);
    }
    return new History(versions, items.relationHistory(id));
  }

  @GetMapping("/difference")
  @Operation(summary = "Read what changed after one instant until another")
  List<Difference> difference(
      @RequestParam Instant from, @RequestParam(required = false) Instant until) {
    return items.difference(from, until == null ? clock.instant() : until);
  }

  @GetMapping("/impact")
  @Operation(
      summary = "Ask what the loss of configuration items would touch",
      description =
          "Services, customers and items that need them, and the items that they stand on, the"
              + " nearest first. Where several stand in for one another, the loss of one degrades.")
  Impact impact(
      @RequestParam @Size(min = 1, max = 100) List<String> ci,
      @RequestParam(defaultValue = "" + ImpactAnalysis.DEPTH) @Min(1) @Max(20) int depth,
      @RequestParam(defaultValue = "" + ImpactAnalysis.MOST) @Min(0) @Max(5000) int most) {
    return impact.of(ci, depth, most);
  }

  @GetMapping("/types")
  @Operation(summary = "Read the definitions of all types of configuration items")
  List<CiType> types() {
    return types.all();
  }

  @GetMapping("/baselines")
  @Operation(summary = "List baselines, the latest first")
  Page<Baseline> baselines(
      @RequestParam(required = false) @Size(max = 100) String record,
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
    return page(baselines.list(record, page * size, size), page, size);
  }

  @GetMapping("/baselines/{id}")
  @Operation(summary = "Look up a baseline")
  Baseline baseline(@PathVariable String id) {
    return baselines
        .find(id)
        .orElseThrow(() -> new Refusal(Reason.UNKNOWN, "There is no baseline " + id));
  }

  @GetMapping("/baselines/{id}/difference")
  @Operation(summary = "Compare a baseline with what is there now, or with another baseline")
  List<Difference> baselineDifference(
      @PathVariable String id, @RequestParam(required = false) @Size(max = 100) String other) {
    return other == null ? baselines.comparedWithNow(id) : baselines.compared(id, other);
  }

  @GetMapping("/health")
  @Operation(summary = "Read how far the CMDB can be relied on")
  CmdbHealth.Figures health() {
    return health.figures();
  }

  @GetMapping("/health/incomplete")
  @Operation(summary = "List items that lack what their type asks for")
  Page<CmdbHealth.Finding> incomplete(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int size) {
    return page(health.incomplete(page * size, size), page, size);
  }

  @GetMapping("/health/orphans")
  @Operation(summary = "List items that are related to nothing")
  Page<CmdbHealth.Finding> orphans(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int size) {
    return page(health.orphans(page * size, size), page, size);
  }

  @GetMapping("/health/stale")
  @Operation(summary = "List items neither changed nor seen for longer than their type allows")
  Page<CmdbHealth.Finding> stale(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int size) {
    return page(health.stale(page * size, size), page, size);
  }

  @GetMapping("/health/duplicates")
  @Operation(summary = "List items that look like one: by name, or by serial number")
  Page<CmdbHealth.Duplicate> duplicates(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int size) {
    return page(health.duplicates(page * size, size), page, size);
  }

  record RefusedWrite(
      Instant at,
      @Schema(description = "id of who tried") String person,
      String what,
      @Schema(description = "why it was refused") String reason) {}

  @GetMapping("/refused-writes")
  @PreAuthorize("hasAnyAuthority('configurationManager', 'auditor')")
  @Operation(summary = "List who tried to write to the CMDB past its processes, the latest first")
  Page<RefusedWrite> refusedWrites(
      @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int page,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int size) {
    return new Page<>(
        jdbc.sql(
                """
                select at, person, what, reason from sms.ci_refused_write order by id desc limit :size offset :offset
                """)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(RefusedWrite.class)
            .list(),
        page,
        size,
        jdbc.sql("select count(*) from sms.ci_refused_write").query(Long.class).single());
  }

  @RequestMapping(
      path = {"", "/{id}", "/{id}/**"},
      method = {RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH, RequestMethod.DELETE})
  @Operation(hidden = true)
  void write(HttpServletRequest call, Authentication me) {
    String reason =
        "Configuration items are updated by the process configuration-control only: ask for it in"
            + " Tasklist, or at /api/configuration-updates";
    refused.keep(me.getName(), call.getMethod() + " " + call.getRequestURI(), reason);
    throw new Refusal(Reason.NOT_ALLOWED, reason);
  }

  private static <T> Page<T> page(Listing<T> listing, int page, int size) {
    return new Page<>(listing.items(), page, size, listing.total());
  }
}
