package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** The pipeline as it is asked and answers, over HTTP. */
@ClauseflowTest
class PipelineTest extends ReleaseStory {

  private static final String SECRET = "a-secret-of-the-pipeline";

  private record Answer(int status, JsonNode body) {

    String detail() {
      return body.path("detail").asText();
    }
  }

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;

  @Test
  void itIsAskedSignedAndAgainUntilItTakesIt() throws Exception {
    String change = change("Portal shows tariffs", "yes", "CI-0021");
    String release = waitingForPipeline(change);
    Job job = management.createJobQuery().processInstanceId(run(release)).singleResult();
    try (FakePipeline pipeline = fakePipeline()) {
      pipeline.answers(503, 500);
      for (int refused = 0; refused < 2; refused++) {
        assertThatThrownBy(() -> management.executeJob(job.getId()))
            .rootCause()
            .hasMessageMatching("it answers 50[03]");
      }
      assertThat(management.createJobQuery().jobId(job.getId()).singleResult().getRetries())
          .as("it is tried again, and again")
          .isEqualTo(3);
      management.executeJob(job.getId());

      assertThat(pipeline.asked()).hasSize(3);
      assertThat(pipeline.asked()).extracting(FakePipeline.Asked::key).containsOnly(run(release));
      for (FakePipeline.Asked asked : pipeline.asked()) {
        assertThat(asked.timestamp()).isEqualTo(String.valueOf(MORNING.getEpochSecond()));
        assertThat(asked.signature()).isEqualTo(signature(asked.timestamp(), asked.body()));
      }
      JsonNode body = json.readTree(pipeline.asked().get(2).body());
      assertThat(body.path("action").asText()).isEqualTo("deploy");
      assertThat(body.path("release").asText()).isEqualTo(release);
      assertThat(body.path("deployment").asText()).isEqualTo(run(release));
      assertThat(body.at("/changes/0/number").asText()).isEqualTo(change);
      assertThat(body.at("/items/0/id").asText()).isEqualTo("CI-0021");
      assertThat(body.at("/items/0/version").asText()).isEqualTo("2026.3");
      assertThat(body.path("baseline").asText()).startsWith("BL-");
      assertThat(body.path("callback").asText())
          .isEqualTo("https://clauseflow.example/api/deployments/" + release + "/callback");
    }
  }

  @Test
  void aPipelineThatIsAwayBecomesAnIncidentInCockpit() {
    String release = waitingForPipeline(change("Portal shows tariffs", "yes", "CI-0021"));
    Job job = management.createJobQuery().processInstanceId(run(release)).singleResult();
    for (int tries = 0; tries < 5; tries++) {
      assertThatThrownBy(() -> management.executeJob(job.getId()))
          .hasMessageContaining("does not take the deployment");
    }
    assertThat(runtime.createIncidentQuery().processInstanceId(run(release)).unlimitedList())
        .singleElement()
        .returns("serviceTask_deploy", Incident::getActivityId);
    assertThat(record(release)).returns("in deployment", ServiceRecord::status);
  }

  @Test
  void itsAnswerCountsOnce() throws Exception {
    String release = asked();
    assertThat(answer(release, answer(release, "started", "d1" + release)).status).isEqualTo(200);
    assertThat(record(release)).returns("in deployment", ServiceRecord::status);

    Map<String, Object> succeeded = answer(release, "succeeded", "d2" + release);
    Answer first = answer(release, succeeded);
    assertThat(first.status).isEqualTo(200);
    assertThat(record(release)).returns("in verification", ServiceRecord::status);
    at(MORNING.plus(Duration.ofMinutes(1)));
    assertThat(answer(release, succeeded)).as("again, later").isEqualTo(first);
    assertThat(record(release)).returns("in verification", ServiceRecord::status);

    Answer another = answer(release, with(succeeded, "state", "failed"));
    assertThat(another.status).isEqualTo(409);
    assertThat(another.detail()).contains("said something else before");
    Answer late = answer(release, with(succeeded, "delivery", "d3" + release));
    assertThat(late.status).isEqualTo(409);
    assertThat(late.detail()).contains("does not wait for an answer");
    assertThat(form(release, "userTask_verify")).contains("log&#58;");
    assertThat(register.journal(release))
        .filteredOn(entry -> entry.kind().equals("answered"))
        .extracting(JournalEntry::actor)
        .containsExactly("pipeline", "pipeline");
  }

  @Test
  void anAnswerWithAWrongOrLateSignatureIsRefusedAndNoted() throws Exception {
    String release = asked();
    byte[] body =
        json.writeValueAsBytes(answer(release, "succeeded", UUID.randomUUID().toString()));
    String now = String.valueOf(MORNING.getEpochSecond());
    String old = String.valueOf(MORNING.minus(Duration.ofMinutes(6)).getEpochSecond());
    assertThat(send(release, body, null, null).status).isEqualTo(401);
    assertThat(
            send(release, body, now, signature(now, "{}".getBytes(StandardCharsets.UTF_8))).status)
        .isEqualTo(401);
    assertThat(send(release, body, "soon", signature("soon", body)).detail())
        .contains("signed more than");
    assertThat(attempts(release)).as("once a minute").hasSize(1);
    at(MORNING.plus(Duration.ofMinutes(2)));
    Answer late = send(release, body, old, signature(old, body));
    assertThat(late.status).isEqualTo(401);
    assertThat(late.detail()).contains("5 minutes");
    assertThat(attempts(release)).hasSize(2).last().asString().contains("from 127.0.0.1");
    assertThat(record(release)).returns("in deployment", ServiceRecord::status);
    assertThat(send(release, body, now, signature(now, body)).status).isEqualTo(200);
  }

