package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The boards that decide on requests for change: their rounds, their members, and how the votes
 * stand. What changes a round holds its row first, so that all who act at the same moment come one
 * after the other.
 */
@Repository
class Boards {

  /**
   * What the decision table demands.
   *
   * @param kind normal, emergency, or alone: the change manager decides without a board
   * @param roles whose holders sit on the board; serviceOwner, customerApprover and supportGroup
   *     mean those of this request
   * @param mandatory those of them of whom at least one member must have voted
   * @param veto those of them whose mandatory members can stop the request alone
   */
  record Terms(
      String kind,
      List<String> roles,
      List<String> mandatory,
      List<String> veto,
      boolean implementerSits,
      int quorum,
      int threshold,
      Duration votingTime) {}

  /**
   * A board as it was seated.
   *
   * @param members ids, one for each seat
   * @param unfilled for what nobody could be found although the table demands it, null for nothing;
   *     then nobody is asked yet
   */
  record Seated(List<String> members, String unfilled, Instant deadline) {}

  record Round(
      String board,
      int round,
      String change,
      String kind,
      String content,
      boolean extended,
      boolean completed,
      String state,
      Instant deadline) {

    boolean open() {
      return state.equals("voting");
    }
  }

  /**
   * How the votes stand.
   *
   * @param result alone, vetoed, mandatoryMissing, noQuorum, carried or notCarried
   */
  record Count(
      int members,
      int votesFor,
      int votesAgainst,
      int abstained,
      String lacking,
      String vetoedBy,
      String result) {

    /** Whether the votes are enough to decide by. */
    boolean valid() {
      return !result.equals("noQuorum") && !result.equals("mandatoryMissing");
    }

    String words() {
      return switch (result) {
        case "alone" -> "the change manager decides alone";
        case "vetoed" -> "vetoed by " + vetoedBy;
        case "mandatoryMissing" -> "nobody has voted for: " + lacking;
        case "noQuorum" -> "the quorum is not reached";
        case "carried" -> "carried";
        default -> "not carried";
      };
    }

    String figures() {
      return "%d for, %d against, %d abstained of %d: %s"
          .formatted(votesFor, votesAgainst, abstained, members, words());
    }
  }

  private static final String SEAT =
      """
      with wanted as (
        select * from unnest(:roles::text[], :mandatory::boolean[], :veto::boolean[]) w (role, mandatory, veto)
      ), bench as (
        select r.name as bench, w.mandatory, w.veto, r.id as role, null as owner, null as customer
        from wanted w join sms.role r on r.id = case w.role when 'supportGroup' then :supportGroup else w.role end
        where w.role not in ('serviceOwner', 'customerApprover')
        union all
        select 'Owner of ' || s.name, w.mandatory, w.veto, null, s.owner_id, null
        from wanted w join sms.service s on s.id = any (:services::text[]) where w.role = 'serviceOwner'
        union all
        select 'Approver of ' || y.name, w.mandatory, w.veto, 'customerApprover', null, y.id
        from wanted w join sms.party y on y.id = any (:customers::text[]) where w.role = 'customerApprover'
      ), holder as (
        select b.bench, b.mandatory, b.veto, p.id, sms.natural_person(p.id) as natural_id
        from bench b join sms.person p on p.active and (
          p.id = b.owner
          or p.id in (select h.person_id from sms.person_role h where h.role_id = b.role)
             and case when b.customer is not null then p.party_id = b.customer
                 else not exists (select from sms.party y where y.id = p.party_id and y.kind = 'customer') end)
        where sms.natural_person(p.id) <> all (:barred::text[])
      ), unfilled as (
        select coalesce(array_agg(distinct b.bench order by b.bench), '{}') as benches from bench b
        where b.mandatory and b.bench not in (select h.bench from holder h)
      ), named as (
        select p.id, sms.natural_person(p.id) as natural_id from sms.person p
        where p.id = any (:named::text[]) and p.active and sms.natural_person(p.id) <> all (:barred::text[])
      ), seat as (
        select coalesce(min(id) filter (where id = natural_id), min(id)) as person, array_agg(distinct bench) as sits_for,
               coalesce(array_agg(distinct bench) filter (where mandatory), '{}') as mandatory_for,
               bool_or(mandatory and veto) as veto
        from (
          select * from holder
          union all
          select 'Named for: ' || array_to_string(u.benches, ', '), true, false, n.id, n.natural_id
          from named n, unfilled u where u.benches <> '{}' or not exists (select from holder)) s
        group by natural_id
      )
      """;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private static final String ROUND =
      """
      select board, round, change, kind, content, extended, completed, state, deadline from sms.cab_round
      where board = :board order by round desc limit 1
      """;

  private final JdbcClient jdbc;
  private final Register register;
  private final Concerned concerned;
  private final Messages messages;
  private final Actor actor;
  private final Clock clock;

