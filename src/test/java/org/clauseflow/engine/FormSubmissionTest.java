package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whichever way values come in, the form that asks for them is held against them, and nothing else
 * gets in.
 */
@ClauseflowTest
class FormSubmissionTest {

  private static final List<String> DESK = List.of("serviceDesk");

  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private FormService forms;
  @Autowired private IdentityService identity;
  @Autowired private AuthorizationService authorizations;
  @Autowired private HistoryService history;
  @Autowired private JdbcClient jdbc;
  @Autowired private ObjectMapper json;

  private Deployment deployment;
  private String definition;
  private Authorization mayStart;

  @BeforeEach
  void deploy() {
    deployment =
        repository
            .createDeployment()
            .name("submissions")
            .addClasspathResource("org/clauseflow/engine/submissions.bpmn")
            .addClasspathResource("org/clauseflow/engine/submissions-caller.bpmn")
            .addClasspathResource("forms/8-resolution/incident-report.form")
            .addClasspathResource("forms/8-resolution/incident-diagnose.form")
            .deploy();
    definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("submissions")
            .latestVersion()
            .singleResult()
            .getId();
    mayStart = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    mayStart.setUserId("anna");
    mayStart.setResource(Resources.PROCESS_DEFINITION);
    mayStart.setResourceId("submissions");
    mayStart.addPermission(Permissions.CREATE_INSTANCE);
    mayStart.addPermission(Permissions.READ);
    mayStart.addPermission(Permissions.READ_INSTANCE);
    authorizations.saveAuthorization(mayStart);
    Authorization anywhere = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    anywhere.setUserId("anna");
    anywhere.setResource(Resources.PROCESS_INSTANCE);
    anywhere.setResourceId("*");
    anywhere.addPermission(Permissions.CREATE);
    authorizations.saveAuthorization(anywhere);
  }

  @AfterEach
  void undeploy() {
    identity.clearAuthentication();
    authorizations.createAuthorizationQuery().userIdIn("anna").list().stream()
        // what every user has stays
        .filter(right -> right.getResourceType() != Resources.USER.resourceType())
        .filter(right -> right.getResourceType() != Resources.FILTER.resourceType())
        .map(Authorization::getId)
        .forEach(authorizations::deleteAuthorization);
    repository.deleteDeployment(deployment.getId(), true);
  }

  @Test
  void everyWayToStartIsHeldAgainstTheForm() {
    Map<String, Object> tooLong = report(Map.of("description", "x".repeat(5000)));
    List<Consumer<Map<String, Object>>> ways =
        List.of(
            values -> forms.submitStartForm(definition, values),
            values -> runtime.startProcessInstanceById(definition, values),
            values -> runtime.startProcessInstanceByKey("submissions", "a key", values),
            values ->
                runtime.createProcessInstanceByKey("submissions").setVariables(values).execute(),
            values -> runtime.startProcessInstanceByMessage("submissions.reported", values),
            values ->
                runtime
                    .createMessageCorrelation("submissions.reported")
                    .setVariables(values)
                    .correlateStartMessage(),
            values ->
                runtime
                    .createMessageCorrelation("submissions.reported")
                    .setVariables(values)
                    .correlate());
    for (Consumer<Map<String, Object>> way : ways) {
      refused(() -> way.accept(tooLong), "description: at most 4000 characters, 5000 given");
      as(
          "anna",
          DESK,
          () ->
              refused(
                  () -> way.accept(tooLong), "description: at most 4000 characters, 5000 given"));
      refused(
          () -> way.accept(report(Map.of("priority", "critical"))),
          "priority: not asked for by the form incident-report");
    }
    assertThat(instances()).as("nothing is stored").isZero();
    assertThat(history.createHistoricProcessInstanceQuery().processDefinitionId(definition).count())
        .isZero();

    ways.forEach(way -> as("anna", DESK, () -> way.accept(report(Map.of()))));
    assertThat(instances()).isEqualTo(ways.size());
  }

  @Test
  void aMessageMayBringWhatItsStartEventAccepts() {
    runtime.startProcessInstanceByMessage(
        "submissions.reported", report(Map.of("source", "alert", "externalId", "f1")));
    assertThat(instances()).isOne();
    refused(
        () -> runtime.startProcessInstanceById(definition, report(Map.of("source", "alert"))),
        "source: not asked for by the form incident-report");
  }

  @Test
  void whoStartsCannotNameSomebodyElse() {
    String[] id = new String[1];
    as(
        "anna",
        DESK,
        () -> id[0] = forms.submitStartForm(definition, report(Map.of("starter", "ben"))).getId());
    assertThat(runtime.getVariable(id[0], "starter")).isEqualTo("anna");
  }

