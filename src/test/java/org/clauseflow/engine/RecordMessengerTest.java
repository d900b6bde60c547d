package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
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
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One process raises another and tells it something, in a year of its own. */
@ClauseflowTest
class RecordMessengerTest {

  private static final Instant NOW = Instant.parse("2014-03-04T10:00:00Z");

  @Autowired private RecordMessenger messenger;
  @Autowired private Register register;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private JdbcClient jdbc;

  private final List<Deployment> deployments = new ArrayList<>();

  @BeforeEach
  void deploySender() {
    // what other tests left to deliver
    jdbc.sql("update sms.message set outcome = 'nobody listening' where outcome is null").update();
    ClockUtil.setCurrentTime(Date.from(NOW));
    deploy("message-sender.bpmn");
  }

  @AfterEach
  void undeploy() {
    deployments.forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @Test
  void aRecordRaisesAnotherAndTellsItOnce() {
    deploy("message-receiver.bpmn");
    String sender = send(1);
    assertThat(sent(sender)).containsExactly(tuple("receiver.wanted", "waiting", null));
    assertThat(messenger.deliver(NOW)).isEqualTo(1);
    assertThat(messenger.deliver(NOW)).isZero();

    String raised = raisedBy(sender);
    assertThat(register.find(raised).orElseThrow())
        .returns("problem", ServiceRecord::type)
        .returns("The title", ServiceRecord::title);
    assertThat(register.find(raised).orElseThrow().data()).containsEntry("words", 1);
    assertThat(register.links(sender))
        .extracting("from", "kind", "to")
        .containsExactly(tuple(sender, "caused by", raised));

    goOn(sender);
    assertThat(messenger.deliver(NOW)).isEqualTo(1);
    assertThat(waitsAt(raised)).isEqualTo("userTask_more");
    assertThat(register.journal(raised))
        .filteredOn(entry -> entry.kind().equals("told"))
        .singleElement()
        .returns("receiver.told from " + sender, JournalEntry::note)
        .returns(Map.of("words", 1), JournalEntry::changes);
    assertThat(sent(sender))
        .containsExactly(
            tuple("receiver.wanted", "delivered", null), tuple("receiver.told", "delivered", null));
    assertThat(register.verify(sender)).isEmpty();
    assertThat(register.verify(raised)).isEmpty();
  }

  @Test
  void whatNoProcessStartsWithWaitsUntilOneDoes() {
    String sender = send(1);
    assertThat(messenger.deliver(NOW)).isEqualTo(1);
    assertThat(messenger.deliver(NOW.plusSeconds(70))).isEqualTo(1);
    assertThat(sent(sender))
        .containsExactly(
            tuple("receiver.wanted", "waiting", "No process starts with receiver.wanted yet"));
    // said once, however often it is looked for
    assertThat(register.journal(sender))
        .filteredOn(entry -> entry.kind().equals("waits"))
        .hasSize(1);
    deploy("message-receiver.bpmn");
    assertThat(messenger.deliver(NOW.plusSeconds(140))).isEqualTo(1);
    assertThat(raisedBy(sender)).startsWith("PRB-");
  }

  @Test
  void whereNobodyListensThatIsNoted() {
    deploy("message-receiver.bpmn");
    String sender = send(1);
    messenger.deliver(NOW);
    String raised = raisedBy(sender);
    runtime.deleteProcessInstance(
        register.find(raised).orElseThrow().processInstanceId(), "gone astray");
    goOn(sender);
    // a record that is closed is not told at all
    assertThat(messenger.deliver(NOW)).isZero();

    String second = send(1);
    messenger.deliver(NOW);
    tasks.complete(task(raisedBy(second)));
    goOn(second);
    assertThat(messenger.deliver(NOW)).isZero();
  }

  @Test
  void oneThatFailsHoldsUpNoOther() {
    deploy("message-receiver.bpmn");
    String good = send(1);
    String bad = send("no number");
    String other = send(2);
    assertThat(messenger.deliver(NOW)).isEqualTo(3);
    for (String sender : List.of(good, bad, other)) {
      goOn(sender);
    }
    String stuck = raisedBy(bad);
    assertThat(messenger.deliver(NOW)).isEqualTo(3);
    assertThat(waitsAt(raisedBy(good))).isEqualTo("userTask_more");
    assertThat(register.find(raisedBy(other)).orElseThrow().open()).isFalse();
    assertThat(waitsAt(stuck)).isEqualTo("userTask_work");
    assertThat(register.journal(stuck)).noneMatch(entry -> entry.kind().equals("told"));

    Instant at = NOW;
    int attempts = 1;
    for (int told = 1; told > 0; attempts += told) {
      at = at.plus(Duration.ofDays(1));
      told = messenger.deliver(at);
    }
    assertThat(attempts).isEqualTo(10);
    assertThat(sent(bad).get(1).toList()).contains("receiver.told", "failed");
  }

  @Test
  void nodesThatDeliverAtOnceDeliverEachOnce() throws Exception {
    deploy("message-receiver.bpmn");
    List<String> senders = IntStream.range(0, 50).mapToObj(i -> send(1)).toList();
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> node = () -> messenger.deliver(NOW);
      int delivered = 0;
      for (Future<Integer> each : nodes.invokeAll(List.of(node, node))) {
        delivered += each.get();
      }
      assertThat(delivered).isEqualTo(50);
    } finally {
      nodes.shutdown();
    }
    assertThat(senders).extracting(this::raisedBy).doesNotHaveDuplicates().hasSize(50);
  }

  private void deploy(String file) {
    deployments.add(
        repository
            .createDeployment()
            .name(file)
            .addClasspathResource("org/clauseflow/engine/" + file)
            .deploy());
  }

  private String send(Object text) {
    return runtime
        .startProcessInstanceByKey("message-sender", Map.of("title", "The title", "text", text))
        .getBusinessKey();
  }

  private void goOn(String number) {
    tasks.complete(task(number));
  }

  private String task(String number) {
    return tasks.createTaskQuery().processInstanceBusinessKey(number).singleResult().getId();
  }

  private String waitsAt(String number) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .singleResult()
        .getTaskDefinitionKey();
  }

  private String raisedBy(String sender) {
    return jdbc.sql(
            "select raised from sms.message where from_record = :sender and raised is not null")
        .param("sender", sender)
        .query(String.class)
        .single();
  }

  private List<org.assertj.core.groups.Tuple> sent(String sender) {
    return jdbc.sql(
            """
            select name, coalesce(outcome, 'waiting'), reason from sms.message
            where from_record = :sender order by id
            """)
        .param("sender", sender)
        .query((rs, i) -> tuple(rs.getString(1), rs.getString(2), rs.getString(3)))
        .list();
  }
}