  Boards(
      JdbcClient jdbc,
      Register register,
      Concerned concerned,
      Messages messages,
      Actor actor,
      Clock clock) {
    this.actor = actor;
    this.jdbc = jdbc;
    this.register = register;
    this.concerned = concerned;
    this.messages = messages;
    this.clock = clock;
  }

  /**
   * Seats the members of a new round and binds it to the content of the request as it is now.
   *
   * @param named whom the service manager has named, for what nobody could be found
   */
  Seated seat(String board, ServiceRecord change, Terms terms, List<String> named) {
    register.flush();
    String[] barred = barred(change, terms);
    boolean alone = terms.kind.equals("alone");
    Instant now = clock.instant();
    Instant deadline = alone ? null : now.plus(terms.votingTime);
    List<String> members = List.of();
    if (!alone) {
      String unfilled = unfilled(change, terms, named, barred);
      if (unfilled != null) {
        return new Seated(List.of(), unfilled, null);
      }
    }
    int round =
        jdbc.sql(
                """
                insert into sms.cab_round (board, round, change, kind, content, barred, quorum, threshold, opened_at, deadline)
                select :board, coalesce(max(round), 0) + 1, :change, :kind, sms.change_content(:change), :barred, :quorum,
                       :threshold, :now, :deadline
                from sms.cab_round where board = :board
                returning round
                """)
            .param("board", board)
            .param("change", change.number())
            .param("kind", terms.kind)
            .param("barred", barred)
            .param("quorum", terms.quorum)
            .param("threshold", terms.threshold)
            .param("now", Timestamp.from(now))
            .param("deadline", deadline == null ? null : Timestamp.from(deadline))
            .query(Integer.class)
            .single();
    if (!alone) {
      members =
          seats(
                  """
                  insert into sms.cab_seat (board, round, person, sits_for, mandatory_for, veto)
                  select :board, :round, person, sits_for, mandatory_for, veto from seat order by person
                  returning person
                  """,
                  change,
                  terms,
                  named,
                  barred)
              .param("board", board)
              .param("round", round)
              .query(String.class)
              .list();
    }
    return new Seated(members, null, deadline);
  }

  private String[] barred(ServiceRecord change, Terms terms) {
    return jdbc.sql("select distinct sms.natural_person(p) from unnest(:people::text[]) p")
        .param(
            "people",
            Stream.of(
                    change.reporter(),
                    terms.implementerSits ? null : (String) change.data().get("implementer"))
                .filter(person -> person != null)
                .toArray(String[]::new))
        .query(String.class)
        .list()
        .toArray(String[]::new);
  }

  private String unfilled(ServiceRecord change, Terms terms, List<String> named, String[] barred) {
    return seats(
            """
            select case
              when exists (select from named) then null
              when u.benches <> '{}' then array_to_string(u.benches, ', ')
              when not exists (select from seat) then 'any member of the board'
            end from unfilled u
            """,
            change,
            terms,
            named,
            barred)
        .query((rs, i) -> Optional.ofNullable(rs.getString(1)))
        .single()
        .orElse(null);
  }

  private JdbcClient.StatementSpec seats(
      String what, ServiceRecord change, Terms terms, List<String> named, String[] barred) {
    Concerned.Parties parties = concerned.by(change);
    return jdbc.sql(SEAT + what)
        .param("roles", terms.roles.toArray(String[]::new))
        .param(
            "mandatory",
            terms.roles.stream().map(terms.mandatory::contains).toArray(Boolean[]::new))
        .param("veto", terms.roles.stream().map(terms.veto::contains).toArray(Boolean[]::new))
        .param("supportGroup", change.data().get("supportGroup"))
        .param("services", parties.services().toArray(String[]::new))
        .param("customers", parties.customers().toArray(String[]::new))
        .param("barred", barred)
        .param("named", named.toArray(String[]::new));
  }

  /** The round as it is, which somebody may be changing. */
  Optional<Round> current(String board) {
    return jdbc.sql(ROUND).param("board", board).query(Round.class).optional();
  }

  /** The round, which nobody else changes until the transaction ends. */
  Round lock(String board) {
    Round round =
        jdbc.sql(ROUND + " for update")
            .param("board", board)
            .query(Round.class)
            .optional()
            .orElseThrow(() -> new Refusal(Reason.NOT_NOW, "No board is asked for " + board));
    if (!round.open()) {
      throw new Refusal(
          Reason.NOT_NOW,
          round.state.equals("void")
              ? "%s was edited: the board is asked again".formatted(round.change)
              : "%s is decided: nothing can be changed any more".formatted(board));
    }
    return round;
  }

