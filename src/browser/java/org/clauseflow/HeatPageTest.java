package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.clock.TargetSweep;
import org.clauseflow.performance.Collecting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The pages of Cockpit on which managers see where the time goes, and the way that a case took. */
class HeatPageTest extends BrowserStory {

  private static final String PAGE = ".clauseflow";
  private static final String TITLE = "<img src=x onerror=alert(1)> {{7*7}} ${7*7}";

  @Autowired private RepositoryService repository;
  @Autowired private IdentityService identity;
  @Autowired private FormService forms;
  @Autowired private TaskService tasks;
  @Autowired private TargetSweep sweep;
  @Autowired private ApplicationContext application;

  @Test
  void aManagerFindsALateCaseWhyItIsLateAndItsPlaceOnTheHeatMap() {
    String number = late();
    Visitor katja = visitor("katja", "cockpit");
    katja.page().getByRole(AriaRole.LINK, named("Performance")).click();
    Locator late = katja.row("Incident management").locator("a[href*='state=late']");
    late.click();
    katja.enter("Number or title", number);
    katja.click("Search");
    Locator row = katja.row(number);
    assertThat(row.innerText()).contains(TITLE, "late", "in progress");
    assertThat(katja.page().url()).contains("state=late", "process=incident-management");
    katja.pictures("heat-cases");
    assertThat(katja.barriers(PAGE)).isEmpty();

    row.getByRole(AriaRole.LINK).first().click();
    katja.sees("Why it is late");
    katja.sees("The target of resolution was due on");
    katja.sees("of service time are agreed in");
    katja.sees("nobody has taken it on yet");
    katja.sees("If Security risk: ");
    Locator path = katja.page().locator(PAGE + " figure svg");
    path.first().waitFor();
    assertThat(path.locator("[data-mark='a target came due here']").count()).isPositive();
    katja.pictures("heat-case");
    assertThat(katja.barriers(PAGE)).isEmpty();
    assertThat(katja.page().locator(PAGE + " img").count()).as("text stays text").isZero();

    katja.page().getByText("Diagnose and resolve (on the heat map)").click();
    Locator place = katja.page().locator("[data-emphasized=userTask_diagnose]");
    place.waitFor();
    katja.sees("Targets that came due");
    katja.page().locator("a.heat-label[aria-label^='Diagnose and resolve:']").waitFor();
    katja.pictures("heat-map");
    assertThat(katja.barriers(PAGE)).isEmpty();
    assertThat(katja.faults()).isEmpty();
  }