  @Test
  void aCallingProcessPassesOnWhatItWants() {
    runtime.startProcessInstanceByKey("submissions-caller", Map.of("whatTheCallerKnows", "much"));
    assertThat(instances()).isOne();
  }

  @Test
  void everyWayToCompleteIsHeldAgainstTheForm() {
    String task = task(start());
    List<Consumer<Map<String, Object>>> ways =
        List.of(
            values -> tasks.complete(task, values),
            values -> tasks.completeWithVariablesInReturn(task, values, false),
            values -> forms.submitTaskForm(task, values),
            values -> forms.submitTaskFormWithVariablesInReturn(task, values, false),
            values -> tasks.resolveTask(task, values));
    for (Consumer<Map<String, Object>> way : ways) {
      refused(
          () -> way.accept(Map.of("diagnosis", "resolved")),
          "resolutionCode: required; resolution: required");
      refused(() -> way.accept(Map.of()), "diagnosis: required");
      refused(
          () ->
              way.accept(
                  Map.of("diagnosis", "askCustomer", "question", "When?", "priority", "low")),
          "priority: not asked for by the form incident-diagnose");
    }
    refused(() -> tasks.complete(task), "diagnosis: required");
    assertThat(runtime.getVariables(instance(task)))
        .doesNotContainKeys("diagnosis", "question", "priority");
    assertThat(tasks.createTaskQuery().taskId(task).count()).as("still open").isOne();

    tasks.complete(
        task,
        Map.of("diagnosis", "askCustomer", "question", "${execution.id} {{title}} <b>When?</b>"));
    assertThat(tasks.createTaskQuery().taskDefinitionKey("userTask_plain").count()).isOne();
  }

  @Test
  void whatWasNotAskedIsNullToAGateway() {
    String instance = start();
    tasks.complete(task(instance), Map.of("diagnosis", "askCustomer", "question", "When?"));
    assertThat(tasks.createTaskQuery().taskDefinitionKey("userTask_plain").count()).isOne();
    instance = start();
    tasks.complete(
        task(instance),
        Map.of("diagnosis", "resolved", "resolutionCode", "advice", "resolution", "It was off"));
    assertThat(runtime.createProcessInstanceQuery().processInstanceId(instance).count()).isZero();
  }

  @Test
  void aTaskThatAsksNothingTakesNothing() {
    String instance = start();
    tasks.complete(task(instance), Map.of("diagnosis", "cancel", "reason", "Withdrawn"));
    String plain = task(instance);
    Authorization work = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    work.setUserId("anna");
    work.setResource(Resources.TASK);
    work.setResourceId(plain);
    work.addPermission(Permissions.TASK_WORK);
    authorizations.saveAuthorization(work);
    as(
        "anna",
        DESK,
        () -> {
          refused(
              () -> tasks.complete(plain, Map.of("priority", "low")),
              "priority: nothing is asked for here");
          tasks.complete(plain);
        });
    assertThat(instances()).isZero();
  }

  @Test
  void whoMayNotWorkOnATaskLearnsNothingOfItsForm() {
    String task = task(start());
    as(
        "ben",
        DESK,
        () ->
            assertThatExceptionOfType(AuthorizationException.class)
                .isThrownBy(() -> tasks.complete(task, Map.of("nonsense", 1))));
  }

  @Test
  void choicesAreHeldAgainstTheData() {
    refused(
        () -> forms.submitStartForm(definition, report(Map.of("service", "noSuchService"))),
        "service: is not one of the choices offered");
    refused(
        () ->
            forms.submitStartForm(
                definition, report(Map.of("service", "' or 1=1 --", "reporter", "nobody"))),
        "reporter: is not one of the choices offered",
        "service: is not one of the choices offered");
    // anna as if she were a customer's: her own organization is offered, others are not
    as(
        "anna",
        List.of("customer"),
        () -> {
          refused(
              () ->
                  runtime.startProcessInstanceById(definition, report(Map.of("reporter", "tina"))),
              "reporter: is not one of the choices offered");
          runtime.startProcessInstanceById(definition, report(Map.of("reporter", "ben")));
        });
  }

