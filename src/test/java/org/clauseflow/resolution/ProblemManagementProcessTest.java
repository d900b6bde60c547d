package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.work.ChosenTasks;
import org.clauseflow.work.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Problem management as a story: from what points to a cause to the review of its removal. */
@ClauseflowTest
class ProblemManagementProcessTest extends ProcessStory {

  private static final Instant MORNING = Instant.parse("2026-03-05T09:00:00Z");

  @Autowired private ChosenTasks chosen;
  @Autowired private PlatformTransactionManager transactions;

  /** Known errors of one test are not those of another. */
  private final String symptom = "Mails are stuck, seen in " + UUID.randomUUID();

  @BeforeEach
  void thatMorning() {
    at(MORNING);
  }

  @Test
  void aProblemIsRaisedInvestigatedResolvedByChangeReviewedAndClosed() {
    String incident = incident("mail", "software", null);
    String closed = incident("mail", "software", null);
    String problem = raisedFrom(incident);
    link(closed, "caused by", problem);
    close(closed);
    assertThat(record(problem))
        .returns("problem", ServiceRecord::type)
        .returns("raised", ServiceRecord::status)
        .returns("mail", ServiceRecord::service);

    classify(problem, "applicationSupport", "networkSupport");
    assertThat(record(problem))
        .returns("in investigation", ServiceRecord::status)
        .returns("high", ServiceRecord::priority);
    List<Task> investigations = investigations(problem);
    assertThat(investigations)
        .hasSize(2)
        .allSatisfy(
            task ->
                assertThat(task.getDueDate().toInstant())
                    .isEqualTo(MORNING.plus(Duration.ofDays(5))));
    assertThat(investigations)
        .flatExtracting(this::candidates)
        .contains("applicationSupport", "networkSupport", "problemManager");

    as("chloe");
    found(investigations.get(0), "cause", "The gateway keeps dead connections");
    assertThat(open(problem, "userTask_assess")).as("the others still look").isNull();
    as("greta");
    found(investigations.get(1), "nothing", "The network is sound");
    assertThat(entries(problem, "userTask_investigate"))
        .extracting(JournalEntry::actor)
        .containsExactly("chloe", "greta");
    assertThat(form(problem, "userTask_assess")).contains("The network is sound");

    as("petra");
    causeFound(problem);
    String concerned = incident("mail", "software", "CI-0006");
    String other = incident("mail", "software", "CI-0005");
    String elsewhere = incident("files", "software", null);
    String network = incident("mail", "network", null);
    String alike = incident("mail", "software", null);
    String knownError = recordKnownError(problem);
    assertThat(record(problem)).returns("known error", ServiceRecord::status);
    assertThat(record(knownError).data()).containsEntry("cause", "Dead connections are kept");
    assertThat(links(knownError)).contains(knownError + " describes " + problem);
    assertThat(links(concerned)).contains(concerned + " relates to " + problem);
    assertThat(links(other)).as("another item").isEmpty();
    assertThat(links(elsewhere)).as("another service").isEmpty();
    assertThat(links(network)).as("another category, no item").isEmpty();
    assertThat(
            told(
                "incident.workaround",
                problem,
                incident,
                closed,
                concerned,
                alike,
                other,
                elsewhere,
                network))
        .containsExactly(incident, concerned, alike);
    assertThat(mails(problem)).contains("known-error-published");

    plan(
        problem,
        "change",
        Map.of(
            "changeTitle", "Gateway 7.6",
            "changeDescription", "Closes idle connections",
            "resolutionGroup", "infrastructureSupport",
            "mitigation", "Restart the gateway each night",
            "lessen", "yes",
            "mitigationGroup", "infrastructureSupport"));
    assertThat(record(problem)).returns("waiting for change", ServiceRecord::status);
    messenger.deliver(MORNING.plusSeconds(60));
    assertThat(form(problem, "userTask_awaitChange")).contains("Gateway 7&#46;6", "requested");
    String change =
        register.links(problem).stream()
            .filter(link -> link.kind().equals("resolves"))
            .findFirst()
            .orElseThrow()
            .from();
    assertThat(record(change))
        .returns("Gateway 7.6", ServiceRecord::title)
        .returns("rosa", ServiceRecord::reporter);
    complete(problem, "userTask_lessenImpact", Map.of("note", "Restarts every night at 3"));

    runtime
        .createMessageCorrelation("change.closed")
        .processInstanceBusinessKey(problem)
        .setVariable("changeOutcome", "successful")
        .correlate();
    resolve(problem);
    assertThat(record(problem)).returns("resolved", ServiceRecord::status);
    assertThat(record(problem).resolvedAt()).isEqualTo(MORNING);
    assertThat(told("incident.news", problem, incident, closed, concerned))
        .containsExactly(incident);
    assertThat(
            jdbc.sql(
                    "select count(*) from sms.mail where record_number in (:incidents) and template = 'problem-resolved'")
                .param("incidents", List.of(incident, closed))
                .query(Integer.class)
                .single())
        .isEqualTo(1);

    ClockUtil.setCurrentTime(Date.from(MORNING.plus(Duration.ofDays(10))));
    incident("mail", "software", null);
    fire(problem, "event_reviewDue");
    assertThat(record(problem)).returns("in review", ServiceRecord::status);
    assertThat(form(problem, "userTask_review"))
        .contains("Linked to this problem – 0 since then&#44; 2 in the same time before")
        .containsPattern("Of its service and category – [1-9]\\d* since then");
    complete(problem, "userTask_review", Map.of("effect", "later", "comment", "One more week"));
    fire(problem, "event_reviewDue");
    complete(
        problem,
        "userTask_review",
        Map.of("effect", "effective", "keepKnownError", "retire", "comment", "Not seen again"));
    assertThat(record(problem))
        .returns("closed", ServiceRecord::status)
        .returns("Problem closed", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(record(knownError))
        .returns("retired", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(record(knownError).data()).containsEntry("resolution", "Gateway updated");
    assertThat(mails(problem)).endsWith("problem-closed");
    assertThat(register.verify(problem)).isEmpty();
    assertThat(register.verify(knownError)).isEmpty();
    assertThat(entries(problem, "userTask_review").get(0).requirement()).containsExactly("8.2-6");
  }

  @Test
  void whatTheReviewFindsIneffectiveIsInvestigatedAgain() {
    String problem = assessed();
    causeFound(problem);
    String knownError = recordKnownError(problem);
    plan(problem, "fix", Map.of("resolutionGroup", "applicationSupport"));
    assertThat(candidates(open(problem, "userTask_carryOut"))).contains("applicationSupport");
    complete(
        problem, "userTask_carryOut", Map.of("resolved", "no", "reason", "Nobody comes to train"));
    assertThat(open(problem, "userTask_assess")).isNotNull();

    causeFound(problem);
    recordKnownError(problem);
    plan(problem, "fix", Map.of("resolutionGroup", "applicationSupport"));
    resolve(problem);
    fire(problem, "event_reviewDue");
    complete(
        problem, "userTask_review", Map.of("effect", "notEffective", "comment", "Twice this week"));
    assertThat(record(problem))
        .returns("in investigation", ServiceRecord::status)
        .returns(null, ServiceRecord::resolvedAt);
    assertThat(mails(problem)).contains("problem-reopened");
    assertThat(record(knownError)).returns("current", ServiceRecord::status);

    causeFound(problem);
    recordKnownError(problem);
    plan(problem, "fix", Map.of("resolutionGroup", "applicationSupport"));
    resolve(problem);
    fire(problem, "event_reviewDue");
    complete(
        problem,
        "userTask_review",
        Map.of("effect", "effective", "keepKnownError", "keep", "comment", "Quiet since"));
    assertThat(record(knownError)).returns("current", ServiceRecord::status);
    assertThat(record(knownError).data()).containsEntry("resolution", "Gateway updated");
  }

  @Test
  void aChangeThatFailsLeadsBackAndTheProblemMayBeAcceptedUnresolved() {
    String problem = assessed();
    causeFound(problem);
    String knownError = recordKnownError(problem);
    Map<String, Object> change =
        Map.of(
            "changeTitle", "New gateway",
            "changeDescription", "Another product",
            "resolutionGroup", "infrastructureSupport",
            "mitigation", "Nothing does",
            "lessen", "no");
    plan(problem, "change", change);
    complete(
        problem,
        "userTask_awaitChange",
        Map.of("changeOutcome", "failed", "note", "Refused by the board: too dear"));
    causeFound(problem);
    recordKnownError(problem);
    plan(problem, "investigate", Map.of());
    causeFound(problem);
    recordKnownError(problem);
    plan(
        problem,
        "accept",
        Map.of(
            "mitigation", "Watch the queue",
            "lessen", "yes",
            "mitigationGroup", "applicationSupport"));
    assertThat(record(problem)).returns("acceptance asked", ServiceRecord::status);
    assertThat(candidates(open(problem, "userTask_accept"))).containsExactly("serviceManager");
    complete(problem, "userTask_accept", Map.of("accepted", "no", "comment", "Ask the vendor"));

    complete(problem, "userTask_assess", Map.of("assessment", "accept"));
    recordKnownError(problem);
    complete(problem, "userTask_accept", Map.of("accepted", "yes", "comment", "End of life soon"));
    assertThat(record(problem))
        .returns("accepted", ServiceRecord::status)
        .returns("Problem accepted unresolved", ServiceRecord::outcome)
        .as("what lessens its impact is still to be done")
        .returns(true, ServiceRecord::open);
    complete(problem, "userTask_lessenImpact", Map.of("note", "A watch is set"));
    assertThat(record(problem)).returns(false, ServiceRecord::open);
    assertThat(record(knownError)).returns("current", ServiceRecord::status);
    assertThat(mails(problem)).contains("problem-accepted");
  }

  @Test
  void anInvestigationThatDragsIsEscalatedAndCanBeStopped() {
    String problem = raised();
    classify(problem, "networkSupport");
    fire(problem, "event_investigationDrags");
    assertThat(mails(problem)).contains("problem-overdue");
    complete(
        problem, "userTask_decideEscalation", Map.of("escalation", "goOn", "note", "Nearly there"));
    assertThat(investigations(problem)).hasSize(1);

    fire(problem, "event_investigationDrags");
    complete(
        problem,
        "userTask_decideEscalation",
        Map.of("escalation", "serviceManager", "note", "The vendor does not answer"));
    assertThat(investigations(problem)).hasSize(1);

    fire(problem, "event_investigationDrags");
    complete(
        problem,
        "userTask_decideEscalation",
        Map.of("escalation", "stop", "note", "Leads nowhere"));
    assertThat(investigations(problem)).isEmpty();
    assertThat(open(problem, "userTask_assess")).isNotNull();
    assertThat(entries(problem, "userTask_decideEscalation"))
        .allSatisfy(entry -> assertThat(entry.requirement()).containsExactly("8.2-f"));

    String incident = incident("mail", "software", null);
    complete(
        problem,
        "userTask_assess",
        Map.of(
            "assessment", "investigate",
            "linkedIncidents", List.of(incident),
            "impact", "low",
            "urgency", "low",
            "investigators", List.of("applicationSupport"),
            "investigationTask", "Look at the client"));
    assertThat(record(problem)).returns("low", ServiceRecord::priority);
    assertThat(links(incident)).containsExactly(incident + " caused by " + problem);
    assertThat(investigations(problem))
        .singleElement()
        .satisfies(task -> assertThat(candidates(task)).contains("applicationSupport"));
  }

  @Test
  void problemsThatNeedWaitNoLongerAreTakenUpTogether() {
    List<String> problems = List.of(assessed(), assessed());
    problems.forEach(this::waitFor);
    List<String> waiting =
        problems.stream().map(problem -> task(problem, "userTask_awaitFurther").getId()).toList();
    Authentication petra =
        UsernamePasswordAuthenticationToken.authenticated(
            "petra", null, List.of(new SimpleGrantedAuthority("problemManager")));

    as("petra");
    assertThat(chosen.complete(waiting, petra))
        .extracting(Outcome::done)
        .as("not hers yet")
        .containsExactly(false, false);
    assertThat(chosen.claim(waiting, petra)).extracting(Outcome::done).containsExactly(true, true);
    assertThat(chosen.complete(waiting, petra))
        .extracting(Outcome::done)
        .containsExactly(true, true);

    for (String problem : problems) {
      assertThat(record(problem)).returns("in investigation", ServiceRecord::status);
      assertThat(task(problem, "userTask_assess")).isNotNull();
      assertThat(register.journal(problem))
          .filteredOn(entry -> "userTask_awaitFurther".equals(entry.elementId()))
          .extracting(JournalEntry::actor)
          .contains("petra");
    }
  }

  @Test
  void aWorkaroundIsSharedAtOnceAndWaitingIsAllowed() {
    String problem = assessed();
    complete(problem, "userTask_assess", Map.of("assessment", "workaroundFound"));
    String knownError = recordKnownError(problem, null, "Restart the client");
    assertThat(record(knownError).data()).containsEntry("cause", null);
    assertThat(record(problem)).returns("in investigation", ServiceRecord::status);

    waitFor(problem);
    assertThat(record(problem)).returns("waiting", ServiceRecord::status);
    complete(problem, "userTask_awaitFurther", Map.of("note", "It occurred again"));
    waitFor(problem);
    fire(problem, "event_waitedLongEnough");

    causeFound(problem);
    recordKnownError(problem);
    assertThat(record(knownError).data()).containsEntry("cause", "Dead connections are kept");
    assertThat(register.journal(knownError))
        .extracting(JournalEntry::kind)
        .contains("opened", "updated");
  }

  @Test
  void whatIsKnownAlreadyIsChosenAndNotWrittenTwice() {
    String first = assessed();
    causeFound(first);
    String knownError = recordKnownError(first);

    String second = assessed();
    causeFound(second);
    assertThatThrownBy(() -> recordKnownError(second))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(knownError);
    assertThat(open(second, "userTask_recordKnownError")).as("the task stays").isNotNull();

    complete(
        second,
        "userTask_recordKnownError",
        Map.of("knownErrorChoice", "existing", "existing", knownError));
    assertThat(links(knownError)).contains(knownError + " describes " + second);
    assertThat(open(second, "userTask_planResolution")).isNotNull();
    withdraw(first);
    assertThat(record(knownError))
        .as("it describes the other problem too")
        .returns("current", ServiceRecord::status);
  }

  @Test
  void aProblemIsMergedWithItsIncidentsButNeverInACircle() {
    String first = raised();
    String incident = incident("mail", "software", null);
    String second = raisedFrom(incident);
    assertThatThrownBy(() -> merge(second, second)).isInstanceOf(InvalidFormException.class);
    assertThatThrownBy(() -> merge(second, incident)).isInstanceOf(InvalidFormException.class);

    // what no process of ours would leave behind
    link(first, "duplicates", second);
    assertThatThrownBy(() -> merge(second, first))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("would come back to itself");
    assertThat(open(second, "userTask_classify")).as("nothing is half done").isNotNull();

    String third = raised();
    merge(second, third);
    assertThat(record(second))
        .returns("merged", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(links(incident)).contains(incident + " caused by " + third);
    assertThatThrownBy(() -> merge(third, second))
        .as("what is merged is closed")
        .isInstanceOf(InvalidFormException.class);
    assertThat(mails(second)).contains("problem-merged");
  }

  @Test
  void whatIsNoProblemIsRejectedWithAReason() {
    String problem = raised();
    assertThatThrownBy(
            () -> complete(problem, "userTask_classify", Map.of("classification", "reject")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    complete(
        problem,
        "userTask_classify",
        Map.of("classification", "reject", "reason", "A single mistake"));
    assertThat(record(problem))
        .returns("rejected", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(mails(problem)).contains("problem-rejected");
  }

  @Test
  void aProblemIsWithdrawnAtItsAssessmentOrAtAnyTime() {
    String assessed = assessed();
    complete(
        assessed,
        "userTask_assess",
        Map.of("assessment", "withdraw", "reason", "The service is retired"));
    assertThat(record(assessed))
        .returns("withdrawn", ServiceRecord::status)
        .returns("Problem withdrawn", ServiceRecord::outcome);

    String investigated = raised();
    classify(investigated, "networkSupport");
    withdraw(investigated);
    assertThat(record(investigated))
        .returns("withdrawn", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(investigations(investigated)).isEmpty();
    assertThat(mails(investigated)).contains("problem-withdrawn");
  }

  private String raised() {
    as("petra");
    Map<String, Object> values = new HashMap<>();
    values.put("title", "Mail gateway loses its connections");
    values.put("description", "Every Monday");
    values.put("service", "mail");
    values.put("reporter", "anna");
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("problem-management")
            .latestVersion()
            .singleResult()
            .getId();
    return forms.submitStartForm(definition, values).getBusinessKey();
  }

  /** As an incident does it. */
  private String raisedFrom(String incident) {
    String problem =
        runtime
            .createMessageCorrelation("problem.raised")
            .setVariables(
                Map.of(
                    "title", "Mails are stuck",
                    "description", "Three incidents this week",
                    "service", "mail",
                    "category", "software",
                    "ci", "CI-0006",
                    "impact", "high",
                    "urgency", "medium",
                    "reporter", "rosa",
                    "confidential", false))
            .correlateStartMessage()
            .getBusinessKey();
    link(incident, "caused by", problem);
    return problem;
  }

  private void classify(String problem, String... groups) {
    as("petra");
    complete(
        problem,
        "userTask_classify",
        Map.of(
            "classification", "proceed",
            "service", "mail",
            "ci", "CI-0006",
            "category", "software",
            "impact", "high",
            "urgency", "medium",
            "investigators", List.of(groups),
            "investigationTask", "Where do the mails stay?"));
  }

  private String assessed() {
    String problem = raised();
    classify(problem, "applicationSupport");
    found(investigations(problem).get(0), "workaround", "A restart helps");
    return problem;
  }

  private void found(Task investigation, String found, String finding) {
    tasks.complete(investigation.getId(), Map.of("found", found, "finding", finding));
  }

  private void causeFound(String problem) {
    complete(
        problem,
        "userTask_assess",
        Map.of("assessment", "causeFound", "rootCause", "Dead connections are kept"));
  }

  private String recordKnownError(String problem) {
    return recordKnownError(problem, "Dead connections are kept", "Restart the gateway");
  }

  private String recordKnownError(String problem, String cause, String workaround) {
    Map<String, Object> values = new HashMap<>();
    values.put("knownErrorChoice", "write");
    values.put("knownErrorTitle", "Mails are stuck in the gateway");
    values.put("symptom", symptom);
    values.put("rootCause", cause);
    values.put("workaround", workaround);
    values.put("affectedItems", List.of("CI-0006"));
    complete(problem, "userTask_recordKnownError", values);
    return jdbc.sql(
            "select from_number from sms.record_link where to_number = :problem and kind = 'describes'")
        .param("problem", problem)
        .query(String.class)
        .single();
  }

  private void plan(String problem, String solution, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("solution", solution);
    complete(problem, "userTask_planResolution", values);
  }

  private void resolve(String problem) {
    complete(
        problem, "userTask_carryOut", Map.of("resolved", "yes", "resolution", "Gateway updated"));
  }

  private void waitFor(String problem) {
    complete(
        problem,
        "userTask_assess",
        Map.of(
            "assessment", "wait",
            "waitFor", "The next Monday",
            "waitUntil", "2026-03-12"));
  }

  private void merge(String problem, String into) {
    complete(
        problem, "userTask_classify", Map.of("classification", "duplicate", "duplicateOf", into));
  }

  private void withdraw(String problem) {
    runtime
        .createMessageCorrelation("problem.withdrawn")
        .processInstanceBusinessKey(problem)
        .setVariable("reason", "Nobody meets it any more")
        .correlate();
  }

  /** An open incident that no process carries. */
  private String incident(String service, String category, String ci) {
    Map<String, Object> known = new HashMap<>();
    known.put("title", "Mail is stuck");
    known.put("service", service);
    known.put("category", category);
    known.put("reporter", "rosa");
    if (ci != null) {
      known.put("ci", ci);
    }
    return new TransactionTemplate(transactions)
        .execute(
            status -> {
              String number = register.nextNumber("incident");
              register.open(
                  new Opening(number, "incident", "problem-test", 1, "none"),
                  Entry.of("rosa", "opened", null, known));
              return number;
            });
  }

  private void close(String number) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            status ->
                register.add(
                    number,
                    Entry.of("rosa", "closed", null, Map.of("closedAt", MORNING.toString()))));
  }

  private void link(String from, String kind, String to) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(status -> register.link(from, kind, to, "petra"));
  }

  private List<String> links(String number) {
    return register.links(number).stream()
        .map(link -> link.from() + " " + link.kind() + " " + link.to())
        .toList();
  }

  /** Which of these a message was written to. */
  private List<String> told(String message, String from, String... among) {
    return jdbc.sql(
            """
            select to_record from sms.message
            where name = :message and from_record = :from and to_record = any (:among) order by id
            """)
        .param("message", message)
        .param("from", from)
        .param("among", among)
        .query(String.class)
        .list();
  }

  private Task open(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult();
  }

  private List<Task> investigations(String number) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey("userTask_investigate")
        .listPage(0, 20);
  }

  private List<String> candidates(Task task) {
    return tasks.getIdentityLinksForTask(task.getId()).stream()
        .map(link -> link.getGroupId())
        .toList();
  }

  private List<JournalEntry> entries(String number, String element) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals("task") && element.equals(entry.elementId()))
        .toList();
  }
}
