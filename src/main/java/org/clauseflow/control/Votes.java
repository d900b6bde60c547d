package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Objects;
import org.clauseflow.control.Boards.Round;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.RefusedAttempts;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The votes of a board's members. One natural person has one vote, and who asks for a change has
 * none, whatever account they come with; who tries stays in the journal.
 */
@Repository
class Votes {

  /**
   * A seat of the round that is asked, seen by somebody who wants to act on it.
   *
   * @param holder who may vote on it: the member, or whom they have handed it to
   * @param barred whether that person has no say on this request
   * @param samePerson whether holder and that person are one, by whatever accounts
   * @param another seat of the same person that has voted, null for none
   */
  private record Seat(String holder, boolean barred, boolean samePerson, String another) {}

  private final JdbcClient jdbc;
  private final Boards boards;
  private final RefusedAttempts attempts;
  private final Clock clock;

  Votes(JdbcClient jdbc, Boards boards, RefusedAttempts attempts, Clock clock) {
    this.jdbc = jdbc;
    this.boards = boards;
    this.attempts = attempts;
    this.clock = clock;
  }

  /** A member, or whom they have handed their seat to, votes or revises their vote. */
  void cast(String board, String seat, String actor, Ballot ballot) {
    mayAct(board, seat, actor, "vote");
    Round round = boards.lockWithRequest(board);
    // again, as another account of the same person may have voted at the same moment
    mayAct(board, seat, actor, "vote");
    write(round, seat, actor, ballot, null, null);
    boards.tellIfCompleted(round);
  }

