package org.clauseflow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ClauseflowTest
class NotificationsTest {

  @Autowired private Notifications notifications;
  @Autowired private MailTemplates templates;
  @Autowired private Outbox outbox;
  @Autowired private MailLog log;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  private TransactionTemplate transaction;
  private String step;

  @BeforeEach
  void prepare() {
    transaction = new TransactionTemplate(transactions);
    step = UUID.randomUUID().toString();
  }

  @Test
  void theStepThatOpensARecordMayTellItsReporter() {
    String number =
        transaction.execute(
            status -> {
              String opened = open("rosa", "Printer on fire", false);
              notifications.send(
                  notice(
                      opened, "incident-received", "reporter", facts("rosa", "Printer on fire")));
              return opened;
            });
    assertThat(log.of(number))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.recipient()).isEqualTo("rosa");
              assertThat(mail.addressedAs()).isEqualTo("reporter");
              assertThat(mail.address()).isEqualTo("rosa.vogel@nordwind.example");
              assertThat(mail.state()).isEqualTo("waiting");
              assertThat(mail.subject()).isEqualTo(number + " received: Printer on fire");
            });
    assertThat(body(number))
        .startsWith("Hello Rosa Vogel,\n")
        .contains(number, "Printer on fire", "E-mail and calendar", "What happens next")
        .doesNotContain("{{", "null");
    assertThat(told(number)).isEqualTo("incident-received: rosa (reporter)");
  }

  @Test
  void noMailInvitesToAnAnswerThatNobodyReads() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/mail"))) {
      for (Path file : files.toList()) {
        String whereNobodyReads =
            Files.readString(file)
                .replaceAll("(?s)\\{\\{#answersAreRead}}.*?\\{\\{/answersAreRead}}", "")
                .replaceAll("\\s+", " ");
        assertThat(whereNobodyReads)
            .as(file.getFileName() + ": put it between {{#answersAreRead}} and its end")
            .doesNotContainIgnoringCase("answer this mail", "reply to this mail");
      }
    }
    String number = opened("rosa", "Where nobody reads", false);
    Notifications unread =
        new Notifications(
            templates, outbox, register, new MailSettings("clauseflow@fjord.example", " "));
    transaction.executeWithoutResult(
        status -> unread.send(notice(number, "incident-progress", "reporter", facts("rosa", "x"))));
    assertThat(body(number))
        .contains("do it in Clauseflow or tell the service desk, and name " + number)
        .doesNotContain("{{", "\n\n\n");
  }

  @Test
  void whatARollbackTakesIsNotSent() {
    String number = opened("rosa", "Never told", false);
    transaction.executeWithoutResult(
        status -> {
          notifications.send(
              notice(number, "incident-progress", "reporter", facts("rosa", "Never told")));
          status.setRollbackOnly();
        });
    assertThat(log.of(number)).isEmpty();
    assertThat(register.journal(number)).noneMatch(entry -> entry.kind().equals("notified"));
  }

  @Test
  void oneStepTellsNobodyTwice() {
    String number = opened("rosa", "Once", false);
    Notice notice = notice(number, "incident-progress", "reporter", facts("rosa", "Once"));
    send(notice);
    send(notice);
    assertThat(log.of(number)).hasSize(1);
  }

  @Test
  void whoHasSeveralPartsGetsOneMail() {
    String number = opened("katja", "Katja reports, and has two roles", false);
    send(
        notice(
            number,
            "incident-progress",
            "reporter, incidentManager, serviceDesk",
            facts("katja", "Several")));
    assertThat(log.of(number))
        .extracting(Mail::recipient, Mail::addressedAs)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("katja", "reporter"),
            org.assertj.core.groups.Tuple.tuple("luis", "incidentManager"),
            org.assertj.core.groups.Tuple.tuple("anna", "serviceDesk"),
            org.assertj.core.groups.Tuple.tuple("ben", "serviceDesk"));
  }

  @Test
  void supportGroupOwnerAndCustomerAreFound() {
    String number = opened("rosa", "Three ways", false);
    transaction.executeWithoutResult(
        status ->
            register.add(number, Entry.of("anna", "assigned", null, Map.of("owner", "elif"))));
    Map<String, Object> facts = facts("rosa", "Three ways");
    facts.put("supportGroup", "networkSupport");
    facts.put("customer", "nordwind");
    send(notice(number, "target-warning", "supportGroup,owner,customerContacts", facts));
    assertThat(told(number).split(": ", 2)[1].split("; "))
        .containsExactlyInAnyOrder(
            "greta (networkSupport)",
            "hiro (networkSupport)",
            "elif (owner)",
            "nordwind (customer)");
    assertThat(log.of(number))
        .filteredOn(m -> m.recipient().equals("nordwind"))
        .extracting(Mail::address)
        .containsExactly("it@nordwind.example");
  }

  @Test
  void whoIsNotToldIsNamedWithTheReason() {
    String number = opened("monitoring", "Nobody reads this", false);
    send(
        notice(
            number,
            "incident-received",
            "reporter,supportGroup,owner",
            facts("monitoring", "Nobody reads this")));
    assertThat(log.of(number))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.state()).isEqualTo("skipped");
              assertThat(mail.reason()).isEqualTo("no mail address");
            });
    assertThat(told(number))
        .isEqualTo(
            "incident-received: not monitoring (reporter): no mail address; supportGroup: nobody; owner: nobody");
  }

  @Test
  void whoHasLeftIsNotTold() {
    jdbc.sql(
            "insert into sms.person (id, name, mail, active) values ('gone', 'Gone', 'gone@fjord.example', false)"
                + " on conflict do nothing")
        .update();
    String number = opened("gone", "Left", false);
    send(notice(number, "incident-received", "reporter", facts("gone", "Left")));
    assertThat(told(number)).isEqualTo("incident-received: not gone (reporter): no longer active");
  }

  @Test
  void reportersOfDuplicatesAreToldOfTheirOwnRecord() {
    String main = opened("rosa", "Mail is slow", false);
    String duplicate = opened("tina", "Outlook hangs", false);
    String secret = opened("vera", "Somebody reads my mail", true);
    transaction.executeWithoutResult(
        status -> {
          register.link(duplicate, "duplicates", main, "anna");
          register.link(secret, "duplicates", main, "anna");
        });
    Map<String, Object> facts = facts("rosa", "Mail is slow");
    facts.put("resolution", "The queue was emptied");
    send(notice(main, "incident-resolved", "reporters", facts));
    assertThat(log.of(main)).extracting(Mail::recipient).containsExactly("rosa");
    assertThat(log.of(duplicate))
        .singleElement()
        .satisfies(
            mail -> {
              assertThat(mail.recipient()).isEqualTo("tina");
              assertThat(mail.subject()).isEqualTo(duplicate + " is resolved: Outlook hangs");
            });
    assertThat(body(duplicate))
        .contains("The queue was emptied")
        .doesNotContain(main, "Mail is slow");
    assertThat(body(secret)).doesNotContain("Somebody reads my mail");
  }

  @Test
  void aMailLeadsToItsRecordWhereItsReaderMaySeeIt() {
    String number = opened("rosa", "Where is more of it?", false);
    send(notice(number, "incident-progress", "reporter", facts("rosa", "Where is more of it?")));
    assertThat(body(number)).endsWith("/records/" + number + "\n");

    String change = opened("rosa", "Told to all who use the service", false);
    send(notice(change, "schedule-moved", "serviceCustomers", facts("rosa", "Moved")));
    assertThat(
            jdbc.sql("select body from sms.mail where record_number = ?")
                .param(change)
                .query(String.class)
                .list())
        .isNotEmpty()
        .allSatisfy(text -> assertThat(text).doesNotContain("/records/"));
  }

  @Test
  void aConfidentialRecordsMailsCarryTheNumberOnly() throws IOException {
    String number = opened("rosa", "Password list on the intranet", true);
    List<String> templates = templates();
    for (String template : templates) {
      Map<String, Object> facts = facts("rosa", "Password list on the intranet");
      facts.put("confidential", true);
      for (String fact :
          List.of("description", "question", "resolution", "reason", "comment", "answer")) {
        facts.put(fact, "secret " + fact);
      }
      send(notice(number, template, "reporter", facts));
    }
    assertThat(
            jdbc.sql("select subject || body from sms.mail where record_number = :n")
                .param("n", number)
                .query(String.class)
                .list())
        .hasSameSizeAs(templates)
        .allSatisfy(
            text ->
                assertThat(text)
                    .contains(number)
                    .doesNotContain("Password", "secret", "calendar", "{{", "null"));
  }

  @Test
  void expressionsInTextStayText() {
    String title = "${1+1} #{x} {{number}} $startDate <b>&\uE000\uE003";
    String number = opened("rosa", title.replaceAll("[\uE000-\uE003]", ""), false);
    send(notice(number, "incident-received", "reporter", facts("rosa", title)));
    assertThat(log.of(number))
        .singleElement()
        .extracting(Mail::subject)
        .asString()
        .startsWith(number + " received: ${1+1} #{x} {{number}} $startDate <b>&");
  }

  @Test
  void anImportedRecordTellsNobody() {
    String number = opened("rosa", "From the past", false);
    Map<String, Object> facts = facts("rosa", "From the past");
    facts.put("source", "import");
    send(notice(number, "incident-received", "reporter", facts));
    assertThat(log.of(number)).isEmpty();
    assertThat(told(number)).isEqualTo("incident-received: nobody, as the record was imported");
  }

  @Test
  void aMissingTemplateSaysWhichThereAre() {
    String number = opened("rosa", "Typo", false);
    assertThatThrownBy(
            () -> send(notice(number, "incident-recieved", "reporter", facts("rosa", "Typo"))))
        .hasMessageContaining("no mail template incident-recieved")
        .hasMessageContaining("incident-received");
  }

  private static List<String> templates() throws IOException {
    try (var files = Files.list(Path.of("src/main/resources/mail"))) {
      return files.map(file -> file.getFileName().toString().replace(".txt", "")).toList();
    }
  }

  private void send(Notice notice) {
    transaction.executeWithoutResult(status -> notifications.send(notice));
  }

  private Notice notice(String record, String template, String to, Map<String, Object> facts) {
    return new Notice(step, "serviceTask_notify", "Tell them", record, template, to, facts);
  }

  private static Map<String, Object> facts(String reporter, String title) {
    return new HashMap<>(
        Map.of("reporter", reporter, "title", title, "service", "mail", "source", "person"));
  }

  private String opened(String reporter, String title, boolean confidential) {
    return transaction.execute(status -> open(reporter, title, confidential));
  }

  private String open(String reporter, String title, boolean confidential) {
    String number = register.nextNumber("incident");
    register.open(
        new Opening(number, "incident", "incident-management", 1, "none"),
        Entry.of(
            "anna",
            "opened",
            null,
            Map.of(
                "title",
                title,
                "reporter",
                reporter,
                "status",
                "reported",
                "confidential",
                confidential)));
    return number;
  }

  private String body(String number) {
    return jdbc.sql("select body from sms.mail where record_number = :n")
        .param("n", number)
        .query(String.class)
        .single();
  }

  private String told(String number) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals("notified"))
        .reduce((first, last) -> last)
        .map(JournalEntry::note)
        .orElseThrow();
  }
}
