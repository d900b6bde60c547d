package org.clauseflow.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clauseflow.control.Boards.Count;
import org.clauseflow.control.Boards.Round;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Meetings of the board: what they go through, who came, and what was said aloud. */
@Repository
class Meetings {

  /** What stands on the agenda at a place. */
  record Item(String board, String title, String reporter, boolean open) {}

  private final JdbcClient jdbc;
  private final Register register;
  private final Boards boards;
  private final Votes votes;
  private final Actor actor;

  Meetings(JdbcClient jdbc, Register register, Boards boards, Votes votes, Actor actor) {
    this.jdbc = jdbc;
    this.register = register;
    this.boards = boards;
    this.votes = votes;
    this.actor = actor;
  }

  /**
   * Puts open decisions on the agenda, the most urgent first. Those that are confidential are voted
   * on apart, as a meeting's record is for all.
   *
   * @param chosen their numbers; empty: all whose board has members
   * @return how many
   */
  int agenda(String meeting, List<String> chosen) {
    register.flush();
    return jdbc.sql(
            """
            insert into sms.cab_agenda (meeting, place, board)
            select :meeting, row_number() over (order by c.deadline, c.board), c.board
            from sms.cab_current c join sms.record r on r.number = c.board
            where c.state = 'voting' and c.kind <> 'alone' and r.closed_at is null and not r.confidential
              and (:all or c.board = any (:chosen::text[]))
            """)
        .param("meeting", meeting)
        .param("all", chosen.isEmpty())
        .param("chosen", chosen.toArray(String[]::new))
        .update();
  }

  /** All who hold a seat in one of the decisions. */
  List<String> participants(String meeting) {
    return jdbc.sql(
            """
            select distinct b.holder from sms.cab_agenda a join sms.cab_current c on c.board = a.board
            join sms.cab_ballot b on b.board = c.board and b.round = c.round where a.meeting = :meeting order by 1
            """)
        .param("meeting", meeting)
        .query(String.class)
        .list();
  }

  Item item(String meeting, int place) {
    Item item =
        jdbc.sql(
                """
                select a.board, coalesce(r.title, a.board) as title, r.reporter_id as reporter,
                       c.state = 'voting' and c.kind <> 'alone' and r.closed_at is null as open
                from sms.cab_agenda a join sms.cab_current c on c.board = a.board join sms.record r on r.number = a.board
                where a.meeting = :meeting and a.place = :place
                """)
            .param("meeting", meeting)
            .param("place", place)
            .query(Item.class)
            .single();
    if (!item.open) {
      settle(meeting, item.board, "settled", null);
    }
    return item;
  }

  /**
   * Records what the members present have voted, as the chair has heard it, and closes the voting
   * if that is enough.
   */
  void vote(
      String meeting,
      String board,
      List<String> inFavour,
      List<String> against,
      List<String> abstained,
      String discussion,
      String conditions) {
    String chair = actor.of(meeting);
    Round round = boards.lockWithRequest(board);
    Set<String> seen = new HashSet<>();
    List<String> all = new ArrayList<>(inFavour);
    all.addAll(against);
    all.addAll(abstained);
    for (String seat : all) {
      if (!seen.add(seat)) {
        throw new Refusal(Reason.INVALID, seat + " stands in several lists: each seat votes once");
      }
    }
    for (String seat : all) {
      String vote =
          inFavour.contains(seat) ? "for" : against.contains(seat) ? "against" : "abstain";
      votes.record(
          round,
          seat,
          new Ballot(vote, discussion, vote.equals("for") ? conditions : null),
          chair,
          meeting);
    }
    Count count = boards.count(round);
    boolean enough = count.valid() && !all.isEmpty();
    if (enough) {
      boards.tellVoted(round);
    }
    settle(meeting, board, enough ? "voted" : "goesOn", discussion);
  }

  void postpone(String meeting, String board, String discussion) {
    settle(meeting, board, "postponed", discussion);
  }

  /** What came of each decision, a line each. */
  String summary(String meeting) {
    return String.join(
        "\n",
        jdbc.sql(
                """
                select a.place || '. ' || a.board || ', ' || r.title || ': ' || concat_ws('. ',
                         case a.result when 'voted' then 'voted on' when 'goesOn' then 'discussed, the voting goes on'
                           when 'postponed' then 'postponed' else 'no longer open' end
                           || ', ' || n.votes_for || ' for, ' || n.votes_against || ' against, ' || n.abstained || ' abstained',
                         'Decision: ' || c.decision)
                from sms.cab_agenda a join sms.record r on r.number = a.board join sms.cab_current c on c.board = a.board
                cross join lateral sms.cab_count(c.board, c.round) n
                where a.meeting = :meeting order by a.place
                """)
            .param("meeting", meeting)
            .query(String.class)
            .list());
  }

  private void settle(String meeting, String board, String result, String discussion) {
    jdbc.sql(
            """
            update sms.cab_agenda set result = :result, discussion = :discussion
            where meeting = :meeting and board = :board
            """)
        .param("result", result)
        .param("discussion", discussion)
        .param("meeting", meeting)
        .param("board", board)
        .update();
  }
}
