package org.clauseflow.control;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.DecisionService;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What collides in the schedule of change. Whoever looks holds the schedule. Each collision of two
 * changes stands twice, once for each, as it may weigh differently for them.
 */
@Repository
class Collisions {

  /** So many changes are looked at in one go. */
  private static final int MOST = 500;

  private static final String DECISION = "change-collision";

  /** From the least to the worst. */
  static final List<String> SEVERITIES = List.of("none", "note", "decide", "blocks");

  /** What distinguishes one collision of a change from its others. */
  private record Key(
      String change,
      String kind,
      String other,
      String ci,
      String otherCi,
      String window,
      String service,
      String customer) {

    static Key of(ResultSet rs) throws SQLException {
      return new Key(
          rs.getString("change"),
          rs.getString("kind"),
          rs.getString("other"),
          rs.getString("ci"),
          rs.getString("other_ci"),
          rs.getString("change_window"),
          rs.getString("service_id"),
          rs.getString("customer_id"));
    }
  }

  private record Found(Key key, Instant from, Instant until, Weight weight) {}

  private record Open(
      long id, Key key, Instant from, Instant until, String severity, boolean accepted) {

    /** Who accepted it accepted this much, and no more. */
    boolean covers(Found found, String as) {
      return !accepted
          || !found.from.isBefore(from)
              && !found.until.isAfter(until)
              && SEVERITIES.indexOf(as) <= SEVERITIES.indexOf(severity);
    }

    boolean same(Found found, String as) {
      return found.from.equals(from) && found.until.equals(until) && as.equals(severity);
    }
  }

  /** What the decision table is asked. */
  private record Weight(String kind, String changeType, String risk) {}

  /** Changes that stand in the schedule. */
  private static final String SCHEDULED =
      """
      with mine as materialized (
        select s.change, s.period, coalesce(p.same_as, s.implementer) as implementer
        from sms.scheduled_change s left join sms.person p on p.id = s.implementer
        where s.change = any(:changes) and s.state in ('proposed', 'approved')
      ), mine_ci as (
        select change, ci from sms.scheduled_change_ci where change = any(:changes)
      ), mine_service as (
        select change, service_id from sms.scheduled_change_service where change = any(:changes)
      ),
      """;

  /** One that does not stand there yet, at several times that it might be carried out. */
  private static final String IMAGINED =
      """
      with mine as materialized (
        select change, tstzrange(f, u) as period, sms.natural_person(:implementer::text) as implementer
        from unnest(:changes::text[], :from::timestamptz[], :until::timestamptz[]) as m (change, f, u)
      ), mine_ci as (
        select change, ci from mine cross join unnest(:items::text[]) ci
      ), mine_service as (
        select change, service_id from mine cross join unnest(:services::text[]) service_id
      ),
      """;

