package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.cmdb.Baseline;
import org.clauseflow.cmdb.Baselines;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An emergency release as a story, from the change that calls it to what is made up for. */
@ClauseflowTest
class EmergencyReleaseProcessTest extends ReleaseStory {

  private static final Map<String, Object> PLAN =
      Map.of(
          "plannedStart", "2026-03-03T09:30:00Z",
          "plannedEnd", "2026-03-03T10:30:00Z",
          "deploymentMethod", "hand",
          "supportGroup", "applicationSupport",
          "reversalPlan", "The old library is put back");

  private static final Map<String, Object> TESTED =
      Map.of(
          "buildNote", "Library 2.17.1, log in and one invoice",
          "testResult", "passed",
          "reversalTest", "notPossible",
          "testNote", "Load, all invoices");

  private static final Map<String, Object> VERIFIED =
      Map.of("verifiedItems", List.of("CI-0021"), "works", "yes", "verificationNote", "Checksums");

  @Autowired private Baselines baselines;

  private Deployment deployment;

  @BeforeEach
  void caller() {
    deployment =
        repository
            .createDeployment()
            .name("story")
            .addClasspathResource("org/clauseflow/control/emergency-release-caller.bpmn")
            .deploy();
  }

  @AfterEach
  void gone() {
    identity.clearAuthentication();
    repository.deleteDeployment(deployment.getId(), true);
  }

  @Test
  void itIsDeployedAtOnceAndMadeUpForAfterwards() {
    String change = emergency("yes");
    String number = release(change);
    assertThat(linked(number, "deploys")).containsExactly(change);
    assertThat(entry(number, "decision", "businessRuleTask_applyPolicy").requirement())
        .containsExactly("9.3-4");
    as("ruth");
    assertThat(form(number, "userTask_plan")).contains("What counts as an emergency release");
    complete(number, "userTask_plan", PLAN);
    as("chloe");
    complete(number, "userTask_buildAndTest", TESTED);
    assertThatThrownBy(() -> complete(number, "userTask_approve", Map.of("approved", "yes")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("who is the builder");
    as("carla");
    assertThat(form(number, "userTask_approve")).contains("Load");
    complete(
        number, "userTask_approve", Map.of("approved", "mend", "reason", "Log in with a token"));
    as("david");
    assertThat(form(number, "userTask_buildAndTest")).contains("Log in with a token");
    complete(number, "userTask_buildAndTest", TESTED);
    as("carla");
    complete(number, "userTask_approve", Map.of("approved", "yes"));
    assertThat(baselines.list(number, 0, 10).items())
        .singleElement()
        .returns(List.of("CI-0021"), Baseline::chosen);
    as("chloe");
    complete(number, "userTask_deploy", DEPLOYED_BY_HAND);
    complete(number, "userTask_verify", VERIFIED);
    assertThat(record(number))
        .returns("deployed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(recipients(number, "release-deployed")).contains("nordwind", "carla", "luis");
    assertThat(openTasks(change)).as("the change goes on").containsExactly("userTask_done");
    assertThat(variable(change, "deployment")).isEqualTo("successful");
    assertThat(variable(change, "release")).isEqualTo(number);

    deliver();
    String followUp = register.links(number).get(register.links(number).size() - 1).from();
    assertThat(followUp).startsWith("RFU-");
    assertThat(linked(followUp, "follows")).containsExactly(number);
    assertThat(task(followUp, "userTask_document").getDueDate())
        .isEqualTo(Date.from(MORNING.plus(Duration.ofDays(5))));
    as("carla");
    complete(change, "userTask_done", Map.of());
  }

  @Test
  void thePipelineDeploysItToo() {
    String change = emergency("yes");
    String number = approved(change, "pipeline");
    try (FakePipeline asked = fakePipeline()) {
      ask(number);
      isSilentAndAnswersAfterAll(number);
      assertThat(asked.asked()).hasSize(2);
    }
    as("chloe");
    complete(number, "userTask_verify", VERIFIED);
    assertThat(record(number)).returns("deployed", ServiceRecord::status);
    complete(change, "userTask_done", Map.of());
  }

  @Test
  void whatIsNotWholeIsReversedAndTheChangeLearnsIt() {
    String change = emergency("yes");
    String number = approved(change, "pipeline");
    try (FakePipeline asked = fakePipeline()) {
      ask(number);
      fire(number, "event_pipelineSilent");
      as("ruth");
      complete(number, "userTask_decideSilence", Map.of("silence", "byHand"));
      assertThat(asked.asked()).hasSize(1);
    }
    as("chloe");
    complete(number, "userTask_deploy", DEPLOYED_BY_HAND);
    complete(number, "userTask_verify", with(VERIFIED, "works", "no"));
    assertThat(record(number)).returns("in reversal", ServiceRecord::status);
    complete(number, "userTask_reverse", Map.of("reversalNote", "The old library is back"));
    assertThat(record(number)).returns("failed", ServiceRecord::status);
    assertThat(recipients(number, "release-failed")).contains("carla", "luis");
    assertThat(variable(change, "deployment")).isEqualTo("failed");
    complete(change, "userTask_done", Map.of());
  }

  @Test
  void whatThePipelineAnswersAsFailedIsReversed() {
    String change = emergency("yes");
    String number = approved(change, "pipeline");
    try (FakePipeline asked = fakePipeline()) {
      ask(number);
      reports(number, "failed");
      assertThat(asked.asked()).hasSize(1);
    }
    assertThat(openTasks(number)).containsExactly("userTask_reverse");
  }

  @Test
  void withoutApprovedChangeOrApprovalNothingIsDeployed() {
    String unapproved = emergency("no");
    String refused = release(unapproved);
    built(refused, "hand");
    as("carla");
    assertThatThrownBy(() -> complete(refused, "userTask_approve", Map.of("approved", "yes")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(unapproved + " is not approved");
    assertThat(register.journal(refused)).anyMatch(entry -> entry.kind().equals("refused"));
    complete(
        refused, "userTask_approve", Map.of("approved", "no", "reason", "The supplier mended it"));
    assertThat(record(refused)).returns("cancelled", ServiceRecord::status);
    assertThat(variable(unapproved, "deployment")).isEqualTo("failed");
  }

  private String emergency(String approved) {
    as("carla");
    return runtime
        .createMessageCorrelation("story.emergencyChangeApproved")
        .setVariables(
            values(
                "title", "Hole in a library",
                "description", "It is exploited",
                "service", "portal",
                "configurationItems", List.of("CI-0021"),
                "approved", approved,
                "urgency", "emergency"))
        .correlateStartMessage()
        .getBusinessKey();
  }

  private String release(String change) {
    return register.links(change).stream()
        .filter(link -> link.kind().equals("deploys"))
        .findFirst()
        .orElseThrow()
        .from();
  }

  private void built(String number, String method) {
    as("ruth");
    complete(number, "userTask_plan", with(PLAN, "deploymentMethod", method));
    as("chloe");
    complete(number, "userTask_buildAndTest", TESTED);
  }

  private String approved(String change, String method) {
    String number = release(change);
    built(number, method);
    as("carla");
    complete(number, "userTask_approve", Map.of("approved", "yes"));
    return number;
  }

  private Object variable(String number, String name) {
    return runtime.getVariable(record(number).processInstanceId(), name);
  }
}
