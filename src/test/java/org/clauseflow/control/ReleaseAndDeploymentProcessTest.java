package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.Baseline;
import org.clauseflow.cmdb.Baselines;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A release as a story: every way through the model, and what records and people learn of it. */
@ClauseflowTest
class ReleaseAndDeploymentProcessTest extends ReleaseStory {

  private static final Map<String, Object> PLAN =
      Map.ofEntries(
          Map.entry("planning", "plan"),
          Map.entry("releaseType", "minor"),
          Map.entry("deliverables", "portal-web 2026.4, manual"),
          Map.entry("plannedStart", STARTS),
          Map.entry("plannedEnd", ENDS),
          Map.entry("deploymentMethod", "hand"),
          Map.entry("supportGroup", "applicationSupport"),
          Map.entry("acceptanceEnvironment", "portal-acceptance"),
          Map.entry("mandatoryCriteria", "Customers log in\nInvoices are right"),
          Map.entry("importantCriteria", "Pages within two seconds"),
          Map.entry("minorCriteria", "Help is up to date"),
          Map.entry("reversalPlan", "Install 2026.3 again, 20 minutes"));

  private static final Map<String, Object> TESTED =
      Map.of(
          "metCriteria", List.of("1", "2", "3", "4"), "openDefects", 0, "reversalTest", "passed");

  private static final Map<String, Object> VERIFIED =
      Map.of(
          "verifiedItems",
          List.of("CI-0021", "CI-0022"),
          "works",
          "yes",
          "verificationNote",
          "Versions and checksums compared");

  @Autowired private Baselines baselines;
  @Autowired private Messages messages;
  @Autowired private Releases releases;

  @Test
  void changesArePlannedBuiltAcceptedDeployedWatchedAndAnalysed() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String another = change("Portal database is tuned", "yes", "CI-0022");
    String problem =
        opened("problem", values("title", "Slow pages", "status", "waiting for change"));
    as("ruth");
    String number = begun(List.of(change), List.of(problem));
    assertThat(record(number))
        .returns("in planning", ServiceRecord::status)
        .returns("Portal 2026.4", ServiceRecord::title);
    assertThat(linked(number, "deploys")).containsExactly(change);
    assertThat(linked(number, "closes")).containsExactly(problem);
    assertThat(form(number, "userTask_plan")).contains("Portal shows tariffs");

    complete(number, "userTask_plan", with(PLAN, "addedChanges", List.of(another)));
    assertThat(linked(number, "deploys")).containsExactlyInAnyOrder(change, another);
    assertThat(entry(number, "decision", "businessRuleTask_applyPolicy").changes())
        .containsEntry("noticeDays", 10)
        .containsEntry("earlyLife", "P14D");
    assertThat(record(number)).returns("plan to be agreed", ServiceRecord::status);
    assertThat(candidates(number, "userTask_agree"))
        .containsExactlyInAnyOrder("stefan", "serviceManager");
    assertThat(recipients(number, "release-agreement")).containsExactly("marta", "stefan");
    fire(number, "event_agreementDrags");
    assertThat(recipients(number, "release-reminder")).containsExactly("marta", "stefan");

    as("stefan");
    assertThat(form(number, "userTask_agree")).contains("Customers log in");
    complete(number, "userTask_agree", Map.of("agreed", "yes"));
    assertThat(record(number)).returns("planned", ServiceRecord::status);
    assertThat(heard(change)).containsExactly("release.planned");
    assertThat(told(change, "release.planned"))
        .containsEntry("release", number)
        .containsEntry("plannedStart", STARTS)
        .containsEntry("plannedEnd", ENDS);
    assertThat(recipients(number, "release-planned"))
        .contains("nordwind", "carla", "luis", "samir", "chloe");

    as("ruth");
    complete(number, "userTask_freeze", Map.of("freeze", "freeze"));
    as("chloe");
    complete(number, "userTask_build", Map.of("buildNote", "2026.4 out of the library"));
    as("david");
    assertThat(record(number)).returns("in test", ServiceRecord::status);
    complete(number, "userTask_test", TESTED);
    assertThat(entry(number, "decision", "businessRuleTask_judgeAcceptance").changes())
        .containsEntry("acceptance", "accept");
    assertThat(criteria(number))
        .containsExactly(
            "Customers log in mandatory true",
            "Invoices are right mandatory true",
            "Pages within two seconds important true",
            "Help is up to date minor true");

