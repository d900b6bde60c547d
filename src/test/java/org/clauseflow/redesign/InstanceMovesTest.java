package org.clauseflow.redesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.clauseflow.redesign.TestModel.end;
import static org.clauseflow.redesign.TestModel.flow;
import static org.clauseflow.redesign.TestModel.process;
import static org.clauseflow.redesign.TestModel.start;
import static org.clauseflow.redesign.TestModel.task;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Cases that run when their process is redesigned: beforehand, moved, and back again. */
@ClauseflowTest
class InstanceMovesTest {

  @Autowired private InstanceMoves moves;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private ManagementService management;
  @Autowired private ProcessEngine engine;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactionManager;

  private final String key = "moves-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void takeAway() {
    repository.createDeploymentQuery().list().stream()
        .filter(deployment -> key.equals(deployment.getName()))
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @Test
  void aTrialTellsWhoCouldMoveAndLeavesNothing() {
    ProcessDefinition first = deploy(reviewed("Review", "PT4H"));
    begin(2);
    complete(begin(1).get(0));
    List<?> before = traces();
    String due = timers().toString();

    MoveReport report = moves.trial(List.of(reviewed("Look at it", "PT4H")), key);

    assertThat(report)
        .isEqualTo(
            new MoveReport(
                List.of(),
                3,
                3,
                0,
                List.of(
                    new MoveReport.Where("userTask_review", "Review", 2, 2),
                    new MoveReport.Where("userTask_celebrate", "Celebrate", 1, 1)),
                List.of()));
    assertThat(traces()).isEqualTo(before);
    assertThat(timers()).hasToString(due);
    assertThat(remembered()).containsExactly(first.getId());
    assertThat(runtime.startProcessInstanceByKey(key).getProcessDefinitionId())
        .isEqualTo(first.getId());
  }

