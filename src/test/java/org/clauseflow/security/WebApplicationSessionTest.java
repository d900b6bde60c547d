package org.clauseflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.LinkedMultiValueMap;

/**
 * What a page inside Tasklist or Cockpit can ask with the session of whoever is logged in there.
 */
@ClauseflowTest
class WebApplicationSessionTest {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private TestRestTemplate http;
  @Autowired private IdentityService identities;
  @Autowired private JdbcClient jdbc;

  @AfterEach
  void removeGuest() {
    identities.deleteUser("guest");
  }

  @Test
  void whoIsLoggedInReadsWithoutLoggingInAgain() {
    Page olga = logIn("olga", "cockpit");

    ResponseEntity<JsonNode> answer = olga.ask(HttpMethod.GET, "/api/journal/verification", null);

    assertThat(answer.getStatusCode().value()).isEqualTo(200);
    assertThat(answer.getBody().path("intact").isBoolean()).isTrue();
  }

  @Test
  void rightsAreThoseOfThePerson() {
    Page anna = logIn("anna", "tasklist");

    assertThat(status(anna.ask(HttpMethod.GET, "/api/incidents", null))).isEqualTo(200);
    assertThat(status(anna.ask(HttpMethod.GET, "/api/journal/verification", null))).isEqualTo(403);
  }

