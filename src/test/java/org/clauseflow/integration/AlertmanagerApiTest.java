package org.clauseflow.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.web.ErrorResponseException;

@ClauseflowTest
class AlertmanagerApiTest {

  private static final Path REAL = Path.of("../shared/data/alertmanager");

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private Register register;
  @Autowired private TaskService tasks;
  @Autowired private AlertSettings settings;
  @Autowired private JdbcClient jdbc;

  private record Answer(int status, String type, JsonNode body) {}

  @Test
  void anAlertOpensOneIncidentAndItsRepetitionTellsIt() throws Exception {
    String fingerprint = fingerprint();
    String number = opened(alert("firing", fingerprint, "critical"));
    ServiceRecord record = register.find(number).orElseThrow();
    assertThat(record.title()).isEqualTo("Disk is full");
    assertThat(record.service()).isEqualTo("mail");
    assertThat(record.source()).isEqualTo("alert");
    assertThat(record.externalId()).isEqualTo(fingerprint);
    assertThat(record.data())
        .containsEntry("impact", "high")
        .containsEntry("urgency", "high")
        .extractingByKey("description")
        .asString()
        .startsWith("Only 1 % is left")
        .contains(
            "Since: 2026-11-20T10:15:30.27Z",
            "Source: http://prometheus.example/graph",
            "alertname: DiskFull");
    assertThat(register.journal(number).get(0).actor()).isEqualTo("monitoring");

    JsonNode again = take(alert("firing", fingerprint, "critical"));
    assertThat(again.path("outcome").asText()).isEqualTo("UPDATED");
    assertThat(again.path("number").asText()).isEqualTo(number);
    assertThat(register.journal(number))
        .filteredOn(entry -> entry.kind().equals("comment"))
        .singleElement()
        .extracting(JournalEntry::note)
        .asString()
        .startsWith("The alert fires: Disk is full\nOnly 1 % is left");
  }

  @Test
  void theEndOfAnAlertResolvesItsIncident() throws Exception {
    String fingerprint = fingerprint();
    String number = opened(alert("firing", fingerprint, "warning"));
    JsonNode over = take(alert("resolved", fingerprint, "warning"));
    assertThat(over.path("outcome").asText()).isEqualTo("RESOLVED");
    assertThat(register.find(number).orElseThrow().status()).isEqualTo("resolved");
    assertThat(take(alert("resolved", fingerprint, "warning")).path("outcome").asText())
        .isEqualTo("IGNORED");

    JsonNode back = take(alert("firing", fingerprint, "warning"));
    assertThat(back.path("outcome").asText()).isEqualTo("REOPENED");
    assertThat(back.path("number").asText()).isEqualTo(number);
    assertThat(register.find(number).orElseThrow().status()).isEqualTo("in progress");
  }

  @Test
  void whereTheModelDoesNotResolveTheEndIsNoted() throws Exception {
    String fingerprint = fingerprint();
    String number = opened(alert("firing", fingerprint, "warning"));
    Task task = tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult();
    tasks.complete(
        task.getId(), Map.of("diagnosis", "askCustomer", "question", "Do you notice anything?"));
    JsonNode over = take(alert("resolved", fingerprint, "warning"));
    assertThat(over.path("outcome").asText()).isEqualTo("NOTED");
    assertThat(register.find(number).orElseThrow().status()).isEqualTo("waiting for customer");
    assertThat(register.journal(number))
        .anyMatch(entry -> "The alert is over".equals(entry.note()));
  }