  @Test
  void anElementLeadsToItsCases() {
    String number = late();
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/performance/heat?process=incident-management&by=passes&" + month());
    Locator label = marta.page().locator("a.heat-label[aria-label^='Classify incident:']");
    label.waitFor();
    assertThat(label.getAttribute("aria-label")).endsWith("×; its cases");
    marta.pictures("heat-passes");
    assertThat(marta.barriers(PAGE)).isEmpty();
    label.focus();
    marta.page().keyboard().press("Enter");
    marta.sees("the last opened first");
    assertThat(marta.page().url()).contains("element=userTask_classify");
    assertThat(marta.barriers(PAGE)).isEmpty();
    marta.enter("Number or title", number);
    marta.click("Search");
    assertThat(marta.row(number).innerText()).contains("Incident management, version");
    assertThat(marta.page().url()).as("still at the element").contains("element=userTask_classify");

    marta.page().getByRole(AriaRole.LINK, named("On the heat map")).click();
    marta.page().locator("[data-emphasized=userTask_classify]").waitFor();
    for (String by : List.of("Median time", "Waiting against working", "Targets missed")) {
      marta.page().getByRole(AriaRole.LINK, named(by)).click();
      marta
          .page()
          .locator(".nav-pills .active")
          .getByText(by, new Locator.GetByTextOptions().setExact(true))
          .waitFor();
      assertThat(marta.row("Diagnose and resolve").innerText()).contains("user task");
      marta.pictures("heat-" + by.substring(0, 6).strip());
      assertThat(marta.barriers(PAGE)).as(by).isEmpty();
    }
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void twoVersionsStandSideBySide() {
    late();
    int latest =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("incident-management")
            .latestVersion()
            .singleResult()
            .getVersion();
    Visitor noah = visitor("noah", "cockpit");
    noah.go("#/performance/heat?process=incident-management&against=1&version=" + latest);
    noah.page().locator(".side-by-side figure svg").nth(1).waitFor();
    assertThat(noah.page().locator(".side-by-side figure").count()).isEqualTo(2);
    assertThat(noah.row("Diagnose and resolve").innerText()).contains("user task");
    noah.pictures("heat-two");
    assertThat(noah.barriers(PAGE)).isEmpty();
    assertThat(noah.faults()).isEmpty();
  }

  @Test
  void cockpitsOwnDiagramShowsTheHeat() {
    late();
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("incident-management")
            .latestVersion()
            .singleResult()
            .getId();
    Visitor katja = visitor("katja", "cockpit");
    katja.go("#/process-definition/" + definition + "/runtime");
    katja.page().getByLabel("Heat on the diagram").selectOption("passes");
    katja.page().locator(".clauseflow-heat .swatch").first().waitFor();
    assertThat(katja.page().locator(".heat-number").count()).isGreaterThan(5);
    katja.page().locator(".nav-tabs").getByText("Performance").click();
    katja.page().locator(".clauseflow-tab tbody tr").first().waitFor();
    katja.pictures("heat-definition");
    assertThat(katja.barriers(".clauseflow-heat")).isEmpty();
    assertThat(katja.barriers(".clauseflow-tab")).isEmpty();

    katja.page().getByLabel("Heat on the diagram").selectOption("");
    assertThat(katja.page().locator(".heat-number").count()).isZero();
    assertThat(katja.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "katja, #/performance/cases/INC-1, There is no record INC-1 that you may see",
    "petra, #/performance/heat?process=incident-management, There is no process incident-management",
    "katja, #/performance/heat?process=incident-management&version=4711, has no version 4711",
    "katja, #/performance/heat?process=incident-management&from=1626-01-01, longer than 20 years",
    "katja, #/performance/cases?person=%7B%7B7*7%7D%7D, person is nobody: {{7*7}}",
    "katja, #/performance/cases?state=sleeping, state is not of the expected kind",
  })
  void whatCannotBeShownIsSaidInWords(String person, String hash, String words) {
    Visitor visitor = visitor(person, "cockpit");
    visitor.go(hash);

    visitor.page().getByRole(AriaRole.ALERT).getByText(words).waitFor();
    assertThat(visitor.barriers(PAGE)).isEmpty();
  }

  private static String month() {
    Instant now = Instant.now();
    return "from=%s&until=%s"
        .formatted(
            now.minus(Duration.ofDays(29)).toString().substring(0, 10),
            now.toString().substring(0, 10));
  }

  /** Reported and classified twenty days ago, and not worked on since. */
  private String late() {
    Instant began = Instant.now().minus(Duration.ofDays(20));
    ClockUtil.setCurrentTime(Date.from(began));
    identity.clearAuthentication();
    String number =
        forms
            .submitStartForm(
                repository
                    .createProcessDefinitionQuery()
                    .processDefinitionKey("incident-management")
                    .latestVersion()
                    .singleResult()
                    .getId(),
                Map.of(
                    "title", TITLE,
                    "description", "By hand",
                    "service", "mail",
                    "reporter", "rosa",
                    "impact", "medium",
                    "urgency", "medium"))
            .getBusinessKey();
    identity.setAuthentication("anna", List.of("camunda-admin"));
    ClockUtil.setCurrentTime(Date.from(began.plus(Duration.ofMinutes(30))));
    tasks.complete(
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey("userTask_classify")
            .singleResult()
            .getId(),
        Map.of(
            "classification", "proceed",
            "service", "mail",
            "category", "software",
            "securityRisk", "none",
            "impact", "medium",
            "urgency", "medium"));
    identity.clearAuthentication();
    Instant later = began.plus(Duration.ofDays(10));
    ClockUtil.setCurrentTime(Date.from(later));
    sweep.sweep(later);
    ClockUtil.reset();
    Collecting.now(application);
    return number;
  }
}