  @Test
  void theStartFormOffersServicesAndPeopleAndStartsWithWhoAsks() throws IOException {
    as(
        "anna",
        DESK,
        () -> {
          JsonNode form = startForm();
          assertThat(values(component(form, "service"))).hasSize(10).contains("mail", "records");
          assertThat(values(component(form, "reporter"))).contains("anna", "rosa", "tina");
          assertThat(labels(component(form, "reporter"))).contains("Rosa Vogel (Nordwind Energy)");
          assertThat(component(form, "reporter").path("defaultValue").asText()).isEqualTo("anna");
        });
  }

  @Test
  void aCustomerIsOfferedTheirOwnPeopleOnly() {
    as(
        "anna",
        List.of("customer"),
        () ->
            assertThat(values(component(startForm(), "reporter")))
                .contains("anna")
                .doesNotContain("rosa", "tina"));
  }

  @Test
  void theTaskFormShowsWhatIsAtHand() {
    JsonNode form = taskForm(task(start()));
    // what is offered depends on what other stories have published
    assertThat(component(form, "suggestedKnownErrors").path("text").asText())
        .startsWith("**Known errors that may help**");
    assertThat(component(form, "serviceConfigurationItems").path("text").asText())
        .contains("mx&#45;01");
    assertThat(values(component(form, "supportGroup")))
        .contains("networkSupport")
        .doesNotContain("customer", "auditor");
    assertThat(component(form, "record").path("text").asText())
        .isEqualTo("*This case keeps no record.*");
  }

  @Test
  void answersOfAnEarlierTimeAreNotOfferedAgain() {
    String instance = start();
    runtime.setVariable(instance, "diagnosis", "askCustomer");
    assertThat(forms.getTaskFormVariables(task(instance)))
        .containsKeys("title", "impact")
        .doesNotContainKey("diagnosis");
  }

  @Test
  void aNewVersionOfAFormHoldsSoon() throws InterruptedException {
    String task = task(start());
    refused(() -> tasks.complete(task, Map.of()), "diagnosis: required");
    Deployment newer =
        repository
            .createDeployment()
            .name("newer form")
            .addString(
                "forms/8-resolution/incident-diagnose.form",
                """
                {"id": "incident-diagnose", "type": "default", "schemaVersion": 16, "executionPlatform": "Camunda Platform",
                 "executionPlatformVersion": "7.24.0",
                 "components": [{"type": "textfield", "id": "f", "key": "shoeSize", "validate": {"required": true, "maxLength": 3}}]}
                """)
            .deploy();
    try {
      Thread.sleep(2_100);
      refused(() -> tasks.complete(task, Map.of()), "shoeSize: required");
    } finally {
      repository.deleteDeployment(newer.getId(), true);
    }
  }

  private String start() {
    return forms.submitStartForm(definition, report(Map.of())).getId();
  }

  private static Map<String, Object> report(Map<String, Object> others) {
    Map<String, Object> values =
        new HashMap<>(
            Map.of(
                "title", "Mail cannot be sent",
                "description", "Since this morning",
                "service", "mail",
                "reporter", "rosa",
                "impact", "high",
                "urgency", "low"));
    values.putAll(others);
    return values;
  }

  private long instances() {
    return runtime.createProcessInstanceQuery().processDefinitionId(definition).count();
  }

  private String task(String instance) {
    return tasks.createTaskQuery().processInstanceId(instance).singleResult().getId();
  }

  private String instance(String task) {
    return tasks.createTaskQuery().taskId(task).singleResult().getProcessInstanceId();
  }

  private void as(String person, List<String> roles, Runnable action) {
    identity.setAuthentication(person, roles);
    try {
      action.run();
    } finally {
      identity.clearAuthentication();
    }
  }

  private static void refused(ThrowingCallable action, String... messages) {
    var refused = assertThatExceptionOfType(InvalidFormException.class).isThrownBy(action);
    for (String message : messages) {
      refused.withMessageContaining(message);
    }
  }

  private JsonNode startForm() {
    return read(forms.getDeployedStartForm(definition));
  }

  private JsonNode taskForm(String task) {
    return read(forms.getDeployedTaskForm(task));
  }

  private JsonNode read(InputStream form) {
    try (form) {
      return json.readTree(form);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode component(JsonNode form, String keyOrContent) {
    for (JsonNode component : form.findParents("type")) {
      if (keyOrContent.equals(component.path("key").asText())
          || keyOrContent.equals(component.path("properties").path("content").asText())) {
        return component;
      }
    }
    throw new AssertionError("no component " + keyOrContent);
  }

  private static List<String> values(JsonNode component) {
    return component.path("values").findValuesAsText("value");
  }

  private static List<String> labels(JsonNode component) {
    return component.path("values").findValuesAsText("label");
  }
}
