package org.clauseflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;

/**
 * Where redesigns are governed, Deploy in the Modeler begins a redesign: by the Modeler's calls
 * against a running application, whose own job executor does the rest.
 */
class GovernedRedesignTest {

  private static final String PASSWORD = "Welcome-20000";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern TAKEN_IN =
      Pattern.compile("Taken in as redesign (RDN-\\d{4}-\\d{6})");

  private static ApplicationProcess application;
  private static TestRestTemplate http;
  private static String address;

  @BeforeAll
  static void start() throws Exception {
    application =
        ApplicationProcess.start(
            Clauseflow.class,
            Map.of(
                "DATA_DIR",
                FreshData.next().toString(),
                "PORT",
                "0",
                "CLAUSEFLOW_REDESIGN",
                "governed"));
    address = application.address();
    http = new TestRestTemplate();
  }

  @AfterAll
  static void stop() {
    application.close();
  }

  @Test
  void deployInTheModelerBeginsARedesignThatTwoPeopleApproveAndWhatRunsMovesAlong()
      throws Exception {
    String incident = report();
    String model = Files.readString(Path.of("bpmn/8-resolution/incident-management.bpmn"));
    String draft =
        model
            .replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"1.0.1\"")
            .replace("name=\"Classify incident\"", "name=\"Classify the incident\"");

    ResponseEntity<JsonNode> answer = deploy("katja", "incident-management.bpmn", draft);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    Matcher taken = TAKEN_IN.matcher(answer.getBody().path("message").asText());
    assertThat(taken.find()).as(answer.getBody().toString()).isTrue();
    assertThat(answer.getBody().path("message").asText()).contains("nothing deployed yet");
    String number = taken.group(1);
    assertThat(versionTag()).isEqualTo("1.0.0");
    assertThat(
            deploy("katja", "incident-management.bpmn", draft).getBody().path("message").asText())
        .as("the same once more is the same redesign")
        .contains(number);
    JsonNode attempt = get("nina", "/api/conformity/deployments?size=1").path("items").get(0);
    assertThat(attempt.path("outcome").asText()).isEqualTo("takenIn");
    assertThat(attempt.path("person").asText()).isEqualTo("katja");

    awaitStatus(number, "waiting for owner");
    JsonNode redesign = get("katja", "/api/redesigns/" + number);
    assertThat(redesign.path("author").asText()).isEqualTo("katja");
    assertThat(redesign.path("versionKind").asText()).isEqualTo("patch");
    approve("luis", number, "userTask_approve");
    awaitStatus(number, "waiting for controller");
    approve("nina", number, "userTask_control");
    awaitStatus(number, "in force");
    assertThat(versionTag()).isEqualTo("1.0.1");

