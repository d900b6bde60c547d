package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;

/** The pages of Cockpit on which auditors and managers see obligations and their evidence. */
class ConformityPageTest extends BrowserStory {

  private static final String PAGE = ".clauseflow";

  @Autowired private TestRestTemplate http;

  @Test
  void anAuditorGoesFromAnObligationToItsEvidenceAndVerifiesIt() {
    String number = report("<img src=x onerror=alert(1)>");
    Visitor olga = visitor("olga", "cockpit");
    olga.page().getByRole(AriaRole.LINK, named("Conformity")).click();
    olga.go("#/conformity?process=incident-management");

    olga.click("8.1-a: elements and evidence");
    olga.sees("Report received");
    olga.click("Evidence of Report received");
    Locator entry = olga.row(number + " entry");
    assertThat(entry.innerText()).contains("<img src=x onerror=alert(1)>", "rosa", "entry 2");
    olga.click("Verify the journal of " + number);
    entry.getByText("Chain is intact").waitFor();
    olga.pictures("conformity-evidence");
    assertThat(olga.barriers(PAGE)).isEmpty();

    entry.getByRole(AriaRole.LINK).first().click();
    olga.sees(number + " <img src=x onerror=alert(1)>");
    olga.sees("incident-management version");
    olga.pictures("conformity-record");
    assertThat(olga.barriers(PAGE)).isEmpty();
    assertThat(olga.page().locator(PAGE + " img").count()).as("text stays text").isZero();
    assertThat(olga.faults()).isEmpty();
  }

  @Test
  void aFigureLeadsToItsObligations() {
    report("One more to be counted");
    JsonNode matrix = matrix();
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/conformity");

    List<String> counts =
        List.of("obligations", "evidenced", "carriedWithoutEvidence", "carriedByNothing", "late");
    for (String count : counts) {
      int expected = matrix.path("counts").path(count).asInt();
      Locator figure = marta.page().locator(".figures a").nth(counts.indexOf(count));
      figure.waitFor();
      assertThat(figure.locator(".value").innerText())
          .as(count)
          .isEqualTo(String.valueOf(expected));
      figure.click();

      marta.sees(expected + " of " + matrix.path("rows").size() + " obligations");
      assertThat(marta.page().locator(PAGE + " tbody td.id").count()).as(count).isEqualTo(expected);
    }
    assertThat(marta.faults()).isEmpty();
  }

  @Test
  void obligationsAreFoundByClauseProcessAndText() {
    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/conformity");
    marta.page().getByLabel("Clause").selectOption("9.2");
    marta.page().getByLabel("Text").fill("emergency");
    marta.click("Show");

    Locator clauses = marta.page().locator(PAGE + " tr.group");
    clauses.first().getByText("9.2 Change management").waitFor();
    assertThat(clauses.count()).isOne();
    assertThat(marta.page().locator(PAGE + " td.says").allInnerTexts())
        .isNotEmpty()
        .allMatch(says -> says.toLowerCase(Locale.ROOT).contains("emergency"));
    assertThat(marta.page().url()).contains("clause=9.2", "text=emergency");
    marta.pictures("conformity-found");
  }

  @Test
  void theDocumentControllerAddsTailorsAndWithdrawsAnObligation() {
    String id = "PAGE-" + System.nanoTime() % 1_000_000;
    Visitor nina = visitor("nina", "cockpit");
    nina.go("#/conformity");
    nina.click("Add an obligation of our own");
    nina.enter("Id (required)", id);
    nina.enter("What is asked (required)", "Breaches are <b>reported</b> within 72 hours.");
    nina.enter("Source (required)", "GDPR");
    nina.page()
        .getByLabel("Processes that are to carry it out")
        .selectOption("incident-management");
    nina.pictures("conformity-own");
    assertThat(nina.barriers(PAGE)).isEmpty();
    nina.click("Add obligation");
    nina.sees(id);

    nina.click(id + ": elements and evidence");
    nina.sees("No element of a deployed model carries it.");
    nina.sees("Breaches are <b>reported</b> within 72 hours.");
    nina.click("Tailor");
    nina.enter("How it applies here (required)", "Through the security team");
    nina.enter("Why that meets the obligation (required)", "They are on call");
    nina.enter("Planned every", "3");
    nina.page().getByLabel("Unit").selectOption("months");
    nina.pictures("conformity-tailoring");
    assertThat(nina.barriers(PAGE)).isEmpty();
    nina.click("Save tailoring");
    nina.sees("Through the security team (every 3 months)");
    assertThat(obligation(id).path("tailoring").path("interval").asText()).isEqualTo("P3M");
    nina.click("Take back tailoring");
    nina.sees("Taken back");
    assertThat(obligation(id).path("tailoring").isNull()).isTrue();

    nina.click("Withdraw this obligation of our own");
    nina.click("Withdraw");
    nina.page()
        .getByRole(AriaRole.BUTTON, named(id + ": elements and evidence"))
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    assertThat(obligation(id).path("status").asInt()).isEqualTo(404);
    assertThat(nina.faults()).isEmpty();
  }

