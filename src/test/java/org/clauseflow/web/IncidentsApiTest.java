package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

@ClauseflowTest
class IncidentsApiTest {

  private static final String PASSWORD = "Welcome-20000";

  private static final Map<String, Object> RESOLVED =
      Map.of("diagnosis", "resolved", "resolutionCode", "fixed", "resolution", "Replaced it");

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private TaskService tasks;
  @Autowired private Register register;
  @Autowired private Idempotency idempotency;
  @Autowired private JdbcClient jdbc;

  private record Answer(int status, String location, String type, JsonNode body) {

    String text(String field) {
      return body.path(field).asText(null);
    }

    List<String> errors() {
      List<String> errors = new ArrayList<>();
      body.path("errors")
          .forEach(e -> errors.add(e.path("field").asText() + " " + e.path("reason").asText()));
      return errors;
    }
  }

  @Test
  void aReportIsAnsweredWithItsNumber() throws Exception {
    Answer answer = post("rosa", "/api/incidents", incident("Printer on fire"));
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.text("number")).matches("INC-\\d{4}-\\d{6}");
    assertThat(answer.location).isEqualTo("/api/incidents/" + answer.text("number"));
    assertThat(answer.text("title")).isEqualTo("Printer on fire");
    assertThat(answer.text("status")).isEqualTo("reported");
    assertThat(answer.text("reporter")).isEqualTo("rosa");
    assertThat(answer.text("customer")).isEqualTo("nordwind");
    assertThat(answer.text("source")).isEqualTo("api");
    assertThat(answer.text("openedAt")).isNotNull();
    assertThat(get("rosa", answer.location).body).isEqualTo(answer.body);
    assertThat(register.journal(answer.text("number")))
        .first()
        .extracting(JournalEntry::kind, JournalEntry::actor)
        .containsExactly("opened", "rosa");
  }

  @Test
  void aCustomersPeopleSeeTheirOwnAndNobodyElses() throws Exception {
    String number = reported("rosa", "Seen by Nordwind");
    assertThat(get("stefan", "/api/incidents/" + number).status).isEqualTo(200);
    assertThat(get("anna", "/api/incidents/" + number).status).isEqualTo(200);
    Answer other = get("tina", "/api/incidents/" + number);
    assertThat(other.status).isEqualTo(404);
    assertThat(other.type).startsWith("application/problem+json");
    assertThat(numbers(get("stefan", "/api/incidents?size=200"))).contains(number);
    assertThat(numbers(get("stefan", "/api/incidents?size=200&mine=true"))).doesNotContain(number);
    assertThat(numbers(get("tina", "/api/incidents?size=200"))).doesNotContain(number);
    for (String path : List.of("", "/journal", "/links", "/targets", "/verification")) {
      assertThat(get("tina", "/api/records/" + number + path).status).as(path).isEqualTo(404);
      assertThat(get("rosa", "/api/records/" + number + path).status).as(path).isEqualTo(200);
    }
    for (String call : List.of("comments", "confirmation", "reopening", "cancellation")) {
      Map<String, Object> body =
          switch (call) {
            case "comments" -> Map.of("text", "x");
            case "confirmation" -> Map.of("confirmed", true);
            default -> Map.of("reason", "x");
          };
      assertThat(post("tina", "/api/incidents/" + number + "/" + call, body).status)
          .as(call)
          .isEqualTo(404);
    }
  }

  @Test
  void theListIsPagedAndFiltered() throws Exception {
    String first = reported("vera", "List 1");
    String second = reported("vera", "List 2");
    Answer page =
        get("vera", "/api/incidents?mine=true&size=1&page=0&status=reported&service=mail");
    assertThat(numbers(page)).containsExactly(second);
    assertThat(page.body.path("total").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(numbers(get("vera", "/api/incidents?mine=true&size=1&page=1")))
        .containsExactly(first);
    assertThat(numbers(get("vera", "/api/incidents?mine=true&service=portal"))).isEmpty();
    assertThat(numbers(get("vera", "/api/incidents?mine=true&status=closed"))).isEmpty();
    assertThat(get("vera", "/api/incidents?size=0").errors()).containsExactly("size is at least 1");
    assertThat(get("vera", "/api/incidents?size=201").errors())
        .containsExactly("size is at most 200");
    assertThat(get("vera", "/api/incidents?page=x").errors())
        .containsExactly("page is not of the expected kind");
  }

  @Test
  void staffMayReportForSomebodyAndACustomerMayNot() throws Exception {
    Map<String, Object> body = incident("For somebody");
    body.put("reporter", "tina");
    Answer answer = post("anna", "/api/incidents", body);
    assertThat(answer.status).isEqualTo(201);
    assertThat(answer.text("reporter")).isEqualTo("tina");
    assertThat(answer.text("customer")).isEqualTo("hafenklinik");
    assertThat(post("rosa", "/api/incidents", body).status).isEqualTo(403);
    body.put("reporter", "nobody");
    assertThat(post("anna", "/api/incidents", body).errors())
        .containsExactly("reporter is not an active person");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title       |              | title is required",
        "title       | 121          | title has at most 120 characters",
        "description | 4001         | description has at most 4000 characters",
        "description | 5000         | description has at most 4000 characters",
        "service     | nosuch       | service is not a service in operation",
        "impact      | huge         | impact is low, medium or high",
        "urgency     |              | urgency is required",
        "colour      | blue         | colour is not a field of this; there are description, impact, reporter, service, title, urgency"
      })
  void whatIsWrongIsNamed(String field, String value, String error) throws Exception {
    long before = count();
    Map<String, Object> body = incident("Wrong");
    body.put(
        field,
        value != null && value.matches("\\d+") ? "x".repeat(Integer.parseInt(value)) : value);
    Answer answer = post("rosa", "/api/incidents", body);
    assertThat(answer.status).isEqualTo(400);
    assertThat(answer.type).startsWith("application/problem+json");
    assertThat(answer.errors()).containsExactly(error);
    assertThat(answer.text("title")).isEqualTo("Bad Request");
    assertThat(answer.body.path("status").asInt()).isEqualTo(400);
    assertThat(answer.text("detail")).contains(error);
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void whatIsNotJsonOrNotAsExpectedIsRefused() throws Exception {
    long before = count();
    for (String body :
        List.of(
            "",
            "{",
            "\"text\"",
            "[]",
            "{\"title\":\"a\"} trailing",
            "{\"title\":\"a\",\"title\":\"b\"}",
            "{\"title\":{\"a\":1}}",
            "{\\\"title\\\":1}")) {
      Answer answer = send("rosa", "/api/incidents", body, null);
      assertThat(answer.status).as(body).isEqualTo(400);
      assertThat(answer.type).as(body).startsWith("application/problem+json");
    }
    Answer nul = post("rosa", "/api/incidents", incident("with \u0000 inside"));
    assertThat(nul.status).isEqualTo(400);
    assertThat(nul.text("detail")).contains("has a character that it cannot hold");
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void wrongMethodsTypesAndNumbersAreProblemsToo() throws Exception {
    Answer delete = perform("rosa", MockMvcRequestBuilders.delete("/api/incidents"));
    assertThat(delete.status).isEqualTo(405);
    assertThat(delete.type).startsWith("application/problem+json");
    Answer text =
        perform(
            "rosa",
            MockMvcRequestBuilders.post("/api/incidents")
                .contentType(MediaType.TEXT_PLAIN)
                .content("hello"));
    assertThat(text.status).isEqualTo(415);
    assertThat(text.type).startsWith("application/problem+json");
    assertThat(get("rosa", "/api/incidents/INC-1999-000001").status).isEqualTo(404);
    assertThat(get("anna", "/api/records/INC-1999-000001/journal").text("detail"))
        .isEqualTo("There is no record INC-1999-000001 that you may see");
    assertThat(get("rosa", "/api/nothing").status).isEqualTo(404);
    assertThat(
            http.perform(MockMvcRequestBuilders.get("/api/incidents"))
                .andReturn()
                .getResponse()
                .getStatus())
        .isEqualTo(401);
  }

  @Test
  void theCustomersAnswerLetsTheIncidentGoOn() throws Exception {
    String number = reported("rosa", "Which printer?");
    classify(number);
    complete(
        number,
        "userTask_diagnose",
        Map.of("diagnosis", "askCustomer", "question", "Which printer is it?"));
    assertThat(get("rosa", "/api/incidents/" + number).text("status"))
        .isEqualTo("waiting for customer");
    assertThat(get("rosa", "/api/incidents/" + number).text("question"))
        .isEqualTo("Which printer is it?");

    String path = "/api/incidents/" + number + "/comments";
    Answer staff = post("anna", path, Map.of("text", "I have called them"));
    assertThat(staff.text("status"))
        .as("what staff say is no answer")
        .isEqualTo("waiting for customer");
    Answer answer = post("stefan", path, Map.of("text", "The one on floor 3"));
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("in progress");
    assertThat(post("rosa", path, Map.of("text", "By the window")).status).isEqualTo(200);
    assertThat(register.journal(number))
        .filteredOn(entry -> entry.kind().equals("comment"))
        .extracting(JournalEntry::actor, JournalEntry::note)
        .containsExactly(
            tuple("anna", "I have called them"),
            tuple("stefan", "The one on floor 3"),
            tuple("rosa", "By the window"));
  }

  @Test
  void onlyWhatIsResolvedIsConfirmedAndOnlyByThoseConcerned() throws Exception {
    String number = reported("rosa", "Confirm me");
    String path = "/api/incidents/" + number + "/confirmation";
    Answer early = post("rosa", path, Map.of("confirmed", true));
    assertThat(early.status).isEqualTo(409);
    assertThat(early.text("detail"))
        .isEqualTo(number + " is reported: only a resolved incident can be confirmed");

    resolve(number);
    Answer somebodyElse = post("anna", path, Map.of("confirmed", true));
    assertThat(somebodyElse.status).isEqualTo(409);
    assertThat(somebodyElse.text("detail"))
        .isEqualTo(
            "Only the reporter of " + number + " or somebody of the same customer can confirm it");
    assertThat(post("rosa", path, Map.of()).errors()).containsExactly("confirmed is required");
    assertThat(post("rosa", path, Map.of("confirmed", false)).errors())
        .containsExactly("comment is required, to tell what is still wrong");

    Answer confirmed = post("rosa", path, Map.of("confirmed", true, "comment", "Thank you"));
    assertThat(confirmed.status).isEqualTo(200);
    assertThat(confirmed.text("status")).isEqualTo("closed");
    assertThat(confirmed.text("closedAt")).isNotNull();
    assertThat(post("rosa", path, Map.of("confirmed", true)).status).isEqualTo(409);
    assertThat(
            post("rosa", "/api/incidents/" + number + "/cancellation", Map.of("reason", "late"))
                .status)
        .isEqualTo(409);
  }

  @Test
  void whatIsNotConfirmedGoesOn() throws Exception {
    String number = reported("rosa", "Not yet");
    resolve(number);
    Answer answer =
        post(
            "stefan",
            "/api/incidents/" + number + "/confirmation",
            Map.of("confirmed", false, "comment", "It still smokes"));
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("in progress");
    assertThat(answer.body.path("resolvedAt").isNull()).isTrue();
  }

  @Test
  void reopeningGoesOnInTheWindowAndOpensAFollowerAfterwards() throws Exception {
    String number = reported("rosa", "Again and again");
    String path = "/api/incidents/" + number + "/reopening";
    assertThat(post("rosa", path, Map.of("reason", "x")).status).as("it is open").isEqualTo(409);
    resolve(number);
    Answer within = post("rosa", path, Map.of("reason", "Still broken"));
    assertThat(within.status).isEqualTo(200);
    assertThat(within.text("number")).isEqualTo(number);
    assertThat(within.text("status")).isEqualTo("in progress");

    complete(number, "userTask_diagnose", RESOLVED);
    post("rosa", "/api/incidents/" + number + "/confirmation", Map.of("confirmed", true));
    Answer after = post("rosa", path, Map.of("reason", "It is back"));
    assertThat(after.status).isEqualTo(201);
    assertThat(after.text("number")).isNotEqualTo(number);
    assertThat(after.location).isEqualTo("/api/incidents/" + after.text("number"));
    assertThat(after.text("title")).isEqualTo("Again and again");
    assertThat(after.text("description")).isEqualTo("It is back");
    assertThat(get("rosa", "/api/incidents/" + number).text("status")).isEqualTo("closed");
    JsonNode link = get("rosa", "/api/records/" + number + "/links").body.path(0);
    assertThat(
            link.path("from").asText()
                + " "
                + link.path("kind").asText()
                + " "
                + link.path("to").asText())
        .isEqualTo(after.text("number") + " follows " + number);
  }

  @Test
  void theReporterWithdraws() throws Exception {
    String number = reported("rosa", "Never mind");
    String path = "/api/incidents/" + number + "/cancellation";
    assertThat(post("anna", path, Map.of("reason", "x")).status).isEqualTo(409);
    Answer answer = post("rosa", path, Map.of("reason", "It works again"));
    assertThat(answer.status).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("cancelled");
    assertThat(post("rosa", path, Map.of("reason", "x")).status).isEqualTo(409);
    assertThat(
            post("rosa", "/api/incidents/" + number + "/reopening", Map.of("reason", "x")).status)
        .isEqualTo(409);
  }

  @Test
  void expressionsInTextStayText() throws Exception {
    String text =
        "${1+1} #{execution.id} $startDate {{number}} <b>\u2713</b> '; drop table sms.record; --";
    Map<String, Object> body = incident(text);
    body.put("description", text);
    Answer answer = post("rosa", "/api/incidents", body);
    assertThat(answer.text("title")).isEqualTo(text);
    assertThat(answer.text("description")).isEqualTo(text);
    Answer comment =
        post("rosa", "/api/incidents/" + answer.text("number") + "/comments", Map.of("text", text));
    assertThat(comment.status).isEqualTo(200);
    assertThat(register.journal(answer.text("number")))
        .anyMatch(entry -> text.equals(entry.note()));
  }

  @Test
  void aRepeatedCallIsAnsweredAgainAndDoneOnce() throws Exception {
    String key = UUID.randomUUID().toString();
    long before = count();
    Answer first = send("rosa", "/api/incidents", write(incident("Once only")), key);
    Answer again = send("rosa", "/api/incidents", write(incident("Once only")), key);
    assertThat(first.status).isEqualTo(201);
    assertThat(again).isEqualTo(first);
    assertThat(count()).isEqualTo(before + 1);

    Answer other = send("rosa", "/api/incidents", write(incident("Something else")), key);
    assertThat(other.status).isEqualTo(409);
    assertThat(other.text("detail")).contains("was used for another call already");
    Answer otherCall =
        send(
            "rosa",
            "/api/incidents/" + first.text("number") + "/comments",
            "{\"text\":\"hello\"}",
            key);
    assertThat(otherCall.status).isEqualTo(409);
    Answer otherPerson = send("tina", "/api/incidents", write(incident("Once only")), key);
    assertThat(otherPerson.status).isEqualTo(201);
    assertThat(otherPerson.text("number")).isNotEqualTo(first.text("number"));
    assertThat(send("rosa", "/api/incidents", write(incident("Long")), "k".repeat(201)).status)
        .isEqualTo(400);
  }

  @Test
  void whatFailedCanBeTriedAgainWithTheSameKey() throws Exception {
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = incident("Second try");
    body.put("service", "nosuch");
    assertThat(send("rosa", "/api/incidents", write(body), key).status).isEqualTo(400);
    body.put("service", "mail");
    assertThat(send("rosa", "/api/incidents", write(body), key).status).isEqualTo(201);
  }

  @Test
  void callsAtTheSameMomentAreDoneOnce() throws Exception {
    String key = UUID.randomUUID().toString();
    String body = write(incident("All at once"));
    long before = count();
    List<Answer> answers = atOnce(6, () -> send("rosa", "/api/incidents", body, key));
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers.stream().map(answer -> answer.text("number")).distinct()).hasSize(1);
    assertThat(count()).isEqualTo(before + 1);
  }

  @Test
  void keysAreForgottenAfterAWeek() throws Exception {
    String key = UUID.randomUUID().toString();
    send("rosa", "/api/incidents", write(incident("Old")), key);
    idempotency.forget();
    assertThat(kept(key)).isEqualTo(1);
    jdbc.sql(
            "update sms.idempotency_key set created_at = created_at - interval '8 days' where key = :key")
        .param("key", key)
        .update();
    idempotency.forget();
    assertThat(kept(key)).isZero();
  }

  @Test
  void ofTwoWhoConfirmAtOnceOneWins() throws Exception {
    for (int i = 0; i < 3; i++) {
      String number = reported("rosa", "Race " + i);
      resolve(number);
      List<Answer> answers =
          atOnce(
              2,
              () ->
                  post(
                      "rosa",
                      "/api/incidents/" + number + "/confirmation",
                      Map.of("confirmed", true)));
      assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
      assertThat(register.verify(number)).isEmpty();
    }
  }

  @Test
  void theJournalIsReadAndVerified() throws Exception {
    String number = reported("rosa", "Journal");
    Answer journal = get("rosa", "/api/records/" + number + "/journal?size=1");
    assertThat(journal.body.path("items")).hasSize(1);
    assertThat(journal.body.path("items").path(0).path("kind").asText()).isEqualTo("opened");
    assertThat(journal.body.path("total").asInt()).isGreaterThan(1);
    assertThat(
            get("rosa", "/api/records/" + number + "/verification").body.path("intact").asBoolean())
        .isTrue();
    assertThat(get("olga", "/api/journal/verification").status).isEqualTo(200);
    assertThat(get("rosa", "/api/journal/verification").status).isEqualTo(403);
    assertThat(get("anna", "/api/journal/verification").type)
        .startsWith("application/problem+json");
  }

  @Test
  void dueDatesAreExplained() throws Exception {
    String number = reported("rosa", "When is it due?");
    JsonNode targets = get("rosa", "/api/records/" + number + "/targets").body;
    assertThat(targets).hasSize(2);
    assertThat(targets.path(0).path("dueAt").asText()).isNotEmpty();
    assertThat(targets.path(0).path("agreed").asText()).startsWith("PT");
    assertThat(get("tina", "/api/records/" + number + "/targets").status).isEqualTo(404);
  }

  @Test
  void theApiIsDescribed() throws Exception {
    JsonNode paths = get("rosa", "/v3/api-docs").body.path("paths");
    assertThat(paths.path("/api/incidents").path("post").path("summary").asText())
        .isEqualTo("Report an incident");
    JsonNode responses =
        paths.path("/api/incidents/{number}/confirmation").path("post").path("responses");
    assertThat(responses.path("409").path("content").has("application/problem+json")).isTrue();
    assertThat(responses.path("200").path("content").path("application/json").toString())
        .contains("Incident");
    assertThat(paths.path("/api/incidents").path("post").path("responses").has("201")).isTrue();
    assertThat(paths.has("/api/alerts/alertmanager")).isTrue();
    Answer page = get("rosa", "/api-docs");
    assertThat(page.status).isEqualTo(302);
    assertThat(get("rosa", page.location).status).isEqualTo(200);
  }

  private void classify(String number) {
    complete(
        number,
        "userTask_classify",
        Map.of(
            "classification", "proceed",
            "category", "hardware",
            "impact", "low",
            "urgency", "low",
            "securityRisk", "none",
            "service", "mail"));
  }

  private void resolve(String number) {
    classify(number);
    complete(number, "userTask_diagnose", RESOLVED);
  }

  private void complete(String number, String task, Map<String, Object> values) {
    Task open =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey(task)
            .singleResult();
    assertThat(open).as(task + " of " + number).isNotNull();
    tasks.complete(open.getId(), values);
  }

  private String reported(String person, String title) throws Exception {
    Answer answer = post(person, "/api/incidents", incident(title));
    assertThat(answer.status).as(String.valueOf(answer.body)).isEqualTo(201);
    return answer.text("number");
  }

  private static Map<String, Object> incident(String title) {
    return new HashMap<>(
        Map.of(
            "title",
            title,
            "description",
            "It does not work",
            "service",
            "mail",
            "impact",
            "low",
            "urgency",
            "low"));
  }

  private <T> List<T> atOnce(int threads, Callable<T> call) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : pool.invokeAll(Collections.nCopies(threads, call))) {
        results.add(result.get());
      }
      return results;
    } finally {
      pool.shutdown();
    }
  }

  private List<String> numbers(Answer page) {
    List<String> numbers = new ArrayList<>();
    page.body.path("items").forEach(item -> numbers.add(item.path("number").asText()));
    return numbers;
  }

  private long count() {
    return jdbc.sql("select count(*) from sms.record").query(Long.class).single();
  }

  private long kept(String key) {
    return jdbc.sql("select count(*) from sms.idempotency_key where key = :key")
        .param("key", key)
        .query(Long.class)
        .single();
  }

  private String write(Object body) throws Exception {
    return json.writeValueAsString(body);
  }

  private Answer post(String person, String path, Object body) throws Exception {
    return send(person, path, write(body), null);
  }

  private Answer send(String person, String path, String body, String key) throws Exception {
    MockHttpServletRequestBuilder request =
        MockMvcRequestBuilders.post(path).contentType(MediaType.APPLICATION_JSON).content(body);
    return perform(person, key == null ? request : request.header("Idempotency-Key", key));
  }

  private Answer get(String person, String path) throws Exception {
    return perform(person, MockMvcRequestBuilders.get(path));
  }

  private Answer perform(String person, MockHttpServletRequestBuilder request) throws Exception {
    MvcResult result = http.perform(request.with(httpBasic(person, PASSWORD))).andReturn();
    String content = result.getResponse().getContentAsString(StandardCharsets.UTF_8);
    String type = result.getResponse().getContentType();
    return new Answer(
        result.getResponse().getStatus(),
        result.getResponse().getHeader("Location"),
        type,
        json.readTree(type != null && type.contains("json") ? content : "null"));
  }
}
