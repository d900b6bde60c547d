package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clauseflow.conformity.Model.BPMN;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.conformity.DeploymentAttempt;
import org.clauseflow.conformity.DeploymentAttempts;
import org.clauseflow.conformity.Deviations;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelsInForce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import org.w3c.dom.Element;

/**
 * A process owner redesigns in Camunda Modeler, which asks whether the engine is there, for its
 * version, and then posts the diagram as a form; it shows nothing of a refusal but the message.
 */
@ClauseflowTest
class ModelerTest {

  private static final String NAME = "redesign by the Modeler";
  private static final Path MAJOR_INCIDENT = Path.of("bpmn/8-resolution/major-incident.bpmn");

  @Autowired private TestRestTemplate http;
  @Autowired private RepositoryService repository;
  @Autowired private DeploymentAttempts attempts;
  @Autowired private Deviations deviations;
  @Autowired private ModelsInForce models;
  @Autowired private IdentityService identities;
  @Autowired private Clock clock;

  @Value("${clauseflow.demonstration.password}")
  private String password;

  private long deployments;

  @BeforeEach
  void count() {
    deployments = repository.createDeploymentQuery().count();
  }

  @AfterEach
  void takeAway() {
    repository
        .createDeploymentQuery()
        .deploymentName(NAME)
        .list()
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  /** The web applications log in by themselves: nobody but the engine knows who is there. */
  @Test
  void whatIsInForceIsReadWithoutForgettingWhoAsks() {
    identities.setAuthentication("katja", List.of("incidentManager"));
    try {
      assertThat(models.all()).isNotEmpty();
      assertThat(identities.getCurrentAuthentication().getUserId()).isEqualTo("katja");
      assertThat(identities.getCurrentAuthentication().getGroupIds())
          .containsExactly("incidentManager");
    } finally {
      identities.clearAuthentication();
    }
    assertThat(models.all()).isNotEmpty();
    assertThat(identities.getCurrentAuthentication()).isNull();
  }

  @Test
  void theModelerFindsTheEngineAndItsVersion() {
    assertThat(get("katja", password, "/deployment?maxResults=0").getStatusCode())
        .isEqualTo(HttpStatus.OK);
    assertThat(get("katja", password, "/version").getBody().path("version").asText())
        .startsWith("7.24");
    assertThat(get("nobody", "wrong", "/deployment?maxResults=0").getStatusCode())
        .isEqualTo(HttpStatus.UNAUTHORIZED);
  }

  @Test
  void theReviewOfMajorIncidentsCannotBeTakenOut() throws Exception {
    ResponseEntity<JsonNode> answer =
        deploy("katja", "major-incident.bpmn", without("userTask_review"));

    assertRefused(
        answer,
        "katja",
        "major-incident.bpmn: requirement 8.1-11",
        "was carried out by a person, at userTask_review (Review the major incident), and is to be by the system itself",
        "keep its kind of evidence");
  }

  @Test
  void whatEverybodyPassedCannotBecomeAWayAround() throws Exception {
    Model model = read(MAJOR_INCIDENT);
    // a way from the start to the end, first at its gateway and without a condition
    Element process = model.elements("process").findFirst().orElseThrow();
    Element decide = byId(model, "userTask_decide");
    String outgoing =
        Model.children(decide, BPMN, "outgoing").map(Model::text).findFirst().orElseThrow();
    Element flow = byId(model, outgoing);
    Element gateway = process.getOwnerDocument().createElementNS(BPMN, "bpmn:exclusiveGateway");
    gateway.setAttribute("id", "gateway_around");
    gateway.setAttribute("name", "Is it worth it?");
    Element end = model.elements("endEvent").findFirst().orElseThrow();
    process.insertBefore(gateway, decide);
    process.insertBefore(
        flow(process, "flow_around", "gateway_around", end.getAttribute("id")), decide);
    flow.setAttribute("targetRef", "gateway_around");

    assertRefused(
        deploy("katja", "major-incident.bpmn", text(model)),
        "katja",
        "drops requirement 8.1-11",
        "can never be reached");
  }

  @Test
  void aHarmlessRedesignIsDeployedAndIsInTheLog() throws Exception {
    String renamed =
        Files.readString(MAJOR_INCIDENT)
            .replace("name=\"Review the major incident\"", "name=\"Review what happened\"")
            .replace("camunda:versionTag=\"1.0.0\"", "camunda:versionTag=\"1.0.1\"");

    ResponseEntity<JsonNode> answer = deploy("katja", "major-incident.bpmn", renamed);

    assertThat(answer.getStatusCode()).as("%s", answer.getBody()).isEqualTo(HttpStatus.OK);
    assertThat(answer.getBody().path("deployedProcessDefinitions")).hasSize(1);
    assertThat(attempts.page(0, 1))
        .singleElement()
        .returns("katja", DeploymentAttempt::person)
        .returns("deployed", DeploymentAttempt::outcome)
        .returns(answer.getBody().path("id").asText(), DeploymentAttempt::deployment)
        .satisfies(
            attempt ->
                assertThat(attempt.files())
                    .singleElement()
                    .satisfies(
                        file -> {
                          assertThat(file.name()).isEqualTo("major-incident.bpmn");
                          assertThat(file.sha256()).hasSize(64);
                          assertThat(file.bytes())
                              .isEqualTo(renamed.getBytes(StandardCharsets.UTF_8).length);
                        }));
  }

  @Test
  void anObligationMayMoveToAnotherProcessInOneDeployment() throws Exception {
    String id = "8.1-11";
    String major =
        Files.readString(MAJOR_INCIDENT)
            .replace("<camunda:property name=\"requirement\" value=\"" + id + "\"/>", "");
    String other = throwAway("moved-review", id, "incidentManager");

    assertRefused(
        deploy("katja", "major-incident.bpmn", major), "katja", "drops requirement " + id);

    ResponseEntity<JsonNode> together =
        deploy("katja", Map.of("major-incident.bpmn", major, "moved-review.bpmn", other));
    assertThat(together.getStatusCode()).as("%s", together.getBody()).isEqualTo(HttpStatus.OK);
  }

  @Test
  void anApprovedDeviationLetsAnObligationGoForAWhile() throws Exception {
    String without =
        Files.readString(MAJOR_INCIDENT)
            .replace("<camunda:property name=\"requirement\" value=\"8.1-11\"/>", "");
    LocalDate until = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(30);
    long deviation = deviations.ask("8.1-11", "major-incident", "It moves", until, "katja");
    try {
      assertRefused(
          deploy("katja", "major-incident.bpmn", without), "katja", "drops requirement 8.1-11");

      deviations.approve(deviation, "nina");
      assertThat(deploy("katja", "major-incident.bpmn", without).getStatusCode())
          .isEqualTo(HttpStatus.OK);
    } finally {
      deviations.end(deviation, "nina");
    }
  }

  @Test
  void onlyItsOwnerDeploysAProcessOrATable() throws Exception {
    String model = Files.readString(MAJOR_INCIDENT).replace("1.0.0", "1.0.1");

    assertRefused(
        deploy("carla", "major-incident.bpmn", model),
        "carla",
        "major-incident.bpmn: is for its owner to deploy, role incidentManager");
    assertRefused(deploy("noah", "major-incident.bpmn", model), "noah", "role incidentManager");
    assertRefused(
        deploy(
            "carla",
            "major-incident-criteria.dmn",
            Files.readString(Path.of("dmn/8-resolution/major-incident-criteria.dmn"))
                .replace("1.0.0", "1.0.1")),
        "carla",
        "major-incident-criteria.dmn: is for its owner to deploy");
    assertRefused(
        deploy("katja", "of-others.bpmn", throwAway("of-others", "8.1-a", "changeManager")),
        "katja",
        "role changeManager");
    assertThat(deploy("anna", "major-incident.bpmn", model).getStatusCode())
        .as("who may deploy nothing")
        .isEqualTo(HttpStatus.FORBIDDEN);
  }

  @Test
  void whatIsNoModelIsRefusedWithWhatToDo() throws Exception {
    assertRefused(deploy("noah", "no-model.bpmn", "Dear all,"), "noah", "cannot be read");
    assertRefused(
        deploy("noah", "no-model.bpmn", "<html xmlns=\"urn:x\"/>"),
        "noah",
        "is not a BPMN 2.0 diagram");
    assertRefused(
        deploy("noah", "unknown.bpmn", throwAway("unknown", "8.1-none", null)),
        "noah",
        "there is no requirement \"8.1-none\" in the catalogue");
    assertRefused(
        deploy(
            "noah",
            "cut-off.bpmn",
            throwAway("cut-off", "8.1-a", null)
                .replace("targetRef=\"userTask_do\"", "targetRef=\"endEvent_done\"")),
        "noah",
        "userTask_do (Do it): can never be reached, and claims to carry out requirement 8.1-a");
    assertRefused(
        deploy(
            "noah",
            "reaching.bpmn",
            throwAway("reaching", "8.1-a", null)
                .replace("camunda:assignee=\"noah\"", "camunda:assignee=\"${''.getClass()}\"")),
        "noah",
        "userTask_do");
  }

  @Test
  void whatIsFarTooLargeIsRefusedBeforeTheEngineReadsIt() {
    String large = "<!-- " + "x".repeat(50_000_000) + " -->";

    ResponseEntity<JsonNode> answer = deploy("noah", "large.bpmn", large);

    assertRefused(answer, "noah", "a deployment has at most 10 MB");
    assertRefused(
        deploy("noah", "rather-large.bpmn", "<!-- " + "x".repeat(3_000_000) + " -->"),
        "noah",
        "is larger than 2 MB");
  }

  private void assertRefused(ResponseEntity<JsonNode> answer, String person, String... says) {
    assertThat(answer.getStatusCode()).as("%s", answer.getBody()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(answer.getBody().path("message").asText())
        .contains(says)
        .startsWith("Not deployed, nothing was changed");
    assertThat(repository.createDeploymentQuery().count()).isEqualTo(deployments);
    assertThat(attempts.page(0, 1))
        .singleElement()
        .returns(person, DeploymentAttempt::person)
        .returns("refused", DeploymentAttempt::outcome)
        .satisfies(attempt -> assertThat(attempt.message()).contains(says));
  }

  private ResponseEntity<JsonNode> get(String person, String secret, String path) {
    return http.withBasicAuth(person, secret).getForEntity("/engine-rest" + path, JsonNode.class);
  }

  private ResponseEntity<JsonNode> deploy(String person, String file, String content) {
    return deploy(person, Map.of(file, content));
  }

  private ResponseEntity<JsonNode> deploy(String person, Map<String, String> files) {
    MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
    form.add("deployment-name", NAME);
    form.add("deployment-source", "Camunda Modeler");
    form.add("enable-duplicate-filtering", "true");
    files.forEach(
        (file, content) -> {
          HttpHeaders part = new HttpHeaders();
          part.setContentType(MediaType.TEXT_XML);
          form.add(file, new HttpEntity<>(resource(file, content), part));
        });
    HttpHeaders headers = new HttpHeaders();
    headers.setContentType(MediaType.MULTIPART_FORM_DATA);
    headers.setAccept(List.of(MediaType.APPLICATION_JSON));
    return http.withBasicAuth(person, password)
        .postForEntity(
            "/engine-rest/deployment/create", new HttpEntity<>(form, headers), JsonNode.class);
  }

  private static ByteArrayResource resource(String name, String content) {
    return new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public String getFilename() {
        return name;
      }
    };
  }

  /** The model as somebody draws it who deletes a task and connects what it stood between. */
  private static String without(String task) throws Exception {
    Model model = read(MAJOR_INCIDENT);
    Element removed = byId(model, task);
    String in =
        Model.children(removed, BPMN, "incoming").map(Model::text).findFirst().orElseThrow();
    String out =
        Model.children(removed, BPMN, "outgoing").map(Model::text).findFirst().orElseThrow();
    byId(model, in).setAttribute("targetRef", byId(model, out).getAttribute("targetRef"));
    for (Element element : model.elements().toList()) {
      boolean gone =
          element == removed
              || element.getAttribute("id").equals(out)
              || element.getAttribute("attachedToRef").equals(task)
              || element.getAttribute("sourceRef").equals(task)
              || Model.is(element, BPMN, "flowNodeRef") && Model.text(element).equals(task)
              || element.getAttribute("bpmnElement").equals(task)
              || element.getAttribute("bpmnElement").equals(out);
      if (gone) {
        element.getParentNode().removeChild(element);
      }
    }
    return text(model);
  }

  private static Element flow(Element process, String id, String from, String to) {
    Element flow = process.getOwnerDocument().createElementNS(BPMN, "bpmn:sequenceFlow");
    flow.setAttribute("id", id);
    flow.setAttribute("sourceRef", from);
    flow.setAttribute("targetRef", to);
    return flow;
  }

  private static Element byId(Model model, String id) {
    return model
        .elements()
        .filter(element -> element.getAttribute("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Model read(Path file) throws IOException, Model.Unreadable {
    return Model.read(Files.readAllBytes(file));
  }

  private static String text(Model model) throws TransformerException {
    Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
    transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
    StringWriter text = new StringWriter();
    transformer.transform(new DOMSource(model.root()), new StreamResult(text));
    return text.toString();
  }

  private static String throwAway(String id, String requirement, String owner) {
    String owned =
        owner == null
            ? ""
            : "<bpmn:extensionElements><camunda:properties><camunda:property name=\"owner\" value=\"%s\" /></camunda:properties></bpmn:extensionElements>"
                .formatted(owner);
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_1" targetNamespace="urn:test">
          <bpmn:process id="%s" name="Thrown away" isExecutable="true" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">%s
            <bpmn:startEvent id="startEvent_begun" name="Begun"><bpmn:outgoing>flow_1</bpmn:outgoing></bpmn:startEvent>
            <bpmn:userTask id="userTask_do" name="Do it" camunda:assignee="noah">
              <bpmn:extensionElements><camunda:properties><camunda:property name="requirement" value="%s" /></camunda:properties></bpmn:extensionElements>
              <bpmn:incoming>flow_1</bpmn:incoming><bpmn:outgoing>flow_2</bpmn:outgoing>
            </bpmn:userTask>
            <bpmn:endEvent id="endEvent_done" name="Done"><bpmn:incoming>flow_2</bpmn:incoming></bpmn:endEvent>
            <bpmn:sequenceFlow id="flow_1" sourceRef="startEvent_begun" targetRef="userTask_do" />
            <bpmn:sequenceFlow id="flow_2" sourceRef="userTask_do" targetRef="endEvent_done" />
          </bpmn:process>
        </bpmn:definitions>
        """
        .formatted(id, owned, requirement);
  }
}
