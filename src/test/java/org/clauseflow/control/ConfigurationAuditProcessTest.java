package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.cmdb.CiTypes;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.ItemSource;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Audits of the CMDB as a story: planned, checked, compared, decided on, reported; or not. */
@ClauseflowTest
class ConfigurationAuditProcessTest extends ProcessStory {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private ConfigurationItems items;
  @Autowired private CiTypes types;
  @Autowired private DiscoveredFacts facts;
  @Autowired private AssetLedger ledger;
  @Autowired private ConfigurationRecords records;

  @Test
  void aSampleIsCheckedItemByItemAndWhatIsWrongIsDecidedOn() {
    type("beacon", false);
    List<String> beacons = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      beacons.add(whole("beacon", "beacon-" + i, Map.of()));
    }
    as("wanda");
    assertThatThrownBy(() -> ask(sample("beacon", "wanda")))
        .as("who keeps the items does not audit them")
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("present versions of most of what is audited");
    Map<String, Object> plan = sample("beacon", "olga");
    plan.put("sampleSize", 4);
    plan.put("seed", 17);
    String number = ask(plan);
    assertThat(record(number))
        .returns("Audit of the CMDB: beacon", ServiceRecord::title)
        .returns("being checked", ServiceRecord::status);
    assertThat(record(number).data()).containsEntry("seed", 17);
    assertThat(task(number, "userTask_check").getAssignee()).isEqualTo("olga");
    List<String> drawn = sampled(number);
    assertThat(drawn).hasSize(4).isSubsetOf(beacons);
    String again = ask(plan);
    assertThat(sampled(again)).as("the same seed draws the same").isEqualTo(drawn);
    as("olga");
    complete(again, "userTask_check", values("checking", "callOff", "reason", "Asked for twice"));
    assertThat(record(again)).returns("called off", ServiceRecord::status);

