package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;

/** A request for change and the release that deploys it, each with its own process. */
@ClauseflowTest
class ChangeByReleaseTest extends ChangeStory {

  @Test
  void aChangeAsksForItsReleaseFollowsItsDatesAndLearnsThatItIsDeployed() {
    String change = waitingForRelease();
    String release = releaseOf(change);
    assertThat(linked(release, "deploys")).containsExactly(change);
    planned(release, "2026-03-25T20:00:00Z", "2026-03-25T22:00:00Z");
    assertThat(start(change))
        .as("the schedule of change follows the release")
        .isEqualTo(Instant.parse("2026-03-25T20:00:00Z"));

    complete(release, "userTask_freeze", Map.of("freeze", "freeze"));
    as("elif");
    complete(release, "userTask_build", Map.of("buildNote", "Firmware 7"));
    complete(
        release,
        "userTask_test",
        Map.of("metCriteria", List.of("1"), "openDefects", 0, "reversalTest", "passed"));
    as("carla");
    complete(release, "userTask_approve", Map.of("approved", "yes"));
    as("ruth");
    complete(release, "userTask_start", Map.of("start", "deploy"));
    as("elif");
    complete(
        release,
        "userTask_deploy",
        Map.of("deploymentResult", "succeeded", "deploymentNote", "In an hour"));
    complete(
        release,
        "userTask_verify",
        Map.of(
            "verifiedItems",
            jdbc.sql("select sms.release_cis(:release)")
                .param("release", release)
                .query(String.class)
                .list(),
            "works",
            "yes",
            "verificationNote",
            "Serial numbers"));
    deliver();
    updateNothing(change);
    assertThat(record(change)).returns("deployed", ServiceRecord::status);
    assertThat(record(change).data()).containsEntry("release", release);
    assertThat(scheduled(change)).isEqualTo("deployed");
    assertThat(record(release)).returns("early life", ServiceRecord::status);
  }

  @Test
  void aChangeWhoseReleaseIsCancelledLooksForAnother() {
    String change = waitingForRelease();
    String release = releaseOf(change);
    as("ruth");
    complete(release, "userTask_plan", Map.of("planning", "giveUp", "reason", "No people"));
    deliver();
    assertThat(record(change)).returns("in build", ServiceRecord::status);
  }

  private String waitingForRelease() {
    String change = inBuild(Duration.ofDays(20));
    build(change, "own");
    deliver();
    assertThat(record(change)).returns("waiting for release", ServiceRecord::status);
    return change;
  }

  private String releaseOf(String change) {
    return register.links(change).stream()
        .filter(link -> link.kind().equals("deploys") && link.to().equals(change))
        .reduce((first, second) -> second)
        .orElseThrow()
        .from();
  }

  private void planned(String release, String start, String end) {
    as("ruth");
    complete(
        release,
        "userTask_plan",
        values(
            "planning", "plan",
            "releaseType", "patch",
            "deliverables", "Disks",
            "plannedStart", start,
            "plannedEnd", end,
            "deploymentMethod", "hand",
            "supportGroup", "infrastructureSupport",
            "acceptanceEnvironment", "Spare server",
            "mandatoryCriteria", "Read and write",
            "reversalPlan", "The old disks go back"));
    as("marta");
    complete(release, "userTask_agree", Map.of("agreed", "yes"));
    deliver();
    as("ruth");
  }
}
