package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.engine.RecordMessenger;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * People work a whole case through, each at their own browser, on a small laptop and on a large
 * screen.
 */
class WalkThroughTest extends BrowserStory {

  @Autowired private JdbcClient jdbc;
  @Autowired private Register register;
  @Autowired private TaskService tasks;
  @Autowired private IdentityService identity;
  @Autowired private RecordMessenger messenger;

  @ParameterizedTest
  @CsvSource({"1280, 800", "1920, 1080"})
  void anIncidentFromItsReportToItsConfirmation(int width, int height) {
    String title = "Nothing arrives, at " + width + " {{7*7}} ${7*7} <img src=x onerror=alert(1)>";
    Visitor rosa = visitor("rosa", "tasklist", width, height);
    rosa.goInTasklist("#/start");
    rosa.click("Report an incident: open the form");
    rosa.page().locator(".fjs-container label").first().waitFor();
    rosa.write("What does not work?", title);
    rosa.write("What exactly happens?", "Sending works, nothing arrives since 8 o'clock.");
    rosa.choose("Service", "E-mail and calendar");
    rosa.choose("Who has the incident?", "Rosa Vogel");
    rosa.pick("Impact", "Medium");
    rosa.pick("Urgency", "High");
    rosa.picture("walk-report-" + width);
    rosa.press("Start");
    String number = numberOf(title);

    Visitor anna = visitor("anna", "tasklist", width, height);
    anna.openTask(task(number, "userTask_classify"));
    anna.claim();
    anna.pick("What is to be done with it?", "Go on");
    anna.choose("Category", "Software");
    anna.choose("Security risk", "None");
    anna.press("Complete");
    assertThat(record(number)).returns("in progress", ServiceRecord::status);

    Visitor chloe = visitor("chloe", "tasklist", width, height);
    chloe.openTask(task(number, "userTask_diagnose"));
    chloe.claim();
    chloe.pick("What comes next?", "Ask");
    chloe.write("Question", "Which mailbox is it?");
    chloe.press("Complete");
    assertThat(record(number)).returns("waiting for customer", ServiceRecord::status);

    rosa.page().navigate(rosa.home() + "/records/" + number);
    rosa.sees(title);
    assertThat(rosa.page().locator(".clauseflow img").count()).as("text stays text").isZero();
    rosa.enter("Your comment (required)", "The one of the hotline");
    rosa.click("Add comment");
    rosa.sees("The one of the hotline");
    rosa.picture("walk-record-" + width);
    messenger.deliver();
    assertThat(record(number)).returns("in progress", ServiceRecord::status);

    chloe.openTask(task(number, "userTask_diagnose"));
    chloe.claim();
    chloe.pick("What comes next?", "Resolved");
    chloe.choose("How was it resolved?", "Fixed");
    chloe.write("Resolution", "Restarted the stuck queue; all mails went out.");
    chloe.press("Complete");
    assertThat(record(number)).returns("resolved", ServiceRecord::status);

    rosa.openTask(task(number, "userTask_confirmResolution"));
    rosa.claim();
    rosa.pick("Does it work again?", "Yes");
    rosa.picture("walk-confirm-" + width);
    rosa.press("Complete");
    assertThat(record(number))
        .returns("closed", ServiceRecord::status)
        .returns("Incident closed", ServiceRecord::outcome);
    assertThat(register.verify(number)).isEmpty();
    assertThat(Stream.of(rosa, anna, chloe).flatMap(one -> one.faults().stream())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1280, 800", "1920, 1080"})
  void aChangeIsAskedForVotedOnAndApproved(int width, int height) {
    String title = "Disks of the portal database, at " + width;
    Visitor anna = visitor("anna", "tasklist", width, height);
    anna.start("Change management");
    anna.pick("What kind of change is it?", "A change to a service");
    anna.pick("How urgent is it?", "Planned");
    anna.write("What is to be changed?", title);
    anna.write("What belongs to it, and what does not?", "The disks, nothing else");
    anna.write("What is it good for?", "More space for a year");
    anna.choose("Service", "Customer portal");
    anna.picture("walk-change-" + width);
    anna.press("Start");
    String number = numberOf(title);

    Visitor carla = visitor("carla", "tasklist", width, height);
    carla.openTask(task(number, "userTask_check"));
    carla.claim();
    carla.pick("What is to be done?", "Go on");
    carla.choose("Who plans and builds it?", "Infrastructure support");
    carla.press("Complete");

    planAndAssess(number, Duration.ofDays(width == 1280 ? 40 : 60));
    String board = board(number);
    List<Task> votes =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(board)
            .taskDefinitionKey("userTask_vote")
            .list();
    assertThat(votes).as("more than the chair decides").hasSizeGreaterThan(1);
    for (Task vote : votes) {
      Visitor member =
          vote.getAssignee().equals("carla")
              ? carla
              : visitor(vote.getAssignee(), "tasklist", width, height);
      assertThat(tasks.createTaskQuery().taskId(vote.getId()).count())
          .as(vote.getAssignee())
          .isOne();
      member.openTask(vote.getId());
      member.pick("Your vote", "For it");
      member.write("Why?", "As it is planned");
      member.picture("walk-vote-" + width);
      member.press("Complete");
      assertThat(member.faults()).isEmpty();
    }
    messenger.deliver();

    carla.openTask(task(board, "userTask_decide"));
    carla.claim();
    carla.pick("What is decided?", "Approved");
    for (String considered :
        List.of(
            "Risks",
            "Impact on services and customers",
            "Service requirements",
            "Business benefits",
            "Technical feasibility",
            "Financial impact",
            "Why is it decided so?")) {
      carla.write(considered, "Looked at: no objection");
    }
    carla.picture("walk-decide-" + width);
    carla.press("Complete");
    messenger.deliver();

    assertThat(record(board)).returns("Change approved", ServiceRecord::outcome);
    assertThat(record(number)).returns("in build", ServiceRecord::status);
    assertThat(Stream.of(anna, carla).flatMap(one -> one.faults().stream())).isEmpty();
  }

  private void planAndAssess(String number, Duration ahead) {
    Instant start = Instant.now().plus(ahead).truncatedTo(ChronoUnit.HOURS);
    complete(
        number,
        "userTask_plan",
        "elif",
        Map.of(
            "plannedStart",
            start.toString(),
            "plannedEnd",
            start.plusSeconds(7200).toString(),
            "implementer",
            "farid",
            "interruption",
            0,
            "testPlan",
            "Read and write",
            "remedyPlan",
            "The old disks go back"));
    complete(
        number,
        "userTask_assessTechnically",
        "elif",
        Map.of("reversible", "full", "complexity", "medium", "technicalNote", "Done before"));
    complete(
        number,
        "userTask_assessSecurity",
        "ines",
        Map.of("securityRisks", "none", "securityControls", "no"));
    complete(number, "userTask_assessContinuity", "conrad", Map.of("planImpact", "none"));
    complete(number, "userTask_assessCost", "fiona", Map.of("cost", 500, "budget", "covered"));
    complete(number, "userTask_assessReleases", "ruth", Map.of("releaseImpact", "none"));
    messenger.deliver();
  }

  private void complete(String number, String element, String person, Map<String, Object> values) {
    identity.setAuthentication(person, List.of("camunda-admin"));
    try {
      tasks.complete(task(number, element), new HashMap<>(values));
    } finally {
      identity.clearAuthentication();
    }
  }

  private String task(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult()
        .getId();
  }

  private String board(String change) {
    return jdbc.sql(
            """
            select r.number from sms.record_link l join sms.record r on r.number = l.from_number
            where l.to_number = :change and l.kind = 'part of' and r.type = 'cab-decision'
            """)
        .param("change", change)
        .query(String.class)
        .single();
  }

  private String numberOf(String title) {
    return jdbc.sql("select number from sms.record where title = :title")
        .param("title", title)
        .query(String.class)
        .single();
  }

  private ServiceRecord record(String number) {
    return register.find(number).orElseThrow();
  }
}
