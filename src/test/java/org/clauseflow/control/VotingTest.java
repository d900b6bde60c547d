package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Fifty members vote at the same moment: each vote counts once, and there is one decision. */
@ClauseflowTest
class VotingTest extends CabStory {

  private static final int MEMBERS = 50;

  @BeforeAll
  void crowd() {
    jdbc.sql(
            "insert into sms.role (id, name, purpose) values ('votingCrowd', 'Voting crowd', 'For a test')")
        .update();
    jdbc.sql(
            "insert into sms.person (id, name, party_id) select 'voter' || i, 'Voter ' || i, 'provider' from generate_series(1, :n) i")
        .param("n", MEMBERS)
        .update();
    jdbc.sql(
            "insert into sms.person_role (person_id, role_id) select 'voter' || i, 'votingCrowd' from generate_series(1, :n) i")
        .param("n", MEMBERS)
        .update();
  }

  @AfterAll
  void dispersed() {
    jdbc.sql("delete from sms.person_role where role_id = 'votingCrowd'").update();
    jdbc.sql("update sms.person set active = false where id like 'voter%'").update();
    jdbc.sql("delete from sms.role where id = 'votingCrowd'").update();
  }

  @Test
  void eachVoteIsCountedOnceAndThereIsOneDecision() throws Exception {
    String board = ask(change("supportGroup", "votingCrowd"));
    List<String> members = members(board);
    assertThat(members).hasSizeGreaterThan(MEMBERS).contains("voter1", "voter50", "marta");
    assertThat(atOnce(board, members, 2))
        .as("each sends it twice")
        .hasSize(members.size())
        .allSatisfy(VotingTest::isConflict);
    assertThat(votes(board)).hasSize(members.size()).doesNotHaveDuplicates();
    assertThat(
            jdbc.sql(
                    "select count(*) from sms.message where to_record = ? and name = 'cab.allVoted'")
                .param(board)
                .query(Integer.class)
                .single())
        .isEqualTo(1);
    deliver();
    assertThat(openTasks(board)).contains("userTask_decide");

    // revised by all at the moment of the decision: a vote counts before it, or is refused
    as("carla");
    Task decide = task(board, "userTask_decide");
    ExecutorService chair = Executors.newSingleThreadExecutor();
    Future<Boolean> decided =
        chair.submit(
            () -> {
              as("carla");
              try {
                tasks.complete(decide.getId(), decision("approved"));
                return true;
              } finally {
                identity.clearAuthentication();
              }
            });
    List<Exception> late = atOnce(board, members, 1);
    assertThat(decided.get(1, TimeUnit.MINUTES)).isTrue();
    chair.shutdown();
    assertThat(late).allSatisfy(VotingTest::isConflict);
    assertThat(votes(board)).hasSize(2 * members.size() - late.size());
    deliver();
    assertThat(record(board)).returns("approved", ServiceRecord::status);
    assertThat(
            jdbc.sql("select members, votes_for from sms.cab_count(:board, 1)")
                .param("board", board)
                .query((rs, i) -> List.of(rs.getInt(1), rs.getInt(2)))
                .single())
        .containsExactly(members.size(), members.size());
    assertThat(register.verify(board)).isEmpty();
  }

  private static void isConflict(Exception e) {
    if (!(e instanceof OptimisticLockingException)) {
      assertThat(e)
          .isInstanceOf(Refusal.class)
          .returns(Refusal.Reason.NOT_NOW, x -> ((Refusal) x).reason());
    }
  }

  /** All vote at one moment, some times each; what was refused. */
  private List<Exception> atOnce(String board, List<String> members, int times) throws Exception {
    Map<String, String> tasksOf = new HashMap<>();
    identity.clearAuthentication();
    members.forEach(member -> tasksOf.put(member, voteOf(board, member).getId()));
    CyclicBarrier start = new CyclicBarrier(members.size() * times);
    ExecutorService voters = Executors.newFixedThreadPool(members.size() * times);
    List<Future<Exception>> votes = new ArrayList<>();
    for (String member : members) {
      for (int i = 0; i < times; i++) {
        votes.add(
            voters.submit(
                () -> {
                  start.await();
                  return vote(tasksOf.get(member), member);
                }));
      }
    }
    List<Exception> refused = new ArrayList<>();
    for (Future<Exception> one : votes) {
      Exception e = one.get(2, TimeUnit.MINUTES);
      if (e != null) {
        refused.add(e);
      }
    }
    voters.shutdown();
    return refused;
  }

  /** With no more rights than a member has. */
  private Exception vote(String task, String member) {
    identity.setAuthentication(member, List.of("votingCrowd", "serviceDesk"));
    try {
      tasks.complete(task, new HashMap<>(Map.of("vote", "for")));
      return null;
    } catch (RuntimeException e) {
      return e;
    } finally {
      identity.clearAuthentication();
    }
  }
}
