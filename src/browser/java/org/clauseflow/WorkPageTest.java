package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The worklist, what one may begin, absences, and what was typed in a form. */
class WorkPageTest extends BrowserStory {

  private static final String PAGE = ".clauseflow";
  private static final String INJECTED = "<img src=x onerror=alert(1)> {{7*7}} ${7*7}";

  @Autowired private TestRestTemplate http;
  @Autowired private TaskService tasks;
  @Autowired private JdbcClient jdbc;

  private final String word = "zz" + UUID.randomUUID().toString().replaceAll("[^a-z]", "");

  @Test
  void manyTasksAreClaimedAndHandedOnAtOnce() {
    String first = report("high");
    String second = report("low");
    Visitor anna = visitor("anna", "tasklist");
    anna.page().getByRole(AriaRole.LINK, named("Worklist")).first().click();
    anna.sees("All I may see");
    anna.goInTasklist("#/work?view=all&text=" + word);
    assertThat(anna.row(first).innerText())
        .contains(word + " " + INJECTED, "left", "due 20", "nobody yet", "Service desk");
    assertThat(anna.page().locator(PAGE + " img").count()).as("text stays text").isZero();
    assertThat(anna.page().locator(PAGE + " tbody tr").first().innerText())
        .as("what is due first comes first")
        .contains(first);
    assertThat(anna.barriers(PAGE)).isEmpty();
    anna.page().getByLabel("Choose all on this page").check();
    anna.sees("2 chosen");
    anna.pictures("worklist");
    assertThat(button(anna, "Hand on…").isDisabled()).as("is not hers to do").isTrue();
    tasks.claim(task(second).getId(), "ben");
    anna.click("Claim");
    anna.sees("1 of 2 done");
    anna.sees(first + ": Classify incident is yours now");
    anna.sees(second + ": Classify incident is with Ben Okafor already");
    anna.pictures("worklist-claimed");
    assertThat(anna.barriers(PAGE)).isEmpty();
    anna.page().getByRole(AriaRole.LINK, named("Mine")).click();
    anna.row(first);
    anna.page().getByRole(AriaRole.LINK, named("Classify incident")).first().click();
    anna.page().locator(".fjs-container label").first().waitFor();
    assertThat(anna.page().url()).contains("task=" + task(first).getId());
    anna.page().locator(".clauseflow-left").getByText("left").first().waitFor();
    anna.picture("card");

    Visitor katja = visitor("katja", "tasklist");
    katja.goInTasklist("#/work?view=all&text=" + word);
    katja.row(second);
    katja.page().getByLabel("Choose all on this page").check();
    katja.click("Hand on…");
    katja.page().getByLabel("To (required)").selectOption("katja");
    katja.pictures("worklist-hand-on");
    assertThat(katja.barriers(PAGE)).isEmpty();
    katja.click("Hand on");
    katja.sees("2 of 2 done");
    assertThat(task(first).getAssignee()).isEqualTo("katja");
    assertThat(task(second).getAssignee()).isEqualTo("katja");

    anna.goInTasklist("#/work?view=all&process=none");
    anna.sees("process none is not there; choose one that is offered");
    assertThat(anna.barriers(PAGE)).isEmpty();
    anna.faults().removeIf(fault -> fault.contains("400"));
    anna.goInTasklist("#/work?view=all&text=" + word + "none");
    anna.sees("There is no such task.");
    assertThat(anna.faults()).isEmpty();
    assertThat(katja.faults()).isEmpty();
  }

  @Test
  void whoOnlyReportsAndRequestsBeginsByPurpose() {
    Visitor rosa = visitor("rosa", "tasklist");
    rosa.sees("You need something");
    rosa.pictures("start");
    assertThat(rosa.barriers(PAGE)).isEmpty();
    assertThat(rosa.page().locator(PAGE).innerText())
        .contains("Report an incident", "Access to a system")
        .doesNotContain("management", "fulfilment");
    rosa.click("Access to a system: open the form");
    rosa.page().locator(".modal-body .fjs-container label").first().waitFor();
    assertThat(rosa.page().locator(".modal-body .fjs-container input").first().inputValue())
        .startsWith("Access to a system");
    rosa.picture("start-request");
    rosa.press("Start");
    rosa.page()
        .locator(".modal-body")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    assertThat(rosa.faults()).isEmpty();

    Visitor carla = visitor("carla", "tasklist");
    carla.page().getByRole(AriaRole.LINK, named("Report or request")).first().click();
    carla.sees("Request a change");
    carla.pictures("start-staff");
    assertThat(carla.barriers(PAGE)).isEmpty();
    assertThat(carla.faults()).isEmpty();
  }