  /** What a member has said in a meeting is recorded by its chair. */
  void record(Round round, String seat, Ballot ballot, String chair, String meeting) {
    String holder =
        jdbc.sql(
                "select holder from sms.cab_ballot where board = :board and round = :round and person = :seat")
            .param("board", round.board())
            .param("round", round.round())
            .param("seat", seat)
            .query(String.class)
            .optional()
            .orElseThrow(() -> noSeat(round.board(), seat));
    if (isBarred(round.board(), round.round(), holder)) {
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "Nobody decides on a change that they ask for or carry out: %s has no vote on %s"
              .formatted(holder, round.board()));
    }
    write(round, seat, holder, ballot, chair, meeting);
  }

  /** A member hands their seat to somebody of their organization who has a say and no seat. */
  void handOver(String board, String seat, String delegate, String actor) {
    mayAct(board, seat, actor, "hand over a seat");
    mayTakeOver(board, seat, delegate, actor);
    Round round = boards.lock(board);
    int handed =
        jdbc.sql(
                """
                update sms.cab_seat s set delegate = :delegate, handed_over_at = :now
                where board = :board and round = :round and person = :seat and not exists (
                  select from sms.cab_vote v where (v.board, v.round, v.seat) = (s.board, s.round, s.person))
                """)
            .param("delegate", delegate)
            .param("now", Timestamp.from(clock.instant()))
            .param("board", board)
            .param("round", round.round())
            .param("seat", seat)
            .update();
    if (handed == 0) {
      throw new Refusal(
          Reason.NOT_NOW, "This seat has voted: revise the vote instead of handing the seat over");
    }
  }

  /** Refuses whom the rules keep from a seat, before anything of it is done. */
  void mayTakeOver(String board, String seat, String delegate, String actor) {
    Round round = boards.current(board).orElseThrow(() -> noSeat(board, actor));
    boolean may =
        jdbc.sql(
                "select exists (select from sms.cab_delegates(:board, :round, :seat) d where d = :delegate)")
            .param("board", board)
            .param("round", round.round())
            .param("seat", seat)
            .param("delegate", delegate)
            .query(Boolean.class)
            .single();
    if (!may) {
      throw refuse(
          board,
          actor,
          Reason.NOT_ALLOWED,
          "%s cannot take over this seat: choose somebody of the same organization who neither asks for the change nor"
                  .formatted(delegate)
              + " carries it out, and has no seat yet");
    }
  }

  /** The seat that somebody may vote on, by the account they come with. */
  String seatOf(String board, String actor) {
    Round round = boards.current(board).orElseThrow(() -> noSeat(board, actor));
    return jdbc.sql(
            """
            select person from sms.cab_ballot where board = :board and round = :round
              and (holder = :actor or sms.natural_person(holder) = sms.natural_person(:actor))
            order by holder = :actor desc limit 1
            """)
        .param("board", board)
        .param("round", round.round())
        .param("actor", actor)
        .query(String.class)
        .optional()
        .orElseThrow(
            () ->
                refuse(
                    board,
                    actor,
                    Reason.NOT_ALLOWED,
                    isBarred(board, round.round(), actor)
                        ? "Nobody decides on a change that they ask for or carry out: %s has no vote on %s"
                            .formatted(actor, board)
                        : "%s has no seat on the board of %s".formatted(actor, board)));
  }

  private boolean isBarred(String board, int round, String person) {
    return jdbc.sql(
            """
            select exists (select from unnest(barred) b where sms.natural_person(b) = sms.natural_person(:person))
            from sms.cab_round where board = :board and round = :round
            """)
        .param("person", person)
        .param("board", board)
        .param("round", round)
        .query(Boolean.class)
        .single();
  }

  /**
   * Refuses whoever may not act on a seat: who asks for the change, who has voted by another
   * account, and whose seat it is not.
   */
  void mayAct(String board, String seat, String actor, String what) {
    Seat seen =
        jdbc.sql(
                """
                select b.holder,
                       exists (select from unnest(r.barred) x where sms.natural_person(x) = sms.natural_person(:actor)) as barred,
                       sms.natural_person(b.holder) = sms.natural_person(:actor) as same_person,
                       (select min(o.voter) from sms.cab_ballot o
                        where o.board = b.board and o.round = b.round and o.person <> b.person
                          and sms.natural_person(o.voter) = sms.natural_person(:actor)) as another
                from sms.cab_ballot b join sms.cab_current r using (board, round) where b.board = :board and b.person = :seat
                """)
            .param("board", board)
            .param("seat", seat)
            .param("actor", actor)
            .query(Seat.class)
            .optional()
            .orElseThrow(() -> noSeat(board, seat));
    if (seen.barred) {
      throw refuse(
          board,
          actor,
          Reason.NOT_ALLOWED,
          "Nobody decides on a change that they ask for or carry out: %s cannot %s on %s"
              .formatted(actor, what, board));
    }
    if (seen.another != null) {
      throw refuse(
          board,
          actor,
          Reason.NOT_NOW,
          "One person has one vote, and has voted as %s already: %s cannot %s on %s once more"
              .formatted(seen.another, actor, what, board));
    }
    if (!seen.holder.equals(actor)) {
      throw seen.samePerson
          ? refuse(
              board,
              actor,
              Reason.NOT_NOW,
              "One person has one vote: %s votes on %s as %s".formatted(actor, board, seen.holder))
          : refuse(
              board,
              actor,
              Reason.NOT_ALLOWED,
              "This seat is for %s to vote on, not for %s".formatted(seen.holder, actor));
    }
  }

  private void write(
      Round round, String seat, String voter, Ballot ballot, String chair, String meeting) {
    if (Objects.equals(ballot.vote(), "against")
        && (ballot.comment() == null || ballot.comment().isBlank())) {
      throw new Refusal(
          Reason.INVALID, "voteComment", "is needed: say why %s votes against".formatted(voter));
    }
    jdbc.sql(
            """
            insert into sms.cab_vote (board, round, seat, voter, vote, comment, conditions, content, cast_at, recorded_by, meeting)
            values (:board, :round, :seat, :voter, :vote, :comment, :conditions, :content, :now, :chair, :meeting)
            """)
        .param("board", round.board())
        .param("round", round.round())
        .param("seat", seat)
        .param("voter", voter)
        .param("vote", ballot.vote())
        .param("comment", ballot.comment())
        .param("conditions", ballot.conditions())
        .param("content", round.content())
        .param("now", Timestamp.from(clock.instant()))
        .param("chair", chair)
        .param("meeting", meeting)
        .update();
  }

  private Refusal refuse(String board, String actor, Reason reason, String why) {
    attempts.add(board, actor, null, null, why);
    return new Refusal(reason, why);
  }

  private static Refusal noSeat(String board, String person) {
    return new Refusal(
        Reason.NOT_ALLOWED, "%s has no seat on the board of %s".formatted(person, board));
  }
}
