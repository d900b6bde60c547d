package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.batch.Batch;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;

/** No door leads around a process that refuses its removal, whoever knocks. */
@ClauseflowTest
class RefusedRemovalTest {

  private static final String MODEL = "org/clauseflow/engine/refused-removal.bpmn";

  @Autowired private TestRestTemplate http;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private ManagementService management;
  @Autowired private Register register;

  private Deployment deployment;
  private ProcessDefinition definition;
  private ProcessInstance process;

  @BeforeEach
  void start() {
    deployment = repository.createDeployment().addClasspathResource(MODEL).deploy();
    definition = definition(deployment);
    process = runtime.startProcessInstanceByKey("refused-removal");
  }

  @AfterEach
  void isWhereItWasAndEndsItsOwnWay() {
    if (running()) {
      Task task = task();
      assertThat(task.getTaskDefinitionKey()).isEqualTo("userTask_review");
      assertThat(register.find(process.getBusinessKey()).orElseThrow())
          .returns(true, ServiceRecord::open);
      tasks.complete(task.getId());
      tasks.complete(task().getId());
    }
    assertThat(running()).isFalse();
    repository.createDeploymentQuery().list().stream()
        .filter(
            one ->
                repository
                        .createProcessDefinitionQuery()
                        .deploymentId(one.getId())
                        .processDefinitionKey("refused-removal")
                        .count()
                    > 0)
        .forEach(one -> repository.deleteDeployment(one.getId(), true));
  }

  @Test
  void deleting() {
    refused(HttpMethod.DELETE, "/process-instance/" + process.getId(), null);
    refused(
        HttpMethod.DELETE,
        "/process-instance/" + process.getId() + "?skipCustomListeners=true&skipIoMappings=true",
        null);
    refused(
        HttpMethod.DELETE,
        "/deployment/" + deployment.getId() + "?cascade=true&skipCustomListeners=true",
        null);
    refused(HttpMethod.DELETE, "/process-definition/" + definition.getId() + "?cascade=true", null);
    refused(
        HttpMethod.DELETE,
        "/process-definition/key/refused-removal/delete?cascade=true&skipCustomListeners=true",
        null);
  }

  @Test
  void moving() {
    String instance = "/process-instance/" + process.getId() + "/modification";
    refused(instance, instructions("cancel", "userTask_review"));
    refused(instance, instructions("startAfterActivity", "userTask_review"));
    refused(instance, instructions("startBeforeActivity", "endEvent_done"));
    refused(
        "/modification/execute",
        Map.of(
            "processDefinitionId",
            definition.getId(),
            "processInstanceIds",
            List.of(process.getId()),
            "instructions",
            List.of(Map.of("type", "cancel", "activityId", "userTask_review"))));
  }

  @Test
  void endingItsTaskWithoutTheForm() {
    refused("/task/" + task().getId() + "/bpmnError", Map.of("errorCode", "anything"));
    refused("/execution/" + task().getExecutionId() + "/signal", Map.of());
    // nothing catches it, so it goes nowhere
    post("/task/" + task().getId() + "/bpmnEscalation", Map.of("escalationCode", "anything"));
    assertThat(
            post(
                    "/message",
                    Map.of("messageName", "anything", "processInstanceId", process.getId()))
                .getStatusCode()
                .value())
        .isEqualTo(400);
  }

  @Test
  void batches() {
    failsAsBatch(
        runtime.deleteProcessInstancesAsync(List.of(process.getId()), null, "No longer wanted"));
    failsAsBatch(
        runtime
            .createModification(definition.getId())
            .processInstanceIds(process.getId())
            .startAfterActivity("userTask_review")
            .cancelAllForActivity("userTask_review")
            .executeAsync());
    failsAsBatch(
        runtime
            .createProcessInstanceModification(process.getId())
            .cancelAllForActivity("userTask_review")
            .executeAsync());
  }