  @Test
  void anUnknownAlertThatEndsOpensNothing() throws Exception {
    long before = count();
    assertThat(take(alert("resolved", fingerprint(), "warning")).path("outcome").asText())
        .isEqualTo("IGNORED");
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void withoutAFingerprintTheLabelsAreTheIdentity() throws Exception {
    Map<String, Object> alert = alert("firing", null, "warning");
    String instance = UUID.randomUUID().toString();
    alert.put("labels", Map.of("alertname", "A", "instance", instance, "service", "mail"));
    String number = opened(alert);
    alert.put(
        "labels", new TreeMap<>(Map.of("service", "mail", "instance", instance, "alertname", "A")));
    assertThat(take(alert).path("number").asText()).isEqualTo(number);
    alert.put(
        "labels", Map.of("alertname", "A", "instance", instance, "service", "mail", "pod", "2"));
    assertThat(opened(alert)).isNotEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "CRITICAL,high,high",
    "Warning,medium,medium",
    "info,low,low",
    "slack,medium,medium",
    ",medium,medium"
  })
  void theDecisionClassifies(String severity, String impact, String urgency) throws Exception {
    String number = opened(alert("firing", fingerprint(), severity));
    assertThat(register.find(number).orElseThrow().data())
        .containsEntry("impact", impact)
        .containsEntry("urgency", urgency);
  }

  @Test
  void anUnknownServiceFallsBackToTheOneThatIsSet() throws Exception {
    Map<String, Object> alert = alert("firing", fingerprint(), "warning");
    alert.put("labels", Map.of("alertname", "A", "service", "my-service"));
    assertThat(register.find(opened(alert)).orElseThrow().service())
        .isEqualTo(settings.defaultService());
  }

  @Test
  void textStaysText() throws Exception {
    String odd = "${1+1} #{x} $startDate {{y}} <script>\u0000'; drop table sms.record; --";
    Map<String, Object> alert = alert("firing", fingerprint(), "warning");
    alert.put(
        "annotations",
        Map.of("summary", odd + "\n" + "x".repeat(200), "description", odd + "y".repeat(5000)));
    alert.put("startsAt", "$startDate");
    ServiceRecord record = register.find(opened(alert)).orElseThrow();
    assertThat(record.title()).startsWith(odd.replace("\u0000", "")).hasSize(120).endsWith("…");
    assertThat(record.data().get("description").toString())
        .startsWith(odd.replace("\u0000", ""))
        .hasSize(4000)
        .doesNotContain("Since:");
  }

  @Test
  void ofAlertsAtTheSameMomentOneOpensTheIncident() throws Exception {
    for (int i = 0; i < 3; i++) {
      Map<String, Object> alert = alert("firing", fingerprint(), "warning");
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<String> outcomes = new ArrayList<>();
      List<String> numbers = new ArrayList<>();
      try {
        Callable<JsonNode> call = () -> take(alert);
        for (Future<JsonNode> result : pool.invokeAll(Collections.nCopies(4, call))) {
          outcomes.add(result.get().path("outcome").asText());
          numbers.add(result.get().path("number").asText());
        }
      } finally {
        pool.shutdown();
      }
      assertThat(outcomes).containsExactlyInAnyOrder("OPENED", "UPDATED", "UPDATED", "UPDATED");
      assertThat(numbers.stream().distinct()).hasSize(1);
    }
  }

  @Test
  void severalAlertsOfOneNoticeAreTakenEach() throws Exception {
    String first = fingerprint();
    String second = fingerprint();
    Answer answer =
        send(
            json.writeValueAsString(
                Map.of(
                    "alerts",
                    List.of(alert("firing", first, "info"), alert("firing", second, "info")))),
            settings.secret());
    assertThat(answer.body).hasSize(2);
    assertThat(register.findByOrigin("alert", first)).isPresent();
    assertThat(register.findByOrigin("alert", second)).isPresent();
  }

