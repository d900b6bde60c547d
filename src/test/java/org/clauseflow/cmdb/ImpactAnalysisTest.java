package org.clauseflow.cmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.Impact.Effect;
import org.clauseflow.cmdb.Impact.Item;
import org.clauseflow.cmdb.Impact.TouchedCustomer;
import org.clauseflow.cmdb.Impact.TouchedService;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the loss of items touches. */
@ClauseflowTest
class ImpactAnalysisTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private ImpactAnalysis impact;
  @Autowired private ConfigurationItems items;
  @Autowired private Landscapes landscapes;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;
  @Autowired private ObjectMapper json;

  private final String own = UUID.randomUUID().toString().substring(0, 8);

  @Test
  void whatNeedsTheLostIsLostAndTheNearestComeFirst() {
    Impact storage = impact.of(List.of("CI-0003"));
    assertThat(storage.affected().items())
        .filteredOn(item -> item.distance() <= 2)
        .extracting(Item::name, Item::effect, Item::distance, Item::via)
        .startsWith(
            tuple("hyp-01", Effect.OUTAGE, 1, "CI-0003"),
            tuple("hyp-02", Effect.OUTAGE, 1, "CI-0003"))
        .contains(tuple("ledger", Effect.OUTAGE, 2, "CI-0001"));
    assertThat(storage.services())
        .extracting(TouchedService::id, TouchedService::effect)
        .contains(tuple("accounting", Effect.OUTAGE), tuple("records", Effect.OUTAGE))
        .doesNotContain(tuple("portal", Effect.OUTAGE));
    assertThat(storage.complete()).isTrue();
  }

  @Test
  void customersAreThoseWhoseAgreementsNameTheServiceOrElseAll() {
    Impact records = impact.of(List.of("CI-0019"));
    assertThat(records.services())
        .singleElement()
        .returns("records", TouchedService::id)
        .returns(
            List.of("Patient records application", "Patient records database"),
            TouchedService::components);
    assertThat(records.customers())
        .extracting(TouchedCustomer::id, TouchedCustomer::effect, TouchedCustomer::services)
        .containsExactly(tuple("hafenklinik", Effect.OUTAGE, List.of("records")));
    assertThat(impact.of(List.of("CI-0017")).customers())
        .extracting(TouchedCustomer::id)
        .containsExactlyInAnyOrder("nordwind", "hafenklinik", "citylibrary");
  }

  @Test
  void oneOfTwoLinesIsNoOutageBothAre() {
    Impact one = impact.of(List.of("CI-0013"));
    assertThat(one.affected().items())
        .extracting(Item::name, Item::effect)
        .containsExactly(tuple("fw-01", Effect.DEGRADED), tuple("vpn-01", Effect.DEGRADED));
    assertThat(one.services())
        .extracting(TouchedService::id, TouchedService::effect)
        .containsExactlyInAnyOrder(
            tuple("network", Effect.DEGRADED), tuple("remote", Effect.DEGRADED));

    Impact both = impact.of(List.of("CI-0013", "CI-0014"));
    assertThat(both.affected().items()).extracting(Item::effect).containsOnly(Effect.OUTAGE);
    assertThat(both.services()).extracting(TouchedService::effect).containsOnly(Effect.OUTAGE);
    assertThat(both.affected().items()).extracting(Item::id).doesNotContain("CI-0013", "CI-0014");
  }

  @Test
  void twoOfThreeAreNeededAndAPlannedOneStandsInForNothing() {
    String front = register("front", "in use");
    String[] nodes = {
      register("node-1", "in use"), register("node-2", "in use"), register("node-3", "in use")
    };
    String planned = register("node-4", "planned");
    for (String node : nodes) {
      items.relate(Relation.of(front, "depends on", node).redundant("nodes", 2), LOAD);
    }
    items.relate(Relation.of(front, "depends on", planned).redundant("nodes", 2), LOAD);
    String users = register("users", "in use");
    items.relate(Relation.of(users, "depends on", front), LOAD);

    assertThat(effects(nodes[0])).containsExactly(Effect.DEGRADED, Effect.DEGRADED);
    assertThat(effects(nodes[0], nodes[2])).containsExactly(Effect.OUTAGE, Effect.OUTAGE);
    assertThat(effects(planned)).isEmpty();
    items.change(planned, Map.of("status", "in use"), LOAD);
    assertThat(effects(nodes[0], nodes[2])).containsExactly(Effect.DEGRADED, Effect.DEGRADED);
    items.retire(planned, LOAD);
    assertThat(effects(nodes[0], nodes[2])).containsExactly(Effect.OUTAGE, Effect.OUTAGE);
  }

  @Test
  void aGroupIsLostWhereItsMembersStandOnOneThing() {
    String host = register("host", "in use");
    String a = register("vm-a", "in use");
    String b = register("vm-b", "in use");
    String app = register("app", "in use");
    items.relate(Relation.of(a, "runs on", host), LOAD);
    items.relate(Relation.of(b, "runs on", host), LOAD);
    items.relate(Relation.of(app, "depends on", a).redundant("vms", 1), LOAD);
    items.relate(Relation.of(app, "depends on", b).redundant("vms", 1), LOAD);
    assertThat(effects(a)).containsExactly(Effect.DEGRADED);
    assertThat(effects(host)).containsExactly(Effect.OUTAGE, Effect.OUTAGE, Effect.OUTAGE);
  }

  @Test
  void cyclesEndAndTheDepthBounds() {
    String[] ring = new String[6];
    for (int i = 0; i < ring.length; i++) {
      ring[i] = register("ring-" + i, "in use");
    }
    for (int i = 0; i < ring.length; i++) {
      items.relate(Relation.of(ring[(i + 1) % 6], "depends on", ring[i]), LOAD);
    }
    Impact all = impact.of(List.of(ring[0]));
    assertThat(all.affected().items()).extracting(Item::distance).containsExactly(1, 2, 3, 4, 5);
    assertThat(all.needs().items()).extracting(Item::distance).containsExactly(1, 2, 3, 4, 5);
    assertThat(all.complete()).isTrue();
    Impact near = impact.of(List.of(ring[0]), 2, 1);
    assertThat(near.affected())
        .returns(2, Impact.Touched::total)
        .returns(List.of(1, 1), Impact.Touched::byDistance);
    assertThat(near.affected().items()).extracting(Item::id).containsExactly(ring[1]);
    assertThat(near.complete()).isFalse();
  }

  @Test
  void aComponentOfSeveralItemsDegradesBeforeItFails() {
    jdbc.sql("insert into sms.service (id, name, status) values (:id, 'Impact', 'planned')")
        .param("id", "impact" + own)
        .update();
    jdbc.sql(
            "insert into sms.service_component (id, service_id, name) values (:id, :id, 'Front"
                + " ends')")
        .param("id", "impact" + own)
        .update();
    String a = register("front-a", "in use");
    String b = register("front-b", "in use");
    items.relate(Relation.of(a, Relation.MAKES_UP, "impact" + own).redundant("fronts", 1), LOAD);
    items.relate(Relation.of(b, Relation.MAKES_UP, "impact" + own).redundant("fronts", 1), LOAD);
    assertThat(impact.of(List.of(a)).services())
        .extracting(TouchedService::effect, TouchedService::distance, TouchedService::via)
        .containsExactly(tuple(Effect.DEGRADED, 1, a));
    assertThat(impact.of(List.of(a, b)).services())
        .extracting(TouchedService::effect)
        .containsExactly(Effect.OUTAGE);
  }

  @Test
  void anAnswerKnowsWhatItsOwnTransactionWroteAndForgetsWhatWasTakenBack() {
    String host = register("host", "in use");
    String guest = register("guest", "in use");
    assertThat(effects(host)).isEmpty();
    transaction.executeWithoutResult(
        status -> {
          items.relate(Relation.of(guest, "runs on", host), LOAD);
          assertThat(effects(host)).containsExactly(Effect.OUTAGE);
          status.setRollbackOnly();
        });
    assertThat(effects(host)).isEmpty();
    items.relate(Relation.of(guest, "runs on", host), LOAD);
    assertThat(effects(host)).containsExactly(Effect.OUTAGE);
    landscapes.forget();
    items.unrelate(guest, "runs on", host, LOAD);
    assertThat(effects(host)).isEmpty();
  }

  @Test
  void anAnswerCanBeKeptAsItWasGiven() throws Exception {
    Impact answer = impact.of(List.of("CI-0008"));
    assertThat(json.readValue(json.writeValueAsString(answer), Impact.class)).isEqualTo(answer);
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> impact.of(List.of("CI-0001", "CI-none")))
        .isInstanceOf(Refusal.class)
        .hasMessage("There is no configuration item CI-none");
    assertThatThrownBy(() -> impact.of(List.of())).isInstanceOf(Refusal.class);
  }

  private List<Effect> effects(String... lost) {
    return impact.of(List.of(lost)).affected().items().stream().map(Item::effect).toList();
  }

  private String register(String name, String status) {
    return items.register(
        Map.of("type", "server", "name", name + " " + own, "status", status), LOAD);
  }
}