  @Test
  void whatIsRefusedIsSaidBesideWhatWasWritten() {
    Visitor nina = visitor("nina", "cockpit");
    nina.go("#/conformity");
    nina.click("Add an obligation of our own");
    nina.enter("Id (required)", "PAGE-1");
    nina.enter("What is asked (required)", "   ");
    nina.enter("Source (required)", "GDPR");
    nina.page()
        .getByLabel("Processes that are to carry it out")
        .selectOption("incident-management");
    nina.click("Add obligation");

    nina.page().getByRole(AriaRole.ALERT).getByText("says").waitFor();
    assertThat(nina.page().getByLabel("Source (required)").inputValue()).isEqualTo("GDPR");
    nina.pictures("conformity-refused");
  }

  @Test
  void whoIsNotTheDocumentControllerChangesNothing() {
    Visitor olga = visitor("olga", "cockpit");
    olga.go("#/conformity?clause=8.1");
    olga.click("8.1-a: elements and evidence");
    olga.sees("Report received");

    for (String work : new String[] {"Add an obligation of our own", "Tailor"}) {
      assertThat(olga.page().getByRole(AriaRole.BUTTON, named(work)).count()).as(work).isZero();
    }
  }

  @Test
  void theOwnerAsksForADeviationAndTheDocumentControllerDecides() {
    Visitor katja = visitor("katja", "cockpit");
    katja.go("#/conformity/deviations");
    katja.click("Ask for a deviation");
    katja.enter("Obligation (required)", "8.1-e");
    katja.enter("Process (required)", "incident-management");
    katja.enter("Why it cannot be carried out (required)", "<i>The tool</i> is replaced");
    katja.enter("Until (required)", LocalDate.now(ZoneOffset.UTC).plusDays(30).toString());
    assertThat(katja.barriers(PAGE)).isEmpty();
    katja.click("Ask for the deviation");
    Locator asked = katja.row("<i>The tool</i> is replaced");
    assertThat(asked.innerText()).contains("8.1-e", "katja", "Waits for approval");
    assertThat(asked.getByRole(AriaRole.BUTTON).count()).as("decides nothing herself").isZero();

    Visitor nina = visitor("nina", "cockpit");
    nina.go("#/conformity/deviations");
    Locator waiting = nina.row("<i>The tool</i> is replaced");
    waiting.getByText("Approve").click();
    waiting.getByText("approved by nina").waitFor();
    nina.pictures("conformity-deviations");
    assertThat(nina.barriers(PAGE)).isEmpty();
    waiting.getByText("End", new Locator.GetByTextOptions().setExact(true)).click();
    waiting.getByText("Ended by").waitFor();
    assertThat(katja.faults()).isEmpty();
    assertThat(nina.faults()).isEmpty();
  }

  @Test
  void aRefusedDeploymentStandsInTheLogWithItsReason() {
    deploy("katja", "A <u>try</u>", "broken.bpmn", "this is no model");
    Visitor noah = visitor("noah", "cockpit");
    noah.go("#/conformity/deployments");

    Locator attempt = noah.row("A <u>try</u>");
    assertThat(attempt.innerText()).contains("katja", "Refused", "broken.bpmn");
    attempt.getByRole(AriaRole.BUTTON).click();
    noah.sees("SHA-256");
    noah.pictures("conformity-deployments");
    assertThat(noah.barriers(PAGE)).isEmpty();
    assertThat(noah.faults()).isEmpty();
  }

