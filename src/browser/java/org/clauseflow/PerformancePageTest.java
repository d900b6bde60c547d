package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.clauseflow.performance.Collecting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages of Cockpit on which managers see how their processes do. */
class PerformancePageTest extends BrowserStory {

  private static final String PAGE = ".clauseflow";
  private static final String INJECTED = "<img src=x onerror=alert(1)> {{7*7}} ${7*7}";

  @Autowired private TestRestTemplate http;
  @Autowired private JdbcClient jdbc;
  @Autowired private ApplicationContext application;

  @Test
  void theStartPageSaysWhatNeedsAttentionAndLeadsToIt() {
    late(report("Late at the start"));
    collected();
    Visitor katja = visitor("katja", "cockpit");
    Locator attention = katja.page().locator(".attention");
    katja.go("#/dashboard");
    attention.getByText("What needs attention").waitFor();
    Locator incidents = attention.getByRole(AriaRole.LINK, inside("Incident management"));
    incidents.waitFor();
    assertThat(attention.innerText()).contains("late now");
    assertThat(attention.boundingBox().y)
        .as("is read first")
        .isLessThan(katja.page().getByText("Right Now").boundingBox().y);
    assertThat(katja.barriers(".attention", "performance-start")).isEmpty();

    attention.getByRole(AriaRole.LINK, inside("All processes")).click();
    assertThat(katja.row("Incident management").innerText()).contains("late now");
    assertThat(katja.page().url()).endsWith("#/performance");
    assertThat(katja.faults()).isEmpty();
  }

