package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Problems and known errors by REST: for staff, and refused with a reason. */
@ClauseflowTest
class ProblemsApiTest {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private MockMvc http;
  @Autowired private TestRestTemplate rest;
  @Autowired private ObjectMapper json;
  @Autowired private TaskService tasks;

  private record Answer(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asText(null);
    }

    List<String> numbers() {
      return body.path("items").findValuesAsText("number");
    }
  }

  @Test
  void staffRaiseAndWithdrawAProblem() throws Exception {
    Answer raised = post("chloe", "/api/problems", problem("Tunnels drop at noon"));
    assertThat(raised.status).isEqualTo(201);
    String number = raised.text("number");
    assertThat(number).matches("PRB-\\d{4}-\\d{6}");
    assertThat(raised.text("status")).isEqualTo("raised");
    assertThat(raised.text("reporter")).isEqualTo("chloe");
    assertThat(get("anna", "/api/problems/" + number).text("title"))
        .isEqualTo("Tunnels drop at noon");
    assertThat(get("anna", "/api/problems?service=remote&open=true").numbers()).contains(number);

    String withdrawal = "/api/problems/" + number + "/withdrawal";
    assertThat(post("chloe", withdrawal, Map.of("reason", "x")).status).isEqualTo(403);
    assertThat(post("petra", withdrawal, Map.of()).status).isEqualTo(400);
    Answer withdrawn = post("petra", withdrawal, Map.of("reason", "It was a test of the tunnel"));
    assertThat(withdrawn.status).isEqualTo(200);
    assertThat(withdrawn.text("status")).isEqualTo("withdrawn");
    Answer again = post("petra", withdrawal, Map.of("reason", "Once more"));
    assertThat(again.status).isEqualTo(409);
    assertThat(again.text("detail")).contains("can no longer be withdrawn");
  }

  @Test
  void whatIsWrongIsSaidByField() throws Exception {
    Map<String, Object> wrong =
        Map.of("title", "No service", "description", "x", "service", "nosuch", "impact", "huge");
    assertThat(post("anna", "/api/problems", wrong).text("detail"))
        .contains("impact is low, medium or high");
    Answer service =
        post(
            "anna",
            "/api/problems",
            Map.of("title", "No service", "description", "x", "service", "nosuch"));
    assertThat(service.status).isEqualTo(400);
    assertThat(service.text("detail")).contains("service is not one of the choices offered");
    assertThat(get("anna", "/api/problems/PRB-1999-000001").status).isEqualTo(404);
  }

  @Test
  void customersSeeNeitherProblemsNorKnownErrors() throws Exception {
    for (String path :
        List.of(
            "/api/problems",
            "/api/problems/PRB-2026-000001",
            "/api/known-errors",
            "/api/known-errors/KER-2026-000001")) {
      assertThat(get("rosa", path).status).as(path).isEqualTo(403);
    }
    assertThat(post("rosa", "/api/problems", problem("Mine")).status).isEqualTo(403);
  }

  @Test
  void knownErrorsAreFoundByTheirWords() throws Exception {
    String word = "zz" + UUID.randomUUID().toString().replaceAll("[^a-z]", "");
    String problem = post("anna", "/api/problems", problem("Tunnel " + word)).text("number");
    complete(
        problem,
        "userTask_classify",
        Map.of(
            "classification", "proceed",
            "service", "remote",
            "category", "network",
            "impact", "low",
            "urgency", "low",
            "investigators", List.of("networkSupport"),
            "investigationTask", "Look"));
    complete(problem, "userTask_investigate", Map.of("found", "cause", "finding", "Found"));
    complete(
        problem, "userTask_assess", Map.of("assessment", "causeFound", "rootCause", "Old cipher"));
    complete(
        problem,
        "userTask_recordKnownError",
        Map.of(
            "knownErrorChoice",
            "write",
            "knownErrorTitle",
            "Tunnels of " + word + " drop",
            "symptom",
            "The tunnel drops at noon, says " + word,
            "rootCause",
            "Old cipher",
            "workaround",
            "Connect again",
            "affectedItems",
            List.of("CI-0012")));

    String number = get("anna", "/api/problems/" + problem).text("knownError");
    Answer known = get("anna", "/api/known-errors/" + number);
    assertThat(known.text("workaround")).isEqualTo("Connect again");
    assertThat(known.body.path("configurationItems").path(0).asText()).isEqualTo("CI-0012");
    assertThat(known.body.path("problems").path(0).asText()).isEqualTo(problem);

    String find = "/api/known-errors?service=remote&q=";
    assertThat(get("anna", find + "dropping+tunnels+of+" + word).numbers()).startsWith(number);
    assertThat(get("anna", find + word + "+umbrella").numbers())
        .as("one of two words")
        .contains(number);
    assertThat(get("anna", find + "\"drops at noon, says " + word + "\"").numbers())
        .containsExactly(number);
    assertThat(get("anna", find + word + "+-tunnel").numbers()).isEmpty();
    assertThat(get("anna", "/api/known-errors?category=software&q=" + word).numbers()).isEmpty();
    assertThat(get("anna", "/api/known-errors?size=1").body.path("total").asInt()).isPositive();
  }

  @Test
  void listsComeInByTheEnginesRestAsTasklistSendsThem() throws Exception {
    String problem = post("anna", "/api/problems", problem("Tunnel list")).text("number");
    Map<String, Object> values = new HashMap<>();
    Map.of(
            "classification", "proceed",
            "service", "remote",
            "category", "network",
            "impact", "low",
            "urgency", "low",
            "investigationTask", "Look")
        .forEach((name, value) -> values.put(name, Map.of("value", value)));
    values.put("investigators", list("[\"networkSupport\", \"nobody\"]"));
    String path = "/engine-rest/task/" + task(problem, "userTask_classify") + "/submit-form";
    TestRestTemplate engine = rest.withBasicAuth("petra", PASSWORD);
    var refused = engine.postForEntity(path, Map.of("variables", values), JsonNode.class);
    assertThat(refused.getStatusCode().value()).isEqualTo(400);
    assertThat(refused.getBody().path("message").asText())
        .contains("investigators: is not one of the choices offered");

    values.put("investigators", list("[\"networkSupport\", \"securityTeam\"]"));
    var accepted = engine.postForEntity(path, Map.of("variables", values), JsonNode.class);
    assertThat(accepted.getStatusCode().value()).isEqualTo(204);
    assertThat(
            tasks
                .createTaskQuery()
                .processInstanceBusinessKey(problem)
                .taskDefinitionKey("userTask_investigate")
                .count())
        .isEqualTo(2);
  }

  private static Map<String, Object> list(String items) {
    return Map.of(
        "value",
        items,
        "type",
        "Object",
        "valueInfo",
        Map.of(
            "objectTypeName", "java.util.ArrayList",
            "serializationDataFormat", "application/json"));
  }

  private String task(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult()
        .getId();
  }

  private static Map<String, Object> problem(String title) {
    return Map.of(
        "title", title,
        "description", "Every day, for a minute",
        "service", "remote",
        "category", "network",
        "impact", "medium",
        "urgency", "medium");
  }

  private void complete(String number, String element, Map<String, Object> values) {
    tasks.complete(task(number, element), values);
  }

  private Answer post(String person, String path, Object body) throws Exception {
    return perform(
        person,
        MockMvcRequestBuilders.post(path)
            .contentType(MediaType.APPLICATION_JSON)
            .content(json.writeValueAsString(body)));
  }

  private Answer get(String person, String path) throws Exception {
    String[] parts = path.split("\\?", 2);
    MockHttpServletRequestBuilder request = MockMvcRequestBuilders.get(parts[0]);
    if (parts.length == 2) {
      for (String parameter : parts[1].split("&")) {
        String[] pair = parameter.split("=", 2);
        request = request.param(pair[0], pair[1].replace('+', ' '));
      }
    }
    return perform(person, request);
  }

  private Answer perform(String person, MockHttpServletRequestBuilder request) throws Exception {
    var response =
        http.perform(request.with(httpBasic(person, PASSWORD))).andReturn().getResponse();
    String type = response.getContentType();
    String content = response.getContentAsString(StandardCharsets.UTF_8);
    return new Answer(
        response.getStatus(),
        json.readTree(type != null && type.contains("json") ? content : "null"));
  }
}
