package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.groups.Tuple;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.record.Link;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What staff read beside their tasks in Tasklist, and records at their own addresses. */
class BesideTest extends BrowserStory {

  private static final String PAGE = ".clauseflow";
  private static final String INJECTED = "<img src=x onerror=alert(1)> {{7*7}} ${7*7}";

  @Autowired private TestRestTemplate http;
  @Autowired private TaskService tasks;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;

  @Test
  void besideAnIncidentStandsItsRecordToReadAndWrite() {
    String number = report(INJECTED);
    Visitor anna = visitor("anna", "tasklist");
    anna.openTask(task(number));
    open(anna, "Record");
    anna.sees(number + " " + INJECTED);
    anna.sees("Rosa Vogel");
    anna.enter("Your comment (required)", "Asked Rosa for {{7*7}} <b>details</b>");
    anna.click("Add comment");
    anna.sees("Your comment stands in the journal.");
    anna.page().locator(".comments").getByText("Asked Rosa for {{7*7}} <b>details</b>").waitFor();
    anna.page()
        .getByLabel("Another file (required)")
        .setInputFiles(
            new FilePayload(
                "screen <b>.txt", "text/plain", "What Rosa saw".getBytes(StandardCharsets.UTF_8)));
    anna.click("Add file");
    anna.page().getByRole(AriaRole.LINK, named("screen <b>.txt")).waitFor();
    assertThat(anna.page().locator(PAGE + " img, " + PAGE + " b").count())
        .as("text stays text")
        .isZero();
    anna.pictures("beside-record");
    assertThat(anna.barriers(PAGE)).isEmpty();

    open(anna, "Targets");
    anna.sees("16 h of service time left, due");
    anna.sees("It was not paused.");
    anna.page().getByText("What counts, piece by piece").first().click();
    anna.pictures("beside-targets");
    assertThat(anna.barriers(PAGE)).isEmpty();

    open(anna, "Concerned");
    anna.sees("mx-01");
    anna.sees("fails");
    anna.pictures("beside-concerned");
    assertThat(anna.barriers(PAGE)).isEmpty();
    assertThat(heads(anna)).doesNotContain("Impact");
    assertThat(anna.faults()).isEmpty();
  }

  @Test
  void whatHelpedIsLinkedByOneClickAndCounted() {
    String solved = report("Nebula gateway drops attachments");
    jdbc.sql(
            """
            update sms.record set closed_at = now(), status = 'closed', data = data || '{"resolution": "Raised its <i>limit</i>"}'
            where number = ?
            """)
        .param(solved)
        .update();
    String number = report("Nebula gateway drops pictures");
    Visitor anna = visitor("anna", "tasklist");
    anna.openTask(task(number));
    open(anna, "Help");
    anna.sees("Raised its <i>limit</i>");
    anna.sees("has not helped yet");
    anna.click(solved + " helped");
    anna.sees("is linked as what helped, and counted.");
    anna.sees("helped once");
    anna.pictures("beside-help");
    assertThat(anna.barriers(PAGE)).isEmpty();
    assertThat(register.links(number))
        .extracting(Link::kind, Link::to)
        .contains(Tuple.tuple("solved by", solved));

    anna.click(solved + " did not help");
    anna.page().getByRole(AriaRole.BUTTON, named(solved + " helped")).waitFor();
    assertThat(register.links(number)).noneMatch(link -> link.kind().equals("solved by"));
    assertThat(anna.faults()).isEmpty();
  }

  @Test
  void besideAChangeStandsItsImpactAndNoHelp() {
    String number = change("Renew the <u>mail server</u>");
    Visitor carla = visitor("carla", "tasklist");
    carla.openTask(task(number));
    open(carla, "Impact");
    carla.sees("What it touches");
    carla.sees("Nothing collides with the planned time.");
    carla.sees("No board has been asked yet");
    assertThat(heads(carla)).doesNotContain("Help", "Concerned");
    carla.pictures("beside-impact");
    assertThat(carla.barriers(PAGE)).isEmpty();

    String incident = report("After the change");
    Visitor katja = visitor("katja", "tasklist");
    katja.openTask(task(incident));
    open(katja, "Help");
    katja.sees("Known errors that match");
    assertThat(heads(katja)).contains("Help", "Concerned").doesNotContain("Impact");
    assertThat(carla.faults()).isEmpty();
    assertThat(katja.faults()).isEmpty();
  }

