package org.clauseflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.JournalEntry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/**
 * An auditor asks for the matrix, goes from an obligation to its elements and from there to its
 * entries; a document controller keeps the catalogue.
 */
@ClauseflowTest
class ConformityApiTest extends ProcessStory {

  private static final String PASSWORD = "Welcome-20000";

  /** Of these days nobody else tells a story. */
  private static final Instant ALONE = Instant.parse("2031-03-04T09:00:00Z");

  private static final String DAYS = "from=2031-03-01&until=2031-03-31";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;

  private record Answer(int status, JsonNode body) {}

  @Test
  void theMatrixCountsWhatTwoIncidentsDid() throws Exception {
    at(ALONE);
    String confirmed = report("No mail <img src=x onerror=alert(1)>");
    String silent = report("{{7*7}} ${7*7}");
    for (String number : List.of(confirmed, silent)) {
      as("anna");
      complete(
          number,
          "userTask_classify",
          values(
              "classification", "proceed",
              "service", "mail",
              "category", "software",
              "securityRisk", "none",
              "impact", "medium",
              "urgency", "medium"));
      as("chloe");
      complete(
          number,
          "userTask_diagnose",
          values("diagnosis", "resolved", "resolutionCode", "fixed", "resolution", "Restarted"));
    }
    as("rosa");
    complete(confirmed, "userTask_confirmResolution", Map.of("confirmed", "yes"));
    identity.clearAuthentication();
    at(ALONE.plusSeconds(6 * 86_400));
    fire(silent, "event_silenceCloses");
    jdbc.sql("update sms.record set confidential = true where number = ?").params(silent).update();

    JsonNode matrix = get("olga", "/api/conformity/matrix?" + DAYS);

    // counted by hand: what the two did at each element that names the obligation
    assertThat(times(matrix, "8.1-a")).as("reported").isEqualTo(2);
    assertThat(times(matrix, "8.1-c")).as("classified").isEqualTo(2);
    assertThat(times(matrix, "8.1-d")).as("diagnosed").isEqualTo(2);
    assertThat(times(matrix, "8.1-f")).as("resolved, and told so").isEqualTo(4);
    assertThat(times(matrix, "8.1-5"))
        .as("receipt, progress, resolution, closure told")
        .isEqualTo(8);
    assertThat(times(matrix, "8.1-g")).as("confirmed or silent, and closed").isEqualTo(4);
    assertThat(times(matrix, "8.1-e")).as("nothing was escalated").isZero();
    assertThat(counted(confirmed, silent))
        .as("the same from the journals")
        .allSatisfy((id, times) -> assertThat(times(matrix, id)).as(id).isEqualTo(times));

    assertThat(row(matrix, "8.1-g").path("state").asText()).isEqualTo("evidenced");
    assertThat(row(matrix, "8.1-g").path("last").path("record").asText()).isEqualTo(silent);
    assertThat(row(matrix, "8.1-g").path("last").path("actor").asText()).isEqualTo("clauseflow");
    assertThat(element(matrix, "8.1-g", "userTask_confirmResolution").path("times").asInt())
        .isEqualTo(1);
    assertThat(element(matrix, "8.1-g", "event_silenceCloses").path("times").asInt()).isEqualTo(1);
    assertThat(element(matrix, "8.1-g", "userTask_confirmResolution").path("kind").asText())
        .isEqualTo("userTask");
    assertThat(row(matrix, "8.1-e").path("state").asText()).isEqualTo("carriedWithoutEvidence");
    assertThat(row(matrix, "7.1-4").path("state").asText()).isEqualTo("carriedByNothing");
    assertThat(row(matrix, "7.1-4").path("elements")).isEmpty();
    JsonNode counts = matrix.path("counts");
    assertThat(counts.path("obligations").asInt()).isEqualTo(matrix.path("rows").size());
    assertThat(
            counts.path("evidenced").asInt()
                + counts.path("carriedWithoutEvidence").asInt()
                + counts.path("carriedByNothing").asInt())
        .isEqualTo(counts.path("obligations").asInt());

    JsonNode evidence =
        get(
            "olga",
            "/api/conformity/obligations/8.1-g/evidence?process=incident-management&element=userTask_confirmResolution&"
                + DAYS);
    assertThat(evidence.path("total").asInt()).isEqualTo(1);
    JsonNode entry = evidence.path("items").get(0);
    assertThat(entry.path("record").asText()).isEqualTo(confirmed);
    assertThat(entry.path("actor").asText()).isEqualTo("rosa");
    assertThat(entry.path("hash").asText()).matches("[0-9a-f]{64}");
    assertThat(entry.path("hash").asText())
        .isEqualTo(
            jdbc.sql(
                    "select encode(hash, 'hex') from sms.record_entry where record_number = ? and seq = ?")
                .params(confirmed, entry.path("seq").asInt())
                .query(String.class)
                .single());
    assertThat(
            get("olga", "/api/records/" + confirmed + "/verification").path("intact").asBoolean())
        .isTrue();

    // confidential: counted for everybody, shown to those who may see it
    assertThat(
            get("marta", "/api/conformity/obligations/8.1-a/evidence?" + DAYS)
                .path("total")
                .asInt())
        .isEqualTo(1);
    assertThat(
            get("olga", "/api/conformity/obligations/8.1-a/evidence?" + DAYS).path("total").asInt())
        .isEqualTo(2);
    assertThat(times(get("marta", "/api/conformity/matrix?" + DAYS), "8.1-a")).isEqualTo(2);

    String csv = text("olga", "/api/conformity/matrix.csv?" + DAYS);
    assertThat(csv).contains("8.1-g").contains(silent).contains("carried by nothing");
    String page = text("olga", "/api/conformity/matrix.html?" + DAYS);
    assertThat(page).contains("8.1-g").contains("2031-03-01 to 2031-03-31").doesNotContain("{{");
  }

