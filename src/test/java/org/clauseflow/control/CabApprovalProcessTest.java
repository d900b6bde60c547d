package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;

/** A board decides on a change as a story, every way through the model. */
@ClauseflowTest
class CabApprovalProcessTest extends CabStory {

  private static final String LEAD = "userTask_leadVoting";
  private static final String DECIDE = "userTask_decide";

  @Test
  void theMembersVoteAndTheChairDecidesWhatTheVotesSay() {
    String board = ask(change());
    String change = changeOf(board);
    assertThat(board).matches("CAB-2026-\\d{6}");
    assertThat(linked(board, "part of")).containsExactly(change);
    assertThat(record(board))
        .returns("voting", ServiceRecord::status)
        .returns("Renew the portal's front end", ServiceRecord::title);
    assertThat(members(board))
        .as("owner, approver of the customer, security, continuity, group without the implementer")
        .containsExactly("chloe", "conrad", "ines", "jonas", "marta", "stefan");
    assertThat(recipients(board, "cab-vote-asked"))
        .containsExactly("chloe", "conrad", "ines", "jonas", "marta", "stefan");
    assertThat(voteOf(board, "stefan").getDueDate()).isEqualTo(MORNING.plus(Duration.ofDays(5)));
    as("stefan");
    assertThat(form(voteOf(board, "stefan")))
        .contains("Approver of Nordwind Energy")
        .contains("without a vote for this&#44; nothing is decided")
        .contains("Version 2026&#46;4 of the front end")
        .contains("Back to 2026&#46;3")
        .contains("The highest service level agreed for what it touches is gold");

    assertThatThrownBy(() -> vote(board, "jonas", "against"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("say why jonas votes against");
    vote(board, "jonas", "against", "voteComment", "The certificate expires on that day");
    vote(board, "stefan", "for", "voteConditions", "Not before 20:00");
    vote(board, "ines", "abstain");
    vote(board, "chloe", "for");
    vote(board, "conrad", "for", "voteComment", "The plan holds");
    as("carla");
    assertThatThrownBy(() -> complete(board, LEAD, Map.of("action", "close")))
        .as("the owner must have voted")
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("nobody has voted for: Owner of Customer portal");
    vote(board, "marta", "for");
    assertThat(openTasks(board)).contains(LEAD).doesNotContain(DECIDE);
    deliver();
    assertThat(record(board)).returns("to be decided", ServiceRecord::status);
    assertThat(openTasks(board)).contains(DECIDE).doesNotContain(LEAD);

    vote(board, "jonas", "for", "voteComment", "The certificate was renewed");
    assertThat(votes(board))
        .contains("1 jonas jonas against", "1 jonas jonas for")
        .as("a vote is revised by another")
        .hasSize(7);
    deliver();
    as("carla");
    assertThat(form(board, DECIDE))
        .contains("Carried&#58; it can be approved")
        .contains("5 for&#44; 0 against&#44; 1 abstained&#44; of 6")
        .contains("Not before 20&#58;00");
    assertThatThrownBy(() -> complete(board, DECIDE, decision("rejected")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("cannot be \"rejected\" against the votes")
        .hasMessageContaining("it can be approved");
    assertThatThrownBy(() -> complete(board, DECIDE, Map.of("decision", "approved")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("considerRisks")
        .hasMessageContaining("decisionReason");
    complete(board, DECIDE, decision("approved", "conditions", "Not before 20:00"));

    assertThatThrownBy(
            () -> vote(board, "jonas", "against", "voteComment", "On second thoughts, no"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is decided")
        .returns(Refusal.Reason.NOT_NOW, e -> ((Refusal) e).reason());
    deliver();
    assertThat(record(board))
        .returns("approved", ServiceRecord::status)
        .returns("Change approved", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(record(board).data()).containsAllEntriesOf(CONSIDERED);
    assertThat(openTasks(board)).isEmpty();
    assertThat(openTasks(change)).containsExactly("userTask_goOn");
    assertThat(runtime.getVariables(record(change).processInstanceId()))
        .containsEntry("decision", "approved")
        .containsEntry("conditions", "Not before 20:00")
        .containsEntry("cab", board);
    assertThat(entry(board, "task", DECIDE))
        .returns("carla", JournalEntry::actor)
        .returns(List.of("9.2-9"), JournalEntry::requirement);
    assertThat(mails(board)).containsExactly("cab-vote-asked", "cab-decided");
    assertThat(register.verify(board)).isEmpty();
    complete(change, "userTask_goOn", Map.of("minutes", "Done"));
  }

  @Test
  void lowRisksAreDecidedByTheChangeManagerAlone() {
    String board = ask(change("risk", "low"));
    assertThat(members(board)).isEmpty();
    assertThat(openTasks(board)).containsExactly(DECIDE);
    assertThat(candidates(board, DECIDE)).containsExactly("changeManager");
    as("dario");
    assertThatThrownBy(
            () ->
                complete(
                    board,
                    DECIDE,
                    Map.of("decision", "prolong", "prolongUntil", "2026-03-10T12:00:00Z")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no board was asked");
    fire(board, "event_decisionLate");
    assertThat(recipients(board, "cab-decision-late")).containsExactly("carla", "dario");
    complete(board, DECIDE, decision("deferred"));
    assertThat(record(board)).returns("deferred", ServiceRecord::status);
    assertThat(runtime.getVariable(record(changeOf(board)).processInstanceId(), "decision"))
        .isEqualTo("deferred");
  }

  @Test
  void anEmergencyHasASmallBoardAndHours() {
    String board = ask(change("board", "emergency", "changeType", "emergency", "risk", "high"));
    assertThat(members(board)).containsExactly("ines", "jonas", "marta");
    assertThat(voteOf(board, "marta").getDueDate()).isEqualTo(MORNING.plus(Duration.ofHours(2)));
    vote(board, "marta", "against", "voteComment", "Not before the auditors have left");
    as("carla");
    complete(board, LEAD, Map.of("action", "close"));
    assertThatThrownBy(() -> complete(board, DECIDE, decision("approved")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("vetoed by Marta Nowak");
    complete(board, DECIDE, decision("rejected"));
    deliver();
    assertThat(record(board)).returns("rejected", ServiceRecord::status);
    assertThat(votes(board)).containsExactly("1 marta marta against");
  }

  @Test
  void withoutEnoughVotesTheDeadlineIsExtendedOnceAndEscalated() {
    String board = ask(change());
    vote(board, "chloe", "for");
    fire(board, "event_reminderDue");
    assertThat(recipients(board, "cab-vote-reminder"))
        .containsExactly("conrad", "ines", "jonas", "marta", "stefan");
    at(MORNING.plus(Duration.ofDays(5)));
    fire(board, "event_deadlineReached");
    assertThat(recipients(board, "cab-votes-missing"))
        .containsExactly("conrad", "ines", "jonas", "marta", "stefan");
    assertThat(task(board, LEAD).getDueDate()).isEqualTo(MORNING.plus(Duration.ofDays(7)));
    at(MORNING.plus(Duration.ofDays(7)));
    fire(board, "event_deadlineReached");
    assertThat(openTasks(board)).contains(DECIDE);
    assertThat(result(board)).isEqualTo("mandatoryMissing");

    as("carla");
    assertThatThrownBy(() -> complete(board, DECIDE, decision("approved")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it can be rejected or deferred");
    assertThatThrownBy(
            () ->
                complete(
                    board,
                    DECIDE,
                    Map.of("decision", "prolong", "prolongUntil", "2026-03-01T12:00:00Z")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("choose a later time");
    complete(board, DECIDE, Map.of("decision", "prolong", "prolongUntil", "2026-03-20T12:00:00Z"));
    assertThat(recipients(board, "cab-prolonged")).contains("chloe", "marta");
    complete(board, LEAD, Map.of("action", "prolong", "prolongUntil", "2026-03-21T12:00:00Z"));
    vote(board, "marta", "for");
    vote(board, "stefan", "abstain");
    as("carla");
    assertThatThrownBy(() -> complete(board, LEAD, Map.of("action", "close")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("the quorum is not reached");
    vote(board, "ines", "abstain");
    vote(board, "jonas", "abstain");
    as("carla");
    complete(board, LEAD, Map.of("action", "close"));
    assertThat(result(board)).as("two of those three who do not abstain").isEqualTo("carried");
    complete(board, DECIDE, decision("approved"));
    deliver();
    assertThat(record(board)).returns("approved", ServiceRecord::status);
  }

  @Test
  void anEditVoidsTheVotesAndAsksAgain() {
    String board = ask(change());
    String change = changeOf(board);
    vote(board, "marta", "for");
    vote(board, "stefan", "for");
    edit(change, "risk", "high");
    assertThatThrownBy(() -> vote(board, "ines", "for"))
        .as("before the process has heard of the edit")
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("was edited since the board was asked");
    deliver();
    assertThat(votes(board)).containsExactly("1 marta marta for", "1 stefan stefan for");
    assertThat(members(board))
        .as("composed anew: a high risk")
        .containsExactly("chloe", "conrad", "fiona", "ines", "jonas", "marta", "stefan");
    assertThat(recipients(board, "cab-edited")).contains("marta", "stefan", "ines");
    assertThat(record(board)).returns("voting", ServiceRecord::status);
    as("marta");
    assertThat(form(voteOf(board, "marta")))
        .contains("The request was edited")
        .contains("Marta Nowak for");
    for (String member : members(board)) {
      vote(board, member, "for");
    }
    deliver();
    edit(change, "cost", 5000);
    as("carla");
    assertThatThrownBy(() -> complete(board, DECIDE, decision("approved")))
        .as("a decision is bound to the content, too")
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("was edited");
    deliver();
    assertThat(openTasks(board)).contains(LEAD).doesNotContain(DECIDE);
    assertThat(
            jdbc.sql(
                    "select state || ' ' || result from sms.cab_round where board = ? and state = 'void' order by round")
                .param(board)
                .query(String.class)
                .list())
        .containsExactly("void noQuorum", "void carried");
    edit(change, "risk", "low");
    deliver();
    assertThat(openTasks(board)).as("a low risk needs no board").containsExactly(DECIDE);
    as("carla");
    complete(board, DECIDE, decision("approved"));
    assertThat(record(board)).returns("approved", ServiceRecord::status);
  }

  @Test
  void whereNobodyCanBeFoundSomebodyIsNamed() {
    String board = ask(change("reporter", "marta"));
    assertThat(record(board)).returns("waiting for members", ServiceRecord::status);
    assertThat(recipients(board, "cab-incomplete")).contains("paul");
    as("paul");
    assertThat(form(board, "userTask_nameMembers"))
        .contains("Owner of Customer portal")
        .contains("\"value\":\"katja\"")
        .doesNotContain("\"value\":\"marta\"");
    edit(changeOf(board), "cost", 2000);
    deliver();
    as("marta");
    assertThatThrownBy(
            () ->
                complete(
                    board,
                    "userTask_nameMembers",
                    Map.of("decision", "name", "namedMembers", List.of("katja"))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is not for marta");
    as("paul");
    complete(
        board,
        "userTask_nameMembers",
        Map.of("decision", "name", "namedMembers", List.of("katja")));
    assertThat(members(board)).contains("katja", "stefan").doesNotContain("marta");
    for (String member : members(board)) {
      vote(board, member, "for");
    }
    deliver();
    as("carla");
    complete(board, DECIDE, decision("approved"));
    deliver();
    assertThat(record(board)).returns("approved", ServiceRecord::status);

    String another = ask(change("reporter", "marta"));
    as("paul");
    complete(
        another,
        "userTask_nameMembers",
        Map.of("decision", "deferred", "decisionReason", "Marta is the only owner"));
    assertThat(record(another)).returns("deferred", ServiceRecord::status);
  }

  @Test
  void whoAsksForAChangeLeadsNoDecisionOnIt() {
    String board = ask(change("reporter", "carla", "risk", "low"));
    as("carla");
    String task = task(board, DECIDE).getId();
    assertThatThrownBy(() -> tasks.claim(task, "carla")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> complete(board, DECIDE, decision("approved")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is not for carla, who is the reporter");
    assertThat(refused(board)).hasSize(2).allMatch(entry -> entry.startsWith("carla: "));
    as("dario");
    complete(board, DECIDE, decision("approved"));
    assertThat(record(board)).returns("approved", ServiceRecord::status);
  }

  @Test
  void aMemberHandsTheirSeatToSomebodyWhoHasNone() {
    String board = ask(change());
    vote(board, "stefan", "handOver", "delegate", "rosa");
    assertThat(members(board)).contains("rosa").doesNotContain("stefan");
    vote(board, "rosa", "for");
    assertThat(votes(board)).containsExactly("1 stefan rosa for");
    vote(board, "marta", "for");
    vote(board, "ines", "for");
    as("carla");
    complete(board, LEAD, Map.of("action", "close"));
    complete(board, DECIDE, decision("approved"));
    deliver();
    assertThat(record(board)).returns("approved", ServiceRecord::status);
  }
}