  private static final String FIND =
      """
      pair as materialized (
        select m.change, o.change as other, m.period * o.period as period,
               m.implementer = coalesce(p.same_as, o.implementer) as same_implementer
        from mine m join sms.scheduled_change o on o.period && m.period left join sms.person p on p.id = o.implementer
        where o.change <> m.change and o.change is distinct from :except and o.state in ('proposed', 'approved')
      ), met as (
        select p.change, 'sameCi' as kind, p.other, a.ci, a.ci as other_ci, p.period
        from pair p
        join mine_ci a on a.change = p.change
        join sms.scheduled_change_ci b on b.change = p.other and b.ci = a.ci
        union all
        select p.change, 'relatedCi', p.other, a.ci, b.ci, p.period
        from pair p
        join mine_ci a on a.change = p.change
        join sms.scheduled_change_ci b on b.change = p.other
        where (exists (select from sms.ci_relation r where r.from_ci = a.ci and r.to_ci = b.ci)
               or exists (select from sms.ci_relation r where r.from_ci = b.ci and r.to_ci = a.ci))
          -- what both change says enough
          and not exists (select from mine_ci x where x.change = p.change and x.ci = b.ci)
          and not exists (select from sms.scheduled_change_ci x where x.change = p.other and x.ci = a.ci)
        union all
        select p.change, 'sameImplementer', p.other, null, null, p.period from pair p where p.same_implementer
      ), customer as (
        select distinct s.change, c.id
        from mine_service s cross join lateral sms.customers_of_service(s.service_id, :today) c (id)
        where exists (select from sms.change_window w where w.customer_id is not null and w.removed_at is null)
      ), open_window as (
        select w.* from sms.change_window w
        where w.removed_at is null
          and exists (select from sms.change_window_occurrence o where o.change_window = w.id and upper(o.period) > :now)
      ), frozen as (
        select m.change, w.id as change_window, tstzrange(min(lower(m.period * o.period)), max(upper(m.period * o.period))) as period
        from mine m
        join sms.change_window_occurrence o on o.period && m.period
        join open_window w on w.id = o.change_window and w.kind = 'freeze'
        where w.service_id is null and w.customer_id is null
          or exists (select from mine_service s where s.change = m.change and s.service_id = w.service_id)
          or exists (select from customer c where c.change = m.change and c.id = w.customer_id)
        group by m.change, w.id
      ), belongs as (
        -- the windows inside which each belongs: those of each service that it touches and of each of their customers, and
        -- those of all where a service has none of its own
        select m.change, m.period, w.id, w.service_id, w.customer_id, w.known_until
        from mine m join open_window w on w.kind = 'maintenance'
        where exists (select from mine_service s where s.change = m.change and s.service_id = w.service_id)
          or exists (select from customer c where c.change = m.change and c.id = w.customer_id)
          or w.service_id is null and w.customer_id is null
             and (not exists (select from mine_service s where s.change = m.change)
                  or exists (select from mine_service s where s.change = m.change and not exists (
                       select from open_window x where x.kind = 'maintenance' and x.service_id = s.service_id)))
      ), outside as (
        select b.change, b.service_id, b.customer_id, b.period
        from belongs b left join sms.change_window_occurrence o on o.change_window = b.id and o.period && b.period
        group by b.change, b.service_id, b.customer_id, b.period
        having not coalesce(range_agg(o.period) @> b.period, false)
          -- nobody knows yet how later ones lie
          and bool_and(b.known_until is null or b.known_until >= upper(b.period))
      ), found as (
        select change, kind, other, ci, other_ci, null as change_window, null as service_id, null as customer_id, period from met
        union
        select other, kind, change, other_ci, ci, null, null, null, period from met
        union
        select change, 'freeze', null, null, null, change_window, null, null, period from frozen
        union
        select change, 'outsideWindow', null, null, null, null, service_id, customer_id, period from outside
      )
      """;

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batches;
  private final DecisionService decisions;
  private final Messages messages;
  private final Register register;
  private final Clock clock;

  Collisions(
      JdbcClient jdbc,
      NamedParameterJdbcOperations batches,
      DecisionService decisions,
      Messages messages,
      Register register,
      Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.decisions = decisions;
    this.messages = messages;
    this.register = register;
    this.clock = clock;
  }

  /**
   * Finds anew what collides with these changes. What is over is closed; each change that collides
   * with something new is told, but for the one that acts.
   *
   * @param acting the change whose step this is, null: none
   */
  void lookAt(List<String> changes, String acting) {
    for (int from = 0; from < changes.size(); from += MOST) {
      look(changes.subList(from, Math.min(changes.size(), from + MOST)), acting);
    }
  }

