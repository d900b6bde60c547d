package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.util.StopWatch;

/**
 * A process owner deploys from the Modeler, which posts a form and shows nothing but the message of
 * the answer.
 */
@ClauseflowTest
class ModelDeploymentRestTest {

  /** After this the Modeler gives up and says that the engine cannot be reached. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Autowired private TestRestTemplate http;
  @Autowired private RepositoryService repository;

  @Value("${clauseflow.demonstration.password}")
  private String password;

  private final String key = "owned-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void takeAway() {
    repository
        .createDeploymentQuery()
        .deploymentName(key)
        .list()
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @Test
  void aSoundModelIsDeployedOnceHoweverOftenItIsSent() {
    assertThat(deploy(process("${notify}", "8.1-a")).getStatusCode()).isEqualTo(HttpStatus.OK);
    assertThat(deploy(process("${notify}", "8.1-a")).getStatusCode()).isEqualTo(HttpStatus.OK);

    assertThat(repository.createDeploymentQuery().deploymentName(key).list())
        .singleElement()
        .satisfies(deployment -> assertThat(deployment.getSource()).isEqualTo("Camunda Modeler"));
  }

  @Test
  void aBrokenModelIsRefusedInTimeWithAllThatIsWrongAndLeavesNothing() {
    List<String> before = deployments();
    StopWatch watch = new StopWatch();
    watch.start();
    ResponseEntity<JsonNode> answer = deploy(process("${''.getClass()}", "8.1-a, 8.1-none"));
    watch.stop();

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(answer.getBody().path("message").asText())
        .startsWith("Not deployed, nothing was changed. To put right:")
        .contains("serviceTask_tell (Tell them): \"${''.getClass()}\" is no delegate; offered are ")
        .contains("serviceTask_tell (Tell them): there is no requirement \"8.1-none\"");
    assertThat(watch.getTotalTimeMillis()).isLessThan(PATIENCE.toMillis());
    assertThat(deployments()).isEqualTo(before);
    assertThat(repository.createProcessDefinitionQuery().processDefinitionKey(key).count())
        .isZero();
  }

  @Test
  void aRedesignThatDropsAnObligationIsRefusedAndTheOldVersionStays() {
    deploy(process("${notify}", "8.1-a, 8.1-5"));

    ResponseEntity<JsonNode> answer = deploy(process("${notify}", "8.1-a"));

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(answer.getBody().path("message").asText())
        .contains(
            "drops requirement 8.1-5 (\"The customer is kept informed of progress.\"), carried until now by"
                + " serviceTask_tell (Tell them)");
    assertThat(repository.createProcessDefinitionQuery().processDefinitionKey(key).list())
        .singleElement()
        .satisfies(definition -> assertThat(definition.getVersion()).isEqualTo(1));
  }

  /** What the guard lets through and the engine cannot read is a bad request as well. */
  @Test
  void aModelThatTheEngineCannotReadIsRefused() {
    ResponseEntity<JsonNode> answer =
        deploy(
            process("${notify}", "8.1-a")
                .replace("targetRef=\"endEvent_told\"", "targetRef=\"nowhere\""));

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(answer.getBody().path("message").asText()).contains("nowhere");
  }

  private ResponseEntity<JsonNode> deploy(String process) {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("deployment-name", key);
    form.add("deployment-source", "Camunda Modeler");
    form.add("enable-duplicate-filtering", "true");
    form.add(
        key + ".bpmn",
        new ByteArrayResource(process.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public String getFilename() {
            return key + ".bpmn";
          }
        });
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.MULTIPART_FORM_DATA);
    return http.withBasicAuth("noah", password)
        .postForEntity(
            "/engine-rest/deployment/create", new HttpEntity<>(form, headers), JsonNode.class);
  }

  private List<String> deployments() {
    return repository.createDeploymentQuery().list().stream()
        .map(Deployment::getId)
        .sorted()
        .toList();
  }

  private String process(String delegate, String requirement) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_1" targetNamespace="urn:test">
          <bpmn:process id="%s" name="Owned" isExecutable="true" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
            <bpmn:startEvent id="startEvent_begun" name="Begun"><bpmn:outgoing>flow_1</bpmn:outgoing></bpmn:startEvent>
            <bpmn:serviceTask id="serviceTask_tell" name="Tell them" camunda:delegateExpression="%s">
              <bpmn:extensionElements>
                <camunda:properties><camunda:property name="requirement" value="%s" /></camunda:properties>
              </bpmn:extensionElements>
              <bpmn:incoming>flow_1</bpmn:incoming>
              <bpmn:outgoing>flow_2</bpmn:outgoing>
            </bpmn:serviceTask>
            <bpmn:endEvent id="endEvent_told" name="Told"><bpmn:incoming>flow_2</bpmn:incoming></bpmn:endEvent>
            <bpmn:sequenceFlow id="flow_1" sourceRef="startEvent_begun" targetRef="serviceTask_tell" />
            <bpmn:sequenceFlow id="flow_2" sourceRef="serviceTask_tell" targetRef="endEvent_told" />
          </bpmn:process>
        </bpmn:definitions>
        """
        .formatted(key, delegate, requirement);
  }
}
