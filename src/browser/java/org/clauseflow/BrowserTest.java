package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.camunda.bpm.engine.TaskService;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people see: Tasklist and Cockpit in a real browser on the running application. */
class BrowserTest extends BrowserStory {

  @Autowired private JdbcClient jdbc;
  @Autowired private Register register;
  @Autowired private TaskService tasks;

  @Test
  void anIncidentRunsFromReportToClosure() {
    Visitor anna = visitor("anna", "tasklist");
    anna.start("Incident management");
    assertThat(anna.offered("Service")).contains("E-mail and calendar", "Patient records");
    assertThat(anna.offered("Who has the incident?")).anyMatch(p -> p.contains("Rosa Vogel"));
    report(anna, "Mails stay in the outbox");
    anna.picture("report");
    anna.press("Start");
    anna.look("To be claimed");
    anna.sees("Classify incident");
    String number = number("Mails stay in the outbox");

    anna.openTask(task(number, "userTask_classify"));
    anna.claim();
    anna.pick("What is to be done with it?", "Go on");
    anna.choose("Category", "Software");
    anna.choose("Security risk", "None");
    anna.picture("classify");
    anna.press("Complete");
    assertThat(register.find(number)).map(ServiceRecord::status).contains("in progress");

    Visitor chloe = visitor("chloe", "tasklist");
    chloe.openTask(task(number, "userTask_diagnose"));
    chloe.claim();
    chloe.picture("diagnose");
    chloe.pick("What comes next?", "Resolved");
    chloe.choose("How was it resolved?", "Fixed");
    chloe.write("Resolution", "Restarted the stuck queue; all mails went out.");
    chloe.picture("resolve");
    chloe.press("Complete");
    assertThat(register.find(number)).map(ServiceRecord::status).contains("resolved");

    anna.openTask(task(number, "userTask_confirmResolution"));
    anna.claim();
    anna.pick("Does it work again?", "Yes");
    anna.picture("confirm");
    anna.press("Complete");
    assertThat(register.find(number)).map(ServiceRecord::status).contains("closed");
  }

  @Test
  void aFormWithoutWhatIsNeededIsNotSent() {
    Visitor anna = visitor("anna", "tasklist");
    anna.start("Incident management");
    anna.press("Start");

    anna.sees("Field is required.");
    anna.picture("report-incomplete");
    assertThat(anna.page().locator(".fjs-container").isVisible()).isTrue();
  }

  @Test
  void aWrongValueIsRefusedWithItsReasonWhereTheFormIsGoneRound() {
    Visitor anna = visitor("anna", "tasklist");
    anna.sees("Start process");

    Object answer =
        anna.page()
            .evaluate(
                """
                async () => {
                  const token = document.cookie.match(/XSRF-TOKEN=([^;]+)/)[1];
                  const value = v => ({value: v});
                  const response = await fetch(
                    '../../../api/engine/engine/default/process-definition/key/incident-management/submit-form',
                    {method: 'POST',
                     headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN': token},
                     body: JSON.stringify({variables: {
                       title: value('Gone round the form'), description: value('By hand'),
                       service: value('mail'), reporter: value('rosa'),
                       impact: value('gigantic'), urgency: value('low')}})});
                  return response.status + ' ' + (await response.json()).message;
                }
                """);

    assertThat(answer).asString().startsWith("400 ").contains("impact").contains("gigantic");
    assertThat(count("Gone round the form")).isZero();
  }

  @Test
  void whoHasNoPartInItDoesNotSeeIt() {
    Visitor anna = visitor("anna", "tasklist");
    anna.start("Incident management");
    report(anna, "Seen by the desk alone");
    anna.press("Start");
    anna.look("To be claimed");
    anna.sees("Classify incident");

    Visitor greta = visitor("greta", "tasklist");
    greta.sees("Start process");
    greta.look("All tasks of my roles");
    greta.page().waitForTimeout(2000);
    assertThat(greta.page().getByText("Classify incident").count()).isZero();
  }

  @Test
  void cockpitShowsTheRunningIncident() {
    Visitor anna = visitor("anna", "tasklist");
    anna.start("Incident management");
    report(anna, "Watched in Cockpit");
    anna.press("Start");
    anna.look("To be claimed");
    anna.sees("Classify incident");
    String number = number("Watched in Cockpit");

    Visitor katja = visitor("katja", "cockpit");
    katja.sees("Running Process Instances");
    katja.page().navigate(katja.page().url().replaceAll("#.*", "") + "#/processes");
    katja.page().getByText("Incident management").first().click();
    katja.sees(number);
    katja.picture("cockpit");
  }

  private static void report(Visitor person, String title) {
    person.write("What does not work?", title);
    person.write("What exactly happens?", "Nobody on our floor can send anything since 8 o'clock.");
    person.choose("Service", "E-mail and calendar");
    person.choose("Who has the incident?", "Rosa Vogel");
    person.pick("Impact", "Medium");
    person.pick("Urgency", "High");
  }

  private String number(String title) {
    return jdbc.sql("select number from sms.record where title = ?")
        .param(title)
        .query(String.class)
        .single();
  }

  private String task(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult()
        .getId();
  }

  private int count(String title) {
    return jdbc.sql("select count(*) from sms.record where title = ?")
        .param(title)
        .query(int.class)
        .single();
  }
}
