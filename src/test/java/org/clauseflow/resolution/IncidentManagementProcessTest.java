package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.clock.TargetKind;
import org.clauseflow.clock.TargetReport;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Link;
import org.clauseflow.record.Opening;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Incident management as a story: every way through the model, with what the record says
 * afterwards.
 */
@ClauseflowTest
class IncidentManagementProcessTest extends ProcessStory {

  @Autowired private PlatformTransactionManager transactions;

  @Test
  void anIncidentIsReportedClassifiedResolvedAndConfirmed() {
    String number = report();
    assertThat(record(number))
        .returns("reported", ServiceRecord::status)
        .returns("moderate", ServiceRecord::priority)
        .returns("rosa", ServiceRecord::reporter)
        .returns("nordwind", ServiceRecord::customer);
    assertThat(mails(number)).containsExactly("incident-received");

    classify(number);
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
    assertThat(task(number, "userTask_diagnose").getName()).isEqualTo("Diagnose and resolve");
    assertThat(candidates(number, "userTask_diagnose"))
        .containsExactlyInAnyOrder("applicationSupport", "incidentManager");
    assertThat(target(number, TargetKind.RESPONSE).metAt()).isNotNull();

    at(MORNING.plus(Duration.ofHours(1)));
    resolve(number);
    assertThat(record(number)).returns("resolved", ServiceRecord::status);
    assertThat(record(number).resolvedAt()).isEqualTo(MORNING.plus(Duration.ofHours(1)));
    assertThat(target(number, TargetKind.RESOLUTION).metAt()).isNotNull();

    as("rosa");
    complete(number, "userTask_confirmResolution", Map.of("confirmed", "yes"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns("Incident closed", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(mails(number))
        .containsExactly(
            "incident-received", "incident-progress", "incident-resolved", "incident-closed");
    assertThat(register.verify(number)).isEmpty();

    List<JournalEntry> journal = register.journal(number);
    assertThat(journal.get(0)).returns("opened", JournalEntry::kind);
    JournalEntry classified = entry(journal, "task", "userTask_classify");
    assertThat(classified.actor()).isEqualTo("anna");
    assertThat(classified.requirement()).containsExactly("8.1-c", "8.1-3", "6.6.3-1");
    assertThat(classified.changes()).containsEntry("category", "software");
    JournalEntry prioritized = entry(journal, "decision", "businessRuleTask_determinePriority");
    assertThat(prioritized.changes()).containsEntry("priority", "moderate");
    assertThat(prioritized.note()).startsWith("priority:");
    assertThat(entry(journal, "task", "userTask_confirmResolution").actor()).isEqualTo("rosa");
    assertThat(journal.get(journal.size() - 1)).returns("closed", JournalEntry::kind);
  }

  @Test
  void silenceClosesAfterFiveDays() {
    String number = diagnosed();
    resolve(number);
    fire(number, "event_silenceCloses");
    assertThat(record(number)).returns("closed", ServiceRecord::status);
    assertThat(entry(register.journal(number), "event", "event_silenceCloses").requirement())
        .containsExactly("8.1-g");
  }

  @Test
  void theClockStandsStillWhileTheCustomerHasToAnswer() {
    String number = diagnosed();
    Instant due = target(number, TargetKind.RESOLUTION).dueAt().toInstant();
    at(MORNING.plus(Duration.ofMinutes(30)));
    diagnose(number, Map.of("diagnosis", "askCustomer", "question", "Which mailbox is it?"));
    assertThat(record(number)).returns("waiting for customer", ServiceRecord::status);
    assertThat(target(number, TargetKind.RESOLUTION).state()).isEqualTo("paused");

    fire(number, "event_reminderDue");
    assertThat(mails(number)).contains("reminder");
    assertThat(task(number, "userTask_awaitCustomer")).isNotNull();

    at(MORNING.plus(Duration.ofMinutes(90)));
    runtime
        .createMessageCorrelation("incident.answered")
        .processInstanceBusinessKey(number)
        .correlate();
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
    assertThat(target(number, TargetKind.RESOLUTION).dueAt().toInstant())
        .isEqualTo(due.plus(Duration.ofHours(1)));
    assertThat(task(number, "userTask_diagnose").getDueDate().toInstant())
        .isEqualTo(due.plus(Duration.ofHours(1)));
    assertThat(target(number, TargetKind.RESOLUTION).pauses())
        .singleElement()
        .returns("userTask_awaitCustomer", TargetReport.Paused::elementId);
  }

  @Test
  void anAnswerByTelephoneIsEnteredByHand() {
    String number = diagnosed();
    diagnose(number, Map.of("diagnosis", "askCustomer", "question", "Which mailbox is it?"));
    complete(number, "userTask_awaitCustomer", Map.of("answer", "The one of the hotline"));
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
    assertThat(record(number).data()).containsEntry("answer", "The one of the hotline");
  }

  @Test
  void whoNeverAnswersIsToldThatTheIncidentCountsAsResolved() {
    String number = diagnosed();
    diagnose(number, Map.of("diagnosis", "askCustomer", "question", "Which mailbox is it?"));
    fire(number, "event_customerSilent");
    assertThat(record(number)).returns("resolved", ServiceRecord::status);
  }

  @Test
  void aResolutionThatDidNotHelpIsReopenedAtDiagnosis() {
    String number = diagnosed();
    Instant due = target(number, TargetKind.RESOLUTION).dueAt().toInstant();
    resolve(number);
    at(MORNING.plus(Duration.ofHours(2)));
    assertThatThrownBy(
            () -> complete(number, "userTask_confirmResolution", Map.of("confirmed", "no")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("comment");
    complete(
        number,
        "userTask_confirmResolution",
        Map.of("confirmed", "no", "comment", "Still nothing"));
    assertThat(record(number))
        .returns("in progress", ServiceRecord::status)
        .returns(null, ServiceRecord::resolvedAt);
    assertThat(mails(number)).contains("incident-reopened");
    assertThat(target(number, TargetKind.RESOLUTION).metAt()).isNull();
    assertThat(target(number, TargetKind.RESOLUTION).dueAt().toInstant())
        .isEqualTo(due.plus(Duration.ofHours(2)));
  }

  @Test
  void aDuplicateIsMergedAndItsReporterHearsOfTheOthersResolution() {
    String first = diagnosed();
    String second = report();
    as("anna");
    complete(
        second, "userTask_classify", Map.of("classification", "duplicate", "duplicateOf", first));
    assertThat(record(second))
        .returns("merged", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(register.links(first))
        .singleElement()
        .returns(second, Link::from)
        .returns("duplicates", Link::kind);
    assertThat(mails(second)).contains("incident-merged");

    String third = diagnosed();
    diagnose(third, Map.of("diagnosis", "duplicate", "duplicateOf", first));
    assertThat(record(third)).returns("merged", ServiceRecord::status);

    resolve(first);
    assertThat(
            jdbc.sql(
                    "select count(*) from sms.mail where template = 'incident-resolved' and record_number in (:all)")
                .param("all", List.of(first, second, third))
                .query(Integer.class)
                .single())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void noIncidentIsMergedIntoItself() {
    String number = report();
    assertThatThrownBy(
            () ->
                complete(
                    number,
                    "userTask_classify",
                    Map.of("classification", "duplicate", "duplicateOf", number)))
        .isInstanceOf(InvalidFormException.class);
    assertThat(record(number)).returns("reported", ServiceRecord::status);
  }

  @Test
  void whatIsNoIncidentIsCancelledWithAReason() {
    String number = report();
    complete(
        number,
        "userTask_classify",
        Map.of("classification", "cancel", "reason", "A test of the alarm"));
    assertThat(record(number))
        .returns("cancelled", ServiceRecord::status)
        .returns("Incident cancelled", ServiceRecord::outcome);
    assertThat(record(number).data()).containsEntry("reason", "A test of the alarm");

    String later = diagnosed();
    diagnose(later, Map.of("diagnosis", "cancel", "reason", "It was the wrong building"));
    assertThat(record(later)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void theReporterWithdrawsAtAnyTime() {
    String number = diagnosed();
    runtime
        .createMessageCorrelation("incident.cancelled")
        .processInstanceBusinessKey(number)
        .correlate();
    assertThat(record(number))
        .returns("cancelled", ServiceRecord::status)
        .returns("Incident withdrawn", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(target(number, TargetKind.RESOLUTION).endedAt()).isNotNull();
  }

  @Test
  void anotherGroupGoesOnTheDeskClassifiesAgainAndThePriorityIsSetAnew() {
    String number = diagnosed();
    Instant started = target(number, TargetKind.RESOLUTION).startedAt().toInstant();
    diagnose(
        number,
        Map.of(
            "diagnosis",
            "otherGroup",
            "supportGroup",
            "networkSupport",
            "reason",
            "The line is cut"));
    assertThat(candidates(number, "userTask_diagnose")).contains("networkSupport");
    assertThat(mails(number)).contains("incident-assigned");

    diagnose(number, Map.of("diagnosis", "handBack", "reason", "It is another service"));
    classify(number);

    at(MORNING.plus(Duration.ofMinutes(20)));
    Duration agreed = target(number, TargetKind.RESOLUTION).agreed();
    diagnose(
        number,
        Map.of(
            "diagnosis",
            "reprioritise",
            "impact",
            "high",
            "urgency",
            "high",
            "reason",
            "Everybody is hit"));
    assertThat(record(number)).returns("critical", ServiceRecord::priority);
    TargetReport resolution = target(number, TargetKind.RESOLUTION);
    assertThat(resolution.agreed()).isLessThan(agreed);
    assertThat(resolution.startedAt().toInstant()).isEqualTo(started);
    assertThat(resolution.elapsed()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void anAlertIsClassifiedByTableAndResolvedByItself() {
    String number = alert();
    assertThat(record(number))
        .returns("in progress", ServiceRecord::status)
        .returns("alert", ServiceRecord::source);
    runtime
        .createMessageCorrelation("alert.resolved")
        .processInstanceBusinessKey(number)
        .setVariables(Map.of("resolution", "The alert is over", "resolutionCode", "selfRestored"))
        .correlate();
    assertThat(record(number)).returns("resolved", ServiceRecord::status);
  }

  @Test
  void whatMeetsTheCriteriaIsProposedAsMajorIncidentOnce() {
    noMajorIncidents();
    String number = outage();
    assertThat(raised(number)).containsExactly("majorIncident.proposed");
    assertThat(entry(register.journal(number), "decision", "businessRuleTask_checkMajor").changes())
        .containsEntry("majorCandidate", true);
    // its diagnosis goes on meanwhile
    assertThat(task(number, "userTask_diagnose")).isNotNull();

    String another = outage();
    assertThat(record(another)).returns("critical", ServiceRecord::priority);
    assertThat(raised(another)).isEmpty();

    diagnose(
        another,
        Map.of("diagnosis", "proposeMajor", "reason", "It is another outage, of the line"));
    assertThat(raised(another)).containsExactly("majorIncident.proposed");
    assertThat(task(another, "userTask_diagnose")).isNotNull();
  }

  @Test
  void anIncidentThatJoinsAMajorOneHearsOfItAndIsRestoredWithIt() {
    String major = majorIncident();
    String number = diagnosed();
    diagnose(number, Map.of("diagnosis", "joinMajor", "majorIncident", major));
    assertThat(register.links(number))
        .singleElement()
        .returns("part of", Link::kind)
        .returns(major, Link::to);

    hear(number, "incident.news", Map.of("update", "The supplier is on its way"));
    assertThat(entry(register.journal(number), "event", "event_news").requirement())
        .containsExactly("8.1-5");
    hear(number, "incident.workaround", Map.of("workaround", "Use the web client"));
    assertThat(mails(number)).contains("incident-workaround");
    assertThat(record(number)).returns("in progress", ServiceRecord::status);

    restore(number);
    assertThat(record(number))
        .returns("resolved", ServiceRecord::status)
        .returns(true, ServiceRecord::open);
    assertThat(target(number, TargetKind.RESOLUTION).metAt()).isNotNull();
  }

  @Test
  void noIncidentJoinsAMajorOneThatIsOver() {
    String major = majorIncident();
    String number = diagnosed();
    jdbc.sql("update sms.record set closed_at = now() where number = :number")
        .param("number", major)
        .update();
    assertThatThrownBy(
            () -> diagnose(number, Map.of("diagnosis", "joinMajor", "majorIncident", major)))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("majorIncident");
  }

  @Test
  void restorationReachesAnIncidentWhereverItIs() {
    String unclassified = report();
    restore(unclassified);
    assertThat(record(unclassified)).returns("resolved", ServiceRecord::status);

    String waiting = diagnosed();
    diagnose(waiting, Map.of("diagnosis", "askCustomer", "question", "Which mailbox is it?"));
    restore(waiting);
    assertThat(record(waiting)).returns("resolved", ServiceRecord::status);
    assertThat(target(waiting, TargetKind.RESOLUTION).state()).isNotEqualTo("paused");
  }

  @Test
  void whereTheCauseRemainsAProblemIsRaised() {
    String number = diagnosed();
    diagnose(
        number,
        Map.of(
            "diagnosis",
            "resolved",
            "resolutionCode",
            "workaround",
            "resolution",
            "The gateway was restarted; it will hang again",
            "raiseProblem",
            true));
    assertThat(record(number)).returns("resolved", ServiceRecord::status);
    assertThat(raised(number)).containsExactly("problem.raised");
  }

  @Test
  void aTargetInDangerWarnsAndAMissedOneIsEscalated() {
    String number = diagnosed();
    tell(number, "target.warning");
    assertThat(mails(number)).contains("target-warning");

    tell(number, "target.breached");
    assertThat(mails(number)).contains("target-breached");
    as("katja");
    complete(
        number,
        "userTask_decideEscalation",
        Map.of("escalation", "carryOn", "note", "Chloe is at it"));

    tell(number, "target.breached");
    complete(
        number,
        "userTask_decideEscalation",
        Map.of("escalation", "topManagement", "note", "The customer loses money"));
    assertThat(mails(number)).contains("target-escalated");
    assertThat(entry(register.journal(number), "task", "userTask_decideEscalation").requirement())
        .containsExactly("8.1-e", "8.1-6");
    assertThat(task(number, "userTask_diagnose")).isNotNull();
  }

  @Test
  void aClosedIncidentLeavesNoEscalationOpen() {
    String number = diagnosed();
    tell(number, "target.breached");
    resolve(number);
    complete(number, "userTask_confirmResolution", Map.of("confirmed", "yes"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count())
        .isZero();
  }

  @Test
  void aSecurityIncidentTakesItsPriorityFromItsRiskAndIsSeenByFew() {
    String number = report();
    complete(number, "userTask_classify", classification("security", "high", "low", "low"));
    assertThat(record(number))
        .returns("critical", ServiceRecord::priority)
        .returns(true, ServiceRecord::confidential);
    assertThat(candidates(number, "userTask_diagnose"))
        .containsExactlyInAnyOrder("securityTeam", "incidentManager");
    resolve(number);
    assertThat(candidates(number, "userTask_confirmResolution"))
        .containsExactlyInAnyOrder("securityTeam", "rosa");
  }

  @Test
  void whatAdministratorsRemoveIsClosedAndSaysSo() {
    String number = diagnosed();
    runtime.deleteProcessInstance(
        record(number).processInstanceId(), "Entered twice by the import");
    assertThat(record(number))
        .returns("removed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(register.journal(number))
        .last()
        .returns("Entered twice by the import", JournalEntry::note);
  }

  @Test
  void aStepThatFailsLeavesNothingBehind() {
    String number = diagnosed();
    int entries = register.journal(number).size();
    assertThatThrownBy(
            () -> diagnose(number, Map.of("diagnosis", "resolved", "resolutionCode", "fixed")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("resolution");
    assertThat(register.journal(number)).hasSize(entries);
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
  }

  private String report() {
    as("rosa");
    Map<String, Object> values = new HashMap<>();
    values.put("title", "No mail since this morning");
    values.put("description", "Sending works, nothing arrives. ${now()} stays text");
    values.put("service", "mail");
    values.put("reporter", "rosa");
    values.put("impact", "medium");
    values.put("urgency", "medium");
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("incident-management")
            .latestVersion()
            .singleResult()
            .getId();
    identity.clearAuthentication();
    return forms.submitStartForm(definition, values).getBusinessKey();
  }

  private String alert() {
    Map<String, Object> values = new HashMap<>();
    values.put("title", "Switch does not answer");
    values.put("description", "No answer for five minutes");
    values.put("service", "network");
    values.put("reporter", "monitoring");
    values.put("impact", "high");
    values.put("urgency", "medium");
    values.put("category", "network");
    values.put("source", "alert");
    values.put("externalId", "process-test");
    return runtime
        .createMessageCorrelation("incident.reported")
        .setVariables(values)
        .correlateStartMessage()
        .getBusinessKey();
  }

  private String diagnosed() {
    String number = report();
    classify(number);
    return number;
  }

  private void classify(String number) {
    as("anna");
    complete(number, "userTask_classify", classification("software", "none", "medium", "medium"));
  }

  private static Map<String, Object> classification(
      String category, String risk, String impact, String urgency) {
    return Map.of(
        "classification", "proceed",
        "service", "mail",
        "category", category,
        "securityRisk", risk,
        "impact", impact,
        "urgency", urgency);
  }

  private void diagnose(String number, Map<String, Object> values) {
    complete(number, "userTask_diagnose", values);
  }

  private void resolve(String number) {
    diagnose(
        number,
        Map.of(
            "diagnosis",
            "resolved",
            "resolutionCode",
            "fixed",
            "resolution",
            "The gateway was restarted"));
  }

  /** Everything of the customer portal stands, which is agreed to be a major incident. */
  private String outage() {
    String number = report();
    as("anna");
    Map<String, Object> values = new HashMap<>(classification("software", "none", "high", "high"));
    values.put("service", "portal");
    complete(number, "userTask_classify", values);
    return number;
  }

  private void noMajorIncidents() {
    jdbc.sql("update sms.message set outcome = 'nobody listening' where outcome is null").update();
    jdbc.sql(
            """
            update sms.record set closed_at = coalesce(closed_at, now()), opened_at = '2020-01-01'
            where type = 'major-incident' and service_id = 'portal'
            """)
        .update();
  }

  private String majorIncident() {
    String number = register.nextNumber("major-incident");
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction ->
                register.open(
                    new Opening(number, "major-incident", "major-incident", 1, "none"),
                    Entry.of(
                        "katja",
                        "opened",
                        null,
                        Map.of("title", "Mail is down", "status", "in progress"))));
    return number;
  }

  private List<String> raised(String number) {
    return jdbc.sql("select name from sms.message where from_record = :number order by id")
        .param("number", number)
        .query(String.class)
        .list();
  }

  private void hear(String number, String message, Map<String, Object> variables) {
    runtime
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(number)
        .setVariables(variables)
        .correlate();
  }

  private void restore(String number) {
    hear(
        number,
        "incident.restored",
        Map.of("resolution", "The supplier changed the line card", "resolutionCode", "fixed"));
  }

  private void tell(String number, String message) {
    runtime
        .createMessageCorrelation(message)
        .processInstanceBusinessKey(number)
        .setVariables(Map.of("target", "resolution", "dueAt", Date.from(MORNING)))
        .correlate();
  }

  private static JournalEntry entry(List<JournalEntry> journal, String kind, String element) {
    return journal.stream()
        .filter(entry -> entry.kind().equals(kind) && element.equals(entry.elementId()))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
