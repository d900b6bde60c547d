package org.clauseflow.cmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was there before a release, and what is not so any more. */
@ClauseflowTest
class BaselinesTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private Baselines baselines;
  @Autowired private ConfigurationItems items;
  @Autowired private JdbcClient jdbc;

  @Test
  void aBaselineIsComparedWithNowAndWithAnother() {
    String app = register("app");
    String db = register("db");
    String host = register("host");
    String far = register("far");
    items.relate(Relation.of(app, "depends on", db), LOAD);
    items.relate(Relation.of(app, "runs on", host), LOAD);
    items.relate(Relation.of(host, "depends on", far), LOAD);
    String before = baselines.take("Before release 5", List.of(app), "REL-5", "wanda");
    assertThat(baselines.comparedWithNow(before)).isEmpty();
    assertThat(baselines.find(before).orElseThrow())
        .returns("Before release 5", Baseline::name)
        .returns("wanda", Baseline::takenBy)
        .returns(List.of(app), Baseline::chosen)
        // itself, its two relations, and what is at their other ends
        .returns(5, Baseline::parts)
        .returns(true, Baseline::intact);

    items.change(app, Map.of("version", "5.0"), LOAD);
    items.change(db, Map.of("version", "17"), LOAD);
    items.change(far, Map.of("version", "is not near"), LOAD);
    items.unrelate(app, "runs on", host, LOAD);
    items.relate(Relation.of(app, "depends on", db).redundant("dbs", 1), LOAD);
    assertThat(baselines.comparedWithNow(before))
        .extracting(Difference::ci, Difference::part, Difference::what, Difference::field)
        .containsExactly(
            tuple(app, "", "changed", "version"),
            tuple(app, "depends on " + db, "changed", "needed"),
            tuple(app, "depends on " + db, "changed", "redundancy"),
            tuple(app, "runs on " + host, "removed", null),
            tuple(db, "", "changed", "version"),
            tuple(host, "", "removed", null));
    String after = baselines.take("After release 5", List.of(app), "REL-5", "wanda");
    items.change(app, Map.of("version", "5.1"), LOAD);
    assertThat(baselines.compared(before, after))
        .filteredOn(d -> "version".equals(d.field()) && d.ci().equals(app))
        .singleElement()
        .returns("\"5.0\"", d -> d.after().toString());
    assertThat(baselines.list("REL-5", 0, 10).items())
        .extracting(Baseline::id)
        .contains(after, before);
  }

  @Test
  void aBaselineStaysAsItWasTaken() {
    String id = baselines.take("Kept", List.of("CI-0003"), null, "wanda");
    for (String sql :
        List.of(
            "update sms.ci_baseline set content = '[]'",
            "delete from sms.ci_baseline",
            "truncate sms.ci_baseline")) {
      assertThatThrownBy(() -> jdbc.sql(sql).update())
          .isInstanceOf(DataAccessException.class)
          .rootCause()
          .hasMessageContaining("Baselines stay as they were taken");
    }
    assertThat(baselines.find(id).orElseThrow().intact()).isTrue();
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> baselines.take("x", List.of("CI-0001", "CI-none"), null, "wanda"))
        .isInstanceOf(Refusal.class)
        .hasMessage("There is no configuration item CI-none");
    assertThatThrownBy(() -> baselines.take("x", List.of(), null, "wanda"))
        .isInstanceOf(Refusal.class)
        .hasMessage("names no configuration item");
    assertThatThrownBy(() -> baselines.comparedWithNow("BL-none"))
        .isInstanceOf(Refusal.class)
        .hasMessage("There is no baseline BL-none");
  }

  private String register(String name) {
    return items.register(Map.of("type", "server", "name", name), LOAD);
  }
}
