package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Service requests over HTTP, with the items that ship; and the engine's own REST beside it. */
@ClauseflowTest
class RequestsApiTest {

  private static final String PASSWORD = "Welcome-20000";

  private static final Map<String, Object> ACCESS =
      Map.of("service", "files", "accessLevel", "write", "purpose", "The new project");
  private static final Map<String, Object> HEADSET =
      Map.of("equipment", "headset", "place", "Room 12", "purpose", "Calls");

  @Autowired private TestRestTemplate http;
  @Autowired private TaskService tasks;
  @Autowired private IdentityService identity;
  @Autowired private Register register;
  @Autowired private AuthorizationService authorizations;
  @Autowired private JdbcClient jdbc;

  private Authorization mayRead;

  /** What measures the coverage of models reads them as whoever acts; the product does not. */
  @BeforeEach
  void letTheMeasurementRead() {
    mayRead = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    mayRead.setGroupId("customer");
    mayRead.setResource(Resources.PROCESS_DEFINITION);
    mayRead.setResourceId(Authorization.ANY);
    mayRead.addPermission(Permissions.READ);
    authorizations.saveAuthorization(mayRead);
  }

  @AfterEach
  void endTheMeasurement() {
    authorizations.deleteAuthorization(mayRead.getId());
  }

  @Test
  void theCatalogueIsListedWithItsForms() {
    JsonNode items = get("rosa", "/api/requests/items").getBody();
    assertThat(texts(items, "id"))
        .contains("request-access", "request-equipment", "request-information", "request-leaver");
    JsonNode leaver = get("rosa", "/api/requests/items/request-leaver").getBody();
    assertThat(leaver.path("name").asText()).isEqualTo("Leaver");
    assertThat(leaver.path("description").asText()).startsWith("Ends the access");
    assertThat(leaver.path("service").asText()).isEqualTo("workplace");
    JsonNode who =
        StreamSupport.stream(leaver.at("/form/components").spliterator(), false)
            .filter(component -> component.path("key").asText().equals("leaver"))
            .findFirst()
            .orElseThrow();
    assertThat(texts(who.path("values"), "value"))
        .as("people of the own organization")
        .contains("rosa", "stefan")
        .doesNotContain("tina", "anna");
    assertThat(get("rosa", "/api/requests/items/request-unheard-of").getStatusCode().value())
        .isEqualTo(404);
  }

