package org.clauseflow.cmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Items under control: what is asked for, what is refused, and that nothing is forgotten. */
@ClauseflowTest
class ConfigurationItemsTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");
  private static final Mandate NO_CHANGE = new Mandate("wanda", null);

  @Autowired private ConfigurationItems items;
  @Autowired private CmdbWriter writer;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate transaction;
  @Autowired private Clock clock;

  @Test
  void aServiceIsMadeOfItsItemsAndAllTheyStandOn() {
    assertThat(items.list(null, null, "in use", null, "accounting", 0, 100).items())
        .extracting(ConfigurationItem::name)
        .containsExactly("core-sw-01", "hyp-01", "ledger", "ledger-db", "san-01");
    assertThat(items.list(null, null, "in use", null, "portal", 0, 1))
        .returns(2L, Listing::total)
        .extracting(Listing::items)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(1);
    assertThat(items.list(null, null, null, "PORTAL-DB", null, 0, 10).items())
        .extracting(ConfigurationItem::id, ConfigurationItem::type, ConfigurationItem::status)
        .containsExactly(tuple("CI-0022", "database", "in use"));
  }

  @Test
  void everyVersionIsKeptWithWhoMadeItAndByWhichRequestForChange() {
    Instant start = at(Instant.parse("2026-03-01T08:00:00Z"));
    String id = register(Map.of("name", "web-01", "version", "1.0"));
    at(start.plus(1, ChronoUnit.DAYS));
    items.change(id, Map.of("version", "1.1"), new Mandate("elif", "Change 7"));
    at(start.plus(2, ChronoUnit.DAYS));
    items.retire(id, new Mandate("farid", "Change 8"));

    assertThat(items.history(id))
        .extracting(
            ConfigurationItem::version,
            ConfigurationItem::status,
            ConfigurationItem::changedBy,
            ConfigurationItem::change,
            ConfigurationItem::validFrom)
        .containsExactly(
            tuple("1.1", "retired", "farid", "Change 8", start.plus(2, ChronoUnit.DAYS)),
            tuple("1.1", "in use", "elif", "Change 7", start.plus(1, ChronoUnit.DAYS)),
            tuple("1.0", "in use", "wanda", "First load", start));
    assertThat(items.find(id, start.minusSeconds(1))).isEmpty();
    assertThat(items.find(id, start.plus(30, ChronoUnit.HOURS)).orElseThrow())
        .returns("1.1", ConfigurationItem::version)
        .returns(start.plus(2, ChronoUnit.DAYS), ConfigurationItem::validUntil);
    assertThat(items.list(start, null, null, id, null, 0, 10).items())
        .singleElement()
        .returns("1.0", ConfigurationItem::version);
  }

  @Test
  void theDifferenceBetweenTwoInstantsNamesEachFieldAndRelation() {
    Instant start = at(Instant.parse("2026-04-01T08:00:00Z"));
    String web = register(Map.of("name", "web-02", "attributes", Map.of("model", "R640")));
    String old = register(Map.of("name", "db-old"));
    items.relate(Relation.of(web, "depends on", old), LOAD);
    at(start.plus(1, ChronoUnit.HOURS));
    items.change(web, Map.of("location", "Kiel", "attributes", Map.of("model", "R650")), LOAD);
    items.unrelate(web, "depends on", old, LOAD);
    String young = register(Map.of("name", "db-new"));
    items.relate(Relation.of(web, "depends on", young).redundant("databases", 1), LOAD);

    List<Difference> difference = items.difference(start, start.plus(1, ChronoUnit.HOURS));
    assertThat(difference)
        .extracting(
            Difference::ci,
            Difference::part,
            Difference::what,
            Difference::field,
            d -> String.valueOf(d.before()),
            d -> d.field() == null ? "" : String.valueOf(d.after()))
        .containsExactly(
            tuple(web, "", "changed", "location", "null", "\"Kiel\""),
            tuple(web, "", "changed", "model", "\"R640\"", "\"R650\""),
            tuple(
                web,
                "depends on " + old,
                "removed",
                null,
                "{\"needed\":null,\"redundancy\":null}",
                ""),
            tuple(web, "depends on " + young, "added", null, "null", ""),
            tuple(young, "", "added", null, "null", ""));
    assertThat(items.relations(web, start)).extracting(Relation::to).containsExactly(old);
    assertThat(items.relations(web, null))
        .extracting(Relation::to, Relation::redundancy, Relation::needed)
        .containsExactly(tuple(young, "databases", 1));
    assertThat(items.relationHistory(web)).hasSize(2);
    assertThatThrownBy(() -> items.difference(start, start))
        .isInstanceOf(Refusal.class)
        .hasMessage("must be after from");
  }

  @Test
  void theDegreeOfControlSaysWhenARequestForChangeIsAskedFor() {
    refused(
        "change",
        "Items of type server are under high control: name the request for change",
        () ->
            items.register(Map.of("type", "server", "name", "s", "status", "planned"), NO_CHANGE));
    String planned =
        items.register(Map.of("type", "network", "name", "sw-1", "status", "planned"), NO_CHANGE);
    items.change(planned, Map.of("location", "Kiel"), NO_CHANGE);
    refused(
        "change",
        "Items of type network are under medium control: name the request for change",
        () -> items.change(planned, Map.of("status", "in use"), NO_CHANGE));
    items.change(planned, Map.of("status", "in use"), LOAD);
    refused(
        "change",
        "Items of type network are under medium control: name the request for change",
        () -> items.relate(Relation.of(planned, "connects to", "CI-0008"), NO_CHANGE));
    String device = items.register(Map.of("type", "device", "name", "pc-1"), NO_CHANGE);
    items.change(device, Map.of("version", "2"), NO_CHANGE);
    items.retire(device, NO_CHANGE);
    assertThat(items.find(device).orElseThrow().status()).isEqualTo("retired");
    refused(
        "change",
        "names no record: CHG-1999-000001",
        () -> items.retire(planned, new Mandate("wanda", "CHG-1999-000001")));
    assertThat(items.find(planned).orElseThrow().status()).isEqualTo("in use");
  }

  @Test
  void attributesAreHeldAgainstTheType() {
    Map<String, Object> licence = new HashMap<>();
    licence.put("type", "licence");
    licence.put("name", "Office suite");
    licence.put(
        "attributes", Map.of("kind", "processors", "until", "2026-02-30", "colour", "blue"));
    refused(
        "attributes",
        "colour is no attribute of this type; count is missing; kind is none of user, device,"
            + " processor, site; until is not a date such as 2026-01-31",
        () -> items.register(licence, LOAD));
    licence.put("attributes", Map.of("kind", "user", "count", 250, "until", "2026-02-28"));
    String id = items.register(licence, LOAD);
    Map<String, Object> none = new HashMap<>();
    none.put("count", null);
    refused(
        "attributes", "count is missing", () -> items.change(id, Map.of("attributes", none), LOAD));
    none.remove("count");
    none.put("until", null);
    items.change(id, Map.of("attributes", none), LOAD);
    assertThat(items.find(id).orElseThrow().attributes())
        .isEqualTo(Map.of("kind", "user", "count", 250));
    // what is only planned may still lack it
    licence.put("attributes", Map.of());
    licence.put("status", "planned");
    assertThat(items.register(licence, LOAD)).startsWith("CI-");
  }

  @Test
  void whatIsWrongIsNamed() {
    refused(
        "type",
        "is no type of configuration items",
        () -> items.register(Map.of("type", "toaster", "name", "t"), LOAD));
    refused("name", "has 1 to 200 characters", () -> register(Map.of("name", "")));
    refused(
        "owner", "is nobody who is known", () -> register(Map.of("name", "x", "owner", "nobody")));
    refused(
        "status",
        "is planned, in use or retired",
        () -> register(Map.of("name", "x", "status", "broken")));
    refused(
        "colour",
        "is no field of a configuration item",
        () -> register(Map.of("name", "x", "colour", "blue")));
    refused(
        null,
        "There is no configuration item CI-none",
        () -> items.change("CI-none", Map.of("name", "x"), LOAD));
  }

  @Test
  void whatIsTheSameMakesNoVersion() {
    String id = register(Map.of("name", "same", "version", "3"));
    items.change(id, Map.of("version", "3", "name", "same"), LOAD);
    String host = register(Map.of("name", "host"));
    items.relate(Relation.of(id, "runs on", host), LOAD);
    items.relate(Relation.of(id, "runs on", host), LOAD);
    assertThat(items.history(id)).hasSize(1);
    assertThat(items.relationHistory(id)).hasSize(1);
  }

  @Test
  void whatRunsOnOrIsPartOfOthersMakesNoCycle() {
    String a = register(Map.of("name", "a"));
    String b = register(Map.of("name", "b"));
    String c = register(Map.of("name", "c"));
    items.relate(Relation.of(a, "runs on", b), LOAD);
    items.relate(Relation.of(b, "runs on", c), LOAD);
    refused(
        "to",
        "closes a cycle: " + c + " runs on " + a,
        () -> items.relate(Relation.of(c, "runs on", a), LOAD));
    // these may need one another
    items.relate(Relation.of(a, "depends on", c), LOAD);
    items.relate(Relation.of(c, "depends on", a), LOAD);
    refused("to", "is the item itself", () -> items.relate(Relation.of(a, "depends on", a), LOAD));
    refused(
        "to",
        "is no configuration item",
        () -> items.relate(Relation.of(a, "depends on", "CI-none"), LOAD));
    refused("kind", "is no kind of relation", () -> items.relate(Relation.of(a, "likes", b), LOAD));
    refused(
        "to",
        "is no component of a service",
        () -> items.relate(Relation.of(a, Relation.MAKES_UP, "none"), LOAD));
    refused(
        "needed",
        "is at least 1",
        () -> items.relate(Relation.of(a, "depends on", b).redundant("both", 0), LOAD));
    refused(
        null,
        "There is no relation " + a + " part of " + b,
        () -> items.unrelate(a, "part of", b, LOAD));
    assertThat(items.relations(a, null)).hasSize(3);
  }

  /** Neither the application's user nor a person with SQL gets past the service by accident. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update sms.ci set name = 'x' where id = 'CI-0001'",
        "insert into sms.ci (type_id, name) values ('device', 'x')",
        "delete from sms.ci where id = 'CI-0001'",
        "truncate sms.ci cascade",
        "insert into sms.ci_relation (from_ci, to_ci, kind) values ('CI-0001', 'CI-0002', 'depends"
            + " on')",
        "update sms.ci_relation set redundancy = 'x', needed = 1 where from_ci = 'CI-0011'",
        "delete from sms.ci_relation where from_ci = 'CI-0011'",
        "delete from sms.ci_component where ci_id = 'CI-0016'",
        "update sms.ci_past set name = 'x'",
        "delete from sms.ci_relation_past",
        "insert into sms.ci_past select *, now(), 'x', null from sms.ci",
        "truncate sms.ci_component_past"
      })
  void theDatabaseRefusesWhoeverIsNotTheService(String sql) {
    assertThatThrownBy(() -> jdbc.sql(sql).update())
        .isInstanceOf(DataAccessException.class)
        .rootCause()
        .hasMessageMatching(
            "(?s).*(written by its own service only|retired, not deleted|cannot be changed).*");
  }

  @Test
  void theDoorIsShutBehindTheService() {
    String id = register(Map.of("name", "shut"));
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      items.change(id, Map.of("version", "2"), LOAD);
                      jdbc.sql("update sms.ci set version = '3' where id = :id")
                          .param("id", id)
                          .update();
                    }))
        .rootCause()
        .hasMessageContaining("written by its own service only");
    // with its transaction the change of the service is gone, too
    assertThat(items.find(id).orElseThrow().version()).isNull();
    assertThat(items.history(id)).hasSize(1);
  }

  @Test
  void anIdentityStaysAndARefusalLeavesTheCallersTransactionUsable() {
    String id = register(Map.of("name", "identity"));
    transaction.executeWithoutResult(
        status -> {
          refused(
              "id",
              "The identity of " + id + " stays",
              () ->
                  writer.write(
                      LOAD,
                      () ->
                          jdbc.sql("update sms.ci set id = 'CI-other' where id = :id")
                              .param("id", id)
                              .update()));
          items.change(id, Map.of("version", "2"), LOAD);
        });
    assertThat(items.find(id).orElseThrow().version()).isEqualTo("2");
  }

  @Test
  void aClockThatIsPutBackLosesNoVersion() {
    Instant start = at(Instant.parse("2026-05-01T08:00:00Z"));
    String id = register(Map.of("name", "clock", "version", "1"));
    at(start.minus(Duration.ofDays(1)));
    items.change(id, Map.of("version", "2"), LOAD);
    assertThat(items.history(id))
        .extracting(ConfigurationItem::version, ConfigurationItem::validFrom)
        .containsExactly(tuple("2", start), tuple("1", start));
  }

  @Test
  void formsOfferTheItemsOfAService() {
    assertThat(
            jdbc.sql(
                    "select count(*) from sms.ci where status <> 'retired' and id in (select"
                        + " sms.cis_of_service('files'))")
                .query(Long.class)
                .single())
        .isPositive();
    assertThat(items.list(null, null, "in use", null, "files", 0, 100).items())
        .extracting(ConfigurationItem::name)
        .contains("file-01")
        .doesNotContain("file-00");
    assertThat(clock.instant()).isNotNull();
  }

  private String register(Map<String, Object> fields) {
    Map<String, Object> all = new HashMap<>(Map.of("type", "server"));
    all.putAll(fields);
    return items.register(all, LOAD);
  }

  private static Instant at(Instant instant) {
    ClockUtil.setCurrentTime(Date.from(instant));
    return instant;
  }

  private static void refused(String field, String message, Runnable work) {
    assertThatThrownBy(work::run)
        .as(Arrays.asList(field, message).toString())
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.getMessage()).isEqualTo(message);
              assertThat(refusal.field()).isEqualTo(field);
            });
  }
}