  @Test
  void itIsForThoseWhoManageOrAudit() throws Exception {
    assertThat(call("GET", "anna", "/api/conformity/matrix", null).status()).isEqualTo(403);
    assertThat(call("GET", "rosa", "/api/conformity/matrix", null).status()).isEqualTo(403);
    for (String person : List.of("olga", "nina", "katja", "paul", "noah", "marta")) {
      assertThat(call("GET", person, "/api/conformity/matrix", null).status())
          .as(person)
          .isEqualTo(200);
    }
  }

  @Test
  void aPeriodMustBeOne() throws Exception {
    assertThat(detail("/api/conformity/matrix?from=2026-02-01&until=2026-01-01"))
        .contains("ends on 2026-01-01, before it begins");
    assertThat(detail("/api/conformity/matrix?from=1626-02-01&until=2026-01-01"))
        .contains("longer than 20 years");
    assertThat(call("GET", "olga", "/api/conformity/matrix?from=yesterday", null).status())
        .isEqualTo(400);
    assertThat(call("GET", "olga", "/api/conformity/matrix?state=fine", null).status())
        .isEqualTo(400);
    assertThat(call("GET", "olga", "/api/conformity/obligations/8.1-none", null).status())
        .isEqualTo(404);
  }

  @Test
  void rowsAreChosenByClauseProcessAndState() throws Exception {
    assertThat(ids(get("olga", "/api/conformity/matrix?clause=8.1")))
        .isNotEmpty()
        .allMatch(id -> id.startsWith("8.1-"));
    assertThat(ids(get("olga", "/api/conformity/matrix?clause=6.3")))
        .anyMatch(id -> id.startsWith("6.3.1-"))
        .allMatch(id -> id.startsWith("6.3."));
    assertThat(ids(get("olga", "/api/conformity/matrix?process=major-incident")))
        .contains("8.1-11")
        .doesNotContain("9.1-1");
    assertThat(get("olga", "/api/conformity/matrix?state=carriedByNothing").path("rows"))
        .isNotEmpty()
        .allMatch(row -> row.path("elements").isEmpty());
    assertThat(get("olga", "/api/conformity/obligations/9.1-4").path("interval").asText())
        .as("the model of the audit starts by itself")
        .matches("P\\w+");
  }

  @Test
  void aDocumentControllerAddsAnObligationAndWithdrawsIt() throws Exception {
    String id = "ORG-" + UUID.randomUUID().toString().substring(0, 8);
    Map<String, Object> own =
        Map.of(
            "id",
            id,
            "says",
            "=HYPERLINK(\"x\") <b>Outages</b> are told to the regulator.",
            "source",
            "Security act",
            "processes",
            List.of("incident-management"));
    assertThat(call("POST", "olga", "/api/conformity/obligations", own).status()).isEqualTo(403);
    assertThat(call("POST", "nina", "/api/conformity/obligations", own).status()).isEqualTo(201);
    assertThat(call("POST", "nina", "/api/conformity/obligations", own).status()).isEqualTo(409);

    JsonNode row = get("olga", "/api/conformity/obligations/" + id);
    assertThat(row.path("state").asText()).isEqualTo("carriedByNothing");
    assertThat(row.path("origin").asText()).isEqualTo("own");
    assertThat(row.path("clause").asText()).isEqualTo("Security act");
    assertThat(text("olga", "/api/conformity/matrix.csv?state=carriedByNothing"))
        .contains("'=HYPERLINK")
        .doesNotContain(",=HYPERLINK");
    assertThat(text("olga", "/api/conformity/matrix.html?state=carriedByNothing"))
        .contains("&lt;b&gt;Outages")
        .doesNotContain("<b>Outages");

    assertThat(call("DELETE", "nina", "/api/conformity/obligations/" + id, null).status())
        .isEqualTo(204);
    assertThat(call("GET", "olga", "/api/conformity/obligations/" + id, null).status())
        .isEqualTo(404);
    assertThat(call("POST", "nina", "/api/conformity/obligations", own).status())
        .as("its id is used up")
        .isEqualTo(409);
    assertThat(call("DELETE", "nina", "/api/conformity/obligations/8.1-a", null).status())
        .as("the standard's own")
        .isEqualTo(403);
    assertThat(
            call(
                    "POST",
                    "nina",
                    "/api/conformity/obligations",
                    Map.of("id", "8.1-zz", "says", "x", "source", "y", "processes", List.of("x")))
                .status())
        .isEqualTo(400);
  }

