package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.cmdb.CiTypes;
import org.clauseflow.cmdb.ConfigurationItem;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Updates of the CMDB as a story: written down, tried, checked, done, verified; or not. */
@ClauseflowTest
class ConfigurationControlProcessTest extends ProcessStory {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private ConfigurationItems items;
  @Autowired private CiTypes types;
  @Autowired private ConfigurationRecords records;
  @Autowired private TransactionTemplate transaction;

  @Test
  void anItemUnderLowControlIsRegisteredAndTheNextOneChanged() {
    String number = ask("anna", "register", "device", null, null);
    assertThat(record(number)).returns("being written", ServiceRecord::status);
    assertThat(candidates(number, "userTask_write"))
        .containsExactlyInAnyOrder("infrastructureSupport", "configurationManager");
    assertThat(shown(number, "userTask_write"))
        .contains("It is not registered yet", "What people work at", "low control");

    as("elif");
    complete(
        number,
        "userTask_write",
        written(
            "ciName",
            "ward-17",
            "ciLocation",
            "Hafenklinik",
            "ciAttributes",
            "Model: T14\nMemory (MB): 16384\nSerial number:",
            "relationKind",
            "makes up",
            "relateTo",
            List.of("workplaceDevices")));
    String ci = (String) record(number).data().get("ci");
    assertThat(items.find(ci).orElseThrow())
        .returns("ward-17", ConfigurationItem::name)
        .returns("in use", ConfigurationItem::status)
        .returns("elif", ConfigurationItem::changedBy)
        .returns(null, ConfigurationItem::change)
        .returns(Map.of("model", "T14", "memoryMb", 16384), ConfigurationItem::attributes);
    assertThat(items.relations(ci, null))
        .extracting(Relation::kind, Relation::to)
        .containsExactly(tuple("makes up", "workplaceDevices"));
    assertThat(record(number)).returns("being verified", ServiceRecord::status);
    assertThat(shown(number, "userTask_verify"))
        .contains("ward-17", "Memory (MB) – 16384", "makes up – workplaceDevices");

    complete(number, "userTask_verify", values("verified", "next"));
    assertThatThrownBy(
            () ->
                complete(
                    number,
                    "userTask_choose",
                    values("choice", "item", "ciAction", "change", "ciNumber", "CI-999999")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("names no configuration item: CI-999999");
    assertThatThrownBy(
            () ->
                complete(number, "userTask_choose", values("choice", "item", "ciAction", "change")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("ci");
    complete(
        number, "userTask_choose", values("choice", "item", "ciAction", "change", "ciNumber", ci));
    assertThat(variable(number, "ciAttributes").toString())
        .as("the form begins with what the CMDB has, a line for each attribute of the type")
        .contains("Manufacturer: ", "Memory (MB): 16384");
    complete(
        number,
        "userTask_write",
        written(
            "ciName", "ward-17",
            "ciLocation", "Hafenklinik",
            "ciVersion", "2026.1",
            "ciAttributes", "Memory (MB): 32768"));
    assertThat(items.find(ci).orElseThrow())
        .returns("2026.1", ConfigurationItem::version)
        .returns(Map.of("model", "T14", "memoryMb", 32768), ConfigurationItem::attributes);
    complete(number, "userTask_verify", values("verified", "done"));

    assertThat(record(number))
        .returns("updated", ServiceRecord::status)
        .returns("CMDB updated", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(recipients(number, "configuration-updated")).containsExactly("anna");
    assertThat(steps(number)).containsExactly("register " + ci, "change " + ci);
    assertThat(register.journal(number))
        .anyMatch(
            e ->
                e.kind().equals("updated")
                    && e.note().contains("memoryMb: 16384 → 32768")
                    && e.note().contains("version: – → 2026.1"));
    assertThat(entry(number, "step", "serviceTask_update").requirement())
        .containsExactly("9.1-2", "9.1-3", "9.1-6");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void highControlTakesAnApprovedChangeAndASecondPerson() {
    String server = server("db-21");
    String change = change("in assessment");
    String number = ask("ben", "change", null, server, null);
    as("elif");
    complete(number, "userTask_write", written("ciName", "db-21", "ciLocation", "Kiel"));
    assertThat(record(number)).returns("waiting for change", ServiceRecord::status);
    assertThat(shown(number, "userTask_nameChange")).contains("location: – → Kiel");

    assertThatThrownBy(() -> name(number, change))
        .as("it is not approved yet")
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("change");
    status(change, "approved");
    name(number, change);
    assertThat(record(number)).returns("being checked", ServiceRecord::status);
    assertThatThrownBy(() -> complete(number, "userTask_check", values("checked", "right")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not for elif, who is the writtenBy");
    assertThat(items.find(server).orElseThrow().location()).isNull();

    as("wanda");
    assertThat(shown(number, "userTask_check")).contains("location: – → Kiel", "by Elif");
    assertThatThrownBy(() -> complete(number, "userTask_check", values("checked", "wrong")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("checkNote");
    complete(number, "userTask_check", values("checked", "wrong", "checkNote", "It is in Hamburg"));
    assertThat(shown(number, "userTask_write")).contains("Sent back – It is in Hamburg");
    as("elif");
    complete(number, "userTask_write", written("ciName", "db-21", "ciLocation", "Hamburg"));
    as("wanda");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(items.find(server).orElseThrow())
        .returns("Hamburg", ConfigurationItem::location)
        .returns("elif", ConfigurationItem::changedBy)
        .returns(change, ConfigurationItem::change);
    assertThat(shown(number, "userTask_verify")).contains(change);

    // what turns out wrong is corrected under the same change
    complete(number, "userTask_verify", values("verified", "wrong"));
    complete(
        number,
        "userTask_write",
        written("ciName", "db-21", "ciLocation", "Hamburg, hall A", "change", change));
    as("elif");
    complete(number, "userTask_check", values("checked", "right"));
    complete(number, "userTask_verify", values("verified", "done"));
    assertThat(items.history(server)).hasSize(3);
    assertThat(record(number)).returns("updated", ServiceRecord::status);
  }

  @Test
  void accountsOfOnePersonAreOnePersonAndTheAttemptIsKept() {
    jdbc.sql(
            """
            insert into sms.person (id, name, same_as) values ('elif2', 'Elif as administrator', 'elif')
            on conflict do nothing
            """)
        .update();
    String server = server("db-22");
    String number = ask("ben", "retire", null, server, change("approved"));
    as("elif");
    complete(number, "userTask_write", values("writing", "apply"));
    as("elif2");
    assertThatThrownBy(() -> complete(number, "userTask_check", values("checked", "right")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is not for elif2");
    assertThat(register.journal(number))
        .last()
        .returns("refused", JournalEntry::kind)
        .returns("elif2", JournalEntry::actor);
    assertThat(items.find(server).orElseThrow().status()).isEqualTo("in use");
    as("wanda");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(items.find(server).orElseThrow().status()).isEqualTo("retired");
    complete(number, "userTask_verify", values("verified", "done"));
  }

  @Test
  void whereNoChangeIsThereOneIsRequestedAndUpdatesTheItemItself() {
    String server = server("db-23");
    String number = ask("ben", "change", null, server, null);
    as("elif");
    complete(number, "userTask_write", written("ciName", "db-23", "ciVersion", "17"));
    complete(number, "userTask_nameChange", raise());
    assertThat(
            jdbc.sql(
                    """
                    select variables->>'title' || ' ' || (variables->>'service') || ' ' || (variables->>'ci') || ' ' || (variables->>'reporter')
                      || ' ' || link_back from sms.message where from_record = ? and name = 'change.requested'
                    """)
                .param(number)
                .query(String.class)
                .single())
        .isEqualTo("New release of db-23 accounting " + server + " elif resolves");
    assertThat(record(number)).returns("waiting for change", ServiceRecord::status);
    say(number, "change.closed", values("changeOutcome", "failed"));
    assertThat(openTasks(number)).contains("userTask_nameChange");
    complete(number, "userTask_nameChange", raise());
    items.change(server, Map.of("version", "17"), LOAD);
    say(number, "change.closed", values("changeOutcome", "successful"));
    assertThat(shown(number, "userTask_verify")).contains("Version – 17");
    complete(number, "userTask_verify", values("verified", "next"));
    complete(number, "userTask_choose", values("choice", "done"));
    assertThat(record(number))
        .as("nothing was updated here")
        .returns("rejected", ServiceRecord::status);
  }

  @Test
  void whoWaitsForAChangeMayGoOnUnderAnotherOrGiveUp() {
    String server = server("db-24");
    String number = ask("ben", "change", null, server, null);
    as("elif");
    complete(number, "userTask_write", written("ciName", "db-24", "ciVersion", "17"));
    complete(number, "userTask_nameChange", raise());
    complete(
        number, "userTask_awaitChange", values("awaited", "named", "change", change("scheduled")));
    as("wanda");
    complete(number, "userTask_check", values("checked", "right"));
    complete(number, "userTask_verify", values("verified", "next"));
    complete(
        number, "userTask_choose", values("choice", "item", "ciAction", "relate", "ci", server));
    complete(number, "userTask_write", values("writing", "leave"));
    complete(number, "userTask_choose", values("choice", "done"));
    assertThat(record(number)).returns("updated", ServiceRecord::status);

    String other = ask("ben", "change", null, server, null);
    as("elif");
    complete(other, "userTask_write", written("ciName", "db-24", "ciVersion", "18"));
    complete(other, "userTask_nameChange", raise());
    complete(other, "userTask_awaitChange", values("awaited", "reject", "reason", "Not this year"));
    assertThat(record(other)).returns("rejected", ServiceRecord::status);
  }

  @Test
  void whatTheCmdbRefusesLeadsBackToTheFormAndNothingIsHalfDone() {
    String a = server("loop-a");
    String b = server("loop-b");
    items.relate(Relation.of(a, "runs on", b), LOAD);
    String change = change("approved");
    String number = ask("ben", "relate", null, b, change);
    as("elif");
    complete(
        number,
        "userTask_write",
        values(
            "writing",
            "apply",
            "change",
            change,
            "relationKind",
            "runs on",
            "relateTo",
            List.of("CI-0003"),
            "relateToNumber",
            a));
    assertThat(shown(number, "userTask_write"))
        .contains("Refused – to closes a cycle: " + b + " runs on " + a);
    assertThat(items.relations(b, null)).as("nor the first of them").hasSize(1);
    complete(
        number,
        "userTask_write",
        values(
            "writing",
            "apply",
            "change",
            change,
            "relationKind",
            "depends on",
            "relateTo",
            List.of("CI-0003"),
            "relateToNumber",
            null,
            "redundancy",
            "storage",
            "redundancyNeeded",
            1));
    assertThat(openTasks(number))
        .as(() -> shown(number, "userTask_write"))
        .contains("userTask_check");
    as("wanda");

    // meanwhile the change came to nothing
    status(change, "failed");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(shown(number, "userTask_write"))
        .contains("Refused – " + change + " does not allow it any more");
    assertThat(items.relations(b, null)).hasSize(1);

    // and somebody else changed the item
    String second = change("deployed");
    complete(
        number,
        "userTask_write",
        values(
            "writing",
            "apply",
            "change",
            second,
            "relationKind",
            "depends on",
            "relateTo",
            List.of("CI-0003"),
            "redundancy",
            null,
            "redundancyNeeded",
            null));
    at(MORNING.plus(Duration.ofHours(1)));
    items.change(b, Map.of("version", "3"), new Mandate("farid", "First load"));
    as("elif");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(shown(number, "userTask_write")).contains("was changed by farid meanwhile");
    assertThat(register.journal(number))
        .filteredOn(e -> e.kind().equals("refused"))
        .extracting(JournalEntry::actor)
        .containsExactly("wanda", "elif");

    complete(
        number,
        "userTask_write",
        values(
            "writing",
            "apply",
            "change",
            second,
            "relationKind",
            "depends on",
            "relateTo",
            List.of("CI-0003"),
            "redundancy",
            null,
            "redundancyNeeded",
            null));
    // the change of the second person is not theirs to check
    as("wanda");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(items.relations(b, null)).extracting(Relation::to).contains("CI-0003");

    // once more the same: nothing differs; then it ends
    complete(number, "userTask_verify", values("verified", "wrong"));
    complete(
        number,
        "userTask_write",
        values(
            "writing",
            "apply",
            "change",
            second,
            "relationKind",
            "depends on",
            "relateTo",
            List.of("CI-0003"),
            "redundancy",
            null,
            "redundancyNeeded",
            null));
    assertThat(shown(number, "userTask_write")).contains("Nothing differs");
    complete(
        number,
        "userTask_write",
        values(
            "writing",
            "apply",
            "change",
            second,
            "relateTo",
            null,
            "endRelations",
            List.of("depends on CI-0003")));
    as("elif");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(items.relations(b, null)).hasSize(1);
    complete(number, "userTask_verify", values("verified", "done"));
  }

  @Test
  void aMasterCopyIsDemandedWhereTheTypeHasOne() {
    String change = change("approved");
    String number = ask("ben", "register", "software", null, change);
    as("elif");
    complete(number, "userTask_write", written("ciName", "office-2026", "change", change));
    assertThat(shown(number, "userTask_write"))
        .contains("Master copy – an item of this type in use names the place");
    assertThat(items.list(null, "software", null, "office-2026", null, 0, 1).total()).isZero();
    complete(
        number,
        "userTask_write",
        written(
            "ciName",
            "office-2026",
            "ciMasterCopy",
            "library/office/2026",
            "change",
            change,
            "ciAttributes",
            "Purchase price (EUR): dear"));
    assertThat(shown(number, "userTask_write"))
        .contains("Refused – attributes cost is not a number: dear");
    complete(
        number,
        "userTask_write",
        written(
            "ciName",
            "office-2026",
            "ciMasterCopy",
            "library/office/2026",
            "change",
            change,
            "ciAttributes",
            "Licensing: by the moon"));
    assertThat(shown(number, "userTask_write")).contains("licensing is none of free");
    complete(
        number,
        "userTask_write",
        written(
            "ciName",
            "office-2026",
            "ciMasterCopy",
            "library/office/2026",
            "change",
            change,
            "ciAttributes",
            "Colour: blue"));
    assertThat(shown(number, "userTask_write"))
        .contains("\"Colour\" names none; there are Licensing");
    complete(
        number,
        "userTask_write",
        written(
            "ciName",
            "office-2026",
            "ciMasterCopy",
            "library/office/2026",
            "change",
            change,
            "ciAttributes",
            ""));
    assertThat(items.list(null, "software", null, "office-2026", null, 0, 1).items().get(0))
        .returns("library/office/2026", ConfigurationItem::masterCopy);
    complete(number, "userTask_verify", values("verified", "done"));
  }

  @Test
  void typesAreDefinedByTwoPeople() {
    String number = ask("wanda", "defineType", null, null, null);
    as("wanda");
    complete(number, "userTask_defineType", type("camera", "A camera that watches halls", "blue"));
    assertThat(shown(number, "userTask_defineType")).contains("is not of the form");
    complete(number, "userTask_defineType", type("camera", "A camera that watches halls", "low"));
    as("carla");
    complete(number, "userTask_check", values("checked", "right"));
    assertThat(types.find("camera").orElseThrow())
        .returns("A camera that watches halls", CiType::definition)
        .returns("low", CiType::degreeOfControl)
        .extracting(CiType::attributes)
        .isEqualTo(
            List.of(
                new CiType.Attribute("lens", "Lens", "choice", List.of("wide", "narrow"), true)));
    complete(number, "userTask_verify", values("verified", "wrong"));
    assertThat(variable(number, "typeDefinition")).isEqualTo("A camera that watches halls");
    as("wanda");
    complete(number, "userTask_defineType", values("writing", "reject", "reason", "Good enough"));
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
  }

  @Test
  void aDeployedChangeHasItsItemsUpdatedUnderItsNumber() {
    var deployment =
        repository
            .createDeployment()
            .addClasspathResource("org/clauseflow/control/configuration-caller.bpmn")
            .deploy();
    try {
      String server = server("db-25");
      as("dario");
      ProcessInstance caller =
          runtime.startProcessInstanceByKey(
              "configuration-caller",
              values(
                  "title", "New location of db-25",
                  "supportGroup", "infrastructureSupport",
                  "configurationItems", new ArrayList<>(List.of(server, "CI-0001"))));
      String change = caller.getBusinessKey();
      String number =
          register.links(change).stream()
              .filter(link -> link.kind().equals("part of"))
              .findFirst()
              .orElseThrow()
              .from();
      assertThat(shown(number, "userTask_choose"))
          .contains(server + " – db-25", "not updated yet", "hyp-01");
      as("elif");
      complete(
          number, "userTask_choose", values("choice", "item", "ciAction", "change", "ci", server));
      complete(number, "userTask_write", written("ciName", "db-25", "ciLocation", "Kiel"));
      as("wanda");
      complete(number, "userTask_check", values("checked", "right"));
      assertThat(items.find(server).orElseThrow()).returns(change, ConfigurationItem::change);
      complete(number, "userTask_verify", values("verified", "next"));
      assertThat(shown(number, "userTask_choose")).contains("UPDATED");
      complete(number, "userTask_choose", values("choice", "done"));
      assertThat(record(number)).returns("updated", ServiceRecord::status);
      assertThat(record(change)).returns(false, ServiceRecord::open);
    } finally {
      repository.deleteDeployment(deployment.getId(), true);
    }
  }

  @Test
  void whatIsNotToBeDoneIsRejectedWithAReason() {
    String server = server("db-26");
    String asked = ask("ben", null, null, null, null);
    as("wanda");
    assertThat(record(asked)).returns("asked for", ServiceRecord::status);
    assertThatThrownBy(() -> complete(asked, "userTask_choose", values("choice", "reject")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    complete(asked, "userTask_choose", values("choice", "reject", "reason", "It is right"));
    assertThat(record(asked))
        .returns("rejected", ServiceRecord::status)
        .returns("Update rejected", ServiceRecord::outcome);
    assertThat(recipients(asked, "configuration-rejected")).containsExactly("ben");

    String named = ask("ben", "change", null, server, null);
    as("elif");
    complete(named, "userTask_write", written("ciName", "db-26", "ciVersion", "9"));
    complete(named, "userTask_nameChange", values("naming", "reject", "reason", "No change"));
    assertThat(record(named)).returns("rejected", ServiceRecord::status);

    String checked = ask("ben", "change", null, server, change("approved"));
    as("elif");
    complete(checked, "userTask_write", written("ciName", "db-26", "ciVersion", "9"));
    as("wanda");
    complete(checked, "userTask_check", values("checked", "reject", "reason", "Not this one"));
    assertThat(record(checked)).returns("rejected", ServiceRecord::status);
    assertThat(items.history(server)).hasSize(1);
  }

  @Test
  void whatTakesTooLongIsRemindedOfAndEscalatedAndMayBeWithdrawn() {
    String number = records.ask(update("Printer moved"), "ben");
    assertThat(record(number)).returns("asked for", ServiceRecord::status);
    fire(number, "event_daysOver");
    assertThat(recipients(number, "configuration-reminder")).containsExactly("wanda");
    fire(number, "event_weekOver");
    assertThat(recipients(number, "configuration-overdue")).contains("carla", "dario", "wanda");
    records.withdraw(number, "It was moved back", "ben");
    assertThat(record(number))
        .returns("withdrawn", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(recipients(number, "configuration-withdrawn")).contains("ben");
    assertThatThrownBy(() -> records.withdraw(number, "Again", "ben"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it is over already");
    assertThatThrownBy(() -> records.callOff(number, "No audit", "ben"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("There is no record");
  }

  private static ConfigurationRecords.Update update(String title) {
    return new ConfigurationRecords.Update(
        title, "As seen today", null, null, null, List.of("CI-0023"), null);
  }

  private String ask(String person, String action, String type, String ci, String change) {
    as(person);
    Map<String, Object> asked =
        values(
            "title", "The CMDB is not right",
            "description", "Seen while walking through the hall",
            "ciAction", action,
            "supportGroup", "infrastructureSupport",
            "reporter", person);
    if (type != null) {
      asked.put("ciType", type);
    }
    if (ci != null) {
      asked.put("ci", ci);
    }
    asked.put("change", change);
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("configuration-control")
            .latestVersion()
            .singleResult()
            .getId();
    return forms.submitStartForm(definition, asked).getBusinessKey();
  }

  private String server(String name) {
    return items.register(Map.of("type", "server", "name", name), LOAD);
  }

  /** A request for change as it stands in the register. */
  private String change(String status) {
    return transaction.execute(
        t -> {
          String number = register.nextNumber("change");
          register.open(
              new Opening(number, "change", "change-management", 1, "none"),
              Entry.of("carla", "opened", null, Map.of("title", "Change", "status", status)));
          return number;
        });
  }

  private void status(String change, String status) {
    transaction.executeWithoutResult(
        t -> register.add(change, Entry.of("carla", "status", null, Map.of("status", status))));
  }

  private void name(String number, String change) {
    complete(number, "userTask_nameChange", values("naming", "named", "change", change));
  }

  private static Map<String, Object> raise() {
    return values(
        "naming", "raise",
        "changeTitle", "New release of db-23",
        "changeDescription", "The old one is not maintained any more",
        "changeService", "accounting");
  }

  private static Map<String, Object> written(Object... fields) {
    Map<String, Object> written = values(fields);
    written.put("writing", "apply");
    written.putIfAbsent("ciStatus", "in use");
    return written;
  }

  private static Map<String, Object> type(String id, String definition, String degree) {
    return values(
        "writing",
        "apply",
        "typeId",
        degree.equals("blue") ? "stock" : id,
        "typeName",
        "Camera",
        "typeDefinition",
        definition,
        "typeDegree",
        "low",
        "typeReviewDays",
        365,
        "typeAttributes",
        degree.equals("blue") ? "lens Lens" : "lens: Lens (choice: wide, narrow), needed");
  }

  private Object variable(String number, String name) {
    return runtime.getVariable(record(number).processInstanceId(), name);
  }

  private List<String> steps(String number) {
    return jdbc.sql(
            "select action || ' ' || ci from sms.ci_update where record = ? and applied_at is not null order by position")
        .param(number)
        .query(String.class)
        .list();
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