  @Test
  void migratingToWhatComesAfter() {
    Deployment second =
        repository.createDeployment().addClasspathResource(MODEL).name("once more").deploy();
    ProcessDefinition next = definition(second);
    Map<String, Object> past = migration(next, "userTask_review", "userTask_celebrate");
    ResponseEntity<String> refusal = post("/migration/execute", past);
    assertThat(refusal.getStatusCode().value()).isEqualTo(400);
    assertThat(refusal.getBody()).contains("refuses to be moved around its model");

    assertThat(
            post("/migration/execute", migration(next, "userTask_review", "userTask_review"))
                .getStatusCode()
                .value())
        .as("the same step of a later version")
        .isEqualTo(204);
  }

  @Test
  void startingAgainOrInTheMiddle() {
    refused(
        "/process-definition/key/refused-removal/start",
        Map.of(
            "startInstructions",
            List.of(Map.of("type", "startBeforeActivity", "activityId", "userTask_celebrate"))));
    tasks.complete(task().getId());
    tasks.complete(task().getId());
    refused(
        "/process-definition/" + definition.getId() + "/restart",
        Map.of(
            "processInstanceIds",
            List.of(process.getId()),
            "instructions",
            List.of(Map.of("type", "startBeforeActivity", "activityId", "userTask_celebrate"))));
    failsAsBatch(
        runtime
            .restartProcessInstances(definition.getId())
            .processInstanceIds(process.getId())
            .startAfterActivity("userTask_review")
            .executeAsync());
    assertThat(runtime.createProcessInstanceQuery().processDefinitionId(definition.getId()).count())
        .isZero();
  }

  private void refused(String path, Object body) {
    refused(HttpMethod.POST, path, body);
  }

  private void refused(HttpMethod method, String path, Object body) {
    ResponseEntity<String> answer = exchange(method, path, body);
    assertThat(answer.getStatusCode().value()).as("%s: %s", path, answer.getBody()).isEqualTo(403);
    assertThat(answer.getBody()).contains("not even by an administrator");
  }

  private ResponseEntity<String> post(String path, Object body) {
    return exchange(HttpMethod.POST, path, body);
  }

  private ResponseEntity<String> exchange(HttpMethod method, String path, Object body) {
    return http.withBasicAuth("admin", "Welcome-20000")
        .exchange("/engine-rest" + path, method, new HttpEntity<>(body), String.class);
  }

  private void failsAsBatch(Batch batch) {
    for (int step = 0; step < 3; step++) {
      for (Job job :
          management.createJobQuery().jobDefinitionId(batch.getSeedJobDefinitionId()).list()) {
        management.executeJob(job.getId());
      }
    }
    Job job =
        management.createJobQuery().jobDefinitionId(batch.getBatchJobDefinitionId()).singleResult();
    assertThatThrownBy(() -> management.executeJob(job.getId()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not even by an administrator");
    management.deleteBatch(batch.getId(), true);
  }

  private Map<String, Object> migration(ProcessDefinition to, String from, String target) {
    return Map.of(
        "migrationPlan",
        Map.of(
            "sourceProcessDefinitionId",
            definition.getId(),
            "targetProcessDefinitionId",
            to.getId(),
            "instructions",
            List.of(
                Map.of("sourceActivityIds", List.of(from), "targetActivityIds", List.of(target)))),
        "processInstanceIds",
        List.of(process.getId()));
  }

  private static Map<String, Object> instructions(String type, String activity) {
    return Map.of(
        "skipCustomListeners",
        true,
        "instructions",
        List.of(Map.of("type", type, "activityId", activity)));
  }

  private ProcessDefinition definition(Deployment of) {
    return repository.createProcessDefinitionQuery().deploymentId(of.getId()).singleResult();
  }

  private Task task() {
    return tasks.createTaskQuery().processInstanceId(process.getId()).singleResult();
  }

  private boolean running() {
    return runtime.createProcessInstanceQuery().processInstanceId(process.getId()).count() > 0;
  }
}