  @Test
  void anObligationIsTailoredAndAppliesAgain() throws Exception {
    String path = "/api/conformity/obligations/4.2-2/tailoring";
    Map<String, Object> tailored =
        new HashMap<>(
            Map.of(
                "note", "Does not apply",
                "justification", "No other party operates processes of ours",
                "interval", "P1Y"));
    assertThat(call("PUT", "katja", path, tailored).status()).isEqualTo(403);
    assertThat(call("PUT", "nina", path, tailored).status()).isEqualTo(204);
    tailored.put("note", "Does not apply any more");
    assertThat(call("PUT", "nina", path, tailored).status()).isEqualTo(204);

    JsonNode row = get("olga", "/api/conformity/obligations/4.2-2");
    assertThat(row.path("tailoring").path("note").asText()).isEqualTo("Does not apply any more");
    assertThat(row.path("tailoring").path("by").asText()).isEqualTo("nina");
    assertThat(row.path("interval").asText()).isEqualTo("P1Y");
    assertThat(get("olga", "/api/conformity/matrix").path("counts").path("tailored").asInt())
        .isPositive();

    tailored.put("interval", "sometimes");
    assertThat(call("PUT", "nina", path, tailored).status()).isEqualTo(400);
    tailored.put("interval", "P0D");
    assertThat(call("PUT", "nina", path, tailored).status()).isEqualTo(400);
    assertThat(call("DELETE", "nina", path, null).status()).isEqualTo(204);
    assertThat(get("olga", "/api/conformity/obligations/4.2-2").path("tailoring").isNull())
        .isTrue();
    assertThat(
            call(
                    "PUT",
                    "nina",
                    "/api/conformity/obligations/8.1-none/tailoring",
                    Map.of("note", "x", "justification", "y"))
                .status())
        .isEqualTo(404);
  }

  @Test
  void aPlannedIntervalThatPassedWithoutEvidenceIsLate() throws Exception {
    String path = "/api/conformity/obligations/8.1-11/tailoring";
    call(
        "PUT",
        "nina",
        path,
        Map.of("note", "Yearly", "justification", "Exercise", "interval", "P1D"));
    // far from every other story
    at(Instant.parse("2033-06-01T09:00:00Z"));

    JsonNode row = get("olga", "/api/conformity/obligations/8.1-11");
    assertThat(row.path("late").asBoolean()).isTrue();
    assertThat(Instant.parse(row.path("dueAt").asText())).isBefore("2033-06-01T09:00:00Z");
    assertThat(ids(get("olga", "/api/conformity/matrix?late=true"))).contains("8.1-11");

    call("DELETE", "nina", path, null);
    assertThat(get("olga", "/api/conformity/obligations/8.1-11").path("late").asBoolean())
        .isFalse();
  }