  @Test
  void whatWasTypedOutlivesTheSession() {
    Visitor rosa = visitor("rosa", "tasklist");
    rosa.sees("You need something");
    rosa.click("Report an incident: open the form");
    rosa.page().locator(".modal-body .fjs-container label").first().waitFor();
    rosa.write("What does not work?", word + " typed before");
    rosa.write("What exactly happens?", "A long text that nobody wants to type twice");
    rosa.choose("Service", "Customer portal");
    rosa.pick("Impact", "Low");
    rosa.pick("Urgency", "Low");
    rosa.logOutElsewhere();
    rosa.press("Start");
    rosa.logInAgain(password);
    rosa.page().locator(".modal-body .fjs-container label").first().waitFor();
    assertThat(
            rosa.page().locator(".modal-body .fjs-container input[type=text]").first().inputValue())
        .isEqualTo(word + " typed before");
    rosa.picture("session-start-form");
    rosa.press("Start");
    rosa.page()
        .locator(".modal-body")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    String number = number();

    Visitor anna = visitor("anna", "tasklist");
    anna.openTask(task(number).getId());
    anna.claim();
    anna.pick("What is to be done with it?", "Go on");
    anna.choose("Category", "Software");
    anna.page().locator(".task-details, body").getByText("History").first().click();
    anna.page()
        .locator(".fjs-container")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    anna.page().getByText("Form").first().click();
    anna.page().locator(".fjs-container").getByText("Software: an application").first().waitFor();
    anna.choose("Security risk", "None");
    anna.logOutElsewhere();
    anna.press("Complete");
    anna.logInAgain(password);
    anna.page().locator(".fjs-container").getByText("Software: an application").first().waitFor();
    anna.picture("session-task-form");
    anna.press("Complete");
    assertThat(tasks.createTaskQuery().processInstanceBusinessKey(number).list())
        .extracting(Task::getTaskDefinitionKey)
        .contains("userTask_diagnose");
  }

  @Test
  void anAbsenceIsEnteredAndEnded() {
    Visitor luis = visitor("luis", "tasklist");
    luis.goInTasklist("#/absences");
    luis.click("Enter an absence");
    luis.page().getByLabel("Deputy (required)").selectOption("katja");
    luis.page().getByLabel("From (UTC)").fill("2032-03-01T08:00");
    luis.page().getByLabel("Until (UTC) (required)").fill("2032-02-01T08:00");
    luis.pictures("absence-enter");
    assertThat(luis.barriers(PAGE)).isEmpty();
    luis.click("Enter");
    luis.sees("until is before it begins; choose a later time");
    luis.faults().removeIf(fault -> fault.contains("400"));
    luis.page().getByLabel("Until (UTC) (required)").fill("2032-03-05T18:00");
    luis.click("Enter");
    assertThat(luis.row("2032-03-05").innerText()).contains("Katja Sommer", "coming");
    luis.pictures("absences");
    assertThat(luis.barriers(PAGE)).isEmpty();
    luis.page().getByLabel("End the absence of Luis").click();
    luis.sees("no absence is to come");
    assertThat(luis.faults()).isEmpty();
  }

  private static Locator button(Visitor visitor, String name) {
    return visitor.page().getByRole(AriaRole.BUTTON, named(name));
  }

  private String report(String impact) {
    return http.withBasicAuth("rosa", password)
        .postForObject(
            "/api/incidents",
            Map.of(
                "title",
                word + " " + INJECTED,
                "description",
                "x",
                "service",
                "portal",
                "impact",
                impact,
                "urgency",
                impact),
            Map.class)
        .get("number")
        .toString();
  }

  private String number() {
    return jdbc.sql("select number from sms.record where title like :word || '%'")
        .param("word", word)
        .query(String.class)
        .single();
  }

  private Task task(String number) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey("userTask_classify")
        .singleResult();
  }
}
