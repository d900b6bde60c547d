package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

/** The form check as a caller of the engine's REST API and as Tasklist meets it. */
@ClauseflowTest
class FormSubmissionHttpTest {

  private static final String START = "/engine-rest/process-definition/key/submissions/";
  private static final String TOKEN = "X-XSRF-TOKEN";
  private static final String TASKLIST = "/camunda/api/engine/engine/default";

  @Autowired private TestRestTemplate http;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private HistoryService history;

  @Value("${clauseflow.demonstration.password}")
  private String password;

  private Deployment deployment;

  @BeforeEach
  void deploy() {
    deployment =
        repository
            .createDeployment()
            .name("submissions")
            .addClasspathResource("org/clauseflow/engine/submissions.bpmn")
            .addClasspathResource("forms/8-resolution/incident-report.form")
            .addClasspathResource("forms/8-resolution/incident-diagnose.form")
            .deploy();
  }

  @AfterEach
  void undeploy() {
    repository.deleteDeployment(deployment.getId(), true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "submit-form"})
  void aStartThatDoesNotFitIs400AndStoresNothing(String way) {
    var answer =
        post(
            "admin",
            START + way,
            variables(report(Map.of("description", "x".repeat(5000), "priority", "low"))));
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText())
        .contains("description: at most 4000 characters, 5000 given")
        .contains("priority: not asked for by the form incident-report");
    assertThat(
            history
                .createHistoricProcessInstanceQuery()
                .processDefinitionKey("submissions")
                .count())
        .isZero();

