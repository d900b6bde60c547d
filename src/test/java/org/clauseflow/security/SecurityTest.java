package org.clauseflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

/**
 * The doors as a browser or program finds them, and what a task lets its people do by the engine's
 * REST.
 */
@ClauseflowTest
class SecurityTest {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private TestRestTemplate http;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/engine-rest/version",
        "/engine-rest/user",
        "/api/incidents",
        "/api",
        "/v3/api-docs",
        "/api-docs",
        "/swagger-ui/index.html",
        "/actuator/metrics",
        "/actuator/prometheus",
        "/actuator",
        "/camunda/api/engine/engine/default/task"
      })
  void nobodyPassesWithoutLogIn(String path) {
    assertThat(status(http.getForEntity(path, String.class))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/engine-rest/version", "/api/incidents", "/actuator/metrics"})
  void aWrongLogInIs401(String path) {
    assertThat(status(http.withBasicAuth("nobody", PASSWORD).getForEntity(path, String.class)))
        .isEqualTo(401);
    // locks the account for seconds: nobody else in the tests logs in as paul
    assertThat(status(http.withBasicAuth("paul", "wrong").getForEntity(path, String.class)))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/health",
        "/camunda/app/tasklist/default/",
        "/camunda/app/cockpit/default/",
        "/webjars/chart.js/dist/chart.umd.min.js"
      })
  void healthAndTheLogInPagesAreOpen(String path) {
    assertThat(status(http.getForEntity(path, String.class))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/engine-rest/version", "/v3/api-docs", "/swagger-ui/index.html"})
  void whoLogsInPasses(String path) {
    assertThat(status(as("anna").getForEntity(path, String.class))).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "anna, /actuator/metrics, 403",
    "anna, /actuator/prometheus, 403",
    "monitoring, /actuator/prometheus, 200",
    "monitoring, /actuator/metrics, 403",
    "admin, /actuator/metrics, 200"
  })
  void figuresAreForFew(String user, String path, int status) {
    assertThat(status(as(user).getForEntity(path, String.class))).isEqualTo(status);
  }

  @Test
  void whatIsNotNamedIsClosed() {
    assertThat(status(as("admin").getForEntity("/elsewhere", String.class))).isEqualTo(403);
    assertThat(status(as("admin").getForEntity("/webjars/swagger-ui/index.html", String.class)))
        .isEqualTo(403);
  }

  @Test
  void alertsAreLeftToTheirSecret() {
    ResponseEntity<String> refused =
        http.postForEntity("/api/alerts/alertmanager", Map.of(), String.class);
    assertThat(status(refused)).isEqualTo(401);
    assertThat(refused.getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE)).startsWith("Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "anna, tasklist, 200", "rosa, tasklist, 200", "anna, cockpit, 403", "rosa, cockpit, 403",
        "marta, cockpit, 200",
    "olga, cockpit, 200", "noah, cockpit, 200", "katja, cockpit, 200", "noah, admin, 403",
        "admin, admin, 200",
    "monitoring, tasklist, 403"
  })
  void theWebApplicationsLetInWhoMayUseThem(String user, String application, int status) {
    HttpHeaders page =
        http.getForEntity("/camunda/app/" + application + "/default/", String.class).getHeaders();
    List<String> cookies =
        page.get(HttpHeaders.SET_COOKIE).stream()
            .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
            .toList();
    HttpHeaders headers = new HttpHeaders();
    headers.put(HttpHeaders.COOKIE, List.of(String.join("; ", cookies)));
    headers.set("X-XSRF-TOKEN", page.getFirst("X-XSRF-TOKEN"));
    headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
    var form = new LinkedMultiValueMap<String, String>();
    form.add("username", user);
    form.add("password", PASSWORD);
    ResponseEntity<String> login =
        http.postForEntity(
            "/camunda/api/admin/auth/user/default/login/" + application,
            new HttpEntity<>(form, headers),
            String.class);
    assertThat(status(login)).as(login.getBody()).isEqualTo(status);
  }

  @Test
  void aCandidateSeesClaimsAndCompletesATaskAndNobodyElse() {
    Task task = AccessCheckModel.start(repository, runtime, tasks);
    String path = "/engine-rest/task/" + task.getId();
    assertThat(
            as("anna")
                .getForObject(
                    "/engine-rest/task?maxResults=9&taskId=" + task.getId(), Object[].class))
        .hasSize(1);
    assertThat(status(as("anna").getForEntity(path + "/form-variables", String.class)))
        .isEqualTo(200);
    assertThat(as("anna").getForObject(path + "/form-variables", String.class))
        .contains("Printer on fire");
    for (String other : List.of("greta", "rosa", "monitoring")) {
      assertThat(
              as(other)
                  .getForObject(
                      "/engine-rest/task?maxResults=9&taskId=" + task.getId(), Object[].class))
          .isEmpty();
      assertThat(status(as(other).getForEntity(path, String.class))).isEqualTo(404);
      assertThat(status(as(other).getForEntity(path + "/form-variables", String.class)))
          .isIn(403, 404);
      assertThat(post(other, path + "/claim", Map.of("userId", other))).isEqualTo(403);
      assertThat(post(other, path + "/complete", Map.of())).isEqualTo(403);
    }
    assertThat(post("anna", path + "/claim", Map.of("userId", "anna"))).isEqualTo(204);
    // everybody else of the group still sees who works on it
    assertThat(as("ben").getForObject(path, String.class)).contains("\"assignee\":\"anna\"");
    assertThat(post("anna", path + "/complete", Map.of())).isEqualTo(204);
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .count())
        .isZero();
  }

  @Test
  void aCandidateWritesNoVariablesBesideTheForm() {
    Task task = AccessCheckModel.start(repository, runtime, tasks);
    String path = "/engine-rest/task/" + task.getId();
    Map<String, Object> value = Map.of("value", "critical", "type", "String");
    assertThat(exchange("anna", HttpMethod.PUT, path + "/variables/priority", value))
        .isEqualTo(403);
    assertThat(
            exchange(
                "anna",
                HttpMethod.PUT,
                "/engine-rest/process-instance/"
                    + task.getProcessInstanceId()
                    + "/variables/priority",
                value))
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rosa", "anna", "marta"})
  void whoReportsIncidentsStartsThemAndNothingElse(String user) {
    AccessCheckModel.start(repository, runtime, tasks);
    String offered =
        "/engine-rest/process-definition?latest=true&startableInTasklist=true&startablePermissionCheck=true&maxResults=99";
    assertThat(as(user).getForObject(offered, String.class))
        .contains("\"key\":\"incident-management\"")
        .doesNotContain(AccessCheckModel.KEY);
    String process = "/engine-rest/process-definition/key/incident-management";
    assertThat(status(as(user).getForEntity(process + "/deployed-start-form", String.class)))
        .isEqualTo(200);
    assertThat(status(as(user).getForEntity(process + "/xml", String.class))).isEqualTo(200);
  }

  @Test
  void onlyAdministratorsGoAroundTheModel() {
    Task task = AccessCheckModel.start(repository, runtime, tasks);
    String path = "/engine-rest/task/" + task.getId();
    String instance = "/engine-rest/process-instance/" + task.getProcessInstanceId();
    assertThat(post("anna", path + "/bpmnError", Map.of("errorCode", "anything"))).isEqualTo(403);
    assertThat(post("anna", path + "/bpmnEscalation", Map.of("escalationCode", "anything")))
        .isEqualTo(403);
    Map<String, Object> skip =
        Map.of(
            "skipCustomListeners",
            true,
            "instructions",
            List.of(Map.of("type", "cancel", "activityId", "userTask_work")));
    assertThat(post("katja", instance + "/modification", skip)).isEqualTo(403);
    assertThat(exchange("katja", HttpMethod.DELETE, instance + "?skipCustomListeners=true", null))
        .isEqualTo(403);
    assertThat(
            runtime
                .createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .count())
        .isOne();
    assertThat(post("admin", instance + "/modification", skip)).isEqualTo(204);
  }

  @Test
  void onlyAdministratorsStartInTheMiddle() {
    AccessCheckModel.start(repository, runtime, tasks);
    String start = "/engine-rest/process-definition/key/" + AccessCheckModel.KEY + "/start";
    Map<String, Object> middle =
        Map.of(
            "startInstructions",
            List.of(Map.of("type", "startAfterActivity", "activityId", "userTask_work")));
    assertThat(post("rosa", start, Map.of())).as("does not know of it").isEqualTo(404);
    assertThat(post("anna", start, Map.of())).as("no right to start it").isEqualTo(403);
    assertThat(post("anna", start, middle)).isEqualTo(403);
    assertThat(post("admin", start, middle)).isEqualTo(200);
  }

  @Test
  void whoWatchesDoesNotReadVariables() {
    Task task = AccessCheckModel.start(repository, runtime, tasks);
    String query = "?maxResults=9&processInstanceIdIn=" + task.getProcessInstanceId();
    String history =
        "/engine-rest/history/variable-instance?maxResults=9&processInstanceId="
            + task.getProcessInstanceId();
    String instance = "/engine-rest/process-instance/" + task.getProcessInstanceId();
    for (String watcher : List.of("marta", "noah")) {
      assertThat(status(as(watcher).getForEntity(instance, String.class))).isEqualTo(200);
      assertThat(as(watcher).getForObject("/engine-rest/variable-instance" + query, Object[].class))
          .isEmpty();
      assertThat(as(watcher).getForObject(history, Object[].class)).isEmpty();
      assertThat(status(as(watcher).getForEntity(instance + "/variables", String.class)))
          .isEqualTo(403);
    }
    assertThat(as("olga").getForObject(history, String.class)).contains("Printer on fire");
  }

  @Test
  void peopleAreNotListedToEachOther() {
    assertThat(as("anna").getForObject("/engine-rest/user?maxResults=99", Object[].class))
        .hasSize(1);
    assertThat(as("admin").getForObject("/engine-rest/user?maxResults=99", Object[].class))
        .hasSizeGreaterThan(20);
  }

  @Test
  void onlyOwnersAndAdministratorsDeploy() {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.MULTIPART_FORM_DATA);
    var parts = new LinkedMultiValueMap<String, Object>();
    parts.add("deployment-name", "nothing");
    for (String user : List.of("anna", "rosa", "marta", "olga")) {
      assertThat(
              status(
                  as(user)
                      .postForEntity(
                          "/engine-rest/deployment/create",
                          new HttpEntity<>(parts, headers),
                          String.class)))
          .isIn(400, 403);
      assertThat(repository.createDeploymentQuery().deploymentName("nothing").count()).isZero();
    }
  }

  private TestRestTemplate as(String user) {
    return http.withBasicAuth(user, PASSWORD);
  }

  private int post(String user, String path, Object body) {
    return exchange(user, HttpMethod.POST, path, body);
  }

  private int exchange(String user, HttpMethod method, String path, Object body) {
    return status(as(user).exchange(path, method, new HttpEntity<>(body), String.class));
  }

  private static int status(ResponseEntity<?> response) {
    HttpStatusCode code = response.getStatusCode();
    return code.value();
  }
}