    assertThat(shown(number, "userTask_check")).contains(drawn.get(0), "owner Elif", "Kiel");
    assertThatThrownBy(() -> check(number, "differing", List.of(drawn.get(0))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("in what does it differ");
    assertThatThrownBy(() -> check(number, "found", List.of("CI-0001")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("found");
    // half of it today, the rest tomorrow
    check(
        number,
        "found",
        List.of(drawn.get(1)),
        "differing",
        List.of(drawn.get(0)),
        "checkNotes",
        drawn.get(0) + ": It stands in Hamburg");
    assertThat(record(number)).returns("being checked", ServiceRecord::status);
    assertThat(shown(number, "userTask_check"))
        .contains(drawn.get(2), drawn.get(3))
        .doesNotContain(drawn.get(0));
    assertThatThrownBy(
            () -> check(number, "found", List.of(drawn.get(2)), "notFound", List.of(drawn.get(2))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("stands in two lists");
    check(number, "notFound", List.of(drawn.get(2)), "found", List.of(drawn.get(3)));

    assertThat(record(number)).returns("deciding", ServiceRecord::status);
    assertThat(candidates(number, "userTask_decide")).containsExactly("configurationManager");
    assertThat(record(number).data().get("figures").toString())
        .startsWith("6 items. 4 checked by hand: 2 as recorded, 1 differ, 1 not found. 6 orphan");
    assertThat(found(number))
        .containsExactly(
            tuple("differs", 1, List.of(drawn.get(0))),
            tuple("notFound", 1, List.of(drawn.get(2))),
            tuple("orphan", 6, beacons));

    as("wanda");
    assertThat(variable(number, "toCorrect")).as("proposed").isEqualTo(List.of("1", "2", "3"));
    assertThatThrownBy(() -> decide(number, List.of("1"), List.of(), List.of(), null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("are missing for the deficiencies 2, 3");
    assertThatThrownBy(() -> decide(number, List.of("1", "2"), List.of("2", "3"), List.of(), null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("stands in two lists");
    assertThatThrownBy(() -> decide(number, List.of("1"), List.of("2"), List.of("3"), null))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("acceptanceReason");
    decide(number, List.of("1"), List.of("2"), List.of("3"), "Beacons need nothing");
    deliver();

    assertThat(record(number)).returns("reporting", ServiceRecord::status);
    String update =
        jdbc.sql(
                "select raised from sms.message where from_record = ? and name = 'configuration.updateRequested'")
            .param(number)
            .query(String.class)
            .single();
    assertThat(record(update))
        .returns("asked for", ServiceRecord::status)
        .returns("wanda", ServiceRecord::reporter);
    assertThat(linked(update, "relates to")).containsExactly(number);
    assertThat(shown(update, "userTask_choose")).contains(drawn.get(0));
    assertThat(shown(number, "userTask_conclude"))
        .contains("It stands in Hamburg", "accepted, by Wanda", "Beacons need nothing", update)
        .contains("waits", "which no process takes yet");
    as("olga");
    complete(number, "userTask_conclude", values("conclusions", "Beacons wander"));
    assertThat(record(number))
        .returns("issued", ServiceRecord::status)
        .returns("Report issued", ServiceRecord::outcome);
    assertThat(recipients(number, "configuration-audit-issued"))
        .contains("marta", "wanda", "fiona");
    assertThat(entry(number, "step", "serviceTask_raiseAction").requirement())
        .containsExactly("9.1-4");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void inFullTheCmdbIsHeldAgainstWhatWasDiscovered() throws IOException {
    type("probe", true);
    String agreeing = whole("probe", "probe-1", Map.of("serial", "P1"));
    String differing = whole("probe", "probe-2", Map.of("serial", "P2"));
    String gone = whole("probe", "probe-3", Map.of("serial", "P3"));
    String bare =
        items.register(
            Map.of("type", "probe", "name", "probe-4", "attributes", Map.of("serial", "P4")), LOAD);
    String twin = whole("probe", "probe-1", Map.of("serial", "P5"));
    items.relate(Relation.of(differing, "depends on", agreeing), LOAD);
    items.relate(Relation.of(gone, "depends on", agreeing), LOAD);
    items.relate(Relation.of(bare, "depends on", agreeing), LOAD);
    items.relate(Relation.of(twin, "depends on", agreeing), LOAD);
    jdbc.sql(
            "insert into sms.ci_origin (source, external_id, ci_id, seen_at) values ('scan', 's3', :ci, '2026-01-01')")
        .param("ci", gone)
        .update();

    as("wanda");
    String number = ask(full("probe"));
    assertThat(record(number)).returns("waiting for facts", ServiceRecord::status);
    complete(number, "userTask_obtainFacts", values("factsDecision", "again"));
    assertThat(record(number)).returns("waiting for facts", ServiceRecord::status);
    DiscoveredFacts.Discovered discovered =
        facts.keep(
            source(
                item("s1", "probe-1", "P1", "Kiel"),
                item("s2", "probe-2", "P2", "Hamburg"),
                item("s9", "probe-9", "P9", "Kiel"),
                item(null, "nameless", "P0", "Kiel")),
            true,
            "scan.csv",
            "greta");
    assertThat(discovered)
        .returns(3, DiscoveredFacts.Discovered::items)
        .returns(2, DiscoveredFacts.Discovered::known)
        .returns(1, DiscoveredFacts.Discovered::unknown)
        .returns(1, DiscoveredFacts.Discovered::differing)
        .returns(Map.of("it has no identity", 1), DiscoveredFacts.Discovered::broken);
    complete(number, "userTask_obtainFacts", values("factsDecision", "again"));

    assertThat(record(number)).returns("deciding", ServiceRecord::status);
    assertThat(found(number))
        .containsExactlyInAnyOrder(
            tuple("missing", 1, List.of(gone)),
            tuple("unknown", 1, List.of()),
            tuple("differs", 1, List.of(differing)),
            tuple("duplicate", 1, List.of(agreeing)),
            tuple("masterCopy", 1, List.of(bare)),
            tuple("incomplete", 1, List.of(bare)));
    assertThat(details(number))
        .contains(
            "location is Hamburg by scan, the CMDB has Kiel",
            "was discovered by scan as s9 and is not in the CMDB",
            "is not named any more by scan, which knew it as s3",
            "lacks description, owner, location",
            "names no master copy",
            "has the same name as " + twin);
    decide(
        number,
        List.of(),
        List.of(),
        jdbc.sql("select place::text from sms.audit_deficiency where audit = ? order by place")
            .param(number)
            .query(String.class)
            .list(),
        "Test");
    assertThat(record(number)).returns("reporting", ServiceRecord::status);
  }

  @Test
  void licencesAndAssetsAreReconciled() {
    String suite =
        items.register(
            Map.of(
                "type",
                "licence",
                "name",
                "Office suite",
                "masterCopy",
                "safe",
                "location",
                "Kiel",
                "owner",
                "wanda",
                "description",
                "Suite",
                "attributes",
                Map.of(
                    "kind",
                    "device",
                    "count",
                    1,
                    "until",
                    "2026-02-28",
                    "assetTag",
                    "A-2",
                    "cost",
                    900)),
            LOAD);
    String software =
        items.register(Map.of("type", "software", "name", "Suite 2026", "masterCopy", "lib"), LOAD);
    items.relate(Relation.of(software, "depends on", suite), LOAD);
    for (int i = 1; i <= 2; i++) {
      String pc = items.register(Map.of("type", "device", "name", "licensed-" + i), LOAD);
      items.relate(Relation.of(pc, "depends on", software), LOAD);
    }
    type("scale", false);
    String scale = whole("scale", "scale-1", Map.of("assetTag", "A-9", "cost", 100));
    String lost = whole("scale", "scale-2", Map.of("assetTag", "A-8", "cost", 100));
    items.retire(lost, LOAD);
    assertThat(
            ledger.take(
                List.of(
                    asset("A-8", new BigDecimal("100"), true),
                    asset("A-2", new BigDecimal("950"), true),
                    asset("A-7", null, true),
                    asset("A-6", null, false)),
                "fiona"))
        .returns(4, AssetLedger.Taken::assets)
        .returns(2, AssetLedger.Taken::matched);

    as("wanda");
    Map<String, Object> all = full(null);
    all.put("scopeKind", "all");
    all.put("auditKind", "sample");
    all.put("sampleSize", 1);
    String number = ask(all);
    assertThat(record(number)).returns("Audit of the whole CMDB", ServiceRecord::title);
    as("olga");
    check(number, "found", List.of(sampled(number).get(0)));
    assertThat(details(number))
        .contains(
            "is used 2 times by device, and 1 are entitled",
            "was valid until 2026-02-28",
            "cost 900, in the asset ledger 950",
            "has the asset tag A-9, which the asset ledger does not know",
            "is retired, and in the asset ledger on the books",
            "A-7 Asset A-7 is on the books, and no item has it as its asset tag")
        .doesNotContain("A-6");
    assertThat(scale).isNotNull();
    records.callOff(number, "Only the ledger was of interest", "wanda");
    assertThat(record(number)).returns("called off", ServiceRecord::status);
    assertThat(recipients(number, "configuration-audit-called-off")).contains("marta", "wanda");
  }

  @Test
  void aPlannedAuditWaitsForItsPlanAndIsEscalated() {
    String number = due();
    assertThat(record(number)).returns("planned", ServiceRecord::status);
    assertThat(candidates(number, "userTask_plan")).containsExactly("configurationManager");
    fire(number, "event_fortnightOver");
    assertThat(recipients(number, "configuration-audit-reminder")).containsExactly("wanda");
    fire(number, "event_monthOver");
    assertThat(recipients(number, "configuration-audit-overdue")).containsExactly("marta");
    type("gate", false);
    String gate = whole("gate", "gate-1", Map.of());
    items.relate(Relation.of("CI-0025", "depends on", gate), LOAD);
    as("wanda");
    Map<String, Object> plan = sample("gate", "olga");
    plan.put("planning", "plan");
    complete(number, "userTask_plan", plan);
    assertThat(sampled(number)).as("few are checked all").containsExactly(gate);
    assertThat(record(number).data().get("seed")).as("drawn, and kept").isNotNull();
    assertThat(register.journal(number))
        .filteredOn(e -> e.kind().equals("drawn"))
        .extracting(JournalEntry::note)
        .singleElement()
        .asString()
        .startsWith("1 items, with the seed ");
    as("olga");
    check(number, "found", List.of(gate));
    assertThat(record(number))
        .as("nothing wrong was found")
        .returns("reporting", ServiceRecord::status);
    assertThat(record(number).data().get("figures").toString())
        .endsWith("Nothing wrong was found.");
    complete(number, "userTask_conclude", values("conclusions", "The gate stands"));
    assertThat(record(number)).returns("issued", ServiceRecord::status);
  }

  @Test
  void anAuditMayBeCalledOffWhereverItStands() {
    String planned = due();
    as("wanda");
    complete(planned, "userTask_plan", values("planning", "callOff", "reason", "Moved to autumn"));
    assertThat(record(planned))
        .returns("called off", ServiceRecord::status)
        .returns("Audit called off", ServiceRecord::outcome);

    type("kiosk", false);
    String kiosk = whole("kiosk", "kiosk-1", Map.of());
    String waiting = ask(full("kiosk"));
    complete(
        waiting,
        "userTask_obtainFacts",
        values("factsDecision", "callOff", "reason", "Nothing scans kiosks"));
    assertThat(record(waiting)).returns("called off", ServiceRecord::status);

    String byHand = ask(full("kiosk"));
    complete(byHand, "userTask_obtainFacts", values("factsDecision", "sample"));
    assertThat(sampled(byHand)).containsExactly(kiosk);
    as("olga");
    assertThatThrownBy(() -> complete(byHand, "userTask_check", values("checking", "callOff")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    records.callOff(byHand, "Enough", "wanda");
    assertThat(record(byHand)).returns(false, ServiceRecord::open);
  }

  private String due() {
    identity.clearAuthentication();
    management.executeJob(
        management
            .createJobQuery()
            .processDefinitionKey("configuration-audit")
            .activityId("startEvent_due")
            .singleResult()
            .getId());
    return jdbc.sql(
            "select max(number) from sms.record where type = 'configuration-audit' and closed_at is null")
        .query(String.class)
        .single();
  }

  private void type(String id, boolean masterCopy) {
    types.define(
        new CiType(
            id,
            id,
            "A " + id,
            "low",
            masterCopy,
            365,
            List.of(
                new CiType.Attribute("serial", "Serial number", "text", null, false),
                new CiType.Attribute("assetTag", "Asset tag", "text", null, false),
                new CiType.Attribute("cost", "Price", "number", null, false))));
  }

  /** With all that its type asks for. */
  private String whole(String type, String name, Map<String, Object> attributes) {
    return items.register(
        Map.of(
            "type",
            type,
            "name",
            name,
            "description",
            "For tests",
            "location",
            "Kiel",
            "owner",
            "elif",
            "masterCopy",
            "library/" + name,
            "attributes",
            attributes),
        LOAD);
  }

  private static Map<String, Object> sample(String type, String auditor) {
    return new HashMap<>(
        Map.of("auditKind", "sample", "scopeKind", "type", "scopeType", type, "auditor", auditor));
  }

  private static Map<String, Object> full(String type) {
    Map<String, Object> full = sample(type == null ? "server" : type, "olga");
    full.put("auditKind", "full");
    if (type == null) {
      full.remove("scopeType");
    }
    return full;
  }

  private String ask(Map<String, Object> plan) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("configuration-audit")
            .latestVersion()
            .singleResult()
            .getId();
    return forms.submitStartForm(definition, plan).getBusinessKey();
  }

  private void check(String number, Object... lists) {
    Map<String, Object> checked = values(lists);
    checked.put("checking", "keep");
    complete(number, "userTask_check", checked);
  }

  private void decide(
      String number,
      List<String> toCorrect,
      List<String> toActOn,
      List<String> toAccept,
      String reason) {
    Map<String, Object> decided =
        values("toCorrect", toCorrect, "toActOn", toActOn, "toAccept", toAccept);
    if (reason != null) {
      decided.put("acceptanceReason", reason);
    }
    complete(number, "userTask_decide", decided);
  }

  private List<String> sampled(String number) {
    return jdbc.sql("select ci from sms.audit_item where audit = ? order by position")
        .param(number)
        .query(String.class)
        .list();
  }

  private List<Tuple> found(String number) {
    return jdbc.sql(
            "select kind, count, cis from sms.audit_deficiency where audit = ? order by place")
        .param(number)
        .query(
            (rs, i) ->
                tuple(rs.getString(1), rs.getInt(2), List.of((String[]) rs.getArray(3).getArray())))
        .list();
  }

  private String details(String number) {
    return jdbc.sql(
            "select string_agg(title || E'\\n' || detail, E'\\n') from sms.audit_deficiency where audit = ?")
        .param(number)
        .query(String.class)
        .single();
  }

  private static AssetLedger.Asset asset(String number, BigDecimal cost, boolean on) {
    return new AssetLedger.Asset(
        number, "Asset " + number, cost, LocalDate.of(2024, 1, 31), null, on);
  }

  private static ItemSource.Item item(String id, String name, String serial, String location) {
    return new ItemSource.Item(
        1, id, "probe", name, null, null, null, location, null, null, Map.of("serial", serial));
  }

  private static ItemSource source(ItemSource.Item... items) {
    return new ItemSource() {
      @Override
      public String name() {
        return "scan";
      }

      @Override
      public void items(Sink<Item> sink) {
        for (Item item : items) {
          sink.take(item);
        }
      }

      @Override
      public void relations(Sink<Link> sink) {
        // a scan sees none
      }
    };
  }

  private Object variable(String number, String name) {
    return runtime.getVariable(record(number).processInstanceId(), name);
  }

  /** What the form says, its character references as characters. */
  private String shown(String number, String element) {
    return java.util.regex.Pattern.compile("&#(\\d+);")
        .matcher(form(number, element))
        .replaceAll(
            m ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(m.group(1)))));
  }
}