  @Test
  void theOverviewShowsTheFiguresOfEachProcessAndItsVersions() {
    late(report("Late in the overview"));
    collected();
    JsonNode incidents = process(overview(""), "incident-management");
    Visitor marta = visitor("marta", "cockpit");
    marta.page().getByRole(AriaRole.LINK, named("Performance")).click();

    Locator row = marta.row("Incident management");
    List<String> cells = row.locator("td.number").allInnerTexts();
    assertThat(cells.get(0)).isEqualTo(incidents.path("opened").asText());
    assertThat(cells.get(1)).isEqualTo(incidents.path("closed").asText());
    assertThat(cells.get(2)).isEqualTo(incidents.path("open").asText());
    assertThat(cells.get(3)).isEqualTo(incidents.path("late").asText());
    assertThat(row.innerText()).contains(incidents.path("why").asText());
    assertThat(row.locator("a[href*='state=late']").getAttribute("href"))
        .startsWith("#/performance/cases?")
        .contains("process=incident-management");
    marta.sees("Counted at");
    assertThat(marta.barriers(PAGE, "performance-overview")).isEmpty();

    marta.click("Incident management: versions and trend");
    Locator details = marta.page().locator("tr.details:not([hidden])");
    details
        .getByText("Version " + incidents.path("versions").path(0).path("version").asText())
        .first()
        .waitFor();
    details.locator("canvas").first().waitFor();
    assertThat(marta.barriers(PAGE, "performance-versions")).isEmpty();
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void figuresThatAreOlderThanTheyShouldBeSaySo() {
    collected();
    jdbc.sql("update sms.collection set at = now() - interval '10 minutes 30 seconds'").update();
    Visitor marta = visitor("marta", "cockpit");
    marta.sees("(10 minutes ago: nothing newer is counted)");
    marta.go("#/performance");
    marta.sees("(10 minutes ago: nothing newer is counted)");
    marta.go("#/performance/cases");
    marta.sees("(10 minutes ago: nothing newer is counted)");
    collected();
    marta.go("#/performance");
    marta.sees("Counted at");
    assertThat(marta.page().getByText("nothing newer is counted").count()).isZero();
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void thirteenMonthsAreDrawnAndStandBesideAsNumbers() {
    report("In this month");
    collected();
    JsonNode months = overview("?process=incident-management").path("trend");
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/performance?process=incident-management");
    Locator figure =
        marta
            .page()
            .locator("figure")
            .filter(new Locator.FilterOptions().setHasText("Opened, closed and open"));
    figure.locator("canvas").waitFor();
    marta.page().waitForFunction("() => window.Chart && Object.keys(Chart.instances).length > 0");
    assertThat(figure.locator("table").isVisible()).isFalse();

    figure.locator("summary").focus();
    marta.page().keyboard().press("Enter");

    List<String> opened = figure.locator("tbody td:nth-child(2)").allInnerTexts();
    assertThat(opened).hasSize(13);
    assertThat(opened)
        .containsExactlyElementsOf(
            StreamSupport.stream(months.spliterator(), false)
                .filter(month -> month.path("process").isNull())
                .map(month -> month.path("opened").asText())
                .toList());
    marta.picture("performance-numbers");
    assertThat(marta.barriers(PAGE)).isEmpty();

    marta.go("#/performance/planned");
    marta.page().locator(".calendar").waitFor();
    assertThat(marta.page().evaluate("() => Object.keys(Chart.instances).length"))
        .as("pictures that are left behind hold nothing")
        .isEqualTo(0);
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void whatIsCountedIsChosenAndStandsInTheAddress() {
    report("Of the mail service");
    collected();
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/performance");
    marta.row("Incident management");
    labelled(marta, "Process").selectOption("incident-management");
    labelled(marta, "Version").selectOption("1");
    labelled(marta, "Service").selectOption("mail");
    marta.click("Show");

    marta.page().waitForURL(url -> url.contains("service=mail"));
    assertThat(marta.page().url()).contains("process=incident-management", "version=1");
    JsonNode incidents =
        process(
            overview("?process=incident-management&version=1&service=mail"), "incident-management");
    Locator row = marta.row("Incident management");
    assertThat(row.locator("td.number").first().innerText())
        .isEqualTo(incidents.path("opened").asText());
    assertThat(labelled(marta, "Service").inputValue()).isEqualTo("mail");
    assertThat(marta.page().locator(PAGE + " tbody tr:has(td.opener)").count()).isOne();
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void theOverviewIsSaved() throws IOException {
    report("For a spreadsheet");
    collected();
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/performance?process=incident-management");
    marta.row("Incident management");

    Download csv = marta.page().waitForDownload(() -> marta.click("CSV"));

    assertThat(csv.suggestedFilename()).startsWith("performance-").endsWith(".csv");
    assertThat(new String(csv.createReadStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("incident-management")
        .doesNotContain("change-management");
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void whereWorkWaitsNamesWhatIsMissedNext() {
    String number = report(INJECTED);
    late(number);
    // before whatever else is late: it stands on the first page
    jdbc.sql("update sms.target set due_at = '1999-01-01' where record_number = :number")
        .param("number", number)
        .update();
    collected();
    Visitor katja = visitor("katja", "cockpit");
    katja.go("#/performance/waiting?process=incident-management");

    Locator next = katja.row(number);
    assertThat(next.innerText()).contains(INJECTED, "missed", "ago");
    assertThat(next.getByRole(AriaRole.LINK).first().getAttribute("href"))
        .isEqualTo("#/performance/cases/" + number);
    assertThat(katja.page().locator(PAGE + " img").count()).as("text stays text").isZero();
    katja
        .page()
        .getByRole(AriaRole.TABLE, named("Tasks by who may do them and how long they stand"))
        .getByText("Service desk")
        .waitFor();
    katja.page().waitForFunction("() => window.Chart && Object.keys(Chart.instances).length === 1");
    assertThat(katja.barriers(PAGE, "performance-waiting")).isEmpty();
    assertThat(katja.faults()).isEmpty();
  }

  @Test
  void aYearOfPlannedIntervalsIsACalendar() {
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/performance/planned");
    Locator analysis =
        marta
            .page()
            .locator(".calendar tbody tr")
            .filter(new Locator.FilterOptions().setHasText("Problem trend analysis"));
    analysis.waitFor();
    assertThat(analysis.innerText()).contains("every 28 days");
    assertThat(marta.barriers(PAGE, "performance-planned")).isEmpty();

    String year = marta.page().locator(".years strong").innerText();
    marta.page().locator(".years a").last().click();
    marta
        .page()
        .locator(".years strong")
        .getByText(String.valueOf(Integer.parseInt(year) + 1))
        .waitFor();
    assertThat(analysis.locator(".start").count()).isGreaterThan(11);
    assertThat(analysis.locator(".start").first().innerText()).contains("coming");
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void aManagerSeesTheProcessesOfTheirRolesOnly() {
    report("Not for the change manager");
    collected();
    Visitor carla = visitor("carla", "cockpit");
    carla.go("#/performance");
    Locator offered = labelled(carla, "Process");
    offered.waitFor();
    assertThat(offered.innerText()).contains("Change management");
    assertThat(carla.page().locator(PAGE).innerText()).doesNotContain("Incident management");

    carla.go("#/performance?process=incident-management");
    carla
        .page()
        .getByRole(AriaRole.ALERT)
        .getByText("There is no process incident-management")
        .waitFor();
  }

  @ParameterizedTest
  @CsvSource({
    "#/performance?from=1626-01-01&until=2026-01-01, longer than 20 years",
    "#/performance?until=0001-01-01, is no day of the years 1970 to 2999",
    "#/performance?from=2026-03-01&until=2026-02-01, before it begins",
    "#/performance?process=nothing, There is no process nothing",
    "#/performance?service=%3Cimg%20src=x%3E, <img src=x>",
    "#/performance?process=incident-management&version=x, version is not of the expected kind",
    "#/performance?process=incident-management&version=4711, There is no version 4711",
    "#/performance?priority=x, There is no priority x",
    "#/performance/waiting?process=nothing, There is no process nothing",
    "#/performance/planned?year=400, Choose a year",
  })
  void whatCannotBeShownIsSaidInWords(String hash, String words) {
    Visitor marta = visitor("marta", "cockpit");
    marta.go(hash);

    Locator alert = marta.page().getByRole(AriaRole.ALERT);
    alert.waitFor();
    assertThat(alert.innerText()).contains(words);
    if (!hash.contains("planned")) {
      assertThat(marta.page().getByRole(AriaRole.BUTTON, named("Show")).isVisible())
          .as("can be corrected")
          .isTrue();
    }
    marta.picture("performance-refused" + hash.replaceAll("\\W+", "-"));
    assertThat(marta.barriers(PAGE)).isEmpty();
  }

  @Test
  void whoseSessionHasEndedIsToldAndLogsInAgain() {
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/performance/planned");
    marta.page().locator(".calendar").waitFor();
    marta.page().context().clearCookies();

    marta.page().locator(".years a").first().click();

    marta.sees("Your session has ended; log in again.");
    marta.click("Log in");
    marta.page().locator("input[type=password]").waitFor();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cockpit", "tasklist", "admin", "welcome"})
  void theBannerOfTheVendorTakesNoRoom(String app) {
    Visitor admin = visitor("admin", app);
    assertThat(admin.page().locator(".ce-eol-banner").first().isVisible()).isFalse();
    assertThat(
            admin
                .page()
                .evaluate(
                    "() => [getComputedStyle(document.body).paddingTop, document.documentElement.scrollHeight <= innerHeight]"))
        .isEqualTo(List.of("45px", true));
    admin.picture("performance-no-banner-" + app);
    assertThat(admin.faults()).isEmpty();

    admin.page().evaluate("() => localStorage.clear()");
    admin.page().context().clearCookies();
    admin.page().reload();
    admin.page().locator("button[type=submit]").first().waitFor();
    admin.page().waitForLoadState(LoadState.NETWORKIDLE);
    assertThat(admin.faults())
        .as("looks for no page of another edition")
        .noneMatch(fault -> fault.contains("camunda-welcome"));
  }

  private static Locator.GetByRoleOptions inside(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Locator labelled(Visitor visitor, String label) {
    return visitor.page().getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private void collected() {
    Collecting.now(application);
  }

  private String report(String title) {
    return http.withBasicAuth("rosa", password)
        .postForObject(
            "/api/incidents",
            Map.of(
                "title",
                title,
                "description",
                "By hand",
                "service",
                "mail",
                "impact",
                "high",
                "urgency",
                "high"),
            JsonNode.class)
        .path("number")
        .asText();
  }

  /** As if two hours had passed since it should have been resolved. */
  private void late(String number) {
    int targets =
        jdbc.sql(
                """
                update sms.target set due_at = now() - interval '2 hours', breached_at = now() - interval '2 hours'
                where record_number = :number and ended_at is null
                """)
            .param("number", number)
            .update();
    assertThat(targets).as("targets of " + number).isPositive();
  }

  private JsonNode overview(String query) {
    return http.withBasicAuth("marta", password)
        .getForObject("/api/performance/overview" + query, JsonNode.class);
  }

  private static JsonNode process(JsonNode overview, String key) {
    return StreamSupport.stream(overview.path("processes").spliterator(), false)
        .filter(row -> row.path("process").asText().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
