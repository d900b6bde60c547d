package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.clock.TargetKind;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Service request fulfilment as a story, with an item that an owner has added to the catalogue:
 * every way through the model, with what the record says afterwards.
 */
@ClauseflowTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceRequestFulfilmentProcessTest extends ProcessStory {

  private static final Map<String, Object> CHEAP = Map.of("device", "Projector", "cost", 100);
  private static final Map<String, Object> DEAR = Map.of("device", "Camera", "cost", 900);
  private static final Map<String, Object> LENT =
      Map.of("step", "done", "resolution", "Handed out, back on Friday");
  private static final Map<String, Object> HANDED_BACK =
      Map.of("step", "cannot", "reason", "The pool is empty");

  private Deployment owners;

  /** An item with its forms, and rules of approval for it: no Java, and nothing of ours changed. */
  @BeforeAll
  void anOwnerAddsAnItem() throws IOException {
    owners =
        repository
            .createDeployment()
            .name("an owner's item")
            .addClasspathResource("org/clauseflow/resolution/request-loan.bpmn")
            .addClasspathResource("org/clauseflow/resolution/request-loan-details.form")
            .addClasspathResource("org/clauseflow/resolution/request-loan-lend.form")
            .addString(
                "request-approval.dmn",
                Files.readString(Path.of("dmn/8-resolution/request-approval.dmn"))
                    .replace(
                        "      <rule id=\"Rule_1\">",
                        rule("dear", "&gt; 500", "required", "customerApprover")
                            + rule("cheap", "", "preApproved", "none")
                            + "      <rule id=\"Rule_1\">"))
            .deploy();
  }

  @AfterAll
  void andTakesItAway() {
    runtime
        .createProcessInstanceQuery()
        .processDefinitionKey("service-request-fulfilment")
        .variableValueEquals("item", "request-loan")
        .unlimitedList()
        .stream()
        .map(ProcessInstance::getId)
        .forEach(id -> runtime.deleteProcessInstance(id, "end of the test"));
    repository.deleteDeployment(owners.getId(), true);
    assertThat(offered()).doesNotContain("request-loan");
  }

  @Test
  void anItemIsRequestedFulfilledAndConfirmed() {
    assertThat(offered()).contains("request-loan", "request-equipment");
    String number = request("rosa");
    assertThat(record(number))
        .returns("requested", ServiceRecord::status)
        .returns("Loan of a device", ServiceRecord::title)
        .returns("workplace", ServiceRecord::service)
        .returns("rosa", ServiceRecord::reporter)
        .returns("nordwind", ServiceRecord::customer);
    assertThat(task(number, "userTask_giveDetails").getAssignee()).isEqualTo("rosa");
    assertThatThrownBy(() -> giveDetails(number, Map.of("cost", 100)))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("device");

    giveDetails(number, CHEAP);
    assertThat(record(number))
        .returns("in progress", ServiceRecord::status)
        .returns("low", ServiceRecord::priority);
    assertThat(record(number).data())
        .containsEntry("approval", "preApproved")
        .containsEntry("device", "Projector");
    assertThat(target(number, TargetKind.RESPONSE).metAt()).isNotNull();
    assertThat(form(number, "userTask_lend"))
        .contains("Hand it out against signature")
        .contains("Which device&#63;")
        .contains("Projector");

    at(MORNING.plus(Duration.ofHours(1)));
    as("elif");
    complete(number, "userTask_lend", LENT);
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
    assertThat(record(number).resolvedAt()).isEqualTo(MORNING.plus(Duration.ofHours(1)));
    assertThat(target(number, TargetKind.RESOLUTION).metAt()).isNotNull();

    as("rosa");
    complete(number, "userTask_confirmFulfilment", Map.of("confirmed", "yes"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns("Request fulfilled", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(mails(number))
        .containsExactly(
            "request-received", "request-progress", "request-fulfilled", "request-closed");
    assertThat(entry(number, "task", "userTask_lend"))
        .as("the item's steps stand in the journal of the request")
        .returns("elif", JournalEntry::actor);
    assertThat(entry(number, "decision", "businessRuleTask_determinePriority").requirement())
        .containsExactly("8.1-2");
    assertThat(entry(number, "step", "callActivity_fulfil").requirement())
        .containsExactly("8.1-1", "8.1-3");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void anItemThatDoesNotExistIsRefused() {
    for (String item : List.of("request-unheard-of", "incident-management")) {
      assertThatThrownBy(() -> request("rosa", "rosa", item))
          .isInstanceOf(InvalidFormException.class)
          .hasMessageContaining("item: is not one of the choices offered");
    }
  }

  @Test
  void anotherPersonApproves() {
    String number = request("rosa");
    giveDetails(number, DEAR);
    assertThat(record(number)).returns("waiting for approval", ServiceRecord::status);
    assertThat(candidates(number, "userTask_approve")).containsExactly("stefan");
    assertThat(recipients(number, "request-approval")).containsExactly("stefan");
    assertThat(target(number, TargetKind.RESOLUTION).state()).isEqualTo("paused");
    String task = task(number, "userTask_approve").getId();

    as("rosa");
    for (Runnable door :
        List.<Runnable>of(
            () -> tasks.claim(task, "rosa"),
            () -> tasks.setAssignee(task, "rosa"),
            () -> tasks.delegateTask(task, "rosa"),
            () -> tasks.complete(task, Map.of("approved", "yes")),
            () -> forms.submitTaskForm(task, Map.of("approved", "yes")))) {
      assertThatThrownBy(door::run)
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("is not for rosa");
    }
    assertThat(record(number)).returns("waiting for approval", ServiceRecord::status);
    assertThat(task(number, "userTask_approve").getAssignee()).isNull();

    at(MORNING.plus(Duration.ofHours(2)));
    as("stefan");
    complete(number, "userTask_approve", Map.of("approved", "yes"));
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
    assertThat(entry(number, "task", "userTask_approve").actor()).isEqualTo("stefan");
    assertThat(target(number, TargetKind.RESOLUTION).pauses()).hasSize(1);
    assertThatThrownBy(() -> tasks.complete(task, values("approved", "no", "reason", "No")))
        .isInstanceOf(Refusal.class)
        .hasMessage("\"Approve request\" is done already: nothing more can be handed in for it");
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
  }

  @Test
  void whoAsksForThemselvesOrForSomebodyElseApprovesNeither() {
    String own = request("stefan");
    giveDetails(own, DEAR);
    assertThat(candidates(own, "userTask_approve"))
        .as("the only approver of this customer asked: the service manager decides")
        .containsExactly("marta");
    String forAnother = request("stefan", "rosa", "request-loan");
    giveDetails(forAnother, DEAR);
    assertThat(candidates(forAnother, "userTask_approve")).containsExactly("marta");
    as("stefan");
    String task = task(forAnother, "userTask_approve").getId();
    assertThatThrownBy(() -> tasks.claim(task, "stefan")).isInstanceOf(Refusal.class);
  }

  @Test
  void whatIsNotApprovedEndsWithItsReason() {
    String number = request("rosa");
    giveDetails(number, DEAR);
    as("stefan");
    assertThatThrownBy(() -> complete(number, "userTask_approve", Map.of("approved", "no")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    complete(number, "userTask_approve", Map.of("approved", "no", "reason", "We own one"));
    assertThat(record(number))
        .returns("rejected", ServiceRecord::status)
        .returns("Request rejected", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(body(number, "request-rejected")).contains("We own one");
  }

  @Test
  void silenceOfTheApproversRemindsAndEscalates() {
    String number = request("rosa");
    giveDetails(number, DEAR);
    fire(number, "event_approvalReminderDue");
    assertThat(recipients(number, "request-approval")).containsExactly("stefan");
    assertThat(register.journal(number))
        .anyMatch(entry -> "serviceTask_remindApprovers".equals(entry.elementId()));
    fire(number, "event_approversSilent");
    assertThat(recipients(number, "request-approval-escalated"))
        .containsExactly("marta", "paul", "rosa");
    as("marta");
    complete(number, "userTask_decideInstead", Map.of("approved", "yes"));
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
  }

  @Test
  void whereNobodyDecidesItIsRejected() {
    String number = request("rosa");
    giveDetails(number, DEAR);
    fire(number, "event_approversSilent");
    fire(number, "event_nobodyDecided");
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
    assertThat(body(number, "request-rejected")).contains("nobody who may approve it has decided");
  }

  @Test
  void whatIsHandedBackIsClarifiedAndDoneAgain() {
    String number = inFulfilment();
    complete(number, "userTask_lend", HANDED_BACK);
    assertThat(record(number)).returns("in clarification", ServiceRecord::status);
    assertThat(entry(number, "task", "userTask_lend").changes())
        .containsEntry("reason", "The pool is empty");

    as("anna");
    complete(number, "userTask_clarify", values("handling", "again", "note", "One came back"));
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
    complete(number, "userTask_lend", LENT);
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void theServiceDeskAsksTheRequesterAndDoesIt() {
    String number = handedBack();
    assertThat(target(number, TargetKind.RESOLUTION).dueAt().toInstant())
        .as("at the end of a day, in Hamburg")
        .isEqualTo(Instant.parse("2026-03-10T19:00:00Z"));
    complete(
        number, "userTask_clarify", Map.of("handling", "askCustomer", "question", "Until when?"));
    assertThat(record(number)).returns("waiting for customer", ServiceRecord::status);
    assertThat(target(number, TargetKind.RESOLUTION).state()).isEqualTo("paused");
    assertThat(body(number, "request-question")).contains("Until when?");

    at(MORNING.plus(Duration.ofHours(1)));
    say(number, "request.answered", Map.of("answer", "Friday"));
    assertThat(task(number, "userTask_clarify").getDueDate().toInstant())
        .as("an hour later, which is an hour of the next day")
        .isEqualTo(target(number, TargetKind.RESOLUTION).dueAt().toInstant())
        .isEqualTo(Instant.parse("2026-03-11T07:00:00Z"));
    complete(
        number, "userTask_clarify", Map.of("handling", "fulfilled", "resolution", "Lent our own"));
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void aQuestionWithoutAnswerCancelsTheRequest() {
    String number = handedBack();
    complete(
        number, "userTask_clarify", Map.of("handling", "askCustomer", "question", "Until when?"));
    fire(number, "event_reminderDue");
    assertThat(mails(number)).contains("reminder");
    fire(number, "event_customerSilent");
    assertThat(record(number))
        .returns("cancelled", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(mails(number)).contains("request-cancelled");
  }

  @Test
  void whoFulfilsItAsksTheRequesterAndGoesOn() {
    String number = inFulfilment();
    complete(number, "userTask_lend", Map.of("step", "ask", "question", "Which lens?"));
    assertThat(record(number)).returns("waiting for customer", ServiceRecord::status);
    as("anna");
    complete(number, "userTask_awaitCustomer", Map.of("answer", "The wide one, she says"));
    assertThat(record(number)).returns("in progress", ServiceRecord::status);

    complete(number, "userTask_lend", Map.of("step", "ask", "question", "And when?"));
    fire(number, "event_customerSilent");
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
    assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count())
        .isZero();
  }

  @Test
  void whatCannotBeFulfilledIsDeclinedWithAReason() {
    String number = handedBack();
    complete(
        number, "userTask_clarify", Map.of("handling", "decline", "reason", "We lend no more"));
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
    assertThat(body(number, "request-rejected")).contains("We lend no more");
  }

  @Test
  void whoIsNotContentIsHeardAndSilenceCloses() {
    String number = inFulfilment();
    complete(number, "userTask_lend", LENT);
    as("rosa");
    complete(
        number,
        "userTask_confirmFulfilment",
        Map.of("confirmed", "no", "comment", "The cable is missing"));
    assertThat(record(number))
        .returns("in clarification", ServiceRecord::status)
        .returns(null, ServiceRecord::resolvedAt);
    assertThat(mails(number)).contains("request-reopened");
    assertThat(target(number, TargetKind.RESOLUTION).metAt()).isNull();
    as("anna");
    complete(
        number, "userTask_clarify", Map.of("handling", "fulfilled", "resolution", "Cable brought"));
    fire(number, "event_silenceCloses");
    assertThat(record(number)).returns("closed", ServiceRecord::status);
  }

  @Test
  void theRequesterWithdrawsAtAnyTime() {
    String before = request("rosa");
    String asked = request("rosa");
    giveDetails(asked, DEAR);
    String running = inFulfilment();
    for (String number : List.of(before, asked, running)) {
      say(number, "request.withdrawn", Map.of("reason", "No longer needed"));
      assertThat(record(number))
          .returns("withdrawn", ServiceRecord::status)
          .returns("Request withdrawn", ServiceRecord::outcome)
          .returns(false, ServiceRecord::open);
      assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count())
          .as("nothing of it runs on")
          .isZero();
      assertThat(mails(number)).contains("request-withdrawn");
    }
    assertThat(target(running, TargetKind.RESOLUTION).endedAt()).isNotNull();
  }

  @Test
  void withoutDetailsTheRequestIsCancelled() {
    String number = request("rosa");
    fire(number, "event_detailsMissing");
    assertThat(mails(number)).containsExactly("request-details-missing");
    fire(number, "event_detailsNeverGiven");
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void aRequestByMessageIsHeldAgainstTheSameForm() {
    as("rosa");
    assertThatThrownBy(
            () ->
                runtime
                    .createMessageCorrelation("request.submitted")
                    .setVariables(values("item", "request-loan", "reporter", "rosa"))
                    .correlateStartMessage())
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("impact");
    String number =
        runtime
            .createMessageCorrelation("request.submitted")
            .setVariables(
                values(
                    "item",
                    "request-loan",
                    "reporter",
                    "rosa",
                    "impact",
                    "high",
                    "urgency",
                    "medium",
                    "source",
                    "api"))
            .correlateStartMessage()
            .getBusinessKey();
    giveDetails(number, CHEAP);
    assertThat(record(number))
        .returns("high", ServiceRecord::priority)
        .returns("api", ServiceRecord::source);
  }

  @Test
  void aTargetInDangerWarnsAndAMissedOneIsEscalated() {
    String number = inFulfilment();
    Map<String, Object> due = Map.of("target", "resolution", "dueAt", Date.from(MORNING));
    say(number, "target.warning", due);
    assertThat(recipients(number, "target-warning")).contains("samir");

    say(number, "target.breached", due);
    assertThat(recipients(number, "target-breached")).contains("rosa", "samir", "nordwind");
    as("samir");
    complete(
        number,
        "userTask_decideEscalation",
        Map.of("escalation", "carryOn", "note", "Elif is at it"));
    say(number, "target.breached", due);
    complete(
        number,
        "userTask_decideEscalation",
        Map.of("escalation", "serviceManager", "note", "We lack devices"));
    assertThat(recipients(number, "target-escalated")).containsExactly("marta");
    assertThat(entry(number, "task", "userTask_decideEscalation").requirement())
        .containsExactly("8.1-6");
    assertThat(openTasks(number)).containsExactly("userTask_lend");
  }

  @Test
  void aFormOrAProcessThatNothingNamesIsSaidClearly() {
    String formless = request("rosa");
    runtime.setVariable(record(formless).processInstanceId(), "itemForm", null);
    assertThatThrownBy(() -> giveDetails(formless, CHEAP))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "\"Give the details\" asks by the form that ${itemForm} names, and that is not set");

    String itemless = request("rosa");
    runtime.setVariable(record(itemless).processInstanceId(), "item", "request-gone");
    giveDetails(itemless, DEAR);
    as("marta");
    assertThatThrownBy(() -> complete(itemless, "userTask_approve", Map.of("approved", "yes")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("there is no process \"request-gone\"");
    assertThat(openTasks(itemless)).as("nothing half done").containsExactly("userTask_approve");
  }

  private String request(String person) {
    return request(person, person, "request-loan");
  }

  private String request(String person, String reporter, String item) {
    as(person);
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("service-request-fulfilment")
            .latestVersion()
            .singleResult()
            .getId();
    return forms
        .submitStartForm(
            definition,
            values("item", item, "reporter", reporter, "impact", "low", "urgency", "low"))
        .getBusinessKey();
  }

  private void giveDetails(String number, Map<String, Object> details) {
    complete(number, "userTask_giveDetails", details);
  }

  private String inFulfilment() {
    String number = request("rosa");
    giveDetails(number, CHEAP);
    as("elif");
    return number;
  }

  private String handedBack() {
    String number = inFulfilment();
    complete(number, "userTask_lend", HANDED_BACK);
    as("anna");
    return number;
  }

  private List<String> offered() {
    return jdbc.sql("select id from sms.request_item where not retired").query(String.class).list();
  }

  private String body(String number, String template) {
    return jdbc.sql(
            "select body from sms.mail where record_number = :number and template = :template limit 1")
        .param("number", number)
        .param("template", template)
        .query(String.class)
        .single();
  }

  private static String rule(String id, String cost, String approval, String group) {
    StringBuilder rule = new StringBuilder("<rule id=\"Rule_" + id + "\">");
    for (String test : List.of("\"request-loan\"", "", cost, "", "")) {
      rule.append("<inputEntry><text>").append(test).append("</text></inputEntry>");
    }
    for (String value : List.of(approval, group)) {
      rule.append("<outputEntry><text>\"").append(value).append("\"</text></outputEntry>");
    }
    return rule.append("</rule>\n").toString();
  }
}
