package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.LinkedMultiValueMap;

/**
 * The application with the profile postgres, on a database that is not its own to start: it grows
 * from test to test.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OwnDatabaseTest {

  private static final Path BINARIES = Path.of("target", "postgres-bin");
  private static final Path DIRECTORY = FreshData.next();
  private static final String PASSWORD = "Harbour-4711";

  private static EmbeddedDatabase database;

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.start(DIRECTORY, BINARIES, 0);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  @Order(1)
  void withoutAnAddressItDoesNotStart() throws Exception {
    assertThat(refusal(Map.of("DB_URL", ""))).contains("set DB_URL", "DB_USER", "DB_PASSWORD");
  }

  @Test
  @Order(2)
  void withoutADatabaseThereItDoesNotStart() throws Exception {
    assertThat(refusal(Map.of("DB_URL", "jdbc:postgresql://127.0.0.1:9/nowhere")))
        .contains("no connection to the database, check DB_URL", "127.0.0.1:9");
  }

  @Test
  @Order(3)
  void withoutAPasswordForTheFirstAdministratorItDoesNotStart() throws Exception {
    assertThat(refusal(Map.of())).contains("set CLAUSEFLOW_ADMIN_PASSWORD");
  }

  @Test
  @Order(4)
  void withAWeakOneNeither() throws Exception {
    assertThat(refusal(Map.of("CLAUSEFLOW_ADMIN_PASSWORD", "Admin-2026-x")))
        .contains("CLAUSEFLOW_ADMIN_PASSWORD is weak")
        .doesNotContain("Admin-2026-x");
  }

  @Test
  @Order(5)
  void itStartsWithoutDemonstrationAndSurvivesTheDatabaseGoingAway() throws Exception {
    try (ApplicationProcess application = start(Map.of("CLAUSEFLOW_ADMIN_PASSWORD", PASSWORD))) {
      String address = application.address();
      assertThat(application.output()).doesNotContain(PASSWORD).doesNotContain("Welcome-20000");
      JdbcClient jdbc =
          JdbcClient.create(new DriverManagerDataSource(database.url(), "postgres", ""));
      assertThat(jdbc.sql("select id from sms.person").query(String.class).list())
          .containsExactly("admin");
      assertThat(jdbc.sql("select count(*) from sms.service").query(Integer.class).single())
          .isZero();

      TestRestTemplate admin = new TestRestTemplate("admin", PASSWORD);
      Session session = new Session(address);
      assertThat(session.logIn()).isEqualTo(200);
      Session comer = new Session(address);
      List<String> paths =
          List.of(
              "/engine-rest/task?maxResults=1",
              "/api/incidents",
              "/actuator/metrics",
              "/camunda/api/engine/engine/default/task?maxResults=1");
      assertThat(status(admin, address + paths.get(0))).isEqualTo(200);
      assertThat(session.get(paths.get(3)).getStatusCode().value()).isEqualTo(200);

      int port = database.port();
      database.close();
      for (String path : paths) {
        ResponseEntity<String> answer = session.get(path);
        assertThat(answer.getStatusCode().value())
            .as(path + ": " + answer.getBody())
            .isEqualTo(503);
        assertThat(answer.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).as(path).isEqualTo("5");
        assertThat(answer.getBody())
            .as(path)
            .contains("The database is not available")
            .doesNotContain("SQL");
      }
      assertThat(comer.logIn()).as("log-in").isEqualTo(503);
      assertThat(status(new TestRestTemplate(), address + "/actuator/health")).isEqualTo(503);

      database = EmbeddedDatabase.start(DIRECTORY, BINARIES, port);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(status(admin, address + paths.get(0))).isEqualTo(200));
      assertThat(session.get(paths.get(3)).getStatusCode().value()).isEqualTo(200);
      assertThat(comer.logIn()).isEqualTo(200);
    }
  }

  @Test
  @Order(6)
  void onceThereIsAnAdministratorNoPasswordIsAskedFor() throws Exception {
    try (ApplicationProcess application = start(Map.of())) {
      assertThat(
              status(
                  new TestRestTemplate("admin", PASSWORD),
                  application.address() + "/engine-rest/version"))
          .isEqualTo(200);
    }
  }

  /** Ends by itself; returns the one line that says why. */
  private static String refusal(Map<String, String> environment) throws Exception {
    try (ApplicationProcess application = start(environment)) {
      assertThat(application.exitCode()).isNotZero();
      assertThat(application.output()).doesNotContain("\tat ");
      List<String> errors =
          application.output().lines().filter(line -> line.contains("ERROR")).toList();
      assertThat(errors).as(application.output()).hasSize(1);
      return errors.get(0);
    }
  }

  private static ApplicationProcess start(Map<String, String> environment) throws Exception {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "SPRING_PROFILES_ACTIVE", "postgres",
                "PORT", "0",
                "DB_URL", database.url(),
                "DB_USER", "postgres",
                "SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "1000"));
    all.putAll(environment);
    return ApplicationProcess.start(Clauseflow.class, all);
  }

  private static int status(TestRestTemplate http, String url) {
    return http.getForEntity(url, String.class).getStatusCode().value();
  }

  /** Somebody at a browser, before Tasklist. */
  private static final class Session {

    private final TestRestTemplate http = new TestRestTemplate();
    private final String address;
    private final HttpHeaders headers = new HttpHeaders();

    Session(String address) {
      this.address = address;
      HttpHeaders page =
          http.getForEntity(address + "/camunda/app/tasklist/default/", String.class).getHeaders();
      headers.setBasicAuth("admin", PASSWORD);
      headers.set("X-XSRF-TOKEN", page.getFirst("X-XSRF-TOKEN"));
      remember(page);
    }

    ResponseEntity<String> get(String path) {
      return http.exchange(address + path, HttpMethod.GET, new HttpEntity<>(headers), String.class);
    }

    int logIn() {
      HttpHeaders form = new HttpHeaders();
      form.addAll(headers);
      form.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
      form.remove(HttpHeaders.AUTHORIZATION);
      var fields = new LinkedMultiValueMap<String, String>();
      fields.add("username", "admin");
      fields.add("password", PASSWORD);
      ResponseEntity<String> answer =
          http.postForEntity(
              address + "/camunda/api/admin/auth/user/default/login/tasklist",
              new HttpEntity<>(fields, form),
              String.class);
      remember(answer.getHeaders());
      return answer.getStatusCode().value();
    }

    private final Map<String, String> cookies = new HashMap<>();

    private void remember(HttpHeaders answer) {
      answer
          .getOrEmpty(HttpHeaders.SET_COOKIE)
          .forEach(
              cookie ->
                  cookies.put(
                      cookie.substring(0, cookie.indexOf('=')),
                      cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'))));
      headers.set(
          HttpHeaders.COOKIE,
          String.join(
              "; ",
              cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).toList()));
    }
  }
}
