package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Messages;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What an emergency release left out is made up for, in time or after a reminder. */
@ClauseflowTest
class EmergencyReleaseFollowUpProcessTest extends ReleaseStory {

  @Autowired private Messages messages;

  @Test
  void itIsDocumentedTestedAndReviewed() {
    String release =
        opened(
            "release",
            values(
                "title",
                "Hole in a library",
                "service",
                "portal",
                "deployedAt",
                "2026-03-01T09:00:00Z"));
    incident("portal", null, "Log in is slow");
    String number = followUp(release);
    assertThat(record(number)).returns("to be made up for", ServiceRecord::status);
    assertThat(openTasks(number)).containsExactly("userTask_document", "userTask_fullTest");
    as("ruth");
    assertThat(form(number, "userTask_document")).contains("Hole in a library");
    complete(
        number,
        "userTask_document",
        Map.of("documentation", "Library 2.17.1 on portal-web", "recordsUpdated", true));
    as("chloe");
    complete(number, "userTask_fullTest", Map.of("fullTest", "passed", "testNote", "All of it"));
    as("ruth");
    complete(number, "userTask_review", reviewed("no"));
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
  }

  @Test
  void whoForgetsItIsRemindedAndWhatFailsBecomesAProblem() {
    String number = followUp(opened("release", values("title", "Hole", "service", "portal")));
    fire(number, "event_reminderDue");
    assertThat(recipients(number, "release-follow-up-reminder")).contains("ruth", "chloe");
    fire(number, "event_deadlineMissed");
    assertThat(recipients(number, "release-follow-up-overdue")).contains("marta", "carla");
    as("chloe");
    complete(
        number,
        "userTask_fullTest",
        Map.of(
            "fullTest", "failed",
            "testNote", "Invoices of last year are empty",
            "problemTitle", "Invoices of last year are empty",
            "problemCategory", "software"));
    as("ruth");
    complete(
        number,
        "userTask_document",
        Map.of("documentation", "Library 2.17.1 on portal-web", "recordsUpdated", true));
    complete(number, "userTask_review", reviewed("yes"));
    deliver();
    assertThat(linked(number, "relates to"))
        .singleElement()
        .satisfies(problem -> assertThat(record(problem).type()).isEqualTo("problem"));
    assertThat(record(number)).returns("closed", ServiceRecord::status);
  }

  private String followUp(String release) {
    inTransaction(
        () ->
            messages.raise(
                release,
                "emergencyRelease.deployed",
                null,
                "follows",
                values(
                    "title", "Hole in a library",
                    "service", "portal",
                    "release", release,
                    "deployment", "successful",
                    "supportGroup", "applicationSupport",
                    "followUpWithin", "P5D",
                    "reporter", "ruth")));
    deliver();
    return register.links(release).get(0).from();
  }

  private static Map<String, Object> reviewed(String improve) {
    Map<String, Object> review =
        Map.of(
            "wasEmergency", "yes",
            "customerImpact", "Ten minutes without log in",
            "conclusions", "Watch the libraries",
            "improve", improve);
    return improve.equals("no")
        ? review
        : with(review, "improvementTitle", "Watch libraries", "improvement", "Every day");
  }
}