  private void look(List<String> changes, String acting) {
    Map<Key, Open> open = new HashMap<>();
    open(changes).forEach(one -> open.put(one.key, one));
    Map<Weight, String> severities = new HashMap<>();
    List<Found> isNew = new ArrayList<>();
    List<SqlParameterSource> changed = new ArrayList<>();
    Set<Long> over = new LinkedHashSet<>();
    for (Found found : find(changes)) {
      String severity = severities.computeIfAbsent(found.weight, this::severity);
      Open before = open.remove(found.key);
      if (before != null && !before.covers(found, severity)) {
        over.add(before.id);
        before = null;
      }
      if (before == null) {
        isNew.add(found);
      } else if (!before.accepted && !before.same(found, severity)) {
        changed.add(parameters(found, severity).addValue("id", before.id));
      }
    }
    open.values().forEach(one -> over.add(one.id));
    long last = last();
    close(over);
    batches.batchUpdate(
        "update sms.change_collision set period = tstzrange(:from, :until), severity = :severity where id = :id",
        changed.toArray(SqlParameterSource[]::new));
    batches.batchUpdate(
        """
        insert into sms.change_collision
          (change, kind, other, ci, other_ci, change_window, service_id, customer_id, period, severity, found_at)
        values (:change, :kind, :other, :ci, :otherCi, :window, :service, :customer, tstzrange(:from, :until), :severity, :now)
        """,
        isNew.stream()
            .map(found -> parameters(found, severities.get(found.weight)))
            .toArray(SqlParameterSource[]::new));
    isNew.stream()
        .map(found -> found.key.change)
        .distinct()
        .filter(change -> !change.equals(acting))
        .sorted()
        .forEach(change -> tell(change, acting, last));
  }

  private List<Found> find(List<String> changes) {
    return asked(
            SCHEDULED
                + FIND
                + """
                select f.*, lower(f.period) as from_at, upper(f.period) as until_at, s.change_type, s.risk
                from found f join sms.scheduled_change s on s.change = f.change
                """)
        .param("changes", changes.toArray(String[]::new))
        .param("except", null)
        .query(Collisions::found)
        .list();
  }

  private JdbcClient.StatementSpec asked(String sql) {
    Instant now = clock.instant();
    return jdbc.sql(sql)
        .param("today", LocalDate.ofInstant(now, ZoneOffset.UTC))
        .param("now", Timestamp.from(now));
  }

  private static Found found(ResultSet rs, int row) throws SQLException {
    return new Found(
        Key.of(rs),
        rs.getTimestamp("from_at").toInstant(),
        rs.getTimestamp("until_at").toInstant(),
        new Weight(rs.getString("kind"), rs.getString("change_type"), rs.getString("risk")));
  }

  /** A time at which a change might be carried out. */
  record Time(Instant from, Instant until) {}

  /**
   * What a change would collide with at each of these times: the worst, none where it is nothing.
   *
   * @param plan without its own times
   * @param services that it touches
   */
  List<String> imagine(ChangeSchedule.Plan plan, Collection<String> services, List<Time> times) {
    Map<Weight, String> severities = new HashMap<>();
    String[] worst = new String[times.size()];
    Arrays.fill(worst, "none");
    asked(
            IMAGINED
                + FIND
                + """
                select f.*, lower(f.period) as from_at, upper(f.period) as until_at, :type::text as change_type, :risk::text as risk
                from found f where f.change = any(:changes)
                """)
        .param(
            "changes",
            IntStream.range(0, worst.length).mapToObj(Integer::toString).toArray(String[]::new))
        .param("from", times.stream().map(time -> time.from.toString()).toArray(String[]::new))
        .param("until", times.stream().map(time -> time.until.toString()).toArray(String[]::new))
        .param("implementer", plan.implementer())
        .param("items", plan.items().toArray(String[]::new))
        .param("services", services.toArray(String[]::new))
        .param("except", plan.change())
        .param("type", plan.changeType())
        .param("risk", plan.risk())
        .query(Collisions::found)
        .list()
        .forEach(
            found -> {
              int at = Integer.parseInt(found.key.change);
              worst[at] =
                  worse(worst[at], severities.computeIfAbsent(found.weight, this::severity));
            });
    return List.of(worst);
  }

  private static String worse(String one, String other) {
    return SEVERITIES.indexOf(one) >= SEVERITIES.indexOf(other) ? one : other;
  }

