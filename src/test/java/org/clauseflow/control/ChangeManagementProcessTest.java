package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.ConfigurationItem;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Change management as a story, with its deployment, its emergencies and the board, release and
 * CMDB update that it calls: every way through the models, with what the record says afterwards.
 */
@ClauseflowTest
class ChangeManagementProcessTest extends ChangeStory {

  @Autowired private Changes changes;
  @Autowired private StandardChanges standardChanges;
  @Autowired private ConfigurationItems items;
  @Autowired private Messages messages;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void aChangeIsRequestedAssessedDecidedDeployedReviewedAndClosed() {
    String number = request("anna", "change");
    assertThat(record(number))
        .returns("requested", ServiceRecord::status)
        .returns("anna", ServiceRecord::reporter)
        .returns("files", ServiceRecord::service);
    assertThat(record(number).data())
        .containsEntry("changeType", "normal")
        .containsEntry("reviewAfter", "P7D");
    assertThat(entry(number, "decision", "businessRuleTask_classify").requirement())
        .containsExactly("9.2-1", "9.2-2", "9.2-6");

    as("carla");
    assertThat(form(number, "userTask_check")).contains("Normal change");
    Map<String, Object> corrected = change("change");
    corrected.remove("reporter");
    corrected.put("checked", "correct");
    corrected.put("title", "New disks");
    corrected.put("configurationItems", List.of(item("files")));
    complete(number, "userTask_check", corrected);
    assertThat(record(number)).returns("New disks", ServiceRecord::title);
    assertThat(form(number, "userTask_check")).contains("File storage");
    proceed(number);

    plan(number, "elif", Duration.ofDays(9));
    assertThat(record(number)).returns("in assessment", ServiceRecord::status);
    assertThat(openTasks(number))
        .contains(
            "userTask_assessContinuity",
            "userTask_assessCost",
            "userTask_assessReleases",
            "userTask_assessSecurity",
            "userTask_assessTechnically");
    fire(number, "event_assessmentDrags");
    assertThat(recipients(number, "change-assessment-overdue")).contains("carla");
    assess(number, Map.of());
    assertThat(record(number).data()).containsEntry("risk", "moderate");
    assertThat(record(number)).returns("waiting for approval", ServiceRecord::status);
    assertThat(entry(number, "task", "userTask_assessSecurity").requirement())
        .containsExactly("6.6.3-a", "6.6.3-b");

    decide(number, "for");
    assertThat(record(number)).returns("in build", ServiceRecord::status);
    assertThat(record(number).data())
        .containsEntry("approved", "yes")
        .extractingByKey("cab")
        .asString()
        .startsWith("CAB-");
    assertThat(scheduled(number)).isEqualTo("approved");

    fire(number, "event_drags");
    assertThat(mails(number)).contains("change-overdue");
    build(number, "own");
    assertThat(record(number)).returns("waiting for release", ServiceRecord::status);
    deliver();
    assertThat(deployedBy(number))
        .singleElement()
        .satisfies(
            release ->
                assertThat(record(release).data())
                    .containsEntry("configurationItems", List.of(item("files"))));
    Instant later = MORNING.plus(Duration.ofDays(10));
    say(
        number,
        "release.planned",
        Map.of(
            "release",
            "REL-1",
            "plannedStart",
            later.toString(),
            "plannedEnd",
            later.plusSeconds(3600).toString()));
    assertThat(start(number)).isEqualTo(later);
    say(number, "release.finished", Map.of("deployment", "successful", "release", "REL-1"));

    updateCmdb(number, item("files"), "hyp-01", "Rack 3");
    assertThat(items.find(item("files")).orElseThrow())
        .returns(number, ConfigurationItem::change)
        .returns("Rack 3", ConfigurationItem::location);
    assertThat(record(number)).returns("deployed", ServiceRecord::status);
    assertThat(scheduled(number)).isEqualTo("deployed");
    fire(number, "event_reviewDue");
    as("carla");
    complete(number, "userTask_review", Map.of("reviewed", "later"));
    fire(number, "event_reviewDue");
    assertThat(record(number)).returns("in review", ServiceRecord::status);
    complete(
        number,
        "userTask_review",
        Map.of(
            "reviewed",
            "successful",
            "reviewResult",
            "Space again",
            "improve",
            "yes",
            "improvementTitle",
            "Order in time",
            "improvement",
            "Watch the space"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(record(number).data()).containsEntry("changeOutcome", "successful");
    assertThat(raised(number)).contains("improvement.raised");
    assertThat(mails(number)).contains("schedule-approved", "change-closed");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void whatIsNotClearGoesBackAndWhatIsNeverCompletedEnds() {
    String number = request("anna", "change");
    as("carla");
    complete(number, "userTask_check", Map.of("checked", "return", "reason", "Which disks?"));
    assertThat(record(number)).returns("returned", ServiceRecord::status);
    assertThat(task(number, "userTask_complete").getAssignee()).isEqualTo("anna");
    as("anna");
    assertThat(form(number, "userTask_complete")).contains("Which disks&#63;");
    Map<String, Object> completed = change("change");
    completed.remove("reporter");
    complete(number, "userTask_complete", completed);
    as("carla");
    complete(number, "userTask_check", Map.of("checked", "return", "reason", "And when?"));
    fire(number, "event_neverCompleted");
    assertThat(record(number))
        .returns("rejected", ServiceRecord::status)
        .returns("Change rejected", ServiceRecord::outcome);
    assertThat(record(number).data()).containsEntry("changeOutcome", "rejected");
    assertThat(mails(number)).contains("change-rejected");
  }

  @Test
  void aRequestIsRejectedAtOnce() {
    String number = request("anna", "change");
    as("carla");
    complete(number, "userTask_check", Map.of("checked", "reject", "reason", "Bought already"));
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
  }

  @Test
  void aRequestWithoutScopeIsRefused() {
    Map<String, Object> request = change("change");
    request.remove("description");
    assertThatThrownBy(() -> request("anna", request))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("description");
  }

  @Test
  void whatHasMajorImpactGoesThroughDesignAndTransition() {
    String removal = request("anna", "removal");
    proceed(removal);
    assertThat(raised(removal)).containsExactly("serviceRemoval.requested");
    assertThat(record(removal)).returns("handed over", ServiceRecord::status);
    assertThat(mails(removal)).containsExactly("change-handed-over");
    assertThat(entry(removal, "step", "serviceTask_raiseRemoval").requirement())
        .containsExactly("9.2-7", "9.2-2");

    String service = request("anna", "newService");
    proceed(service);
    assertThat(raised(service)).containsExactly("newOrChangedService.requested");
  }

  @Test
  void aProblemRequestsAChangeAndHearsOfItsEnd() {
    String problem = problem();
    String number = requestedBy(problem);
    assertThat(linked(number, "resolves")).containsExactly(problem);
    assertThat(record(number).data())
        .as("the item of the problem is what is changed")
        .containsEntry("configurationItems", List.of(item("files")))
        .containsKey("cmdbImpact");
    proceed(number);
    plan(number, "elif", Duration.ofDays(20));
    assess(number, Map.of());
    decide(number, "against");
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
    assertThat(told(problem)).containsExactly("change.closed");
    assertThat(scheduled(number)).isEqualTo("cancelled");
  }

  @Test
  void whatCannotBeDoneThenIsPlannedAnew() {
    String number = request("anna", "change");
    proceed(number);
    freeze(Duration.ofDays(29), Duration.ofDays(31));
    assertThatThrownBy(() -> plan(number, "elif", Duration.ofDays(-1)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("choose a time to come");
    plan(number, "elif", Duration.ofDays(30));
    assertThat(task(number, "userTask_plan")).as("a freeze blocks").isNotNull();
    plan(number, "elif", Duration.ofDays(32));
    assess(number, Map.of());
    assertThat(record(number)).returns("waiting for approval", ServiceRecord::status);

    // meanwhile the time is taken away, before the board decides
    freeze(Duration.ofDays(31), Duration.ofDays(33));
    decide(number, "for");
    assertThat(task(number, "userTask_plan")).isNotNull();
    assertThat(record(number).data()).containsEntry("approved", "no");
    plan(number, "elif", Duration.ofDays(36));
    assess(number, Map.of());
    decide(number, "for");

    say(number, "change.collided", Map.of("collision", "note"));
    assertThat(task(number, "userTask_decideCollision")).isNull();
    say(number, "change.collided", Map.of("collision", "decide"));
    as("carla");
    complete(
        number,
        "userTask_decideCollision",
        Map.of("collisionDecision", "accept", "collisionReason", "Other shelf"));
    assertThat(record(number)).returns("in build", ServiceRecord::status);
    say(number, "change.collided", Map.of("collision", "blocks"));
    complete(number, "userTask_decideCollision", Map.of("collisionDecision", "anew"));
    assertThat(task(number, "userTask_plan")).isNotNull();
    plan(number, "elif", Duration.ofDays(38));
    assess(number, Map.of());
    decide(number, "for");

    as("elif");
    complete(number, "userTask_build", Map.of("built", "anew", "testResult", "It does not fit"));
    assertThat(task(number, "userTask_plan")).isNotNull();
    changes.withdraw(number, "Given up", "anna");
    assertThat(record(number))
        .returns("withdrawn", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(scheduled(number)).isEqualTo("cancelled");
    assertThat(mails(number)).contains("change-withdrawn");
    assertThatThrownBy(() -> changes.withdraw(number, "Again", "anna"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("withdrawn");
  }

  @Test
  void anEditMakesTheVotesVoid() {
    String number = request("anna", "change");
    proceed(number);
    plan(number, "elif", Duration.ofDays(40));
    assertThatThrownBy(() -> changes.edit(number, Map.of("title", "Other disks"), "anna"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("in its tasks");
    assess(number, Map.of());
    changes.edit(number, Map.of("title", "Other disks"), "anna");
    assertThat(record(number)).returns("Other disks", ServiceRecord::title);
    deliver();
    assertThat(told(board(number))).contains("change.edited");
    decide(number, "for");
    assertThat(record(number)).returns("in build", ServiceRecord::status);
  }

  @Test
  void aBoardMayPutAChangeOff() {
    String number = request("anna", "change");
    proceed(number);
    plan(number, "elif", Duration.ofDays(44));
    assess(number, Map.of());
    defer(number);
    assertThat(task(number, "userTask_plan")).isNotNull();
  }

  @Test
  void aFailedDeploymentIsRemediedInvestigatedAndTriedAgain() {
    String number = inBuild(Duration.ofDays(50));
    build(number, "own");
    deliver();
    assertThat(deployedBy(number)).singleElement().asString().startsWith("REL-");
    say(number, "release.finished", Map.of("deployment", "cancelled", "release", "REL-2"));
    assertThat(task(number, "userTask_build")).as("another release").isNotNull();
    build(number, "others");
    say(number, "release.finished", Map.of("deployment", "failed", "release", "REL-3"));
    assertThat(record(number)).returns("failed", ServiceRecord::status);
    assertThatThrownBy(() -> changes.withdraw(number, "Too late", "anna"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("review");
    remedy(number);
    investigate(
        number,
        values(
            "raiseProblem",
            "yes",
            "problemTitle",
            "Disks die",
            "problemImpact",
            "low",
            "failedNext",
            "again"));
    assertThat(raised(number)).containsExactly("release.requested", "problem.raised");
    assertThat(record(number).data()).containsEntry("approved", "no");

    plan(number, "elif", Duration.ofDays(52));
    assess(number, Map.of());
    decide(number, "for");
    build(number, "others");
    say(number, "release.finished", Map.of("deployment", "successful", "release", "REL-4"));
    updateNothing(number);
    fire(number, "event_reviewDue");
    as("carla");
    complete(
        number,
        "userTask_review",
        Map.of("reviewed", "unsuccessful", "reviewResult", "Slower than before"));
    remedy(number);
    investigate(number, values("raiseProblem", "no", "failedNext", "end", "improve", "no"));
    assertThat(record(number))
        .returns("failed", ServiceRecord::status)
        .returns("Change failed", ServiceRecord::outcome);
    assertThat(record(number).data()).containsEntry("changeOutcome", "failed");
    assertThat(entry(number, "task", "userTask_remedy").requirement()).containsExactly("9.2-13");
  }

  @Test
  void aStandardChangeIsApprovedOnceAndLosesItsApprovalWhenItFails() {
    String first = request("anna", "template");
    proceed(first);
    plan(first, "elif", Duration.ofDays(60));
    assess(first, Map.of());
    decide(first, "for");
    assertThat(record(first)).returns("closed", ServiceRecord::status);
    assertThat(mails(first)).contains("change-template-approved");
    String template = (String) record(first).data().get("template");
    assertThat(standardChanges.find(template).orElseThrow())
        .returns("approved", StandardChanges.StandardChange::state)
        .returns(first, StandardChanges.StandardChange::approvedBy);

    for (int day = 1; day <= 2; day++) {
      String number = request("anna", standard(template));
      assertThat(record(number).data())
          .containsEntry("changeType", "standard")
          .containsEntry("remedyPlan", "The old disks go back");
      proceed(number);
      plan(number, "elif", Duration.ofDays(60 + 2 * day));
      assertThat(record(number)).as("nobody decides").returns("in build", ServiceRecord::status);
      build(number, "others");
      say(number, "release.finished", Map.of("deployment", "failed", "release", "REL-5"));
      remedy(number);
      investigate(number, values("raiseProblem", "no", "failedNext", "end", "improve", "no"));
    }
    assertThat(standardChanges.find(template).orElseThrow())
        .returns("suspended", StandardChanges.StandardChange::state)
        .returns("2 of its last 2 changes failed", StandardChanges.StandardChange::stateReason);
    assertThatThrownBy(() -> request("anna", standard(template)))
        .as("it is not offered any more")
        .isInstanceOf(InvalidFormException.class);
  }

  @Test
  void anAgreementIsChangedWithoutARelease() {
    String number = request("anna", "agreement");
    proceed(number);
    plan(number, "elif", Duration.ofDays(65));
    assess(number, Map.of());
    decide(number, "for");
    as("elif");
    complete(
        number,
        "userTask_build",
        Map.of(
            "built",
            "ready",
            "testResult",
            "Read by both",
            "remedyTested",
            "notPossible",
            "remedyReason",
            "It is signed"));
    assertThat(record(number)).returns("deployed", ServiceRecord::status);
    assertThat(entry(number, "task", "userTask_check").requirement()).contains("6.1-6", "7.2-9");
  }

  @Test
  void anEmergencyIsDecidedByAFewDeployedAtOnceAndMadeGoodAfterwards() {
    String number = request("anna", emergency());
    assertThat(record(number).data()).containsEntry("changeType", "emergency");
    proceed(number);
    assertThat(record(number)).returns("emergency", ServiceRecord::status);
    fire(number, "event_prepareDrags");
    assertThat(mails(number)).contains("emergency-change-overdue");
    prepare(number, Duration.ofDays(70));
    decide(number, "for");
    assertThat(record(number).data()).containsEntry("approved", "yes");
    deployEmergencyRelease(number, true);
    assertThat(scheduled(number)).isEqualTo("deployed");
    fire(number, "event_afterwardsDrags");
    assertThat(recipients(number, "emergency-change-not-documented")).contains("marta", "carla");
    as("elif");
    complete(number, "userTask_document", Map.of("carriedOut", "Patched", "deviations", "Nothing"));
    complete(number, "userTask_test", Map.of("testResult", "All of it works", "stands", "yes"));
    updateNothing(number);
    fire(number, "event_reviewDue");
    as("carla");
    complete(
        number,
        "userTask_review",
        Map.of("reviewed", "successful", "reviewResult", "Closed the hole", "improve", "no"));
    assertThat(record(number)).returns("closed", ServiceRecord::status);
    assertThat(entry(number, "step", "callActivity_decide").requirement()).containsExactly("9.2-4");
  }

  @Test
  void anEmergencyMayBeNoneOrFail() {
    String none = request("anna", emergency());
    proceed(none);
    prepare(none, Duration.ofDays(74));
    defer(none);
    assertThat(task(none, "userTask_plan")).as("planned as a normal change").isNotNull();

    String rejected = request("anna", emergency());
    proceed(rejected);
    prepare(rejected, Duration.ofDays(76));
    decide(rejected, "against");
    assertThat(record(rejected)).returns("rejected", ServiceRecord::status);

    String failed = request("anna", emergency());
    proceed(failed);
    prepare(failed, Duration.ofDays(78));
    decide(failed, "for");
    deployEmergencyRelease(failed, false);
    assertThat(record(failed)).returns("failed", ServiceRecord::status);
    assertThat(task(failed, "userTask_remedy")).isNotNull();
  }

  /** A problem that waits for a change of its own asking. */
  private String problem() {
    as("petra");
    return runtime
        .createMessageCorrelation("problem.raised")
        .setVariables(
            values(
                "title",
                "Disks die",
                "description",
                "Every week",
                "service",
                "files",
                "category",
                "hardware",
                "impact",
                "low",
                "urgency",
                "low",
                "reporter",
                "petra"))
        .correlateStartMessage()
        .getBusinessKey();
  }

  private String requestedBy(String problem) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx ->
                messages.raise(
                    problem,
                    "change.requested",
                    null,
                    "resolves",
                    values(
                        "title",
                        "Other disks",
                        "description",
                        "All",
                        "service",
                        "files",
                        "ci",
                        item("files"))));
    deliver();
    return jdbc.sql(
            "select from_number from sms.record_link where to_number = :problem and kind = 'resolves'")
        .param("problem", problem)
        .query(String.class)
        .single();
  }

  private Map<String, Object> emergency() {
    Map<String, Object> request = new HashMap<>(change("change"));
    request.put("urgency", "emergency");
    request.put("emergencyReason", "security");
    return request;
  }

  private Map<String, Object> standard(String template) {
    Map<String, Object> request = new HashMap<>(change("standard"));
    request.put("template", template);
    return request;
  }

  private void prepare(String number, Duration from) {
    Instant start = MORNING.plus(from);
    as("elif");
    complete(
        number,
        "userTask_prepare",
        values(
            "plannedStart",
            start.toString(),
            "plannedEnd",
            start.plusSeconds(1800).toString(),
            "implementer",
            "farid",
            "testPlan",
            "Log in",
            "remedyPlan",
            "Out again",
            "reversible",
            "full"));
  }
}