    as("chloe");
    assertThatThrownBy(() -> complete(number, "userTask_approve", Map.of("approved", "yes")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is not for chloe, who is the builder");
    as("carla");
    complete(number, "userTask_approve", Map.of("approved", "yes"));
    assertThat(record(number)).returns("approved", ServiceRecord::status);
    assertThat(task(number, "userTask_start").getDueDate())
        .isEqualTo(Date.from(Instant.parse(STARTS)));

    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    assertThat(record(number)).returns("in deployment", ServiceRecord::status);
    Baseline baseline = baselines.list(number, 0, 10).items().get(0);
    assertThat(baseline)
        .returns(List.of("CI-0021", "CI-0022"), Baseline::chosen)
        .returns("ruth", Baseline::takenBy);
    assertThat(entry(number, "step", "serviceTask_takeBaseline").requirement())
        .containsExactly("9.1-7");

    as("chloe");
    complete(number, "userTask_deploy", DEPLOYED_BY_HAND);
    complete(number, "userTask_verify", VERIFIED);
    assertThat(record(number))
        .returns("early life", ServiceRecord::status)
        .extracting(ServiceRecord::data)
        .satisfies(
            data ->
                assertThat(data)
                    .containsEntry("deployment", "successful")
                    .containsEntry("earlyLifeEnds", MORNING.plus(Duration.ofDays(14)).toString()));
    assertThat(heard(another)).containsExactly("release.planned", "release.finished successful");
    assertThat(recipients(number, "release-deployed"))
        .contains("carla", "luis", "samir", "nordwind");

    at(MORNING.plus(Duration.ofDays(1)));
    String ours = incident("portal", null, "Tariffs are wrong");
    String alsoOurs = incident("portal", "CI-0021", "Tariffs are missing");
    incident("mail", null, "Nothing to do with it");
    as("ruth");
    assertThat(form(number, "userTask_watch")).contains(ours, alsoOurs);
    complete(number, "userTask_watch", Map.of("causedIncidents", List.of(ours), "watch", "goOn"));
    assertThat(linked(ours, "caused by")).containsExactly(number);
    assertThat(linked(alsoOurs, "caused by")).isEmpty();

    at(MORNING.plus(Duration.ofDays(14)));
    fire(number, "event_earlyLifeOver");
    assertThat(record(number)).returns("in review", ServiceRecord::status);
    complete(
        number,
        "userTask_analyse",
        Map.of(
            "causedIncidents", List.of(alsoOurs),
            "success", "withProblems",
            "customerImpact", "Wrong tariffs for a day",
            "conclusions", "Test tariffs with real contracts",
            "improve", "yes",
            "improvementTitle", "Test data like live",
            "improvement", "Copy contracts, made anonymous"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(linked(alsoOurs, "caused by")).containsExactly(number);
    assertThat(recipients(number, "release-analysed")).contains("carla", "luis", "samir");
    deliver();
    assertThat(register.journal(number))
        .anyMatch(
            entry -> entry.kind().equals("waits") && entry.note().contains("improvement.raised"));
  }

  @Test
  void aChangeAsksForAReleaseWhosePlanIsObjectedToAndGivenUp() {
    String change = change("New certificate", "yes", "CI-0021");
    inTransaction(
        () ->
            messages.raise(
                change,
                "release.requested",
                null,
                "deploys",
                Map.of(
                    "title", "New certificate",
                    "description", "The old one ends",
                    "service", "portal")));
    deliver();
    String number = register.links(change).get(0).from();
    assertThat(linked(number, "deploys")).containsExactly(change);
    as("ruth");
    complete(number, "userTask_plan", PLAN);
    as("stefan");
    assertThatThrownBy(() -> complete(number, "userTask_agree", Map.of("agreed", "no")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("objection");
    complete(
        number, "userTask_agree", Map.of("agreed", "no", "objection", "Not while we read meters"));
    as("ruth");
    assertThat(form(number, "userTask_plan")).contains("Not while we read meters");
    complete(number, "userTask_plan", Map.of("planning", "giveUp", "reason", "No other date"));
    assertThat(record(number))
        .returns("cancelled", ServiceRecord::status)
        .returns("Release given up", ServiceRecord::outcome);
    assertThat(heard(change)).containsExactly("release.finished cancelled");
    assertThat(recipients(number, "release-cancelled")).contains("carla", "nordwind");
  }

  @Test
  void untilItIsFrozenChangesComeAndGo() {
    String change = change("First", "yes", "CI-0021");
    String another = change("Second", "yes", "CI-0022");
    String refused = change("Not approved", "no", "CI-0022");
    as("ruth");
    String number = planned(change);
    releases.add(number, another, "ruth");
    assertThat(linked(number, "deploys")).containsExactlyInAnyOrder(change, another);
    assertThat(heard(another)).containsExactly("release.planned");
    assertThatThrownBy(() -> releases.add(number, refused, "ruth"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(refused + ", which is not approved");
    as("ruth");
    String second = begun(List.of(change("Third", "yes", "CI-0021")), List.of());
    assertThatThrownBy(() -> releases.add(second, another, "ruth"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is part of " + number);
    releases.remove(number, another, "ruth");
    assertThat(linked(number, "deploys")).containsExactly(change);
    assertThat(heard(another)).containsExactly("release.planned", "release.finished cancelled");
    assertThatThrownBy(() -> releases.remove(number, another, "ruth"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("does not deploy");

    as("ruth");
    complete(number, "userTask_freeze", Map.of("freeze", "replan"));
    complete(
        number,
        "userTask_plan",
        with(PLAN, "addedChanges", List.of(another), "removed", List.of(change)));
    assertThat(linked(number, "deploys")).containsExactly(another);
    complete(number, "userTask_agree", Map.of("agreed", "yes"));
    complete(number, "userTask_freeze", Map.of("freeze", "freeze"));
    assertThatThrownBy(() -> releases.add(number, change, "ruth"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("frozen");

    as("ruth");
    String third = planned(change("Fourth", "yes", "CI-0021"));
    complete(third, "userTask_freeze", Map.of("freeze", "giveUp", "reason", "Not needed"));
    assertThat(record(third)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void aPlanThatCannotBeIsRefusedWithItsField() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    as("ruth");
    String number = begun(List.of(change), List.of());
    refusesPlan(number, "plannedEnd", with(PLAN, "plannedEnd", "2026-03-20T19:00:00Z"));
    refusesPlan(
        number,
        "plannedEnd",
        with(PLAN, "plannedStart", "2026-03-01T19:00:00Z", "plannedEnd", "2026-03-01T20:00:00Z"));
    refusesPlan(number, "addedChanges", with(PLAN, "removed", List.of(change)));
    assertThat(linked(number, "deploys")).as("nothing half done").containsExactly(change);
    complete(
        number,
        "userTask_plan",
        with(PLAN, "plannedStart", "2026-03-04T20:00", "plannedEnd", "2026-03-04T21:00"));
    assertThat(form(number, "userTask_agree")).contains("shorter than the");
  }

  @Test
  void whatMissesCriteriaIsDecidedByProviderAndCustomer() {
    String number = inTest();
    complete(
        number,
        "userTask_test",
        Map.of(
            "metCriteria",
            List.of("1", "2", "4"),
            "openDefects",
            0,
            "reversalTest",
            "notPossible",
            "reversalReason",
            "The schema is converted"));
    assertThat(record(number)).returns("decision asked", ServiceRecord::status);
    assertThat(recipients(number, "release-decision")).containsExactly("marta", "stefan");
    decides(number, "deploy", "mend");
    assertThat(record(number)).returns("in build", ServiceRecord::status);

    builtAndTested(number, List.of("1", "2"));
    decides(number, "deploy", "deploy");
    assertThat(form(number, "userTask_approve")).contains("By Friday");
    as("carla");
    complete(
        number, "userTask_approve", Map.of("approved", "no", "reason", "Not in the last week"));
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
    as("ruth");
    assertThat(form(number, "userTask_decideRejected")).contains("Not in the last week");
    complete(number, "userTask_decideRejected", Map.of("rejection", "mend", "reason", "Once more"));

    builtAndTested(number, List.of("1"));
    decides(number, "mend", "giveUp");
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void withoutAWayBackItIsRejected() {
    String number = inTest();
    Map<String, Object> noWayBack = with(TESTED, "reversalTest", "failed");
    complete(number, "userTask_test", noWayBack);
    assertThat(record(number)).returns("rejected", ServiceRecord::status);
    as("ruth");
    complete(
        number, "userTask_decideRejected", Map.of("rejection", "replan", "reason", "Other way"));
    complete(number, "userTask_plan", PLAN);
    complete(number, "userTask_agree", Map.of("agreed", "yes"));
    complete(number, "userTask_freeze", Map.of("freeze", "freeze"));
    as("chloe");
    complete(number, "userTask_build", Map.of("buildNote", "Again"));
    complete(number, "userTask_test", noWayBack);
    as("ruth");
    complete(number, "userTask_decideRejected", Map.of("rejection", "giveUp", "reason", "No use"));
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void whoBuiltItDoesNotApproveItUnderAnyAccountNorAfterAnotherMendedIt() {
    jdbc.sql(
            """
            insert into sms.person (id, name, party_id, same_as) values ('chloeAdmin', 'Chloe Martin', 'provider', 'chloe')
            on conflict do nothing
            """)
        .update();
    String number = inTest();
    complete(number, "userTask_test", with(TESTED, "reversalTest", "failed"));
    as("ruth");
    complete(number, "userTask_decideRejected", Map.of("rejection", "mend", "reason", "Way back"));
    as("david");
    complete(number, "userTask_build", Map.of("buildNote", "With a way back"));
    complete(number, "userTask_test", TESTED);
    for (String builder : List.of("chloe", "chloeAdmin")) {
      as(builder);
      assertThatThrownBy(() -> complete(number, "userTask_approve", Map.of("approved", "yes")))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("who has built it");
      assertThat(register.journal(number))
          .filteredOn(entry -> entry.kind().equals("refused"))
          .last()
          .returns(builder, JournalEntry::actor);
    }
    assertThat(record(number)).returns("waiting for approval", ServiceRecord::status);
  }

  @Test
  void nothingIsDeployedThatIsNotApproved() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String number = approved(change, "hand");
    changes(change, Map.of("approved", "no", "status", "waiting for approval"));
    as("ruth");
    assertThat(form(number, "userTask_start")).contains("is not approved");
    assertThatThrownBy(() -> complete(number, "userTask_start", Map.of("start", "deploy")))
        .isInstanceOf(Refusal.class)
        .returns(Refusal.Reason.NOT_NOW, refusal -> ((Refusal) refusal).reason())
        .hasMessage(
            "%s cannot be deployed: %s is not approved (waiting for approval)"
                .formatted(number, change));
    assertThat(register.journal(number))
        .filteredOn(entry -> entry.kind().equals("refused"))
        .singleElement()
        .returns("ruth", JournalEntry::actor);
    assertThat(record(number)).returns("approved", ServiceRecord::status);
    assertThat(baselines.list(number, 0, 10).items()).as("nothing half done").isEmpty();

    complete(number, "userTask_start", Map.of("start", "replan"));
    complete(
        number,
        "userTask_plan",
        with(
            PLAN,
            "removed",
            List.of(change),
            "addedChanges",
            List.of(change("Another", "yes", "CI-0021"))));
    accepted(number);
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "giveUp", "reason", "Too late"));
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void thePipelineDeploysAndIsWaitedFor() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String number = approved(change, "pipeline");
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    try (FakePipeline asked = fakePipeline()) {
      ask(number);
      isSilentAndAnswersAfterAll(number);
      assertThat(asked.asked())
          .as("asked again with the same key")
          .hasSize(2)
          .extracting(FakePipeline.Asked::key)
          .containsOnly(asked.asked().get(0).key());
    }
    assertThat(record(number)).returns("in verification", ServiceRecord::status);
    as("david");
    complete(number, "userTask_verify", with(VERIFIED, "verifiedItems", List.of("CI-0021")));
    assertThat(record(number)).returns("early life", ServiceRecord::status);
    assertThat(heard(change)).endsWith("release.finished successful");
    fire(number, "event_earlyLifeOver");
    as("ruth");
    complete(
        number,
        "userTask_analyse",
        Map.of(
            "success", "successful",
            "customerImpact", "None",
            "conclusions", "As it should be",
            "improve", "no"));
    assertThat(record(number)).returns("closed", ServiceRecord::status);
  }

  @Test
  void whatThePipelineFailsAtIsRolledBackInvestigatedAndPlannedAgain() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String number = approved(change, "pipeline");
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    try (FakePipeline asked = fakePipeline()) {
      ask(number);
      reports(number, "failed");
      assertThat(record(number)).returns("deployment failed", ServiceRecord::status);
      assertThat(recipients(number, "release-failed")).contains("carla", "luis", "samir");
      complete(
          number,
          "userTask_decideFailure",
          Map.of(
              "failureDecision", "reverse",
              "reversalMethod", "pipeline",
              "failureNote", "Step 3 of 7"));
      ask(number);
      reports(number, "succeeded");
      assertThat(new String(asked.asked().get(1).body())).contains("\"action\":\"rollback\"");
    }
    assertThat(record(number)).returns("reversed", ServiceRecord::status);
    complete(
        number,
        "userTask_investigate",
        Map.of(
            "failureCause", "The disk was full",
            "failureActions", "Watch the disk",
            "problem", "yes",
            "problemTitle", "Disk of the portal fills up",
            "problemCategory", "hardware",
            "nextStep", "replan"));
    deliver();
    assertThat(linked(number, "caused by"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(record(problem).title()).isEqualTo("Disk of the portal fills up"));
    assertThat(heard(change)).as("it is planned again").containsExactly("release.planned");
    complete(number, "userTask_plan", PLAN);
    assertThat(record(number)).returns("plan to be agreed", ServiceRecord::status);
    releases.cancel(number, "Not worth another try", "ruth");
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
    assertThat(heard(change)).containsExactly("release.planned", "release.finished cancelled");
  }

  @Test
  void afterAFailureItCanBeGivenUpInsteadOfPlannedAgain() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String number = approved(change, "hand");
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    as("chloe");
    complete(
        number,
        "userTask_deploy",
        Map.of("deploymentResult", "failed", "deploymentNote", "The installer stops"));
    as("ruth");
    complete(
        number,
        "userTask_decideFailure",
        Map.of(
            "failureDecision", "reverse",
            "reversalMethod", "hand",
            "failureNote", "The installer stops"));
    as("chloe");
    complete(number, "userTask_reverse", Map.of("reversalNote", "2026.3 is back"));
    as("ruth");
    complete(
        number,
        "userTask_investigate",
        Map.of(
            "failureCause", "Wrong installer",
            "failureActions", "Build it anew",
            "problem", "no",
            "nextStep", "replan"));
    complete(number, "userTask_plan", Map.of("planning", "giveUp", "reason", "No installer"));
    assertThat(record(number)).returns("cancelled", ServiceRecord::status);
  }

  @Test
  void whatIsTakenFromThePipelineIsDoneByHandAndWhatCannotBeRolledBackIsReversedByHand() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String number = approved(change, "pipeline");
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    try (FakePipeline asked = fakePipeline()) {
      ask(number);
      fire(number, "event_pipelineSilent");
      complete(number, "userTask_decideSilence", Map.of("silence", "byHand"));
      as("chloe");
      complete(
          number,
          "userTask_deploy",
          Map.of("deploymentResult", "failed", "deploymentNote", "The installer stops"));
      as("ruth");
      complete(
          number,
          "userTask_decideFailure",
          Map.of(
              "failureDecision", "reverse",
              "reversalMethod", "pipeline",
              "failureNote", "The installer stops"));
      ask(number);
      fire(number, "event_pipelineSilent");
      complete(number, "userTask_decideSilence", Map.of("silence", "fail"));
      assertThat(asked.asked()).hasSize(2);
    }
    assertThat(record(number)).returns("in reversal", ServiceRecord::status);
    as("chloe");
    complete(number, "userTask_reverse", Map.of("reversalNote", "2026.3 is back"));
    as("ruth");
    complete(
        number,
        "userTask_investigate",
        Map.of(
            "failureCause", "Wrong installer",
            "failureActions", "Build it anew",
            "problem", "no",
            "nextStep", "close"));
    assertThat(record(number))
        .returns("failed", ServiceRecord::status)
        .returns("Release failed", ServiceRecord::outcome);
    assertThat(heard(change)).containsExactly("release.planned", "release.finished failed");
  }

  @Test
  void whatIsNotWholeIsRemediedAndWhatFailsInItsEarlyLifeIsReversed() {
    String number = approved(change("Portal shows tariffs", "yes", "CI-0021", "CI-0022"), "hand");
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    as("chloe");
    complete(
        number,
        "userTask_deploy",
        Map.of("deploymentResult", "partly", "deploymentNote", "The database is left"));
    complete(number, "userTask_verify", with(VERIFIED, "verifiedItems", List.of("CI-0021")));
    assertThat(record(number)).returns("deployment failed", ServiceRecord::status);
    as("ruth");
    assertThat(form(number, "userTask_decideFailure")).contains("not whole");
    complete(
        number,
        "userTask_decideFailure",
        Map.of("failureDecision", "remedy", "failureNote", "The rest tonight"));
    as("chloe");
    complete(number, "userTask_deploy", DEPLOYED_BY_HAND);
    complete(number, "userTask_verify", VERIFIED);
    assertThat(record(number)).returns("early life", ServiceRecord::status);

    as("ruth");
    complete(number, "userTask_watch", Map.of("watch", "reverse", "failureNote", "Wrong invoices"));
    complete(
        number,
        "userTask_decideFailure",
        Map.of(
            "failureDecision", "reverse",
            "reversalMethod", "hand",
            "failureNote", "Wrong invoices"));
    assertThat(record(number)).returns("in reversal", ServiceRecord::status);
  }

  @Test
  void itIsCancelledUntilItsDeploymentBegins() {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String early = planned(change);
    releases.cancel(early, "The supplier is late", "ruth");
    assertThat(record(early))
        .returns("cancelled", ServiceRecord::status)
        .returns("Release cancelled", ServiceRecord::outcome);
    assertThat(heard(change)).containsExactly("release.planned", "release.finished cancelled");
    assertThat(openTasks(early)).isEmpty();
    assertThatThrownBy(() -> releases.cancel(early, "Once more", "ruth"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("can no longer be cancelled");

    String late = approved(change, "hand");
    as("ruth");
    complete(late, "userTask_start", Map.of("start", "deploy"));
    assertThatThrownBy(() -> releases.cancel(late, "Too late", "ruth"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("reverse it instead");
    assertThat(openTasks(late)).containsExactly("userTask_deploy");
  }

  private void refusesPlan(String number, String field, Map<String, Object> plan) {
    assertThatThrownBy(() -> complete(number, "userTask_plan", plan))
        .isInstanceOf(Refusal.class)
        .returns(Refusal.Reason.INVALID, refusal -> ((Refusal) refusal).reason())
        .returns(field, refusal -> ((Refusal) refusal).field());
  }

  private String begun(List<String> changes, List<String> closes) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("release-and-deployment")
            .latestVersion()
            .singleResult()
            .getId();
    return forms
        .submitStartForm(
            definition,
            values(
                "title", "Portal 2026.4",
                "description", "Tariffs and faster pages",
                "service", "portal",
                "addedChanges", changes,
                "addedClosures", closes,
                "reporter", "ruth"))
        .getBusinessKey();
  }

  private String planned(String change) {
    as("ruth");
    String number = begun(List.of(change), List.of());
    complete(number, "userTask_plan", PLAN);
    complete(number, "userTask_agree", Map.of("agreed", "yes"));
    return number;
  }

  private String inTest() {
    String number = planned(change("Portal shows tariffs", "yes", "CI-0021"));
    complete(number, "userTask_freeze", Map.of("freeze", "freeze"));
    as("chloe");
    complete(number, "userTask_build", Map.of("buildNote", "2026.4"));
    return number;
  }

  private String approved(String change, String method) {
    as("ruth");
    String number = begun(List.of(change), List.of());
    complete(number, "userTask_plan", with(PLAN, "deploymentMethod", method));
    accepted(number);
    return number;
  }

  private void accepted(String number) {
    as("ruth");
    complete(number, "userTask_agree", Map.of("agreed", "yes"));
    complete(number, "userTask_freeze", Map.of("freeze", "freeze"));
    as("chloe");
    complete(number, "userTask_build", Map.of("buildNote", "2026.4"));
    complete(number, "userTask_test", TESTED);
    as("carla");
    complete(number, "userTask_approve", Map.of("approved", "yes"));
  }

  private void builtAndTested(String number, List<String> met) {
    as("chloe");
    complete(number, "userTask_build", Map.of("buildNote", "2026.4"));
    complete(number, "userTask_test", with(TESTED, "metCriteria", met));
  }

  private void decides(String number, String provider, String customer) {
    as("marta");
    complete(number, "userTask_decideProvider", decision("provider", provider));
    as("stefan");
    complete(number, "userTask_decideCustomer", decision("customer", customer));
  }

  private static Map<String, Object> decision(String side, String decision) {
    return decision.equals("deploy")
        ? Map.of(side + "Decision", decision, side + "Conditions", "By Friday it is mended")
        : Map.of(side + "Decision", decision, side + "Reason", "It is too slow");
  }

  private List<String> criteria(String number) {
    return jdbc.sql(
            """
            select criterion || ' ' || weight || ' ' || met from sms.release_criterion
            where release = :number order by place
            """)
        .param("number", number)
        .query(String.class)
        .list();
  }

  private Map<String, Object> told(String change, String message) {
    return jdbc.sql(
            """
            select variables->>'release' as release, variables->>'plannedStart' as "plannedStart",
                   variables->>'plannedEnd' as "plannedEnd"
            from sms.message where to_record = :change and name = :message
            """)
        .param("change", change)
        .param("message", message)
        .query()
        .singleRow();
  }
}
