package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The pages of Cockpit on which owners hand in drafts and everybody sees what becomes of them. */
class RedesignsPageTest extends BrowserStory {

  private static final String PAGE = ".clauseflow";
  private static final String FILE = "change-trend-analysis.bpmn";

  @Autowired private ManagementService management;
  @Autowired private IdentityService identity;
  @Autowired private Register register;

  @Test
  void aDraftIsHandedInLookedAtAndWithdrawn() throws IOException {
    Visitor carla = visitor("carla", "cockpit");
    carla.page().getByRole(AriaRole.LINK, named("Redesigns")).click();
    carla.click("Hand in a draft");
    carla.pictures("redesigns-hand-in");
    assertThat(carla.barriers(PAGE)).isEmpty();
    String number =
        handIn(carla, "Figures <img src=x onerror=alert(1)>", FILE, process("1.0.7", "Seen first"));
    carla.sees("in check");

    work(number);
    carla.page().reload();
    carla.sees("waiting for owner");
    carla.sees("Nothing is to be corrected.");
    carla.sees("→ 1.0.7, patch");
    assertThat(carla.page().locator("[aria-label='Running cases']").innerText())
        .containsAnyOf("No case runs.", "running cases can move.");
    Locator pictures = carla.page().locator(PAGE + " figure img");
    assertThat(pictures.count()).isEqualTo(2);
    for (Locator picture : pictures.all()) {
      picture.scrollIntoViewIfNeeded();
      assertThat(picture.evaluate("img => img.decode().then(() => img.naturalWidth)"))
          .as("is drawn")
          .isNotEqualTo(0);
    }
    assertThat(carla.row("changed").innerText()).contains("Seen first");
    carla.pictures("redesigns-one");
    assertThat(carla.barriers(PAGE)).isEmpty();
    assertThat(
            new String(
                carla
                    .page()
                    .waitForDownload(
                        () -> carla.page().getByRole(AriaRole.LINK, named(FILE)).click())
                    .createReadStream()
                    .readAllBytes(),
                StandardCharsets.UTF_8))
        .contains("Seen first");

    carla.click("Withdraw");
    carla.enter("Why it is withdrawn (required)", "Only to be seen");
    carla.click("Withdraw the redesign");
    carla.page().locator(".facts").getByText("withdrawn").first().waitFor();
    carla.page().getByRole(AriaRole.LINK, named("All redesigns")).click();
    assertThat(carla.row(number).innerText())
        .contains("Figures <img src=x onerror=alert(1)>", "withdrawn", "carla");
    carla.pictures("redesigns-list");
    assertThat(carla.barriers(PAGE)).isEmpty();
    assertThat(carla.page().locator(PAGE + " img").count()).as("text stays text").isZero();
    assertThat(carla.faults()).isEmpty();
  }

  @Test
  void whatIsFoundIsCorrectedByItsAuthor() throws IOException {
    Visitor carla = visitor("carla", "cockpit");
    carla.go("#/redesigns");
    carla.click("Hand in a draft");
    String number = handIn(carla, "Forgot the version", FILE, process("1.0.0", "Same version"));
    work(number);
    carla.page().reload();
    carla.sees("draft asked");
    carla.sees("is not above 1.0.0");
    carla.pictures("redesigns-findings");

    Visitor dario = visitor("dario", "cockpit");
    dario.go("#/redesigns/" + number);
    dario.sees("is not above 1.0.0");
    assertThat(dario.page().getByRole(AriaRole.BUTTON, named("Bring a draft")).count())
        .as("is not his")
        .isZero();

    carla.click("Bring a draft");
    choose(carla, FILE, process("1.0.8", "Another version"));
    carla.click("Bring this draft");
    carla.page().locator(".facts").getByText("in check").waitFor();
    carla.click("Withdraw");
    carla.enter("Why it is withdrawn (required)", "Only to be seen");
    carla.click("Withdraw the redesign");
    carla.page().locator(".facts").getByText("withdrawn").first().waitFor();
  }

  @Test
  void aTableIsShownAsATable() throws IOException {
    Visitor carla = visitor("carla", "cockpit");
    carla.go("#/redesigns");
    carla.click("Hand in a draft");
    String table =
        Files.readString(Path.of("dmn/9-control/change-risk.dmn"))
            .replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"1.1.0\"")
            .replaceFirst("&gt; 5", "&gt; 4")
            .replaceFirst("<text>> 5", "<text>> 4");
    String number = handIn(carla, "Fewer services", "change-risk.dmn", table);
    work(number);
    carla.page().reload();

    FrameLocator becomes =
        carla.page().frameLocator("iframe[title='Draft, with what comes and changes marked']");
    becomes.locator("table").first().waitFor();
    carla.sees("Decisions by change-risk");
    carla.page().locator("figure").first().scrollIntoViewIfNeeded();
    carla.pictures("redesigns-table");
    assertThat(carla.barriers(PAGE)).isEmpty();
    assertThat(carla.faults()).isEmpty();
    carla.click("Withdraw");
    carla.enter("Why it is withdrawn (required)", "Only to be seen");
    carla.click("Withdraw the redesign");
    carla.page().locator(".facts").getByText("withdrawn").first().waitFor();
  }

  @Test
  void whatIsNoDraftIsRefusedBesideTheForm() {
    Visitor carla = visitor("carla", "cockpit");
    carla.go("#/redesigns");
    carla.click("Hand in a draft");
    carla.enter("What becomes different (required)", "Nothing");
    carla.enter("Why (required)", "To see");
    choose(carla, FILE, "Hello");
    carla.click("Hand in");

    carla.page().getByRole(AriaRole.ALERT).getByText("cannot be read").waitFor();
    assertThat(
            carla
                .page()
                .getByLabel("Why (required)", new Page.GetByLabelOptions().setExact(true))
                .inputValue())
        .isEqualTo("To see");
    carla.pictures("redesigns-refused");
    assertThat(carla.barriers(PAGE)).isEmpty();
  }

  @Test
  void aRedesignThatIsNotThereIsSaidSo() {
    Visitor katja = visitor("katja", "cockpit");
    katja.go("#/redesigns/RDN-1999-000001");

    katja.page().getByRole(AriaRole.ALERT).waitFor();
    assertThat(katja.barriers(PAGE)).isEmpty();
  }

  private String handIn(Visitor person, String title, String file, String content) {
    person.enter("What becomes different (required)", title);
    person.enter("Why (required)", "It was asked for");
    choose(person, file, content);
    person.click("Hand in");
    person.page().waitForURL(Pattern.compile(".*#/redesigns/RDN-.*"));
    person.page().locator(".facts").waitFor();
    return person.page().url().replaceAll(".*/", "");
  }

  private static void choose(Visitor person, String file, String content) {
    person
        .page()
        .getByLabel("Files (required)")
        .setInputFiles(
            new FilePayload(
                file, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8)));
  }

  /** The process as it ships, under another name and version. */
  private static String process(String tag, String name) throws IOException {
    return Files.readString(Path.of("bpmn/9-control", FILE))
        .replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"" + tag + "\"")
        .replaceFirst("(<bpmn:process [^>]*name=\")[^\"]*\"", "$1" + name + "\"");
  }

  /** What waits for the job executor. */
  private void work(String number) {
    identity.clearAuthentication();
    String instance = register.find(number).orElseThrow().processInstanceId();
    for (int i = 0; i < 3; i++) {
      for (Job job : management.createJobQuery().processInstanceId(instance).messages().list()) {
        management.executeJob(job.getId());
      }
    }
  }
}
