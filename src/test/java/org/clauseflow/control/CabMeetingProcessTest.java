package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Meetings of the board as a story: called, held, decision after decision, minutes. */
@ClauseflowTest
class CabMeetingProcessTest extends CabStory {

  @Autowired private Boards boards;

  /** A decision that a board has open, of which nothing but its votes matters here. */
  private String decision(String title, String requester) {
    String change = open("change", change("title", title, "reporter", requester));
    String board =
        open("cab-decision", values("title", title, "reporter", requester, "partOf", change));
    new TransactionTemplate(transactionManager)
        .executeWithoutResult(
            transaction ->
                boards.seat(
                    board,
                    record(change),
                    new Boards.Terms(
                        "normal",
                        List.of("serviceOwner", "customerApprover", "securityTeam"),
                        List.of("serviceOwner"),
                        List.of(),
                        false,
                        50,
                        51,
                        Duration.ofDays(3)),
                    List.of()));
    return board;
  }

  private String call(Map<String, Object> values) {
    as("carla");
    return runtime.startProcessInstanceByKey("cab-meeting", values).getBusinessKey();
  }

  @Test
  void oneDecisionAfterTheOther() {
    String first = decision("Renew the front end", "anna");
    at(MORNING.plus(Duration.ofMinutes(1)));
    String second = decision("Move the database", "carla");
    at(MORNING.plus(Duration.ofMinutes(2)));
    String third = decision("Second node", "anna");
    at(MORNING.plus(Duration.ofMinutes(3)));
    String fourth = decision("Third node", "anna");
    String meeting =
        call(
            values(
                "meetingPlace", "Room 4",
                "meetingAt", "2026-03-04T10:00:00Z",
                "agendaDecisions", List.of(first, second, third, fourth)));
    assertThat(meeting).matches("CMT-2026-\\d{6}");
    assertThat(recipients(meeting, "cab-meeting-invitation"))
        .containsExactly("ines", "jonas", "marta", "stefan");
    assertThat(task(meeting, "userTask_open").getDueDate())
        .isEqualTo(Instant.parse("2026-03-04T10:00:00Z"));
    assertThat(form(meeting, "userTask_open")).contains(plain(first), "Move the database");
    complete(
        meeting,
        "userTask_open",
        values("held", "yes", "attendance", List.of("marta", "ines"), "guests", "Anna explains"));
    assertThat(record(meeting)).returns("in session", ServiceRecord::status);

    assertThat(form(meeting, "userTask_discuss"))
        .contains("Renew the front end")
        .contains("\"value\":\"marta\"")
        .as("who is not there votes apart")
        .doesNotContain("\"value\":\"stefan\"");
    assertThatThrownBy(
            () ->
                complete(
                    meeting,
                    "userTask_discuss",
                    values(
                        "itemResult",
                        "voted",
                        "seatsFor",
                        List.of("marta"),
                        "seatsAgainst",
                        List.of("marta"),
                        "discussion",
                        "Both")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("marta stands in several lists");
    complete(
        meeting,
        "userTask_discuss",
        values(
            "itemResult", "voted",
            "seatsFor", List.of("marta"),
            "seatsAbstained", List.of("ines"),
            "discussion", "The test was good",
            "itemConditions", "On a Friday"));
    assertThat(votes(first)).containsExactly("1 marta marta for", "1 ines ines abstain");
    assertThat(
            jdbc.sql(
                    "select distinct recorded_by || ' ' || meeting from sms.cab_vote where board = ?")
                .param(first)
                .query(String.class)
                .list())
        .containsExactly("carla " + meeting);
    assertThat(result(first))
        .as("one of three who do not abstain is too few")
        .isEqualTo("noQuorum");

    assertThatThrownBy(
            () ->
                complete(
                    meeting,
                    "userTask_discuss",
                    values("itemResult", "postponed", "discussion", "My own")))
        .as("her own request")
        .isInstanceOf(Refusal.class);
    as("dario");
    complete(
        meeting,
        "userTask_discuss",
        values(
            "itemResult", "voted",
            "seatsFor", List.of("marta", "ines"),
            "discussion", "No objection"));
    assertThat(result(second)).isEqualTo("carried");
    assertThat(
            jdbc.sql("select name from sms.message where to_record = ?")
                .param(second)
                .query(String.class)
                .list())
        .containsExactly("cab.allVoted");
    // decided apart in the meantime
    jdbc.sql("update sms.cab_round set state = 'void', ended_at = now() where board = ?")
        .param(fourth)
        .update();
    complete(
        meeting,
        "userTask_discuss",
        values("itemResult", "postponed", "discussion", "The offer is missing"));
    assertThat(votes(third)).isEmpty();

    assertThat(record(meeting)).returns("minutes to be written", ServiceRecord::status);
    fire(meeting, "event_minutesDue");
    assertThat(form(meeting, "userTask_writeMinutes"))
        .contains("Discussed&#44; the voting goes on")
        .contains("Voted on")
        .contains("Postponed", "Ines Costa&#44; Marta Nowak&#59; Anna explains")
        .contains("No longer open");
    complete(meeting, "userTask_writeMinutes", Map.of("minutes", "Next time in room 5"));
    assertThat(record(meeting))
        .returns("closed", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
    assertThat(
            jdbc.sql(
                    "select distinct body from sms.mail where record_number = ? and template = 'cab-meeting-minutes' and recipient = 'stefan'")
                .param(meeting)
                .query(String.class)
                .single())
        .contains(
            "1. "
                + first
                + ", Renew the front end: discussed, the voting goes on, 1 for, 0 against, 1 abstained")
        .contains("3. " + third + ", Second node: postponed")
        .contains("Next time in room 5");
    assertThat(mails(meeting))
        .containsExactly(
            "cab-meeting-invitation", "cab-meeting-minutes-due", "cab-meeting-minutes");
    assertThat(register.verify(meeting)).isEmpty();
  }

  @Test
  void withoutOpenDecisionsThereIsNoMeeting() {
    // what other tests have left open
    jdbc.sql("update sms.cab_round set state = 'void', ended_at = now() where state = 'voting'")
        .update();
    identity.clearAuthentication();
    String job =
        management
            .createJobQuery()
            .processDefinitionKey("cab-meeting")
            .timers()
            .activityId("startEvent_due")
            .singleResult()
            .getId();
    List<String> before = meetings();
    management.executeJob(job);
    List<String> called = meetings();
    called.removeAll(before);
    assertThat(called).hasSize(1);
    assertThat(record(called.get(0)))
        .returns("not needed", ServiceRecord::status)
        .returns("Change advisory board, 2026-03-05 09:00 UTC", ServiceRecord::title);
  }

  private List<String> meetings() {
    return new ArrayList<>(
        jdbc.sql("select number from sms.record where type = 'cab-meeting'")
            .query(String.class)
            .list());
  }

  @Test
  void aMeetingThatIsNotHeldLeavesTheVotingAsItIs() {
    String board = decision("Renew the front end", "anna");
    String other = decision("Not on the agenda", "anna");
    as("carla");
    String meeting =
        runtime
            .createMessageCorrelation("cabMeeting.called")
            .setVariables(values("agendaDecisions", List.of(board)))
            .correlateStartMessage()
            .getBusinessKey();
    assertThat(form(meeting, "userTask_open")).contains(plain(board)).doesNotContain(plain(other));
    complete(meeting, "userTask_open", values("held", "no", "cancelReason", "Too few can come"));
    assertThat(record(meeting)).returns("cancelled", ServiceRecord::status);
    assertThat(recipients(meeting, "cab-meeting-cancelled"))
        .containsExactly("ines", "jonas", "marta", "stefan");
  }

  private static String plain(String number) {
    return number.replace("-", "&#45;");
  }
}