  @Test
  void aDeviationIsAskedForByTheOwnerAndApprovedBySomebodyElse() throws Exception {
    String path = "/api/conformity/deviations";
    Map<String, Object> asked =
        new HashMap<>(
            Map.of(
                "requirement", "8.1-11",
                "process", "major-incident",
                "reason", "The review moves to problem management",
                "expiresOn", "2026-06-30"));
    assertThat(call("POST", "carla", path, asked).status()).as("another's process").isEqualTo(403);
    Answer deviation = call("POST", "katja", path, asked);
    assertThat(deviation.status()).isEqualTo(201);
    String one = path + "/" + deviation.body().path("id").asLong();
    assertThat(get("olga", "/api/conformity/obligations/8.1-11").path("deviations")).isEmpty();

    assertThat(call("POST", "katja", one + "/approval", null).status()).isEqualTo(403);
    assertThat(call("POST", "nina", one + "/approval", null).status()).isEqualTo(204);
    assertThat(call("POST", "nina", one + "/approval", null).status()).isEqualTo(409);
    assertThat(get("olga", "/api/conformity/obligations/8.1-11").path("deviations"))
        .singleElement()
        .satisfies(one1 -> assertThat(one1.path("approvedBy").asText()).isEqualTo("nina"));
    at(Instant.parse("2026-07-01T09:00:00Z"));
    assertThat(get("olga", "/api/conformity/obligations/8.1-11").path("deviations"))
        .as("expired")
        .isEmpty();
    at(MORNING);
    assertThat(call("DELETE", "nina", one, null).status()).isEqualTo(204);
    assertThat(call("DELETE", "nina", one, null).status()).isEqualTo(409);
    assertThat(call("DELETE", "nina", path + "/999999", null).status()).isEqualTo(404);

    asked.put("expiresOn", "2036-06-30");
    assertThat(call("POST", "katja", path, asked).status()).isEqualTo(400);
    asked.put("expiresOn", LocalDate.parse("2026-03-02"));
    assertThat(call("POST", "katja", path, asked).status()).as("in the past").isEqualTo(400);
    asked.put("process", "nothing");
    assertThat(call("POST", "katja", path, asked).status()).isEqualTo(400);
    assertThat(get("olga", path).path("items")).isNotEmpty();
    assertThat(get("olga", "/api/conformity/deployments").path("items").get(0).path("files"))
        .isNotEmpty();
  }

  private String report(String title) {
    Map<String, Object> values = new HashMap<>();
    values.put("title", title);
    values.put("description", "Nothing arrives");
    values.put("service", "mail");
    values.put("reporter", "rosa");
    values.put("impact", "medium");
    values.put("urgency", "medium");
    identity.clearAuthentication();
    String number =
        forms
            .submitStartForm(
                repository
                    .createProcessDefinitionQuery()
                    .processDefinitionKey("incident-management")
                    .latestVersion()
                    .singleResult()
                    .getId(),
                values)
            .getBusinessKey();
    return number;
  }

  /** From the journals, without the query that is tested. */
  private Map<String, Long> counted(String... numbers) {
    Map<String, Long> times = new TreeMap<>();
    for (String number : numbers) {
      for (JournalEntry entry : register.journal(number)) {
        if (Set.of("task", "step", "decision", "event").contains(entry.kind())) {
          entry.requirement().forEach(id -> times.merge(id, 1L, Long::sum));
        }
      }
    }
    return times;
  }

  private static long times(JsonNode matrix, String id) {
    return row(matrix, id).path("times").asLong();
  }

  private static JsonNode row(JsonNode matrix, String id) {
    for (JsonNode row : matrix.path("rows")) {
      if (row.path("id").asText().equals(id)) {
        return row;
      }
    }
    throw new AssertionError("no row " + id);
  }

  private static JsonNode element(JsonNode matrix, String id, String element) {
    for (JsonNode one : row(matrix, id).path("elements")) {
      if (one.path("element").asText().equals(element)) {
        return one;
      }
    }
    throw new AssertionError("no element " + element + " of " + id);
  }

  private static List<String> ids(JsonNode matrix) {
    return matrix.path("rows").findValuesAsText("id").stream()
        .filter(id -> id.contains("-"))
        .toList();
  }

  private String detail(String path) throws Exception {
    Answer answer = call("GET", "olga", path, null);
    assertThat(answer.status()).isEqualTo(400);
    return answer.body().path("detail").asText();
  }

  private JsonNode get(String person, String path) throws Exception {
    Answer answer = call("GET", person, path, null);
    assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
    return answer.body();
  }

  private String text(String person, String path) throws Exception {
    var response = perform("GET", person, path, null);
    assertThat(response.getStatus()).isEqualTo(200);
    return response.getContentAsString(StandardCharsets.UTF_8);
  }

  private Answer call(String method, String person, String path, Object body) throws Exception {
    var response = perform(method, person, path, body);
    byte[] content = response.getContentAsByteArray();
    return new Answer(
        response.getStatus(),
        content.length == 0
            ? com.fasterxml.jackson.databind.node.NullNode.getInstance()
            : json.readTree(content));
  }

  private MockHttpServletResponse perform(String method, String person, String path, Object body)
      throws Exception {
    var request =
        MockMvcRequestBuilders.request(HttpMethod.valueOf(method), URI.create(path))
            .with(httpBasic(person, PASSWORD))
            .contentType(MediaType.APPLICATION_JSON);
    if (body != null) {
      request.content(json.writeValueAsBytes(body));
    }
    return http.perform(request).andReturn().getResponse();
  }
}
