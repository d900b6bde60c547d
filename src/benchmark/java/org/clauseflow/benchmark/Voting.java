package org.clauseflow.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.engine.RecordMessenger;
import org.clauseflow.record.Refusal;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A board whose members all vote at the same moment, every fifth of them twice: whether each vote
 * is counted once and each round comes to one decision, and how long the last of them waits.
 *
 * <pre>mvn -q -Pbenchmark spring-boot:test-run -Dbenchmark=Voting</pre>
 */
final class Voting {

  private static final int MEMBERS = 50;
  private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 200);
  private static final int TWICE = 5;

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final IdentityService identity;
  private final RecordMessenger messenger;
  private final JdbcClient jdbc;
  private final ExecutorService voters = Executors.newFixedThreadPool(MEMBERS + MEMBERS / TWICE);

  /** What became of one vote: null, or why it was refused. */
  private record Sent(double millis, RuntimeException failure) {}

  private Voting(ConfigurableApplicationContext product) {
    this.runtime = product.getBean(RuntimeService.class);
    this.tasks = product.getBean(TaskService.class);
    this.identity = product.getBean(IdentityService.class);
    this.messenger = product.getBean(RecordMessenger.class);
    this.jdbc = product.getBean(JdbcClient.class);
    product
        .getBean(RepositoryService.class)
        .createDeployment()
        .addClasspathResource("org/clauseflow/control/cab-change.bpmn")
        .deploy();
  }

  public static void main(String[] args) throws Exception {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      Voting voting = new Voting(product);
      voting.members();
      voting.run();
      voting.voters.shutdown();
    }
  }

  /** With the two of security and the one of continuity, so many as are wanted. */
  private void members() {
    jdbc.sql("insert into sms.role (id, name, purpose) values ('board', 'Board', 'Votes')")
        .update();
    jdbc.sql(
            """
            insert into sms.person (id, name, party_id)
            select 'member' || i, 'Member ' || i, 'provider' from generate_series(4, :members) i
            """)
        .param("members", MEMBERS)
        .update();
    jdbc.sql(
            "insert into sms.person_role select id, 'board' from sms.person where id like 'member%'")
        .update();
  }

  private void run() throws Exception {
    List<Double> votes = new ArrayList<>();
    List<Double> rounds = new ArrayList<>();
    Map<String, Integer> refused = new HashMap<>();
    int sent = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String board = ask(round);
      long start = System.nanoTime();
      List<Sent> all = voteAtOnce(board);
      rounds.add((System.nanoTime() - start) / 1e6);
      sent += all.size();
      for (Sent one : all) {
        votes.add(one.millis);
        if (one.failure != null) {
          refused.merge(kind(one.failure), 1, Integer::sum);
        }
      }
      decide(board);
    }
    System.out.printf(
        Locale.ROOT,
        "%,d rounds of %d members who vote at the same moment, every %dth twice%n%n",
        ROUNDS,
        MEMBERS,
        TWICE);
    print("the last vote of a round, ms", rounds);
    print("a vote, ms", votes);
    System.out.printf(
        Locale.ROOT,
        """

        votes sent                                %,8d
        votes counted                             %,8d of %,d
        seats with more or less than one vote     %,8d of 0
        decisions                                 %,8d of %,d
        told that all have voted                  %,8d of %,d
        refused                                   %s
        journals intact                           %s
        """,
        sent,
        count("select count(*) from sms.cab_vote"),
        ROUNDS * MEMBERS,
        count(
            """
            select count(*) from sms.cab_seat s where 1 <> (
              select count(*) from sms.cab_vote v where (v.board, v.round, v.seat) = (s.board, s.round, s.person))
            """),
        count(
            "select count(*) from sms.cab_round where state = 'decided' and decision = 'approved'"),
        ROUNDS,
        count("select count(*) from sms.message where name = 'cab.allVoted'"),
        ROUNDS,
        refused.isEmpty() ? "none" : refused,
        count("select count(*) from sms.verify_journal(null)") == 0);
  }

  private String ask(int round) {
    identity.clearAuthentication();
    String change =
        runtime
            .startProcessInstanceByKey(
                "cab-change",
                Map.of(
                    "title", "Change " + round,
                    "description", "Voted on by many",
                    "reporter", "anna",
                    "changeKind", "change",
                    "changeType", "normal",
                    "risk", "moderate",
                    "supportGroup", "board",
                    "board", "normal"))
            .getBusinessKey();
    return jdbc.sql(
            "select from_number from sms.record_link where to_number = ? and kind = 'part of'")
        .param(change)
        .query(String.class)
        .single();
  }

  private List<Sent> voteAtOnce(String board) throws Exception {
    List<Task> open =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(board)
            .taskDefinitionKey("userTask_vote")
            .list();
    if (open.size() != MEMBERS) {
      throw new IllegalStateException(open.size() + " members are asked");
    }
    List<Task> toSend = new ArrayList<>(open);
    for (int i = 0; i < open.size(); i += TWICE) {
      toSend.add(open.get(i));
    }
    CyclicBarrier start = new CyclicBarrier(toSend.size());
    List<Future<Sent>> sending = new ArrayList<>();
    for (Task task : toSend) {
      sending.add(
          voters.submit(
              () -> {
                start.await();
                return vote(task);
              }));
    }
    List<Sent> sent = new ArrayList<>();
    for (Future<Sent> one : sending) {
      sent.add(one.get());
    }
    return sent;
  }

  private Sent vote(Task task) {
    identity.setAuthentication(task.getAssignee(), List.of("board"));
    long start = System.nanoTime();
    RuntimeException failure = null;
    try {
      tasks.complete(task.getId(), new HashMap<>(Map.of("vote", "for")));
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      identity.clearAuthentication();
    }
    return new Sent((System.nanoTime() - start) / 1e6, failure);
  }

  private void decide(String board) {
    messenger.deliver();
    identity.setAuthentication("carla", List.of("changeManager"));
    Task decide =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(board)
            .taskDefinitionKey("userTask_decide")
            .singleResult();
    Map<String, Object> values = new HashMap<>();
    for (String considered :
        List.of("Risks", "Impact", "Requirements", "Benefit", "Feasibility", "Finance")) {
      values.put("consider" + considered, "Considered");
    }
    values.put("decision", "approved");
    values.put("decisionReason", "Carried");
    tasks.complete(decide.getId(), values);
    identity.clearAuthentication();
    messenger.deliver();
  }

  /** What a door answers 409 to, and anything else by its own name. */
  private static String kind(RuntimeException e) {
    boolean conflict =
        e instanceof Refusal refusal && refusal.reason() == Refusal.Reason.NOT_NOW
            || e instanceof OptimisticLockingException;
    return conflict ? "409" : String.valueOf(e);
  }

  private static void print(String what, List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-34s median %8.1f   p95 %8.1f   most %8.1f%n",
        what,
        sorted[sorted.length / 2],
        sorted[(int) (sorted.length * 0.95)],
        sorted[sorted.length - 1]);
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
