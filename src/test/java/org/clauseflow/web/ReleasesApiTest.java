package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Releases by REST: for the release manager, seen by staff. */
@ClauseflowTest
class ReleasesApiTest {

  private static final String PASSWORD = "Welcome-20000";

  @Autowired private MockMvc http;
  @Autowired private TestRestTemplate rest;
  @Autowired private ObjectMapper json;
  @Autowired private TaskService tasks;
  @Autowired private Register register;
  @Autowired private PlatformTransactionManager transactions;

  private record Answer(int status, JsonNode body) {

    String text(String field) {
      return body.path(field).asText(null);
    }
  }

  @Test
  void theReleaseManagerBeginsChangesAndCancelsOne() throws Exception {
    String change = change("yes");
    Map<String, Object> release = release("Portal 2026.5", change);
    assertThat(call("POST", "chloe", "/api/releases", release).status).isEqualTo(403);
    String key = UUID.randomUUID().toString();
    Answer begun = post("ruth", "/api/releases", release, key);
    assertThat(begun.status).isEqualTo(201);
    String number = begun.text("number");
    assertThat(number).matches("REL-\\d{4}-\\d{6}");
    assertThat(begun.text("status")).isEqualTo("in planning");
    assertThat(begun.body.path("changes").asInt()).isEqualTo(1);
    assertThat(post("ruth", "/api/releases", release, key)).as("once").isEqualTo(begun);

    String another = change("yes");
    String path = "/api/releases/" + number;
    assertThat(call("PUT", "ruth", path + "/changes/" + another, null).body.path("changes").asInt())
        .isEqualTo(2);
    Answer unapproved = call("PUT", "ruth", path + "/changes/" + change("no"), null);
    assertThat(unapproved.status).isEqualTo(400);
    assertThat(unapproved.text("detail")).contains("which is not approved");
    assertThat(call("DELETE", "ruth", path + "/changes/" + another, null).status).isEqualTo(200);
    assertThat(call("DELETE", "ruth", path + "/changes/" + another, null).status).isEqualTo(404);

    assertThat(call("GET", "anna", path, null).text("title")).isEqualTo("Portal 2026.5");
    assertThat(
            call("GET", "anna", "/api/releases?service=portal", null)
                .body
                .path("items")
                .findValuesAsText("number"))
        .contains(number);
    assertThat(call("GET", "anna", path + "/criteria", null).body).isEmpty();
    assertThat(call("GET", "anna", path + "/incidents", null).body.path("total").asInt()).isZero();
    for (String hidden : List.of("/api/releases", path, path + "/criteria", path + "/incidents")) {
      assertThat(call("GET", "rosa", hidden, null).status).as(hidden).isEqualTo(403);
    }

    String cancellation = path + "/cancellation";
    assertThat(call("POST", "ruth", cancellation, Map.of()).status).isEqualTo(400);
    assertThat(call("POST", "anna", cancellation, Map.of("reason", "x")).status).isEqualTo(403);
    assertThat(call("POST", "ruth", cancellation, Map.of("reason", "Not needed")).text("status"))
        .isEqualTo("cancelled");
    assertThat(call("POST", "ruth", cancellation, Map.of("reason", "x")).status).isEqualTo(409);
    assertThat(call("PUT", "ruth", path + "/changes/" + another, null).status).isEqualTo(409);
    assertThat(call("GET", "ruth", "/api/releases/REL-1999-000001", null).status).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsSaidByField() throws Exception {
    Answer unapproved = call("POST", "ruth", "/api/releases", release("Wrong", change("no")));
    assertThat(unapproved.status).isEqualTo(400);
    assertThat(unapproved.text("detail"))
        .contains("addedChanges is not one of the choices offered");

    String number =
        call("POST", "ruth", "/api/releases", release("Dates", change("yes"))).text("number");
    String task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
    Map<String, Object> plan = new HashMap<>();
    plan.put("planning", "plan");
    plan.put("releaseType", "patch");
    plan.put("deliverables", "x");
    plan.put("plannedStart", "2099-03-20T22:00:00Z");
    plan.put("plannedEnd", "2099-03-20T20:00:00Z");
    plan.put("deploymentMethod", "hand");
    plan.put("supportGroup", "applicationSupport");
    plan.put("acceptanceEnvironment", "x");
    plan.put("mandatoryCriteria", "x");
    plan.put("reversalPlan", "x");
    Map<String, Object> variables = new HashMap<>();
    plan.forEach((name, value) -> variables.put(name, Map.of("value", value)));
    var refused =
        rest.withBasicAuth("ruth", PASSWORD)
            .postForEntity(
                "/engine-rest/task/" + task + "/submit-form",
                Map.of("variables", variables),
                JsonNode.class);
    assertThat(refused.getStatusCode().value()).isEqualTo(400);
    assertThat(refused.getBody().path("message").asText())
        .contains("must be after plannedStart: the deployment ends before it starts");
  }

  private static Map<String, Object> release(String title, String change) {
    return Map.of(
        "title", title, "description", "x", "service", "portal", "changes", List.of(change));
  }

  private String change(String approved) {
    return new TransactionTemplate(transactions)
        .execute(
            transaction -> {
              String number = register.nextNumber("change");
              register.open(
                  new Opening(number, "change", "change", 1, "of the test"),
                  Entry.of(
                      "carla",
                      "opened",
                      null,
                      Map.of(
                          "title", "Portal shows tariffs",
                          "status", "scheduled",
                          "service", "portal",
                          "approved", approved,
                          "configurationItems", List.of("CI-0021"))));
              return number;
            });
  }

  private Answer post(String person, String path, Object body, String key) throws Exception {
    return call(MockMvcRequestBuilders.post(path).header("Idempotency-Key", key), person, body);
  }

  private Answer call(String method, String person, String path, Object body) throws Exception {
    return call(
        MockMvcRequestBuilders.request(HttpMethod.valueOf(method), URI.create(path)), person, body);
  }

  private Answer call(MockHttpServletRequestBuilder request, String person, Object body)
      throws Exception {
    request.with(httpBasic(person, PASSWORD)).contentType(MediaType.APPLICATION_JSON);
    if (body != null) {
      request.content(json.writeValueAsBytes(body));
    }
    var response = http.perform(request).andReturn().getResponse();
    return new Answer(response.getStatus(), json.readTree(response.getContentAsByteArray()));
  }
}