  @Test
  void aMailsLinkIsKeptByTheLogInAndShowsTheRecord() {
    String number = report(INJECTED);
    String body =
        jdbc.sql("select body from sms.mail where record_number = ? and recipient = 'rosa' limit 1")
            .param(number)
            .query(String.class)
            .single();
    assertThat(body).contains("/records/" + number);

    Visitor rosa = stranger("rosa");
    rosa.page().navigate(rosa.home() + "/records/" + number);
    rosa.logInHere(password);
    rosa.sees(number + " " + INJECTED);
    rosa.sees("Nobody has said anything yet.");
    rosa.sees("16 h of service time left, due");
    assertThat(rosa.page().url()).endsWith("#/records/" + number);
    rosa.pictures("record-page");
    assertThat(rosa.barriers(PAGE)).isEmpty();
    assertThat(rosa.page().locator(PAGE + " img").count()).as("text stays text").isZero();
    assertThat(rosa.faults()).isEmpty();

    Visitor tina = visitor("tina", "tasklist");
    assertThat(tina.page().navigate(tina.home() + "/records/" + number).status()).isEqualTo(404);
    tina.sees("There is no record " + number + " that you may see");
    tina.pictures("record-foreign");
    tina.page().getByRole(AriaRole.LINK, named("Look for a record")).click();
    tina.sees("Number, or words of the title");
  }

  @Test
  void aRecordIsReachedByItsNumberFromAnywhere() {
    String number = report("Comet tail is too long");
    Visitor anna = visitor("anna", "tasklist");
    Locator jump = anna.page().getByLabel("Go to a record");
    jump.fill(number.toLowerCase());
    jump.press("Enter");
    anna.sees(number + " Comet tail is too long");

    jump.fill("comet ta");
    jump.press("Enter");
    anna.row("Comet tail is too long").getByRole(AriaRole.LINK).click();
    anna.sees(number + " Comet tail is too long");

    jump.fill("no such thing {{7*7}}");
    jump.press("Enter");
    anna.sees("No record that you may see has the number or all the words: no such thing {{7*7}}");
    anna.pictures("records-none");
    assertThat(anna.barriers(PAGE)).isEmpty();
    assertThat(anna.faults()).isEmpty();

    jump.fill("INC-1999-000001");
    jump.press("Enter");
    anna.page()
        .getByRole(AriaRole.ALERT)
        .getByText("There is no record INC-1999-000001 that you may see")
        .waitFor();
    anna.pictures("record-unknown");
    assertThat(anna.barriers(PAGE)).isEmpty();
  }

  private static void open(Visitor person, String tab) {
    person
        .page()
        .locator(".task-card .nav-tabs")
        .getByText(tab, new Locator.GetByTextOptions().setExact(true))
        .click();
  }

  /** The tabs that are to be seen. */
  private static List<String> heads(Visitor person) {
    Page page = person.page();
    page.waitForTimeout(500);
    return page.locator(".task-card .nav-tabs > li:visible").allInnerTexts().stream()
        .map(String::strip)
        .toList();
  }

  private String report(String title) {
    return post(
        "rosa",
        "/api/incidents",
        Map.of(
            "title", title,
            "description", "Since this morning",
            "service", "mail",
            "impact", "medium",
            "urgency", "high"));
  }

  private String change(String title) {
    return post(
        "anna",
        "/api/changes",
        Map.of(
            "title", title,
            "description", "The server alone",
            "benefit", "It is fast again",
            "service", "mail",
            "changeKind", "change",
            "urgency", "planned"));
  }

  private String post(String person, String path, Map<String, Object> body) {
    JsonNode made = http.withBasicAuth(person, password).postForObject(path, body, JsonNode.class);
    assertThat(made.path("number").asText())
        .as(made.toString())
        .matches(Pattern.compile("[A-Z]+-.*"));
    return made.path("number").asText();
  }

  private String task(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).listPage(0, 1).get(0).getId();
  }
}