    JsonNode running =
        get("olga", "/engine-rest/process-instance?maxResults=2&businessKey=" + incident);
    assertThat(running).hasSize(1);
    assertThat(running.get(0).path("definitionId").asText()).startsWith("incident-management:2:");
    assertThat(
            get("anna", "/engine-rest/task?maxResults=2&processInstanceBusinessKey=" + incident)
                .findValuesAsText("taskDefinitionKey"))
        .as("where it stood")
        .containsExactly("userTask_classify");
    assertThat(get("olga", "/api/records/" + incident + "/journal").path("items"))
        .filteredOn(entry -> entry.path("kind").asText().equals("moved"))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.path("note").asText()).contains("from version 1 to version 2"));
    assertThat(get("olga", "/api/records/" + incident + "/verification").path("intact").asBoolean())
        .isTrue();
  }

  @Test
  void whatIsNotSoundComesBackAndTheNextDeployCorrectsIt() throws Exception {
    String model = Files.readString(Path.of("bpmn/8-resolution/problem-trend-analysis.bpmn"));
    String same = model.replace("<bpmn:documentation>", "<bpmn:documentation>More. ");
    String number = takenIn(deploy("petra", "problem-trend-analysis.bpmn", same));
    awaitStatus(number, "draft asked");
    assertThat(get("petra", "/api/redesigns/" + number).path("toCorrect").toString())
        .contains("the version tag 1.0.0 is not above 1.0.0");
    String corrected = same.replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"1.0.1\"");
    assertThat(takenIn(deploy("petra", "problem-trend-analysis.bpmn", corrected)))
        .isEqualTo(number);
    awaitStatus(number, "waiting for owner");
  }

  @Test
  void whoseProcessItIsNotAndWhatIsNoModelIsRefused() throws Exception {
    String model = Files.readString(Path.of("bpmn/9-control/cab-meeting.bpmn"));
    ResponseEntity<JsonNode> anothers =
        deploy("petra", "cab-meeting.bpmn", model.replace("\"1.0.0\"", "\"1.0.2\""));
    assertThat(anothers.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(anothers.getBody().path("message").asText())
        .startsWith("Not deployed, nothing was changed")
        .contains("is redesigned by people with the role changeManager or processOwner");
    ResponseEntity<JsonNode> text = deploy("carla", "cab-meeting.bpmn", "Meet on Tuesday");
    assertThat(text.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(text.getBody().path("message").asText()).contains("cab-meeting.bpmn cannot be read");
  }

  private static String report() {
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return http.withBasicAuth("rosa", PASSWORD)
        .postForEntity(
            address + "/api/incidents",
            new HttpEntity<>(
                Map.of(
                    "title", "No mail",
                    "description", "Nothing arrives",
                    "service", "mail",
                    "impact", "low",
                    "urgency", "low"),
                headers),
            JsonNode.class)
        .getBody()
        .path("number")
        .asText();
  }

  private static String takenIn(ResponseEntity<JsonNode> answer) {
    Matcher taken = TAKEN_IN.matcher(answer.getBody().path("message").asText());
    assertThat(taken.find()).as(answer.getBody().toString()).isTrue();
    return taken.group(1);
  }

  private static void awaitStatus(String number, String status) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> get("nina", "/api/redesigns/" + number).path("status").asText().equals(status));
  }

  private static void approve(String person, String number, String element) {
    JsonNode tasks =
        get(
            person,
            "/engine-rest/task?processInstanceBusinessKey=%s&taskDefinitionKey=%s&maxResults=2"
                .formatted(number, element));
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    ResponseEntity<String> done =
        http.withBasicAuth(person, PASSWORD)
            .postForEntity(
                address
                    + "/engine-rest/task/%s/submit-form"
                        .formatted(tasks.get(0).path("id").asText()),
                new HttpEntity<>(
                    Map.of("variables", Map.of("approval", Map.of("value", "approved"))), headers),
                String.class);
    assertThat(done.getStatusCode().is2xxSuccessful()).as(done.getBody()).isTrue();
  }

  private static String versionTag() {
    return get("nina", "/engine-rest/process-definition/key/incident-management")
        .path("versionTag")
        .asText();
  }

  private static JsonNode get(String person, String path) {
    HttpHeaders headers = new HttpHeaders();
    headers.setAccept(List.of(MediaType.APPLICATION_JSON));
    return http.withBasicAuth(person, PASSWORD)
        .exchange(address + path, HttpMethod.GET, new HttpEntity<>(headers), JsonNode.class)
        .getBody();
  }

  private static ResponseEntity<JsonNode> deploy(String person, String file, String content) {
    var form = new LinkedMultiValueMap<String, Object>();
    form.add("deployment-name", "by the Modeler");
    form.add("deployment-source", "Camunda Modeler");
    form.add("enable-duplicate-filtering", "true");
    form.add(
        file,
        new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public String getFilename() {
            return file;
          }
        });
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.MULTIPART_FORM_DATA);
    return http.withBasicAuth(person, PASSWORD)
        .postForEntity(
            address + "/engine-rest/deployment/create",
            new HttpEntity<>(form, headers),
            JsonNode.class);
  }
}