  @Test
  void aRequestApprovedInAdvanceRunsWithoutAsking() {
    ResponseEntity<JsonNode> answer = order("rosa", "request-equipment", HEADSET);
    assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(201);
    assertThat(answer.getHeaders().getLocation()).hasToString("/api/requests/" + number(answer));
    assertThat(number(answer)).matches("REQ-\\d{4}-\\d{6}");
    assertThat(text(answer, "title")).isEqualTo("Equipment");
    assertThat(text(answer, "status")).isEqualTo("in progress");
    assertThat(text(answer, "approval")).isEqualTo("preApproved");
    assertThat(text(answer, "source")).isEqualTo("api");
    assertThat(text(answer, "service")).isEqualTo("workplace");
    assertThat(text(answer, "requester")).isEqualTo("rosa");
    assertThat(register.find(number(answer)).orElseThrow().data()).containsEntry("cost", 80);
    assertThat(get("rosa", "/api/requests/" + number(answer)).getBody())
        .isEqualTo(answer.getBody());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "item      | request-unheard-of | item is not an item of the catalogue",
        "item      | incident-management | item is not an item of the catalogue",
        "item      |                    | item is required",
        "reporter  | tina               | reporter is not one of the choices offered",
        "urgency   | at once            | urgency is low, medium or high",
        "colour    | blue               | colour is not a field of this",
        "equipment | tank               | equipment tank is not one of notebook",
        "cost      | 1                  | cost",
        "approval  | none               | approval not asked for by the form request-equipment-details",
        "place     |                    | place required"
      })
  void whatIsWrongIsNamedAndNothingIsHalfDone(String field, String value, String error) {
    long before = count();
    Map<String, Object> answers = new HashMap<>(HEADSET);
    Map<String, Object> body = new HashMap<>(Map.of("item", "request-equipment"));
    (List.of("item", "reporter", "urgency", "colour").contains(field) ? body : answers)
        .put(field, value);
    body.put("answers", answers);
    ResponseEntity<JsonNode> answer = post("rosa", "/api/requests", body);
    if (field.equals("cost")) {
      assertThat(register.find(number(answer)).orElseThrow().data())
          .as("worked out by the form, whatever is sent")
          .containsEntry("cost", 80);
      return;
    }
    assertThat(answer.getStatusCode().value()).isEqualTo(400);
    assertThat(text(answer, "detail")).startsWith(error);
    assertThat(count()).isEqualTo(before);
    assertThat(tasks.createTaskQuery().taskDefinitionKey("userTask_giveDetails").count()).isZero();
  }

  @Test
  void whatIsRetiredCanNoLongerBeRequested() {
    jdbc.sql("update sms.request_item set retired = true where id = 'request-information'")
        .update();
    try {
      ResponseEntity<JsonNode> answer =
          order("rosa", "request-information", Map.of("wanted", "What?"));
      assertThat(answer.getStatusCode().value()).isEqualTo(400);
      assertThat(text(answer, "detail"))
          .isEqualTo("item was retired: \"Information\" can no longer be requested");
      assertThat(get("rosa", "/api/requests/items/request-information").getStatusCode().value())
          .isEqualTo(404);
    } finally {
      jdbc.sql("update sms.request_item set retired = false where id = 'request-information'")
          .update();
    }
  }

  @Test
  void anApproverOfTheSameCustomerApprovesOnceAndNobodyElseDoes() {
    String number = number(order("rosa", "request-access", ACCESS));
    String path = "/api/requests/" + number + "/approval";
    assertThat(text(get("rosa", "/api/requests/" + number), "status"))
        .isEqualTo("waiting for approval");
    Map<String, Object> yes = Map.of("approved", true);
    assertThat(post("rosa", path, yes).getStatusCode().value()).as("who asked").isEqualTo(403);
    assertThat(post("umar", path, yes).getStatusCode().value())
        .as("another customer's")
        .isEqualTo(404);
    assertThat(post("anna", path, yes).getStatusCode().value()).as("not asked").isEqualTo(403);
    assertThat(text(post("stefan", path, Map.of("approved", false)), "detail"))
        .isEqualTo("reason is required, as the requester is told why");

    assertThat(text(post("stefan", path, yes), "status")).isEqualTo("in progress");
    ResponseEntity<JsonNode> second =
        post("stefan", path, Map.of("approved", false, "reason", "I was wrong"));
    assertThat(second.getStatusCode().value()).isEqualTo(409);
    assertThat(text(second, "detail"))
        .isEqualTo(number + " is in progress: nobody is asked to approve it");
    assertThat(text(get("rosa", "/api/requests/" + number), "status")).isEqualTo("in progress");
  }

  @Test
  void administratorsRightsAreApprovedByTheSecurityTeam() {
    Map<String, Object> admin = new HashMap<>(ACCESS);
    admin.put("accessLevel", "administrator");
    String number = number(order("rosa", "request-access", admin));
    assertThat(
            post("stefan", "/api/requests/" + number + "/approval", Map.of("approved", true))
                .getStatusCode()
                .value())
        .isEqualTo(403);
    ResponseEntity<JsonNode> no =
        post(
            "ines",
            "/api/requests/" + number + "/approval",
            Map.of("approved", false, "reason", "Write access is enough"));
    assertThat(text(no, "status")).isEqualTo("rejected");
    assertThat(text(no, "reason")).isEqualTo("Write access is enough");
  }

  @Test
  void theEnginesOwnRestApiLetsNobodyApproveForThemselvesOrTwice() {
    String number = number(order("rosa", "request-access", ACCESS));
    String task = "/engine-rest/task/" + task(number, "userTask_approve").getId();
    Map<String, Object> yes = Map.of("variables", Map.of("approved", Map.of("value", "yes")));
    assertThat(post("rosa", task + "/complete", yes).getStatusCode().value()).isEqualTo(403);
    for (String call : List.of("claim", "assignee", "delegate")) {
      ResponseEntity<JsonNode> answer = post("admin", task + "/" + call, Map.of("userId", "rosa"));
      assertThat(answer.getStatusCode().value()).as(call).isEqualTo(403);
      assertThat(text(answer, "message")).contains("is not for rosa, who is the requester");
    }
    assertThat(post("stefan", task + "/claim", Map.of("userId", "stefan")).getStatusCode().value())
        .isEqualTo(204);
    assertThat(post("stefan", task + "/complete", yes).getStatusCode().value()).isEqualTo(204);
    ResponseEntity<JsonNode> second = post("admin", task + "/complete", yes);
    assertThat(second.getStatusCode().value()).isEqualTo(409);
    assertThat(text(second, "message")).contains("\"Approve request\" is done already");
  }

  @Test
  void staffRequestForACustomerAndTheirPeopleAnswerConfirmAndWithdraw() {
    Map<String, Object> body =
        Map.of(
            "item",
            "request-information",
            "reporter",
            "tina",
            "impact",
            "medium",
            "answers",
            Map.of("wanted", "How long are mails kept?"));
    String number = number(post("anna", "/api/requests", body));
    String path = "/api/requests/" + number;
    assertThat(text(get("umar", path), "customer")).isEqualTo("hafenklinik");
    assertThat(get("rosa", path).getStatusCode().value()).isEqualTo(404);
    assertThat(texts(get("tina", "/api/requests?mine=true").getBody().path("items"), "number"))
        .contains(number);
    assertThat(texts(get("rosa", "/api/requests").getBody().path("items"), "number"))
        .doesNotContain(number);

    complete(number, "userTask_answer", Map.of("step", "ask", "question", "Whose?"));
    assertThat(text(get("tina", path), "question")).isEqualTo("Whose?");
    assertThat(text(post("tina", path + "/comments", Map.of("text", "All of them")), "status"))
        .isEqualTo("in progress");
    ResponseEntity<JsonNode> early =
        post("tina", path + "/confirmation", Map.of("confirmed", true));
    assertThat(early.getStatusCode().value()).isEqualTo(409);
    assertThat(text(early, "detail"))
        .isEqualTo(number + " is in progress: only a fulfilled request can be confirmed");
    complete(number, "userTask_answer", Map.of("step", "done", "resolution", "Ten years"));
    assertThat(
            text(
                post(
                    "tina",
                    path + "/confirmation",
                    Map.of("confirmed", false, "comment", "By law?")),
                "status"))
        .isEqualTo("in clarification");
    assertThat(post("stefan", path + "/withdrawal", Map.of("reason", "x")).getStatusCode().value())
        .isEqualTo(404);
    ResponseEntity<JsonNode> withdrawn =
        post("anna", path + "/withdrawal", Map.of("reason", "She found it"));
    assertThat(text(withdrawn, "status")).isEqualTo("withdrawn");
    assertThat(post("tina", path + "/withdrawal", Map.of("reason", "x")).getStatusCode().value())
        .isEqualTo(409);
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void aRepeatedCallIsDoneOnce() {
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = Map.of("item", "request-equipment", "answers", HEADSET);
    long before = count();
    ResponseEntity<JsonNode> first = send("rosa", "/api/requests", body, key);
    ResponseEntity<JsonNode> again = send("rosa", "/api/requests", body, key);
    assertThat(again.getBody()).isEqualTo(first.getBody());
    assertThat(count()).isEqualTo(before + 1);
  }

  @Test
  void whoHasNoPartInItCannotRequest() {
    assertThat(
            http.postForEntity("/api/requests", Map.of("item", "x"), String.class)
                .getStatusCode()
                .value())
        .isEqualTo(401);
  }

  @Test
  void theApiIsDescribed() {
    JsonNode paths = get("rosa", "/v3/api-docs").getBody().path("paths");
    assertThat(paths.path("/api/requests").path("post").path("summary").asText())
        .isEqualTo("Request an item of the catalogue");
    assertThat(paths.has("/api/requests/{number}/approval")).isTrue();
    assertThat(paths.has("/api/requests/items/{id}")).isTrue();
  }

  private ResponseEntity<JsonNode> order(String person, String item, Map<String, Object> answers) {
    return post(person, "/api/requests", Map.of("item", item, "answers", answers));
  }

  private void complete(String number, String element, Map<String, Object> values) {
    identity.clearAuthentication();
    tasks.complete(task(number, element).getId(), new HashMap<>(values));
  }

  private Task task(String number, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .taskDefinitionKey(element)
        .singleResult();
  }

  private long count() {
    return jdbc.sql("select count(*) from sms.record").query(Long.class).single();
  }

  private static String number(ResponseEntity<JsonNode> answer) {
    return text(answer, "number");
  }

  private static String text(ResponseEntity<JsonNode> answer, String field) {
    return answer.getBody().path(field).asText(null);
  }

  private static List<String> texts(JsonNode items, String field) {
    return StreamSupport.stream(items.spliterator(), false)
        .map(item -> item.path(field).asText())
        .toList();
  }

  private ResponseEntity<JsonNode> get(String person, String path) {
    return http.withBasicAuth(person, PASSWORD).getForEntity(path, JsonNode.class);
  }

  private ResponseEntity<JsonNode> post(String person, String path, Object body) {
    return send(person, path, body, null);
  }

  private ResponseEntity<JsonNode> send(String person, String path, Object body, String key) {
    HttpHeaders headers = new HttpHeaders();
    if (key != null) {
      headers.set("Idempotency-Key", key);
    }
    return http.withBasicAuth(person, PASSWORD)
        .exchange(path, HttpMethod.POST, new HttpEntity<>(body, headers), JsonNode.class);
  }
}