  /**
   * The round together with the request, which nobody edits until the transaction ends. Always in
   * this order, or two could wait for each other.
   */
  Round lockWithRequest(String board) {
    Round known =
        current(board)
            .orElseThrow(() -> new Refusal(Reason.NOT_NOW, "No board is asked for " + board));
    String content =
        jdbc.sql(
                "select sms.change_content(number) from (select number from sms.record where number = :change for share) r")
            .param("change", known.change)
            .query(String.class)
            .single();
    Round round = lock(board);
    if (!round.content.equals(content)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s was edited since the board was asked: it is asked again, look at what is new"
              .formatted(round.change));
    }
    return round;
  }

  Count count(Round round) {
    return jdbc.sql("select * from sms.cab_count(:board, :round)")
        .param("board", round.board)
        .param("round", round.round)
        .query(Count.class)
        .single();
  }

  /** Who may vote on the seats that have no vote yet. */
  List<String> silent(Round round) {
    return jdbc.sql(
            "select holder from sms.cab_ballot where board = :board and round = :round and vote is null order by 1")
        .param("board", round.board)
        .param("round", round.round)
        .query(String.class)
        .list();
  }

  /** The chair waits for no further votes; without enough of them there is nothing to decide by. */
  void close(String board) {
    Count count = count(lock(board));
    if (!count.valid()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "Voting cannot be closed: %s. Prolong it, or wait for the deadline"
              .formatted(count.words()));
    }
  }

  /** Gives the members more time. Those who have all voted are heard again if one revises. */
  void prolong(String board, Instant until) {
    Round round = lock(board);
    if (round.kind.equals("alone")) {
      throw new Refusal(Reason.NOT_NOW, "decision", "cannot be prolonged: no board was asked");
    }
    if (!until.isAfter(clock.instant())) {
      throw new Refusal(Reason.INVALID, "prolongUntil", "is over already: choose a later time");
    }
    jdbc.sql(
            """
            update sms.cab_round set deadline = :until, extended = true, completed = false
            where board = :board and round = :round
            """)
        .param("until", Timestamp.from(until))
        .param("board", board)
        .param("round", round.round)
        .update();
  }

  /** Tells the process when the last member has voted. */
  void tellIfCompleted(Round round) {
    boolean completed =
        jdbc.sql(
                "select not exists (select from sms.cab_ballot where board = :board and round = :round and vote is null)")
            .param("board", round.board)
            .param("round", round.round)
            .query(Boolean.class)
            .single();
    if (completed) {
      tellVoted(round);
    }
  }

  /** Tells the process that no further vote is waited for; once, until voting is prolonged. */
  void tellVoted(Round round) {
    int first =
        jdbc.sql(
                "update sms.cab_round set completed = true where board = :board and round = :round and not completed")
            .param("board", round.board)
            .param("round", round.round)
            .update();
    if (first == 1) {
      messages.tell(round.board, "cab.allVoted", List.of(round.board), Map.of());
    }
  }

  /** Ends a round by the decision, which says what the votes say. Gives the conditions with it. */
  Count decide(String board, String decision, String reason, String conditions) {
    Round round = lockWithRequest(board);
    Count count = count(round);
    List<String> possible =
        switch (count.result) {
          case "alone" -> List.of("approved", "rejected", "deferred");
          case "carried" -> List.of("approved");
          case "notCarried", "vetoed" -> List.of("rejected");
          default -> List.of("rejected", "deferred");
        };
    if (!possible.contains(decision)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "decision",
          "cannot be \"%s\" against the votes (%s): it can be %s"
              .formatted(decision, count.figures(), String.join(" or ", possible)));
    }
    jdbc.sql(
            """
            update sms.cab_round set state = 'decided', decision = :decision, reason = :reason, conditions = :conditions,
              result = :result, decided_by = :actor, ended_at = :now
            where board = :board and round = :round
            """)
        .param("decision", decision)
        .param("reason", reason)
        .param("conditions", conditions)
        .param("result", count.result)
        .param("actor", actor.of(board))
        .param("now", Timestamp.from(clock.instant()))
        .param("board", board)
        .param("round", round.round)
        .update();
    if (!round.kind.equals("alone")) {
      // the members' processes end by it
      messages.tell(board, "cab.decided", List.of(board), Map.of());
    }
    return count;
  }

  /** The request was edited: what was voted on is no more. The votes are kept. */
  void voidRound(String board) {
    if (current(board).filter(Round::open).isEmpty()) {
      // nobody was asked yet
      return;
    }
    Round round = lock(board);
    jdbc.sql(
            """
            update sms.cab_round set state = 'void', result = :result, reason = 'The request was edited', ended_at = :now
            where board = :board and round = :round
            """)
        .param("result", count(round).result)
        .param("now", Timestamp.from(clock.instant()))
        .param("board", board)
        .param("round", round.round)
        .update();
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  static List<String> names(Object list) {
    return list == null
        ? List.of()
        : Arrays.stream(list.toString().split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty() && !name.equals("none"))
            .toList();
  }
}
