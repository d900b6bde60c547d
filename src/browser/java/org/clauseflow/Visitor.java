package org.clauseflow;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** A person at a browser of their own. What would leave this machine is refused and remembered. */
final class Visitor implements AutoCloseable {

  private static final Path PICTURES = Path.of("target", "browser");

  private final String home;
  private final String name;
  private final BrowserContext context;
  private final Page page;
  private final List<String> requestsToOthers = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  Visitor(Browser browser, int port, String name) {
    this.home = "http://localhost:" + port;
    this.name = name;
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1440, 1000));
    context.setDefaultTimeout(20_000);
    page = context.newPage();
    page.onRequest(
        request -> {
          String url = request.url();
          if (!url.startsWith(home + "/") && !url.startsWith("data:") && !url.startsWith("blob:")) {
            requestsToOthers.add(url);
          }
        });
    page.onPageError(faults::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            faults.add(message.text() + " at " + message.location());
          }
        });
  }

  /**
   * @param app tasklist, cockpit or admin
   */
  void logIn(String app, String password) {
    page.navigate(home + "/camunda/app/" + app + "/default/");
    logInHere(password);
  }

  /** Wherever the log-in has come between. */
  void logInHere(String password) {
    Locator user = page.locator("input[type=text]");
    do {
      user.fill(name);
      page.locator("input[type=password]").fill(password);
      // the page draws the focus to its first field while it builds up
    } while (!user.inputValue().equals(name));
    page.locator("button[type=submit]").click();
    page.locator("input[type=password]")
        .first()
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
    page.waitForLoadState(LoadState.NETWORKIDLE);
    // that nobody was logged in
    faults.clear();
  }

  /** Goes to a page of Cockpit, as by a link. */
  void go(String hash) {
    page.navigate(home + "/camunda/app/cockpit/default/" + hash);
  }

  /** Goes to a page of Tasklist, as by a link. */
  void goInTasklist(String hash) {
    page.navigate(home + "/camunda/app/tasklist/default/" + hash);
  }

  /** Logs in where the session has ended. */
  void logInAgain(String password) {
    page.locator("input[type=password]").waitFor();
    page.waitForLoadState(LoadState.NETWORKIDLE);
    logInHere(password);
  }

  /** As in another window of the same browser: this page does not notice. */
  void logOutElsewhere() {
    String token =
        context.cookies().stream()
            .filter(cookie -> cookie.name.equals("XSRF-TOKEN"))
            .findFirst()
            .orElseThrow()
            .value;
    context
        .request()
        .post(
            home + "/camunda/api/admin/auth/user/default/logout",
            RequestOptions.create().setHeader("X-XSRF-TOKEN", token));
  }

  /** Chooses from Tasklist's list of processes. */
  void start(String process) {
    page.getByText("Start process", exactly()).click();
    page.locator(".modal-body").getByText(process).click();
    page.locator(".fjs-container label").first().waitFor();
  }

  /** Looks at the tasks that one of Tasklist's filters shows. */
  void look(String filter) {
    page.locator(".task-filters").getByText(filter).click();
  }

  /** Opens a task in Tasklist, as the link in a mail would. */
  void openTask(String id) {
    // the query makes the browser load the page anew
    page.navigate(home + "/camunda/app/tasklist/default/?" + id + "#/?task=" + id);
    page.locator(".fjs-container label").first().waitFor();
  }

  void claim() {
    page.getByText("Claim", exactly()).click();
    page.getByText(name, new Page.GetByTextOptions()).last().waitFor();
  }

  void write(String label, String text) {
    field(label).locator("input, textarea").first().fill(text);
  }

  /** Chooses from a list. */
  void choose(String label, String option) {
    field(label).locator(".fjs-input-group").click();
    field(label).locator(".fjs-dropdownlist-item").getByText(beginning(option)).first().click();
  }

  /** Picks one of a few. */
  void pick(String label, String option) {
    field(label)
        .locator("label")
        .filter(new Locator.FilterOptions().setHasText(beginning(option)))
        .click();
  }

  /** What a list offers. */
  List<String> offered(String label) {
    field(label).locator(".fjs-input-group").click();
    List<String> options = field(label).locator(".fjs-dropdownlist-item").allInnerTexts();
    page.keyboard().press("Tab");
    return options;
  }

  void press(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
    page.waitForTimeout(1000);
  }

  /** On a page of our own in Cockpit, which shows by itself when it is done. */
  void click(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .first()
        .click();
  }

  void enter(String label, String text) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
  }

  /** The first row of a list with this text. */
  Locator row(String text) {
    Locator row =
        page.locator(".clauseflow tbody tr:not(.details)")
            .filter(new Locator.FilterOptions().setHasText(text))
            .first();
    row.waitFor();
    return row;
  }

  void sees(String text) {
    page.getByText(text).first().waitFor();
  }

  void picture(String title) {
    page.waitForTimeout(500);
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(title + ".png")));
  }

  /** At the sizes of a small laptop and of a large screen, for a person to look at. */
  void pictures(String title) {
    atBothSizes(title, () -> {});
  }

  /** The same, and what keeps people from using this part of the page at either size. */
  List<String> barriers(String part, String title) {
    List<String> found = new ArrayList<>();
    atBothSizes(
        title,
        () -> {
          found.addAll(barriers(part));
          if (page.locator(part).first().evaluate("part => part.scrollWidth > part.clientWidth")
              == Boolean.TRUE) {
            found.add("is wider than a window of " + page.viewportSize().width);
          }
        });
    return found;
  }

  private void atBothSizes(String title, Runnable look) {
    for (int[] size : new int[][] {{1280, 800}, {1920, 1080}}) {
      page.setViewportSize(size[0], size[1]);
      picture(title + "-" + size[0]);
      look.run();
    }
    page.setViewportSize(1440, 1000);
  }

  /** What axe finds that keeps people from using this part of the page. */
  List<String> barriers(String part) {
    page.evaluate(axe());
    Object found =
        page.evaluate(
            """
            async part => (await axe.run(part)).violations.flatMap(
                rule => rule.nodes.map(node => rule.id + ': ' + node.html + ' ' + node.failureSummary))
            """,
            part);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try {
      Resource[] scripts =
          new PathMatchingResourcePatternResolver()
              .getResources("classpath*:META-INF/resources/webjars/axe-core/*/axe.min.js");
      return scripts[0].getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the browser's console has complained of since the log-in. */
  List<String> faults() {
    return faults;
  }

  /** The address of the application. */
  String home() {
    return home;
  }

  String name() {
    return name;
  }

  Page page() {
    return page;
  }

  List<String> requestsToOthers() {
    return requestsToOthers;
  }

  @Override
  public void close() {
    context.close();
  }

  /** The field with this label; a required one's label ends in a star. */
  private Locator field(String label) {
    Pattern whole = Pattern.compile("^\\s*" + literally(label) + "\\s*\\*?\\s*$");
    return page.locator(".fjs-form-field")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator("label").filter(new Locator.FilterOptions().setHasText(whole))));
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Pattern beginning(String text) {
    return Pattern.compile("^\\s*" + literally(text));
  }

  /** The browser's expressions do not know \\Q and \\E. */
  private static String literally(String text) {
    return text.replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0");
  }
}