  private List<Open> open(List<String> changes) {
    return jdbc.sql(
            """
            select c.*, lower(c.period) as from_at, upper(c.period) as until_at
            from (select * from sms.change_collision where gone_at is null and change = any(:changes)
                  union select * from sms.change_collision where gone_at is null and other = any(:changes)) c
            """)
        .param("changes", changes.toArray(String[]::new))
        .query(
            (rs, i) ->
                new Open(
                    rs.getLong("id"),
                    Key.of(rs),
                    rs.getTimestamp("from_at").toInstant(),
                    rs.getTimestamp("until_at").toInstant(),
                    rs.getString("severity"),
                    rs.getTimestamp("accepted_at") != null))
        .list();
  }

  private String severity(Weight weight) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("kind", weight.kind);
    inputs.put("changeType", weight.changeType);
    inputs.put("risk", weight.risk);
    return decisions
        .evaluateDecisionByKey(DECISION)
        .variables(inputs)
        .evaluate()
        .getSingleResult()
        .getEntry("severity");
  }

  private MapSqlParameterSource parameters(Found found, String severity) {
    return new MapSqlParameterSource()
        .addValue("change", found.key.change)
        .addValue("kind", found.key.kind)
        .addValue("other", found.key.other)
        .addValue("ci", found.key.ci)
        .addValue("otherCi", found.key.otherCi)
        .addValue("window", found.key.window)
        .addValue("service", found.key.service)
        .addValue("customer", found.key.customer)
        .addValue("from", Timestamp.from(found.from))
        .addValue("until", Timestamp.from(found.until))
        .addValue("severity", severity)
        .addValue("now", Timestamp.from(clock.instant()));
  }

  private void close(Collection<Long> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("update sms.change_collision set gone_at = :now where id in (:ids)")
          .param("now", Timestamp.from(clock.instant()))
          .param("ids", ids)
          .update();
    }
  }

  private void tell(String change, String acting, long last) {
    String worst = worst(change);
    register.add(
        change,
        Entry.of(
            "clauseflow",
            "collision",
            "New: " + String.join("; ", told(change, last, null)),
            Map.of("collision", worst)));
    messages.tell(
        acting == null ? change : acting,
        "change.collided",
        List.of(change),
        Map.of("collision", worst));
  }

  /** The worst that nobody has accepted. */
  String worst(String change) {
    return jdbc
        .sql(
            """
            select distinct severity from sms.change_collision
            where change = :change and gone_at is null and accepted_at is null
            """)
        .param("change", change)
        .query(String.class)
        .list()
        .stream()
        .reduce("none", Collisions::worse);
  }

  /** What is accepted by this, in words. */
  List<String> accept(String change, String person, String reason) {
    List<String> blocking = told(change, 0, "blocks");
    if (!blocking.isEmpty()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s cannot be accepted: choose another time".formatted(String.join("; ", blocking)));
    }
    List<String> open = told(change, 0, null);
    jdbc.sql(
            """
            update sms.change_collision set accepted_at = :now, accepted_by = :person, accepted_why = :reason
            where change = :change and gone_at is null and accepted_at is null
            """)
        .param("change", change)
        .param("person", person)
        .param("reason", reason)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    return open;
  }

  /** Only who holds the schedule writes any. */
  private long last() {
    return jdbc.sql("select coalesce(max(id), 0) from sms.change_collision")
        .query(Long.class)
        .single();
  }

  /**
   * What collides with a change and is not accepted, in words.
   *
   * @param after found after this one
   * @param severity null: any
   */
  private List<String> told(String change, long after, String severity) {
    return jdbc.sql(
            """
            select concat_ws(': ', other, what) || ', ' || sms.period_text(period)
            from sms.change_collision_told
            where change = :change and gone_at is null and accepted_at is null and id > :after
              and (:severity::text is null or severity = :severity)
            order by severity, lower(period), other, kind, id limit 20
            """)
        .param("change", change)
        .param("after", after)
        .param("severity", severity)
        .query(String.class)
        .list();
  }
}
