package org.clauseflow.cmdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How far the CMDB can be relied on. */
@ClauseflowTest
class CmdbHealthTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private CmdbHealth health;
  @Autowired private ConfigurationItems items;
  @Autowired private Clock clock;

  @Test
  void whatLacksSomethingIsIncompleteUntilItHasIt() {
    String id = register("document", Map.of());
    assertThat(found(id).missing())
        .containsExactly("description", "owner", "location", "masterCopy");
    long complete = health.figures().complete();
    items.change(
        id,
        Map.of(
            "description", "Plan", "owner", "wanda", "location", "Safe", "masterCopy", "dms:4711"),
        LOAD);
    assertThat(health.incomplete(0, 10_000).items())
        .extracting(CmdbHealth.Finding::id)
        .doesNotContain(id);
    assertThat(health.figures().complete()).isEqualTo(complete + 1);
    String licence = register("licence", Map.of("status", "planned"));
    assertThat(found(licence).missing()).contains("kind", "count");
  }

  @Test
  void whatIsRelatedToNothingIsAnOrphan() {
    String id = register("server", Map.of());
    assertThat(health.orphans(0, 10_000).items()).extracting(CmdbHealth.Finding::id).contains(id);
    String other = register("server", Map.of());
    items.relate(Relation.of(id, "depends on", other), LOAD);
    assertThat(health.orphans(0, 10_000).items())
        .extracting(CmdbHealth.Finding::id)
        .doesNotContain(id, other, "CI-0024");
  }

  @Test
  void whatNobodyHasSeenForLongIsStale() {
    String id = register("device", Map.of());
    long now = health.figures().stale();
    ClockUtil.setCurrentTime(Date.from(clock.instant().plus(366, ChronoUnit.DAYS)));
    assertThat(health.stale(0, 10_000).items()).extracting(CmdbHealth.Finding::id).contains(id);
    assertThat(health.figures().stale()).isGreaterThan(now);
    items.change(id, Map.of("version", "2"), LOAD);
    assertThat(health.stale(0, 10_000).items())
        .extracting(CmdbHealth.Finding::id)
        .doesNotContain(id);
  }

  @Test
  void whatLooksLikeOneIsShownTogether() {
    String serial = UUID.randomUUID().toString();
    String a = register("server", Map.of("attributes", Map.of("serial", serial)));
    String b = register("server", Map.of("attributes", Map.of("serial", serial)));
    items.change(a, Map.of("name", "Twin " + serial), LOAD);
    items.change(b, Map.of("name", "twin " + serial), LOAD);
    assertThat(health.duplicates(0, 10_000).items())
        .filteredOn(d -> d.ids().contains(a))
        .extracting(CmdbHealth.Duplicate::same, CmdbHealth.Duplicate::ids)
        .containsExactlyInAnyOrder(
            org.assertj.core.api.Assertions.tuple("name", List.of(a, b)),
            org.assertj.core.api.Assertions.tuple("serial", List.of(a, b)));
    items.retire(b, LOAD);
    assertThat(health.duplicates(0, 10_000).items())
        .noneMatch(duplicate -> duplicate.ids().contains(a));
  }

  private CmdbHealth.Finding found(String id) {
    return health.incomplete(0, 10_000).items().stream()
        .filter(finding -> finding.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String register(String type, Map<String, Object> fields) {
    Map<String, Object> all =
        new HashMap<>(Map.of("type", type, "name", "Health " + UUID.randomUUID()));
    all.putAll(fields);
    return items.register(all, LOAD);
  }
}