  @Test
  void whatChangesSomethingCarriesTheToken() {
    Page rosa = logIn("rosa", "tasklist");

    ResponseEntity<JsonNode> answer =
        rosa.ask(HttpMethod.POST, "/api/incidents", incident("Reported from a page"));

    assertThat(answer.getStatusCode().value()).isEqualTo(201);
    assertThat(answer.getBody().path("reporter").asText()).isEqualTo("rosa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-guess"})
  void aForgedRequestChangesNothing(String token) {
    Page rosa = logIn("rosa", "tasklist");
    String title = "Forged with " + token;

    ResponseEntity<JsonNode> answer =
        rosa.withToken(token).ask(HttpMethod.POST, "/api/incidents", incident(title));

    assertThat(answer.getStatusCode().value()).isEqualTo(403);
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(answer.getBody().path("detail").asText()).contains("X-XSRF-TOKEN", "reload");
    assertThat(
            jdbc.sql("select count(*) from sms.record where title = ?")
                .param(title)
                .query(int.class)
                .single())
        .isZero();
    // and nobody is logged out by it
    assertThat(status(rosa.ask(HttpMethod.GET, "/api/incidents", null))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void theTokenIsAskedForBeforeAnythingElse(String method) {
    Page rosa = logIn("rosa", "tasklist").withToken("");

    assertThat(status(rosa.ask(HttpMethod.valueOf(method), "/api/nowhere", null))).isEqualTo(403);
  }

  @Test
  void theTokenOfAnotherSessionDoesNotDo() {
    Page anna = logIn("anna", "tasklist");
    Page rosa = logIn("rosa", "tasklist").withToken(anna.token());

    assertThat(status(rosa.ask(HttpMethod.POST, "/api/incidents", incident("Borrowed token"))))
        .isEqualTo(403);
  }

  @Test
  void afterTheLogOutNothingIsLeft() {
    Page olga = logIn("olga", "cockpit");
    olga.ask(HttpMethod.POST, "/camunda/api/admin/auth/user/default/logout", null);

    ResponseEntity<JsonNode> answer = olga.ask(HttpMethod.GET, "/api/journal/verification", null);

    assertThat(answer.getStatusCode().value()).isEqualTo(401);
    assertThat(answer.getBody().path("status").asInt()).isEqualTo(401);
    assertThat(answer.getHeaders())
        .as("no window of the browser's own")
        .doesNotContainKey(HttpHeaders.WWW_AUTHENTICATE);
    assertThat(status(olga.ask(HttpMethod.POST, "/api/incidents", incident("Too late"))))
        .isEqualTo(401);
  }

  @Test
  void whoHasOnlySeenTheLogInPageIsNobody() {
    ResponseEntity<JsonNode> answer =
        new Page(open("cockpit", new LinkedHashMap<>()), "")
            .ask(HttpMethod.GET, "/api/incidents", null);

    assertThat(answer.getStatusCode().value()).isEqualTo(401);
    assertThat(answer.getHeaders()).doesNotContainKey(HttpHeaders.WWW_AUTHENTICATE);
  }

  @Test
  void rolesAreThoseOfNow() {
    User guest = identities.newUser("guest");
    guest.setPassword("Abc-1234567");
    identities.saveUser(guest);
    identities.createMembership("guest", "auditor");
    Page page = logIn("guest", "Abc-1234567", "cockpit");
    String path = "/api/journal/verification";
    assertThat(status(page.ask(HttpMethod.GET, path, null))).isEqualTo(200);

    identities.deleteMembership("guest", "auditor");
    assertThat(status(page.ask(HttpMethod.GET, path, null))).as("role lost").isEqualTo(403);

    identities.createMembership("guest", "auditor");
    assertThat(status(page.ask(HttpMethod.GET, path, null))).as("role back").isEqualTo(200);

    identities.deleteUser("guest");
    assertThat(status(page.ask(HttpMethod.GET, path, null))).as("user gone").isEqualTo(401);
  }

  @Test
  void programsLogInWithEachCallAsBefore() {
    ResponseEntity<String> challenge = http.getForEntity("/api/incidents", String.class);
    assertThat(challenge.getStatusCode().value()).isEqualTo(401);
    assertThat(challenge.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
        .isEqualTo("Basic realm=\"Clauseflow\"");

    ResponseEntity<JsonNode> reported =
        http.withBasicAuth("rosa", PASSWORD)
            .postForEntity("/api/incidents", incident("Reported by a program"), JsonNode.class);
    assertThat(reported.getStatusCode().value()).isEqualTo(201);
    assertThat(reported.getHeaders()).doesNotContainKey(HttpHeaders.SET_COOKIE);
  }

  /** Swagger, say, in the browser in which somebody is logged in to Cockpit. */
  @Test
  void aLogInOfItsOwnCountsBeforeTheSession() {
    Page rosa = logIn("rosa", "tasklist").withToken("");
    HttpHeaders headers = rosa.headers();
    headers.setBasicAuth("anna", PASSWORD);

    ResponseEntity<JsonNode> answer =
        http.exchange(
            "/api/incidents",
            HttpMethod.POST,
            new HttpEntity<>(incident("Reported by anna"), headers),
            JsonNode.class);

    assertThat(answer.getStatusCode().value()).isEqualTo(201);
    assertThat(answer.getBody().path("reporter").asText()).isEqualTo("anna");
  }

  @Test
  void theEnginesRestKeepsItsOwnDoor() {
    Page olga = logIn("olga", "cockpit");

    assertThat(status(olga.ask(HttpMethod.GET, "/engine-rest/version", null))).isEqualTo(401);
    assertThat(status(olga.ask(HttpMethod.GET, "/actuator/metrics", null))).isEqualTo(401);
  }

  private Page logIn(String user, String application) {
    return logIn(user, PASSWORD, application);
  }

  /** As a browser does it: the page, the log-in, and the page again. */
  private Page logIn(String user, String password, String application) {
    Map<String, String> cookies = open(application, new LinkedHashMap<>());
    HttpHeaders headers = new Page(cookies, cookies.get("XSRF-TOKEN")).headers();
    headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
    var form = new LinkedMultiValueMap<String, String>();
    form.add("username", user);
    form.add("password", password);
    ResponseEntity<String> login =
        http.postForEntity(
            "/camunda/api/admin/auth/user/default/login/" + application,
            new HttpEntity<>(form, headers),
            String.class);
    assertThat(login.getStatusCode().value()).as(login.getBody()).isEqualTo(200);
    keep(cookies, login);
    open(application, cookies);
    return new Page(cookies, cookies.get("XSRF-TOKEN"));
  }

  private Map<String, String> open(String application, Map<String, String> cookies) {
    keep(
        cookies,
        http.exchange(
            "/camunda/app/" + application + "/default/",
            HttpMethod.GET,
            new HttpEntity<>(new Page(cookies, "").headers()),
            String.class));
    return cookies;
  }

  private static void keep(Map<String, String> cookies, ResponseEntity<String> answer) {
    for (String cookie : answer.getHeaders().getOrEmpty(HttpHeaders.SET_COOKIE)) {
      String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
  }

  private static Map<String, Object> incident(String title) {
    return Map.of(
        "title",
        title,
        "description",
        "By hand",
        "service",
        "mail",
        "impact",
        "low",
        "urgency",
        "low");
  }

  private static int status(ResponseEntity<?> answer) {
    return answer.getStatusCode().value();
  }

  private final class Page {

    private final Map<String, String> cookies;
    private final String token;

    Page(Map<String, String> cookies, String token) {
      this.cookies = cookies;
      this.token = token;
    }

    Page withToken(String other) {
      return new Page(cookies, other);
    }

    String token() {
      return token;
    }

    HttpHeaders headers() {
      HttpHeaders headers = new HttpHeaders();
      headers.setAccept(List.of(MediaType.APPLICATION_JSON));
      if (!cookies.isEmpty()) {
        headers.set(
            HttpHeaders.COOKIE,
            cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; ")));
      }
      if (!token.isEmpty()) {
        headers.set("X-XSRF-TOKEN", token);
      }
      return headers;
    }

    ResponseEntity<JsonNode> ask(HttpMethod method, String path, Object body) {
      return http.exchange(path, method, new HttpEntity<>(body, headers()), JsonNode.class);
    }
  }
}
