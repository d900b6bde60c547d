package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One member's vote as a story, and that nobody votes who has no vote, whatever way they take. */
@ClauseflowTest
class CabVoteProcessTest extends CabStory {

  /** Anna, who asks for the changes, and Ines, a member, have second accounts. */
  @BeforeEach
  void secondAccounts() {
    for (String person : List.of("anna", "ines")) {
      jdbc.sql(
              """
              insert into sms.person (id, name, party_id, same_as) values (:second, :second, 'provider', :person)
              on conflict (id) do update set active = true, same_as = excluded.same_as
              """)
          .param("second", person + "Two")
          .param("person", person)
          .update();
    }
    jdbc.sql(
            "insert into sms.person_role (person_id, role_id) values ('annaTwo', 'securityTeam'), ('inesTwo', 'securityTeam')")
        .update();
  }

  @AfterEach
  void withoutThem() {
    jdbc.sql("delete from sms.person_role where person_id in ('annaTwo', 'inesTwo')").update();
    jdbc.sql(
            "update sms.person set active = false, same_as = null where id in ('annaTwo', 'inesTwo')")
        .update();
    jdbc.sql("update sms.person set same_as = null where id = 'jonas'").update();
  }

  private String ask() {
    identity.clearAuthentication();
    String change = open("change", change());
    return runtime
        .startProcessInstanceByKey("cab-vote-caller", Map.of("partOf", change, "quorum", 50))
        .getBusinessKey();
  }

  private void decided(String board) {
    say(board);
    assertThat(record(board)).returns(false, ServiceRecord::open);
  }

  private void say(String board) {
    runtime
        .createMessageCorrelation("cab.decided")
        .processInstanceBusinessKey(board)
        .correlateAll();
  }

  @Test
  void aMemberVotesRevisesAndIsReleased() {
    String board = ask();
    assertThat(members(board))
        .as("one seat a person, whatever accounts they have, and none for the requester's second")
        .containsExactly("ines", "jonas", "marta", "stefan");
    vote(board, "marta", "for", "voteConditions", "With a backup");
    assertThat(voteOf(board, "marta").getTaskDefinitionKey()).isEqualTo("userTask_revise");
    vote(board, "marta", "against", "voteComment", "There is no backup");
    assertThat(votes(board)).containsExactly("1 marta marta for", "1 marta marta against");
    assertThatThrownBy(
            () ->
                jdbc.sql("update sms.cab_vote set vote = 'for' where board = ?")
                    .param(board)
                    .update())
        .rootCause()
        .hasMessageContaining("Votes are append-only");
    decided(board);
    assertThat(openTasks(board)).isEmpty();
  }

  @Test
  void aSeatIsHandedToSomebodyOfTheSameOrganizationWithAVoteAndWithoutASeat() {
    String board = ask();
    for (String person :
        List.of("anna", "annaTwo", "inesTwo", "ines", "jonas", "david", "stefan", "rosa")) {
      assertThatThrownBy(() -> vote(board, "marta", "handOver", "delegate", person))
          .as(
              "the requester, the implementer, members, all by whatever account, and customers: %s",
              person)
          .isInstanceOf(InvalidFormException.class)
          .hasMessageContaining("delegate: is not one of the choices offered");
    }
    vote(board, "marta", "handOver", "delegate", "katja");
    assertThat(recipients(board, "cab-vote-asked")).contains("katja");
    assertThat(voteOf(board, "marta")).isNull();
    vote(board, "katja", "for");
    assertThat(votes(board)).containsExactly("1 marta katja for");
    assertThatThrownBy(() -> vote(board, "katja", "handOver", "delegate", "luis"))
        .as("who has voted revises")
        .isInstanceOf(InvalidFormException.class);
    decided(board);
  }

  @Test
  void noRouteLeadsToAVoteOnOnesOwnRequest() {
    String board = ask();
    Task vote = voteOf(board, "ines");
    for (String account : List.of("anna", "annaTwo")) {
      as("carla");
      for (Runnable route :
          List.<Runnable>of(
              () -> tasks.setAssignee(vote.getId(), account),
              () -> tasks.delegateTask(vote.getId(), account))) {
        assertThatThrownBy(route::run)
            .isInstanceOf(Refusal.class)
            .hasMessageContaining("is not for " + account)
            .returns(Refusal.Reason.NOT_ALLOWED, e -> ((Refusal) e).reason());
      }
      as(account);
      assertThatThrownBy(() -> tasks.complete(vote.getId(), values("vote", "for")))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("is not for " + account);
    }
    assertThat(refused(board))
        .as("each attempt stays, though nothing of it is done")
        .hasSize(6)
        .anyMatch(
            entry -> entry.startsWith("carla: \"Vote\" is not for annaTwo, who is the reporter"));
    jdbc.sql("insert into sms.person_role (person_id, role_id) values ('anna', 'securityTeam')")
        .update();
    as("anna");
    assertThatThrownBy(() -> tasks.complete(vote.getId(), values("vote", "for")))
        .as("a member of the group only since")
        .isInstanceOf(Refusal.class);
    jdbc.sql("delete from sms.person_role where person_id = 'anna' and role_id = 'securityTeam'")
        .update();
    assertThat(votes(board)).isEmpty();
    assertThat(register.verify(board)).isEmpty();
    decided(board);
  }

  @Test
  void nobodyVotesForSomebodyElseNorTwice() {
    String board = ask();
    as("carla");
    assertThatThrownBy(() -> tasks.setAssignee(voteOf(board, "marta").getId(), "carla"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it is for marta alone");
    vote(board, "ines", "for");
    as("inesTwo");
    assertThatThrownBy(() -> tasks.complete(voteOf(board, "jonas").getId(), values("vote", "for")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it is for jonas alone");
    // found out later: Jonas is Ines
    jdbc.sql("update sms.person set same_as = 'ines' where id = 'jonas'").update();
    assertThatThrownBy(() -> vote(board, "jonas", "for"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("One person has one vote, and has voted as ines already")
        .returns(Refusal.Reason.NOT_NOW, e -> ((Refusal) e).reason());
    assertThat(refused(board)).hasSize(3);
    assertThat(votes(board)).containsExactly("1 ines ines for");
    decided(board);
  }
}