  @Test
  void whatNobodyAskedForOrNobodyCanReadIsRefused() throws Exception {
    String release = asked();
    Map<String, Object> sound = answer(release, "succeeded", UUID.randomUUID().toString());
    assertThat(answer("REL-1999-000001", sound).status).isEqualTo(404);
    assertThat(answer(release, with(sound, "deployment", "another")).status).isEqualTo(409);
    Answer state = answer(release, with(sound, "state", "perhaps"));
    assertThat(state.status).isEqualTo(400);
    assertThat(state.detail()).contains("state is started, succeeded or failed");
    assertThat(answer(release, with(sound, "log", "javascript:alert(1)")).status).isEqualTo(400);
    assertThat(answer(release, with(sound, "more", "x")).status).isEqualTo(400);
    String now = String.valueOf(MORNING.getEpochSecond());
    byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
    assertThat(send(release, broken, now, signature(now, broken)).status).isEqualTo(400);
    assertThat(record(release)).returns("in deployment", ServiceRecord::status);
  }

  /** A release whose pipeline has been asked. */
  private String asked() {
    String release = waitingForPipeline(change("Portal shows tariffs", "yes", "CI-0021"));
    try (FakePipeline pipeline = fakePipeline()) {
      ask(release);
      assertThat(pipeline.asked()).hasSize(1);
    }
    return release;
  }

  private String waitingForPipeline(String change) {
    as("ruth");
    String number =
        runtime
            .createMessageCorrelation("release.requested")
            .setVariables(
                values(
                    "title", "Portal 2026.4",
                    "description", "Tariffs",
                    "service", "portal",
                    "addedChanges", List.of(change)))
            .correlateStartMessage()
            .getBusinessKey();
    complete(
        number,
        "userTask_plan",
        values(
            "planning", "plan",
            "releaseType", "patch",
            "deliverables", "portal-web 2026.4",
            "plannedStart", STARTS,
            "plannedEnd", ENDS,
            "deploymentMethod", "pipeline",
            "supportGroup", "applicationSupport",
            "acceptanceEnvironment", "portal-acceptance",
            "mandatoryCriteria", "Customers log in",
            "reversalPlan", "2026.3 again"));
    complete(number, "userTask_agree", Map.of("agreed", "yes"));
    complete(number, "userTask_freeze", Map.of("freeze", "freeze"));
    as("chloe");
    complete(number, "userTask_build", Map.of("buildNote", "2026.4"));
    complete(
        number,
        "userTask_test",
        Map.of("metCriteria", List.of("1"), "openDefects", 0, "reversalTest", "passed"));
    as("carla");
    complete(number, "userTask_approve", Map.of("approved", "yes"));
    as("ruth");
    complete(number, "userTask_start", Map.of("start", "deploy"));
    return number;
  }

  /** The process instance that asks the pipeline: its id is the key. */
  private String run(String release) {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(release)
        .processDefinitionKey("pipeline-deployment")
        .singleResult()
        .getId();
  }

  private Map<String, Object> answer(String release, String state, String delivery) {
    return Map.of(
        "delivery",
        delivery,
        "deployment",
        run(release),
        "state",
        state,
        "log",
        "https://pipeline.example/runs/7");
  }

  private Answer answer(String release, Map<String, Object> answer) throws Exception {
    byte[] body = json.writeValueAsBytes(new TreeMap<>(answer));
    String now = String.valueOf(MORNING.getEpochSecond());
    return send(release, body, now, signature(now, body));
  }

  private Answer send(String release, byte[] body, String timestamp, String signature)
      throws Exception {
    identity.clearAuthentication();
    MockHttpServletRequestBuilder request =
        MockMvcRequestBuilders.post("/api/deployments/{release}/callback", release)
            .contentType(MediaType.APPLICATION_JSON)
            .content(body);
    if (timestamp != null) {
      request
          .header("X-Clauseflow-Timestamp", timestamp)
          .header("X-Clauseflow-Signature", signature);
    }
    MockHttpServletResponse response = http.perform(request).andReturn().getResponse();
    return new Answer(response.getStatus(), json.readTree(response.getContentAsByteArray()));
  }

  private List<String> attempts(String release) {
    return register.journal(release).stream()
        .filter(entry -> entry.kind().equals("refused"))
        .map(JournalEntry::note)
        .toList();
  }

  /** Written as a pipeline would, not with the application's own class. */
  private static String signature(String timestamp, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
  }
}
