package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Link;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A major incident as a story: every way through the model, with what the record and the incidents
 * that are part of it say afterwards.
 */
@ClauseflowTest
class MajorIncidentProcessTest extends ProcessStory {

  @Autowired private Messages messages;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void aMajorIncidentIsProposedAcceptedManagedRestoredReviewedAndClosed() {
    String incident = incident("portal");
    String number = proposedBy(incident);
    assertThat(record(number))
        .returns("proposed", ServiceRecord::status)
        .returns("Nothing works", ServiceRecord::title)
        .returns("portal", ServiceRecord::service)
        .returns("nordwind", ServiceRecord::customer)
        .returns("critical", ServiceRecord::priority);
    assertThat(register.links(number))
        .singleElement()
        .returns(incident, Link::from)
        .returns("part of", Link::kind);
    assertThat(entry(number, "decision", "businessRuleTask_assess").changes())
        .containsEntry("majorCandidate", true)
        .containsEntry("majorCriterion", "Critical, and the service has service level gold");
    assertThat(mails(number)).containsExactly("major-incident-proposed");

    as("katja");
    complete(number, "userTask_decide", accepted("luis"));
    assertThat(record(number))
        .returns("in progress", ServiceRecord::status)
        .returns("luis", ServiceRecord::owner);
    assertThat(recipients(number, "major-incident-declared")).containsExactly("marta", "paul");
    assertThat(recipients(number, "major-incident-update")).contains("rosa", "nordwind", "paul");
    assertThat(recipients(number, "major-incident-appointed")).containsExactly("luis");
    assertThat(told(incident)).containsExactly("incident.news");

    as("luis");
    complete(number, "userTask_takeOn", Map.of("action", "takeOn"));
    lead(number, "note", Map.of("logEntry", "Called the hosting provider"));
    lead(
        number,
        "handOver",
        Map.of(
            "supportGroups",
            List.of("networkSupport", "applicationSupport"),
            "work",
            "Find out what changed at 08:50"));
    assertThat(recipients(number, "major-incident-work"))
        .containsExactly("chloe", "david", "greta", "hiro");
    as("greta");
    claimAndComplete(
        number,
        "networkSupport",
        Map.of("groupResult", "notOurs", "groupNote", "The lines are fine"));
    assertThat(record(number)).returns("luis", ServiceRecord::owner);
    as("chloe");
    claimAndComplete(
        number,
        "applicationSupport",
        Map.of("groupResult", "done", "groupNote", "A certificate ended"));
    assertThat(recipients(number, "major-incident-work-done")).containsExactly("luis");

    as("luis");
    lead(number, "workaround", Map.of("workaround", "Use the old address"));
    assertThat(record(number)).returns("workaround in place", ServiceRecord::status);
    lead(number, "continuity", Map.of("reason", "More than two hours to go"));
    assertThat(raised(number)).containsExactly("continuity.invoked");

    at(Duration.ofMinutes(50));
    lead(number, "restored", Map.of("resolution", "The certificate was renewed"));
    assertThat(record(number)).returns("under review", ServiceRecord::status);
    assertThat(record(number).resolvedAt()).isEqualTo(MORNING.plus(Duration.ofMinutes(50)));
    assertThat(task(number, "userTask_update")).as("no more updates").isNull();
    assertThat(told(incident))
        .containsExactly("incident.news", "incident.news", "incident.restored");
    assertThat(recipients(number, "major-incident-restored"))
        .as("the reporter hears it from the incident")
        .contains("nordwind", "marta")
        .doesNotContain("rosa");
    assertThat(passed(number, "incident.restored"))
        .containsEntry("resolution", "The certificate was renewed")
        .containsEntry("resolutionCode", "majorIncident");

    complete(
        number,
        "userTask_review",
        review("raise", "Watch the ends of certificates", "", "Keep a list of those on call"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns("Major incident closed", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(raised(number))
        .containsExactly(
            "continuity.invoked", "improvement.raised", "improvement.raised", "problem.raised");
    assertThat(passed(number, "improvement.raised"))
        .containsEntry("title", "Keep a list of those on call")
        .containsEntry("reporter", "luis");
    assertThat(passed(number, "problem.raised"))
        .containsEntry("description", "A certificate ended")
        .containsEntry("service", "portal");
    assertThat(recipients(number, "major-incident-reviewed")).contains("paul", "marta");
    assertThat(entry(number, "task", "userTask_review").requirement()).containsExactly("8.1-11");
    assertThat(entry(number, "task", "userTask_takeOn").requirement()).containsExactly("8.1-10");
    assertThat(entry(number, "step", "serviceTask_tellTopManagement").requirement())
        .containsExactly("8.1-9");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void whatIsNoMajorIncidentIsTurnedDownAndItsIncidentIsToldWhy() {
    String incident = incident("files");
    String number = byHand(incident);
    assertThat(record(number).data()).containsEntry("reason", "Everybody calls");
    complete(
        number, "userTask_decide", Map.of("decision", "turnDown", "reason", "One office only"));
    assertThat(record(number))
        .returns("turned down", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(passed(number, "incident.news")).containsEntry("update", "One office only");
    assertThat(told(incident)).containsExactly("incident.news");
    assertThat(byHand(incident)).as("may be proposed again").isNotEqualTo(number);
  }

  @Test
  void anIncidentIsPartOfOneRunningMajorIncidentOnly() {
    String incident = incident("files");
    String number = byHand(incident);
    assertThatThrownBy(() -> byHand(incident))
        .isInstanceOf(Refusal.class)
        .hasMessage(incident + " is part of " + number + " already");
    assertThatThrownBy(() -> byHand(number)).isInstanceOf(InvalidFormException.class);
  }

  @Test
  void whatNobodyDecidesIsEscalated() {
    String number = byHand(incident("files"));
    fire(number, "event_undecided");
    assertThat(recipients(number, "major-incident-undecided"))
        .containsExactly("katja", "luis", "marta");
    assertThat(task(number, "userTask_decide")).isNotNull();
  }

  @Test
  void whoDoesNotAnswerOrDeclinesIsReplaced() {
    String number = byHand(incident("files"));
    complete(number, "userTask_decide", accepted("luis"));
    fire(number, "event_managerSilent");
    assertThat(recipients(number, "major-incident-unmanaged")).contains("katja", "marta");

    as("marta");
    complete(number, "userTask_appoint", Map.of("action", "appoint", "owner", "katja"));
    assertThat(record(number)).returns("katja", ServiceRecord::owner);
    complete(
        number, "userTask_takeOn", Map.of("action", "decline", "reason", "I am on my way home"));
    complete(number, "userTask_appoint", Map.of("action", "appoint", "owner", "luis"));
    complete(number, "userTask_takeOn", Map.of("action", "takeOn"));

    lead(number, "newManager", Map.of("owner", "katja", "reason", "End of shift"));
    complete(number, "userTask_takeOn", Map.of("action", "takeOn"));
    assertThat(task(number, "userTask_lead").getAssignee()).isEqualTo("katja");
    assertThat(record(number)).returns("katja", ServiceRecord::owner);
    assertThatThrownBy(() -> lead(number, "newManager", Map.of("owner", "paul", "reason", "?")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("owner");
  }

  @Test
  void whoeverWasToldHearsOfADemotion() {
    String incident = incident("files");
    String number = managed(incident);
    lead(number, "demote", Map.of("reason", "It was one switch"));
    assertThat(record(number))
        .returns("demoted", ServiceRecord::status)
        .returns("Major incident demoted", ServiceRecord::outcome)
        .returns(null, ServiceRecord::resolvedAt);
    assertThat(passed(number, "incident.news")).containsEntry("update", "It was one switch");
    assertThat(recipients(number, "major-incident-demoted")).contains("rosa", "paul");

    String unmanaged = byHand(incident);
    complete(unmanaged, "userTask_decide", accepted("luis"));
    fire(unmanaged, "event_managerSilent");
    assertThatThrownBy(() -> complete(unmanaged, "userTask_appoint", Map.of("action", "demote")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    complete(unmanaged, "userTask_appoint", Map.of("action", "demote", "reason", "It has stopped"));
    assertThat(record(unmanaged)).returns("demoted", ServiceRecord::status);
  }

  @Test
  void anUpdateThatIsDueIsRemindedOfAndALateOneIsEscalated() {
    String number = managed(incident("files"));
    assertThat(task(number, "userTask_update").getDueDate())
        .isEqualTo(Date.from(MORNING.plus(Duration.ofHours(1))));
    assertThat(due(number, "event_updateDue")).isEqualTo(MORNING.plus(Duration.ofMinutes(60)));
    assertThat(due(number, "event_updateLate")).isEqualTo(MORNING.plus(Duration.ofMinutes(90)));
    fire(number, "event_updateDue");
    assertThat(recipients(number, "major-incident-update-due")).containsExactly("luis");
    fire(number, "event_updateLate");
    assertThat(recipients(number, "major-incident-update-late"))
        .containsExactly("luis", "marta", "paul");

    as("katja");
    Map<String, Object> update = plan("PT30M");
    update.put("update", "We know the cause");
    update.put("tellManagement", false);
    update.put("tellCustomers", false);
    complete(number, "userTask_update", update);
    assertThat(record(number)).returns("luis", ServiceRecord::owner);
    assertThat(due(number, "event_updateLate")).isEqualTo(MORNING.plus(Duration.ofMinutes(45)));
    assertThat(passed(number, "incident.news")).containsEntry("update", "We know the cause");
    assertThat(
            jdbc.sql(
                    "select recipient from sms.mail where record_number = :number and body like '%We know the cause%'")
                .param("number", number)
                .query(String.class)
                .list())
        .containsExactly("rosa");
  }

  @Test
  void openIncidentsAreLinkedInBulkAfterALookAtHowManyTheyAre() {
    String first = incident("catalogue");
    String number = managed(first);
    String second = incident("catalogue");
    String third = incident("catalogue");
    incident("mail");

    lead(number, "link", Map.of());
    assertThat(form(number, "userTask_confirmLink")).contains("There are none");
    complete(number, "userTask_confirmLink", Map.of("confirmLink", "yes"));
    assertThat(variable(number, "incidentsLinked")).isEqualTo(0);
    lead(
        number,
        "link",
        Map.of("linkService", "catalogue", "linkSince", MORNING.plusSeconds(60).toString()));
    assertThat(form(number, "userTask_confirmLink")).contains("There are none");
    complete(number, "userTask_confirmLink", Map.of("confirmLink", "no"));

    lead(number, "link", Map.of("linkService", "catalogue", "linkSince", MORNING.toString()));
    assertThat(form(number, "userTask_confirmLink"))
        .contains("- Open incidents – 2", second.replace("-", "&#45;"));
    complete(number, "userTask_confirmLink", Map.of("confirmLink", "yes"));
    assertThat(variable(number, "incidentsLinked")).isEqualTo(2);
    assertThat(register.links(number))
        .extracting(Link::from)
        .containsExactlyInAnyOrder(first, second, third);
    assertThat(register.journal(second))
        .last()
        .returns("linked", JournalEntry::kind)
        .returns("part of " + number, JournalEntry::note);
    assertThat(register.verify(second)).isEmpty();

    lead(number, "restored", Map.of("resolution", "Started again"));
    assertThat(told(third)).containsExactly("incident.restored");
  }

  @Test
  void theTroubleMayComeBackBeforeTheReview() {
    String number = managed(incident("files"));
    lead(number, "restored", Map.of("resolution", "Started again"));
    fire(number, "event_reviewDue");
    assertThat(recipients(number, "major-incident-review-due")).containsExactly("luis", "marta");

    complete(number, "userTask_review", Map.of("reviewResult", "returned", "update", "It is back"));
    assertThat(record(number))
        .returns("in progress", ServiceRecord::status)
        .returns(null, ServiceRecord::resolvedAt);
    assertThat(recipients(number, "major-incident-returned"))
        .containsExactly("luis", "marta", "paul");
    assertThat(passed(number, "incident.news")).containsEntry("update", "It is back");

    complete(number, "userTask_takeOn", Map.of("action", "takeOn"));
    lead(number, "restored", Map.of("resolution", "A new disk"));
    complete(number, "userTask_review", review("none"));
    assertThat(record(number)).returns("closed", ServiceRecord::status);
    assertThat(raised(number)).isEmpty();
  }

  @Test
  void theReviewNeedsItsAnswersAndShowsWhatHappened() {
    String incident = incident("files");
    String number = managed(incident);
    lead(number, "note", Map.of("logEntry", "Called the hosting provider"));
    lead(number, "restored", Map.of("resolution", "Started again"));
    assertThat(form(number, "userTask_review"))
        .contains("Called the hosting provider", "Luis Ortega", "reported");
    Map<String, Object> incomplete = review("none");
    incomplete.remove("cause");
    assertThatThrownBy(() -> complete(number, "userTask_review", incomplete))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("cause");
    assertThat(record(number)).returns("under review", ServiceRecord::status);
  }

  private String incident(String service) {
    return runtime
        .createMessageCorrelation("incident.reported")
        .setVariables(
            Map.of(
                "title", "Nothing works",
                "description", "Since this morning",
                "service", service,
                "reporter", "rosa",
                "impact", "high",
                "urgency", "high"))
        .correlateStartMessage()
        .getBusinessKey();
  }

  private String proposedBy(String incident) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction ->
                messages.raise(
                    incident,
                    "majorIncident.proposed",
                    "part of",
                    null,
                    Map.of(
                        "title", "Nothing works",
                        "description", "Since this morning",
                        "service", "portal",
                        "reporter", "rosa",
                        "customer", "nordwind",
                        "priority", "critical",
                        "impact", "high",
                        "urgency", "high",
                        "confidential", false)));
    messenger.deliver(MORNING);
    return jdbc.sql(
            "select raised from sms.message where from_record = :incident and name = 'majorIncident.proposed'")
        .param("incident", incident)
        .query(String.class)
        .single();
  }

  private String byHand(String incident) {
    identity.clearAuthentication();
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("major-incident")
            .latestVersion()
            .singleResult()
            .getId();
    String number =
        forms
            .submitStartForm(definition, Map.of("incident", incident, "reason", "Everybody calls"))
            .getBusinessKey();
    as("katja");
    return number;
  }

  private String managed(String incident) {
    String number = byHand(incident);
    complete(number, "userTask_decide", accepted("luis"));
    as("luis");
    complete(number, "userTask_takeOn", Map.of("action", "takeOn"));
    return number;
  }

  private static Map<String, Object> accepted(String manager) {
    Map<String, Object> values = plan("PT1H");
    values.put("decision", "accept");
    values.put("owner", manager);
    values.put("update", "The service does not work, we look for the cause");
    return values;
  }

  private static Map<String, Object> plan(String rhythm) {
    return new HashMap<>(
        Map.of(
            "tellReporters", true,
            "tellCustomers", true,
            "tellGroups", true,
            "tellManagement", true,
            "updateRhythm", rhythm));
  }

  private static Map<String, Object> review(String problem, String... improvements) {
    Map<String, Object> values = new HashMap<>();
    values.put("reviewResult", "reviewed");
    values.put("wentWell", "Everybody was at hand");
    values.put("wentBadly", "Nobody had a list of certificates");
    values.put("cause", "A certificate ended");
    values.put("problem", problem);
    values.put("improvements", String.join("\n", improvements));
    return values;
  }

  private void lead(String number, String action, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("action", action);
    complete(number, "userTask_lead", all);
  }

  private void claimAndComplete(String number, String group, Map<String, Object> values) {
    Task task =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey("userTask_work")
            .taskCandidateGroup(group)
            .singleResult();
    tasks.claim(task.getId(), identity.getCurrentAuthentication().getUserId());
    tasks.complete(task.getId(), new HashMap<>(values));
  }

  private Object variable(String number, String name) {
    return runtime.getVariable(record(number).processInstanceId(), name);
  }

  private Instant due(String number, String element) {
    return job(number, element).getDuedate().toInstant();
  }

  private org.camunda.bpm.engine.runtime.Job job(String number, String element) {
    return management
        .createJobQuery()
        .processInstanceId(record(number).processInstanceId())
        .activityId(element)
        .singleResult();
  }

  private static void at(Duration later) {
    ClockUtil.setCurrentTime(Date.from(MORNING.plus(later)));
  }

  private List<String> told(String incident) {
    return jdbc.sql("select name from sms.message where to_record = :incident order by id")
        .param("incident", incident)
        .query(String.class)
        .list();
  }

  private List<String> raised(String number) {
    return jdbc.sql(
            "select name from sms.message where from_record = :number and to_record is null order by id")
        .param("number", number)
        .query(String.class)
        .list();
  }

  /** What the latest message of this name passed on. */
  private Map<String, Object> passed(String number, String message) {
    Map<String, Object> passed = new HashMap<>();
    jdbc.sql(
            """
            select key, value from jsonb_each_text((
              select variables from sms.message where from_record = :number and name = :name order by id desc limit 1))
            """)
        .param("number", number)
        .param("name", message)
        .query(
            rs -> {
              passed.put(rs.getString("key"), rs.getString("value"));
            });
    return passed;
  }
}
