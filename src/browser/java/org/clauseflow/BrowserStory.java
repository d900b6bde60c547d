package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People at browsers of their own, who ask nothing of another machine. */
@ClauseflowTest
abstract class BrowserStory {

  private static Playwright playwright;
  private static Browser chromium;

  @LocalServerPort private int port;

  @Value("${clauseflow.demonstration.password}")
  protected String password;

  private final List<Visitor> visitors = new ArrayList<>();

  @BeforeAll
  static void openBrowser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            // no other machine has an address
                            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost")));
  }

  @AfterAll
  static void closeBrowser() {
    playwright.close();
  }

  @AfterEach
  void nothingWasAskedOfAnotherMachine(TestInfo test) {
    for (Visitor visitor : visitors) {
      visitor.picture(test.getTestMethod().orElseThrow().getName() + "-" + visitor.name());
      visitor.close();
    }
    assertThat(visitors).flatExtracting(Visitor::requestsToOthers).isEmpty();
  }

  protected Visitor visitor(String person, String app) {
    Visitor visitor = stranger(person);
    visitor.logIn(app, password);
    return visitor;
  }

  /** At a screen of this size. */
  protected Visitor visitor(String person, String app, int width, int height) {
    Visitor visitor = stranger(person);
    visitor.page().setViewportSize(width, height);
    visitor.logIn(app, password);
    return visitor;
  }

  /** Somebody who has not logged in yet. */
  protected Visitor stranger(String person) {
    Visitor visitor = new Visitor(chromium, port, person);
    visitors.add(visitor);
    return visitor;
  }

  /** A button or link of exactly this name. */
  protected static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