  @Test
  void theMatrixIsSavedAndPrinted() throws IOException {
    Visitor olga = visitor("olga", "cockpit");
    olga.go("#/conformity?clause=8.1");

    Download csv = olga.page().waitForDownload(() -> olga.click("CSV"));
    assertThat(csv.suggestedFilename()).startsWith("obligations-").endsWith(".csv");
    assertThat(new String(csv.createReadStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("8.1-a")
        .doesNotContain("9.2-a");
    Page print =
        olga.page()
            .waitForPopup(() -> olga.page().getByRole(AriaRole.LINK, named("Print view")).click());
    print.getByText("The incident procedure defines recording.").waitFor();
    assertThat(print.getByText("9.2 Change management").count()).isZero();
    assertThat(olga.faults()).isEmpty();
  }

  @Test
  void anAuditorTakesThePackAlong() throws IOException {
    report("In the pack");
    Visitor olga = visitor("olga", "cockpit");
    olga.go("#/conformity/pack");
    olga.enter("Seed of the sample", "spring");
    olga.enter("Records of each type (required)", "1");

    Download pack = olga.page().waitForDownload(() -> olga.click("Make the audit pack"));

    assertThat(pack.suggestedFilename()).startsWith("audit-pack-").endsWith(".zip");
    olga.sees("Saved where your browser saves files");
    try (ZipInputStream zip = new ZipInputStream(pack.createReadStream())) {
      List<String> names =
          Stream.iterate(next(zip), Objects::nonNull, entry -> next(zip))
              .map(ZipEntry::getName)
              .toList();
      assertThat(names).contains("README.html", "manifest.json");
    }
    assertThat(olga.faults()).isEmpty();

    Visitor marta = visitor("marta", "cockpit");
    marta.go("#/conformity/pack");
    marta.sees("take the audit pack along");
    assertThat(marta.page().getByRole(AriaRole.BUTTON, named("Make the audit pack")).count())
        .isZero();
  }

  @Test
  void whoseSessionHasEndedIsToldAndLogsInAgain() {
    Visitor olga = visitor("olga", "cockpit");
    olga.go("#/conformity?clause=8.1");
    olga.sees("8.1-a");
    olga.page().context().clearCookies();

    olga.click("8.1-a: elements and evidence");
    olga.click("Evidence of Report received");

    olga.sees("Your session has ended; log in again.");
    olga.pictures("conformity-session-ended");
    assertThat(olga.barriers(PAGE)).isEmpty();
    olga.click("Log in");
    olga.page().locator("input[type=password]").waitFor();
  }

  @ParameterizedTest
  @CsvSource({
    "#/conformity?from=2026-02-01&until=2026-01-01, before it begins",
    "#/conformity/records/INC-1, There is no record INC-1",
  })
  void whatCannotBeShownIsSaidInWords(String hash, String words) {
    Visitor olga = visitor("olga", "cockpit");
    olga.go(hash);

    olga.page().getByRole(AriaRole.ALERT).getByText(words).waitFor();
    assertThat(olga.barriers(PAGE)).isEmpty();
  }

  @Test
  void theKeyboardIsEnough() {
    Visitor olga = visitor("olga", "cockpit");
    olga.go("#/conformity?clause=8.1");
    Locator opener = olga.page().getByRole(AriaRole.BUTTON, named("8.1-a: elements and evidence"));
    opener.waitFor();
    olga.page().getByRole(AriaRole.BUTTON, named("CSV")).focus();
    olga.page().keyboard().press("Tab");
    assertThat(opener.evaluate("opener => opener === document.activeElement")).isEqualTo(true);
    olga.page().keyboard().press("Enter");
    olga.sees("Report received");
    assertThat(opener.getAttribute("aria-expanded")).isEqualTo("true");
    olga.page().keyboard().press("Space");
    assertThat(opener.getAttribute("aria-expanded")).isEqualTo("false");
  }

  @Test
  void noPageHasBarriers() {
    Visitor olga = visitor("olga", "cockpit");
    Map.of(
            "#/conformity", "Top management sets and makes known",
            "#/conformity?text=nothinglikethis", "No obligation is like that",
            "#/conformity/deviations", "Without one",
            "#/conformity/deployments", "Every attempt",
            "#/conformity/pack", "Records of each type")
        .forEach(
            (page, words) -> {
              olga.go(page);
              olga.sees(words);
              olga.pictures("page" + page.replaceAll("\\W+", "-"));
              assertThat(olga.barriers(PAGE)).as(page).isEmpty();
            });
    assertThat(olga.faults()).isEmpty();
  }

  private static ZipEntry next(ZipInputStream zip) {
    try {
      return zip.getNextEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String report(String title) {
    JsonNode incident =
        http.withBasicAuth("rosa", password)
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
                    "low",
                    "urgency",
                    "low"),
                JsonNode.class);
    return incident.path("number").asText();
  }

  private void deploy(String person, String name, String file, String content) {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.MULTIPART_FORM_DATA);
    var parts = new LinkedMultiValueMap<String, Object>();
    parts.add("deployment-name", name);
    parts.add(
        file,
        new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public String getFilename() {
            return file;
          }
        });
    http.withBasicAuth(person, password)
        .postForEntity(
            "/engine-rest/deployment/create", new HttpEntity<>(parts, headers), String.class);
  }

  private JsonNode matrix() {
    return http.withBasicAuth("marta", password)
        .getForObject("/api/conformity/matrix", JsonNode.class);
  }

  private JsonNode obligation(String id) {
    return http.withBasicAuth("nina", password)
        .getForObject("/api/conformity/obligations/" + id, JsonNode.class);
  }
}
