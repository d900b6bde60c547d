package org.clauseflow.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/**
 * Decisions on changes as a person may see them: as any record, and those on whose board they sit,
 * confidential or not. Change managers see all that they may have to decide.
 */
@Repository
class CabSearch {

  private static final String SELECT =
      """
      select r.number, r.data->>'partOf' as change, r.title, r.status, r.service_id as service, r.reporter_id as requester,
             r.confidential, c.kind, c.round, c.deadline, c.quorum, c.threshold, n.members, n.votes_for, n.votes_against,
             n.abstained, n.result, n.lacking, n.vetoed_by, c.decision, c.reason, c.conditions, c.decided_by, r.opened_at,
             r.closed_at
      from sms.record r left join sms.cab_current c on c.board = r.number
      left join lateral sms.cab_count(c.board, c.round) n on true
      """;

  private static final String LISTED =
      """
      where r.type = 'cab-decision' and (:status::text is null or r.status = :status)
        and (not :open or r.closed_at is null) and (not :mine or %s) and\s""";

  private static final String SEATED =
      """
      exists (select from sms.cab_current x join sms.cab_seat s using (board, round)
              where x.board = r.number and :me in (s.person, s.delegate))""";

  private static final String MEMBERS =
      """
      select round, person, delegate, array_to_string(sits_for, ', ') as sits_for,
             array_to_string(mandatory_for, ', ') as mandatory_for, veto, vote, voter, comment, conditions, cast_at, recorded_by
      from sms.cab_ballot where board = :number
      """;

  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;

  CabSearch(JdbcClient jdbc, Register register, RecordAccess access) {
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
  }

  private static boolean isChair(Authentication me) {
    return me.getAuthorities().stream()
        .anyMatch(role -> role.getAuthority().equals("changeManager"));
  }

  CabDecision find(String number, Authentication me) {
    return one("r.number = :number", number, me).orElseThrow(() -> Refusal.unknownRecord(number));
  }

  /** The decision that was asked for last on a change; none where no board was asked yet. */
  Optional<CabDecision> latestOf(String change, Authentication me) {
    return one(
        "r.number = (select board from sms.cab_round where change = :number order by opened_at desc limit 1)",
        change,
        me);
  }

  private Optional<CabDecision> one(String which, String number, Authentication me) {
    register.flush();
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(
            SELECT
                + "where r.type = 'cab-decision' and %s and (:chair or %s or %s)"
                    .formatted(which, visible.sql(), SEATED))
        .param("number", number)
        .param("chair", isChair(me))
        .param("me", me.getName())
        .params(visible.params())
        .query(CabDecision.class)
        .optional();
  }

  Page<CabDecision> page(
      String status, boolean open, boolean mine, int page, int size, Authentication me) {
    List<CabDecision> items =
        listed(
                SELECT,
                " order by r.opened_at desc, r.number desc limit :size offset :offset",
                status,
                open,
                mine,
                me)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(CabDecision.class)
            .list();
    long total =
        listed("select count(*) from sms.record r ", "", status, open, mine, me)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }

  private JdbcClient.StatementSpec listed(
      String select, String order, String status, boolean open, boolean mine, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(
            select
                + LISTED.formatted(SEATED)
                + "(:chair or %s or %s)".formatted(visible.sql(), SEATED)
                + order)
        .param("status", status)
        .param("open", open)
        .param("mine", mine)
        .param("chair", isChair(me))
        .param("me", me.getName())
        .params(visible.params());
  }

  Page<CabMember> members(String number, int page, int size, Authentication me) {
    CabDecision decision = find(number, me);
    int round = decision.round() == null ? 0 : decision.round();
    List<CabMember> items =
        jdbc.sql(MEMBERS + "and round = :round order by person limit :size offset :offset")
            .param("number", number)
            .param("round", round)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(CabMember.class)
            .list();
    return new Page<>(items, page, size, decision.members() == null ? 0 : decision.members());
  }

  CabMinutes minutes(String number, Authentication me) {
    CabDecision decision = find(number, me);
    Map<Integer, List<CabMember>> members =
        jdbc
            .sql(MEMBERS + "order by round, person")
            .param("number", number)
            .query(CabMember.class)
            .list()
            .stream()
            .collect(Collectors.groupingBy(CabMember::round));
    Map<Integer, List<CabMinutes.Vote>> votes =
        jdbc
            .sql(
                """
                select round, seat, voter, vote, comment, conditions, cast_at, recorded_by, meeting
                from sms.cab_vote where board = :number order by id
                """)
            .param("number", number)
            .query(CabMinutes.Vote.class)
            .list()
            .stream()
            .collect(Collectors.groupingBy(CabMinutes.Vote::round));
    List<CabMinutes.Round> rounds =
        jdbc.sql(
                """
                select r.round, r.kind, r.content, r.opened_at, r.ended_at, r.state, n.result, r.decision, r.reason, r.conditions
                from sms.cab_round r cross join lateral sms.cab_count(r.board, r.round) n where r.board = :number order by r.round
                """)
            .param("number", number)
            .query(
                (rs, i) ->
                    new CabMinutes.Round(
                        rs.getInt("round"),
                        rs.getString("kind"),
                        rs.getString("content"),
                        rs.getTimestamp("opened_at").toInstant(),
                        rs.getTimestamp("ended_at") == null
                            ? null
                            : rs.getTimestamp("ended_at").toInstant(),
                        rs.getString("state"),
                        rs.getString("result"),
                        rs.getString("decision"),
                        rs.getString("reason"),
                        rs.getString("conditions"),
                        members.getOrDefault(rs.getInt("round"), List.of()),
                        votes.getOrDefault(rs.getInt("round"), List.of())))
            .list();
    return new CabMinutes(
        number,
        decision.change(),
        register.find(number).orElseThrow().data().entrySet().stream()
            .filter(e -> e.getKey().startsWith("consider") && e.getValue() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().toString())),
        rounds);
  }
}