  @Test
  void aTrialWithinAStepLeavesNothingEither() {
    deploy(reviewed("Review", "PT4H"));
    begin(1);
    List<?> before = traces();

    MoveReport report =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired()
            .execute(context -> moves.trial(List.of(reviewed("Look at it", "PT4H")), key));

    assertThat(report.movable()).isEqualTo(1);
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void whoStandsAtAStepThatIsGoneCannotMove() {
    deploy(reviewed("Review", "PT4H"));
    List<ProcessInstance> cases = begin(2);
    complete(cases.get(0));

    MoveReport report = moves.trial(List.of(celebrated()), key);

    assertThat(report)
        .returns(2, MoveReport::running)
        .returns(1, MoveReport::movable)
        .extracting(MoveReport::stuck)
        .isEqualTo(
            List.of(
                new MoveReport.Stuck(
                    null,
                    cases.get(1).getId(),
                    List.of("Review"),
                    "\"Review\" is no longer there")));

    ProcessDefinition second = deploy(celebrated());
    assertThat(moves.move(first().getId(), second.getId()).stuck()).isEqualTo(report.stuck());
    assertThat(on(first())).isEqualTo(1);
    assertThat(on(second)).isEqualTo(1);
  }

  @Test
  void whatTheGuardRefusesIsSaidAndNobodysAttempt() {
    deploy(reviewed("Review", "PT4H"));
    begin(1);
    List<?> before = traces();

    MoveReport report =
        moves.trial(
            List.of(
                process(
                    key,
                    start()
                        + "<bpmn:scriptTask id=\"scriptTask_do\" name=\"Do\" />"
                        + flow("startEvent_begun", "scriptTask_do"))),
            key);

    assertThat(report.findings()).hasSize(1).first().asString().contains("scripts are not run");
    assertThat(report.running()).isZero();
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void whatMovesGoesOnOnTheOtherVersion() {
    ProcessDefinition first = deploy(reviewed("Review", "PT4H"));
    ProcessInstance one = begin(1).get(0);
    ProcessDefinition second = deploy(reviewed("Look at it", "PT4H"));
    ProcessInstance late = begin(1).get(0);

    assertThat(moves.move(first.getId(), second.getId()))
        .returns(1, MoveReport::running)
        .returns(1, MoveReport::movable);
    assertThat(on(first)).isZero();
    complete(one);
    complete(one);

    MoveReport back = moves.moveBack(first.getId(), second.getId());
    assertThat(back).returns(1, MoveReport::movable);
    assertThat(on(first)).isEqualTo(1);
    complete(late);
    complete(late);
    assertThat(on(first) + on(second)).isZero();
  }

  @Test
  void aTimerRunsOnUnlessItsTimeChanges() {
    Instant begun = Instant.parse("2026-03-03T09:00:00Z");
    ClockUtil.setCurrentTime(Date.from(begun));
    ProcessDefinition first = deploy(reviewed("Review", "PT4H"));
    begin(1);
    ClockUtil.setCurrentTime(Date.from(begun.plus(Duration.ofHours(3))));

    ProcessDefinition second = deploy(reviewed("Look at it", "PT4H"));
    moves.move(first.getId(), second.getId());
    assertThat(timers()).containsExactly(begun.plus(Duration.ofHours(4)));

    ProcessDefinition third = deploy(reviewed("Look at it", "PT8H"));
    moves.move(second.getId(), third.getId());
    assertThat(timers()).containsExactly(begun.plus(Duration.ofHours(11)));
  }

  @Test
  void aRecordSaysThatAnotherVersionLeadsItNow() {
    String kept =
        "<camunda:property name=\"record\" value=\"major-incident\" /><camunda:property name=\"removal\" value=\"refused\" />";
    ProcessDefinition first = deploy(process(key, kept, steps("Review", "PT4H")));
    String number = runtime.startProcessInstanceByKey(key).getBusinessKey();
    ProcessDefinition second = deploy(process(key, kept, steps("Look at it", "PT4H")));

    assertThat(moves.move(first.getId(), second.getId()).movable()).isEqualTo(1);

    JournalEntry last = register.journal(number).get(register.journal(number).size() - 1);
    assertThat(last.kind()).isEqualTo("moved");
    assertThat(last.note()).isEqualTo("Review: from version 1 to version 2 of " + key);
    assertThat(register.verify(number)).isEmpty();
    finish();
  }

  @Test
  void whatRefusesItsRemovalMovesToItselfOnly() {
    String refused = "<camunda:property name=\"removal\" value=\"refused\" />";
    deploy(process(key, refused, steps("Review", "PT4H")));
    begin(1);

    assertThat(moves.trial(List.of(process(key, refused, steps("Look at it", "PT4H"))), key))
        .returns(1, MoveReport::movable);
    assertThat(moves.trial(List.of(reviewed("Look at it", "PT4H")), key).findings())
        .singleElement()
        .asString()
        .contains("lets administrators end it around its model");
    assertThat(
            moves
                .trial(List.of(process(key, refused, within(steps("Review", "PT4H")))), key)
                .stuck())
        .singleElement()
        .extracting(MoveReport.Stuck::reason)
        .asString()
        .contains("moved into or out of a sub-process");
    finish();
  }

  @Test
  void aCallerMovesAndWhatItCallsStays() {
    String called = key + "-called";
    deploy(
        process(
            called, start() + task("work", "Work") + flow("startEvent_begun", "userTask_work")));
    ProcessDefinition first = deploy(calling(called, "Have it done"));
    ProcessInstance caller = begin(1).get(0);

    assertThat(moves.trial(List.of(calling(called, "Let it be done")), key))
        .returns(1, MoveReport::movable)
        .extracting(MoveReport::where)
        .isEqualTo(List.of(new MoveReport.Where("callActivity_work", "Have it done", 1, 1)));

    moves.move(first.getId(), deploy(calling(called, "Let it be done")).getId());
    tasks.complete(tasks.createTaskQuery().processDefinitionKey(called).singleResult().getId());
    assertThat(runtime.createProcessInstanceQuery().processInstanceId(caller.getId()).count())
        .isZero();
  }

  @Test
  void whoIsWorkedOnAtThatMomentMovesAfterwards() throws Exception {
    ProcessDefinition first = deploy(reviewed("Review", "PT4H"));
    ProcessInstance one = begin(1).get(0);
    ProcessDefinition second = deploy(reviewed("Look at it", "PT4H"));
    CountDownLatch works = new CountDownLatch(1);
    ExecutorService person = Executors.newSingleThreadExecutor();
    try {
      Future<?> work =
          person.submit(
              () ->
                  new TransactionTemplate(transactionManager)
                      .executeWithoutResult(
                          transaction -> {
                            complete(one);
                            works.countDown();
                            Awaitility.await().until(this::somebodyWaits);
                          }));
      works.await();

      assertThat(moves.move(first.getId(), second.getId()).movable()).isEqualTo(1);
      work.get();
    } finally {
      person.shutdown();
    }
    assertThat(on(second)).isEqualTo(1);
    complete(one);
  }

  private boolean somebodyWaits() {
    return jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
            .query(Integer.class)
            .single()
        > 0;
  }

  @Test
  void ofManySomeAreTriedForEachPlace() {
    deploy(reviewed("Review", "PT4H"));
    begin(201);

    assertThat(moves.trial(List.of(reviewed("Look at it", "PT4H")), key))
        .returns(201, MoveReport::running)
        .returns(201, MoveReport::movable);
    assertThat(moves.trial(List.of(celebrated()), key))
        .returns(201, MoveReport::running)
        .returns(0, MoveReport::movable)
        .extracting(report -> report.stuck().size())
        .isEqualTo(200);
  }

  @Test
  void whoIsBetweenTwoStepsMovesToo() {
    ProcessDefinition first = deploy(stored("Review", true));
    ProcessInstance one = begin(1).get(0);
    complete(one);

    assertThat(moves.trial(List.of(stored("Look at it", true)), key).where())
        .containsExactly(new MoveReport.Where("userTask_celebrate", "Celebrate", 1, 1));
    assertThat(moves.trial(List.of(stored("Look at it", false)), key).stuck())
        .extracting(MoveReport.Stuck::elements, MoveReport.Stuck::reason)
        .containsExactly(
            tuple(List.of("Celebrate"), "\"Celebrate\": Target activity is not asyncBefore"));
    moves.move(first.getId(), deploy(stored("Look at it", true)).getId());
    management.executeJob(
        management.createJobQuery().processInstanceId(one.getId()).singleResult().getId());
    complete(one);
  }

  private DraftFile reviewed(String name, String reminder) {
    return process(key, steps(name, reminder));
  }

  private static String steps(String name, String reminder) {
    return start()
        + task("review", name)
        + """
          <bpmn:boundaryEvent id="event_reminderDue" attachedToRef="userTask_review" cancelActivity="false">
            <bpmn:timerEventDefinition>
              <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">%s</bpmn:timeDuration>
            </bpmn:timerEventDefinition>
          </bpmn:boundaryEvent>
          """
            .formatted(reminder)
        + task("celebrate", "Celebrate")
        + end("done")
        + end("reminded")
        + flow("startEvent_begun", "userTask_review")
        + flow("event_reminderDue", "endEvent_reminded")
        + flow("userTask_review", "userTask_celebrate")
        + flow("userTask_celebrate", "endEvent_done");
  }

  private DraftFile celebrated() {
    return process(
        key,
        start()
            + task("celebrate", "Celebrate")
            + end("done")
            + flow("startEvent_begun", "userTask_celebrate")
            + flow("userTask_celebrate", "endEvent_done"));
  }

  private static String within(String steps) {
    return "<bpmn:startEvent id=\"startEvent_outer\" /><bpmn:subProcess id=\"subProcess_inner\">"
        + steps
        + "</bpmn:subProcess>"
        + flow("startEvent_outer", "subProcess_inner");
  }

  private DraftFile calling(String called, String name) {
    return process(
        key,
        start()
            + "<bpmn:callActivity id=\"callActivity_work\" name=\"%s\" calledElement=\"%s\" />"
                .formatted(name, called)
            + flow("startEvent_begun", "callActivity_work"));
  }

  private DraftFile stored(String name, boolean async) {
    return process(
        key,
        start()
            + task("review", name)
            + task("celebrate", "Celebrate")
                .replace(" />", " camunda:asyncBefore=\"%s\" />".formatted(async))
            + flow("startEvent_begun", "userTask_review")
            + flow("userTask_review", "userTask_celebrate"));
  }

  private ProcessDefinition deploy(DraftFile file) {
    return repository
        .createDeployment()
        .name(key)
        .addInputStream(file.name(), new ByteArrayInputStream(file.content()))
        .deployWithResult()
        .getDeployedProcessDefinitions()
        .get(0);
  }

  private ProcessDefinition first() {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .processDefinitionVersion(1)
        .singleResult();
  }

  private List<ProcessInstance> begin(int count) {
    return IntStream.range(0, count).mapToObj(n -> runtime.startProcessInstanceByKey(key)).toList();
  }

  private void complete(ProcessInstance one) {
    Task task = tasks.createTaskQuery().processInstanceId(one.getId()).singleResult();
    tasks.complete(task.getId());
  }

  /** Whose removal is refused goes its own way to its end. */
  private void finish() {
    ProcessInstance one =
        runtime.createProcessInstanceQuery().processDefinitionKey(key).singleResult();
    complete(one);
    complete(one);
  }

  private long on(ProcessDefinition definition) {
    return runtime.createProcessInstanceQuery().processDefinitionId(definition.getId()).count();
  }

  private List<Instant> timers() {
    return management.createJobQuery().processDefinitionKey(key).timers().list().stream()
        .map(job -> job.getDuedate().toInstant())
        .toList();
  }

  /** Versions of the process that the engine has in memory. */
  private List<String> remembered() {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getDeploymentCache().getProcessDefinitionCache().keySet().stream()
            .filter(id -> id.startsWith(key + ":"))
            .toList();
  }

  /** Everything that a deployment or a move writes. */
  private List<Map<String, Object>> traces() {
    return jdbc.sql(
            """
            select (select count(*) from act_re_deployment) as deployments, (select count(*) from act_re_procdef) as definitions,
              (select count(*) from act_ge_bytearray) as files, (select count(*) from act_ru_jobdef) as job_definitions,
              (select count(*) from act_ru_job) as jobs, (select count(*) from act_ru_event_subscr) as subscriptions,
              (select count(*) from act_hi_actinst) as history, (select count(*) from act_hi_op_log) as log,
              (select sum(rev_) from act_ru_execution) as executions, (select sum(rev_) from act_ru_task) as tasks,
              (select count(*) from sms.record_entry) as entries, (select count(*) from sms.deployment_attempt) as attempts
            """)
        .query()
        .listOfRows();
  }
}