  @Test
  void whatIsNotAnAlertmanagersJsonIsRefusedWhole() throws Exception {
    long before = count();
    String good = json.writeValueAsString(alert("firing", fingerprint(), "info"));
    for (String body :
        List.of(
            "",
            "{ \\\"alerts\\\":[ { \\\"status\\\":\\\"firing\\\" } ] }",
            "\"{ \\\"alerts\\\": [{\n}]}\"",
            "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"}}],\"groupKey\":\"{alertname=\"A\"}\"}",
            "{'status': 'firing', 'labels': {'alertname': 'A'}}",
            "{\n {'status': 'firing'}",
            "{}",
            "[]",
            "{\"alerts\":[null]}",
            "{\"alerts\":[" + good + ",{\"status\":\"broken\"}]}",
            "{\"alerts\":[" + good + ",{\"labels\":{}}]}")) {
      Answer answer = send(body, settings.secret());
      assertThat(answer.status).as(body).isEqualTo(400);
      assertThat(answer.type).as(body).startsWith("application/problem+json");
    }
    assertThat(count()).isEqualTo(before);
  }

  @Test
  void realNoticesAreTakenAndRealRubbishIsNot() throws Exception {
    assumeThat(REAL).as("real notices, kept beside the project").isDirectory();
    long before = count();
    try (var files = Files.list(REAL)) {
      for (Path file : files.sorted().toList()) {
        Answer answer = send(Files.readString(file), settings.secret());
        if (file.toString().endsWith(".json")) {
          assertThat(answer.status).as(file.toString()).isEqualTo(200);
        } else {
          assertThat(answer.status).as(file.toString()).isEqualTo(400);
        }
      }
    }
    assertThat(count())
        .as("firing.json opens one, resolved.json ends one that is not known")
        .isEqualTo(before + 1);
  }

  @Test
  void theSecretIsChecked() throws Exception {
    String body =
        json.writeValueAsString(Map.of("alerts", List.of(alert("firing", fingerprint(), "info"))));
    long before = count();
    assertThat(send(body, "wrong").status).isEqualTo(401);
    assertThat(send(body, null).status).isEqualTo(401);
    assertThat(send("{", "wrong").status).as("the body is not even read").isEqualTo(401);
    assertThat(send(body, "wrong").type).startsWith("application/problem+json");
    assertThat(count()).isEqualTo(before);

    AlertSecret unset = new AlertSecret(new AlertSettings(null, null));
    assertThatThrownBy(
            () ->
                unset.preHandle(new MockHttpServletRequest(), new MockHttpServletResponse(), this))
        .isInstanceOf(ErrorResponseException.class)
        .hasMessageContaining("403")
        .hasMessageContaining("CLAUSEFLOW_ALERTS_SECRET");
  }

  private String opened(Map<String, Object> alert) throws Exception {
    JsonNode result = take(alert);
    assertThat(result.path("outcome").asText()).isEqualTo("OPENED");
    return result.path("number").asText();
  }

  private JsonNode take(Map<String, Object> alert) throws Exception {
    Answer answer =
        send(
            json.writeValueAsString(
                Map.of("version", "4", "receiver", "webhook", "alerts", List.of(alert))),
            settings.secret());
    assertThat(answer.status).as(String.valueOf(answer.body)).isEqualTo(200);
    return answer.body.path(0);
  }

  private Answer send(String body, String secret) throws Exception {
    MockHttpServletRequestBuilder request =
        MockMvcRequestBuilders.post("/api/alerts/alertmanager")
            .contentType(MediaType.APPLICATION_JSON)
            .content(body);
    if (secret != null) {
      request.header("Authorization", "Bearer " + secret);
    }
    MvcResult result = http.perform(request).andReturn();
    String content = result.getResponse().getContentAsString();
    return new Answer(
        result.getResponse().getStatus(),
        result.getResponse().getContentType(),
        json.readTree(content.isEmpty() ? "null" : content));
  }

  private static Map<String, Object> alert(String status, String fingerprint, String severity) {
    Map<String, String> labels = new HashMap<>(Map.of("alertname", "DiskFull", "service", "mail"));
    if (severity != null) {
      labels.put("severity", severity);
    }
    Map<String, Object> alert = new HashMap<>();
    alert.put("status", status);
    alert.put("labels", labels);
    alert.put("annotations", Map.of("summary", "Disk is full", "description", "Only 1 % is left"));
    alert.put("startsAt", "2026-11-20T10:15:30.27Z");
    alert.put("endsAt", "0001-01-01T00:00:00Z");
    alert.put("generatorURL", "http://prometheus.example/graph");
    if (fingerprint != null) {
      alert.put("fingerprint", fingerprint);
    }
    return alert;
  }

  private static String fingerprint() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  private long count() {
    return jdbc.sql("select count(*) from sms.record").query(Long.class).single();
  }
}