    assertThat(post("admin", START + way, variables(report(Map.of()))).getStatusCode().value())
        .isEqualTo(200);
    assertThat(instances()).isOne();
  }

  @Test
  void aMessageThatDoesNotFitIs400AndStoresNothing() {
    Map<String, Object> message = new HashMap<>();
    message.put("messageName", "submissions.reported");
    message.put("processVariables", variables(report(Map.of("impact", "huge"))).get("variables"));
    var answer = post("admin", "/engine-rest/message", message);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText())
        .contains("impact: huge is not one of low, medium, high");
    assertThat(instances()).isZero();
  }

  /** A step after the task finds that it cannot be done: the person learns why, by each door. */
  @Test
  void whatAStepRefusesIs409AndLeavesTheTask() {
    Deployment refusing =
        repository
            .createDeployment()
            .name("refusing")
            .addClasspathResource("org/clauseflow/engine/refusing.bpmn")
            .deploy();
    try {
      String instance = runtime.startProcessInstanceByKey("refusing").getId();
      String task = tasks.createTaskQuery().processInstanceId(instance).singleResult().getId();
      for (String way : List.of("complete", "submit-form")) {
        var answer = post("admin", "/engine-rest/task/" + task + "/" + way, Map.of());
        assertThat(answer.getStatusCode().value()).isEqualTo(409);
        assertThat(answer.getBody().path("message").asText())
            .contains("INC-1999-000001 is no open record: choose another");
      }
      assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();
    } finally {
      repository.deleteDeployment(refusing.getId(), true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"complete", "submit-form"})
  void aCompletionThatDoesNotFitIs400AndStoresNothing(String way) {
    String task = task();
    var answer =
        post(
            "chloe",
            "/engine-rest/task/" + task + "/" + way,
            variables(Map.of("diagnosis", "resolved", "x", 1)));
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText())
        .contains("resolutionCode: required")
        .contains("resolution: required")
        .contains("x: not asked for by the form incident-diagnose");
    assertThat(
            history
                .createHistoricVariableInstanceQuery()
                .variableName("diagnosis")
                .processInstanceId(instance())
                .count())
        .isZero();
    assertThat(tasks.createTaskQuery().taskId(task).count()).isOne();

    Map<String, Object> fine =
        variables(Map.of("diagnosis", "cancel", "reason", "Withdrawn by phone"));
    assertThat(post("chloe", "/engine-rest/task/" + task + "/" + way, fine).getStatusCode().value())
        .isEqualTo(204);
    assertThat(runtime.getVariable(instance(), "reason")).isEqualTo("Withdrawn by phone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"variables", "localVariables"})
  void valuesCannotBeLaidBesideTheForm(String way) {
    String task = task();
    Map<String, Object> values =
        Map.of("modifications", Map.of("priority", Map.of("value", "low")));
    var answer = post("chloe", "/engine-rest/task/" + task + "/" + way, values);
    assertThat(answer.getStatusCode().value()).isEqualTo(403);
    assertThat(tasks.getVariable(task, "priority")).isNull();
  }

  @Test
  void whoHasNoRightToATaskIs403WhateverTheySend() {
    var answer =
        post("greta", "/engine-rest/task/" + task() + "/complete", variables(Map.of("x", 1)));
    assertThat(answer.getStatusCode().value()).isEqualTo(403);
    assertThat(answer.getBody().path("message").asText()).doesNotContain("incident-diagnose");
  }

  @Test
  void tasklistGetsChoicesWithTheFormAndTheReasonOfARefusal() {
    String task = task();
    HttpHeaders session = logIn("chloe");
    ResponseEntity<JsonNode> form =
        http.exchange(
            TASKLIST + "/task/" + task + "/deployed-form",
            HttpMethod.GET,
            new HttpEntity<>(session),
            JsonNode.class);
    JsonNode supportGroup =
        form.getBody().findParents("key").stream()
            .filter(field -> field.path("key").asText().equals("supportGroup"))
            .findFirst()
            .orElseThrow();
    assertThat(supportGroup.path("values").findValuesAsText("value"))
        .contains("networkSupport", "securityTeam");

    // the first answer of a session brings the token that its changes must carry
    session = merged(session, form.getHeaders());
    session.setContentType(MediaType.APPLICATION_JSON);
    ResponseEntity<JsonNode> answer =
        http.postForEntity(
            TASKLIST + "/task/" + task + "/submit-form",
            new HttpEntity<>(
                variables(
                    Map.of("diagnosis", "otherGroup", "supportGroup", "noSuch", "reason", "x")),
                session),
            JsonNode.class);
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(answer.getBody().path("message").asText())
        .contains("supportGroup: is not one of the choices offered");
  }

  private HttpHeaders logIn(String person) {
    HttpHeaders session =
        merged(
            new HttpHeaders(),
            http.getForEntity("/camunda/app/tasklist/default/", String.class).getHeaders());
    HttpHeaders headers = new HttpHeaders(session);
    headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
    var form = new LinkedMultiValueMap<String, String>();
    form.add("username", person);
    form.add("password", password);
    return merged(
        session,
        http.postForEntity(
                "/camunda/api/admin/auth/user/default/login/tasklist",
                new HttpEntity<>(form, headers),
                String.class)
            .getHeaders());
  }

  /** What a browser sends on: the cookies it has and was given, the newest token. */
  private static HttpHeaders merged(HttpHeaders session, HttpHeaders answer) {
    Map<String, String> cookies = new LinkedHashMap<>();
    Stream.concat(
            session.getOrDefault(HttpHeaders.COOKIE, List.of()).stream()
                .flatMap(all -> Stream.of(all.split("; "))),
            answer.getOrDefault(HttpHeaders.SET_COOKIE, List.of()).stream()
                .map(one -> one.split(";")[0]))
        .forEach(cookie -> cookies.put(cookie.split("=")[0], cookie));
    HttpHeaders merged = new HttpHeaders();
    merged.set(HttpHeaders.COOKIE, String.join("; ", cookies.values()));
    String token = answer.getFirst(TOKEN);
    merged.set(TOKEN, token == null ? session.getFirst(TOKEN) : token);
    return merged;
  }

  private ResponseEntity<JsonNode> post(String person, String path, Object body) {
    return http.withBasicAuth(person, password).postForEntity(path, body, JsonNode.class);
  }

  private String task() {
    return tasks.createTaskQuery().processInstanceId(start()).singleResult().getId();
  }

  private String start() {
    return runtime.startProcessInstanceByKey("submissions", report(Map.of())).getId();
  }

  private String instance() {
    return runtime
        .createProcessInstanceQuery()
        .processDefinitionKey("submissions")
        .singleResult()
        .getId();
  }

  private long instances() {
    return runtime.createProcessInstanceQuery().processDefinitionKey("submissions").count();
  }

  private static Map<String, Object> report(Map<String, Object> others) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "title", "Mail cannot be sent",
                "description", "Since this morning",
                "service", "mail",
                "reporter", "rosa",
                "impact", "high",
                "urgency", "low"));
    values.putAll(others);
    return values;
  }

  /** As REST takes them. */
  private static Map<String, Object> variables(Map<String, Object> values) {
    Map<String, Object> variables = new HashMap<>();
    values.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    return Map.of("variables", variables);
  }
}
