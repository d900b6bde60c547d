package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.clock.ServiceTargets;
import org.clauseflow.clock.TargetReport;
import org.clauseflow.clock.TargetSweep;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** In a year in which nobody else's targets are due. */
@ClauseflowTest
class TargetMessengerTest {

  private static final Instant START = Instant.parse("2015-03-02T10:00:00Z");
  private static final Instant DUE = START.plus(Duration.ofHours(1));

  @Autowired private TargetMessenger messenger;
  @Autowired private TargetSweep sweep;
  @Autowired private ServiceTargets targets;
  @Autowired private Register register;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  private Deployment deployment;

  @BeforeEach
  void deploy() {
    // what other tests left to tell or to sweep
    jdbc.sql("update sms.target_event set outcome = 'superseded' where outcome is null").update();
    jdbc.sql(
            "update sms.target set ended_at = due_at where due_at < '2018-01-01' and ended_at is null")
        .update();
    deployment =
        repository
            .createDeployment()
            .name("target-listener")
            .addClasspathResource("org/clauseflow/engine/target-listener.bpmn")
            .deploy();
  }

  @AfterEach
  void undeploy() {
    repository.deleteDeployment(deployment.getId(), true);
  }

  @Test
  void theProcessThatListensIsToldOnceAndKnowsWhichTarget() {
    String number = started();
    ProcessInstance process = process(number, Map.of("ready", 1));
    sweep.sweep(DUE);
    // not before the event was recorded
    assertThat(messenger.tell(DUE.minusMillis(1))).isZero();
    assertThat(messenger.tell(DUE)).isEqualTo(2);
    assertThat(messenger.tell(DUE.plus(Duration.ofDays(1)))).isZero();

    List<Task> decide = decisions(process);
    assertThat(decide).hasSize(2);
    assertThat(decide)
        .extracting(task -> runtime.getVariable(task.getExecutionId(), "target"))
        .containsExactlyInAnyOrder("response", "resolution");
    assertThat(runtime.getVariable(decide.get(0).getExecutionId(), "dueAt"))
        .isEqualTo(Date.from(DUE));
    // each has its own, none is spread over the process
    assertThat(runtime.getVariables(process.getId())).containsOnlyKeys("ready");
    assertThat(told(number))
        .allMatch(event -> event.outcome().equals("told") && event.toldAt().toInstant().equals(DUE))
        .hasSize(2);
  }

  @Test
  void whereNobodyListensThatIsNoted() {
    String number = started();
    ProcessInstance process = process(number, Map.of("ready", 1));
    // the model has no place for warnings
    sweep.sweep(START.plus(Duration.ofMinutes(45)));
    assertThat(messenger.tell(DUE)).isEqualTo(2);
    assertThat(told(number))
        .extracting(TargetReport.Event::event, TargetReport.Event::outcome)
        .containsOnly(tuple("warning", "nobody listening"));

    runtime.deleteProcessInstance(process.getId(), "gone");
    sweep.sweep(DUE);
    assertThat(messenger.tell(DUE)).isEqualTo(2);
    assertThat(told(number))
        .hasSize(4)
        .allMatch(event -> event.outcome().equals("nobody listening"));
  }

  @Test
  void whatFailsLeavesNothingIsTriedAgainAndThenToldOnce() {
    String number = started();
    String other = started();
    // its gateway asks for a number
    ProcessInstance process = process(number, Map.of("ready", "no number"));
    ProcessInstance good = process(other, Map.of("ready", 1));
    sweep.sweep(DUE);
    assertThat(messenger.tell(DUE)).isEqualTo(4);
    assertThat(decisions(good)).hasSize(2);
    assertThat(decisions(process)).isEmpty();
    assertThat(told(number))
        .allMatch(
            event -> event.attempts() == 1 && event.outcome() == null && event.toldAt() == null)
        .allMatch(event -> event.reason().contains("no number"));

    assertThat(messenger.tell(DUE.plusSeconds(1))).isZero();
    runtime.setVariable(process.getId(), "ready", 1);
    assertThat(messenger.tell(DUE.plusSeconds(2))).isEqualTo(2);
    assertThat(messenger.tell(DUE.plus(Duration.ofDays(1)))).isZero();
    assertThat(decisions(process)).hasSize(2);
    assertThat(told(number)).allMatch(event -> event.outcome().equals("told"));
  }

  @Test
  void whatFailsForGoodStaysVisible() {
    String number = started();
    process(number, Map.of("ready", "no number"));
    sweep.sweep(DUE);
    Instant at = DUE;
    int attempts = 0;
    for (int told = 2; told > 0; at = at.plus(Duration.ofDays(1))) {
      told = messenger.tell(at);
      attempts += told;
    }
    assertThat(attempts).isEqualTo(20);
    assertThat(told(number))
        .allMatch(
            event ->
                event.outcome().equals("failed")
                    && event.toldAt() == null
                    && event.attempts() == 10)
        .allMatch(event -> event.reason().contains("no number"));
  }

  @Test
  void nodesThatTellAtOnceTellEachOnce() throws Exception {
    List<ProcessInstance> processes =
        IntStream.range(0, 20).mapToObj(i -> process(started(), Map.of("ready", 1))).toList();
    sweep.sweep(DUE);
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      // two at the same process stand in each other's way, and one of them tries again later
      for (Instant at = DUE; tellTwice(nodes, at) > 0; at = at.plusSeconds(5)) {
        assertThat(at).isBefore(DUE.plusSeconds(60));
      }
    } finally {
      nodes.shutdown();
    }
    for (ProcessInstance process : processes) {
      assertThat(decisions(process)).hasSize(2);
      assertThat(told(process.getBusinessKey())).allMatch(event -> event.outcome().equals("told"));
    }
  }

  private int tellTwice(ExecutorService nodes, Instant at) throws Exception {
    Callable<Integer> node = () -> messenger.tell(at);
    int told = 0;
    for (Future<Integer> each : nodes.invokeAll(List.of(node, node))) {
      told += each.get();
    }
    return told;
  }

  private String started() {
    String number = "INC-TEST-" + UUID.randomUUID();
    ClockUtil.setCurrentTime(Date.from(START));
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            transaction -> {
              register.open(
                  new Opening(number, "incident", "target-listener", 1, "none"),
                  Entry.of("rosa.vogel", "opened", null, Map.of()));
              targets.start(number, null, "always", Duration.ofHours(1), Duration.ofHours(1));
            });
    return number;
  }

  private ProcessInstance process(String number, Map<String, Object> variables) {
    return runtime.startProcessInstanceByKey("target-listener", number, variables);
  }

  private List<Task> decisions(ProcessInstance process) {
    return tasks
        .createTaskQuery()
        .processInstanceId(process.getId())
        .taskDefinitionKey("userTask_decide")
        .list();
  }

  private List<TargetReport.Event> told(String number) {
    return targets.explain(number).stream().flatMap(report -> report.told().stream()).toList();
  }
}
