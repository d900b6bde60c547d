package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.clauseflow.cmdb.Impact;
import org.clauseflow.cmdb.ImpactAnalysis;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The schedule of change (clause 9.2): which change is planned when, and what collides. Who writes
 * to it holds it until the transaction ends, so that two changes placed at the same moment see one
 * another.
 */
@Service
public class ChangeSchedule {

  /** So many times are looked at for a proposal. */
  private static final int CANDIDATES = 60;

  /** When changes are proposed where nobody has agreed on maintenance windows, UTC. */
  private static final Duration EVENING = Duration.ofHours(20);

  /** Of a change in one of these its time is taken. */
  private static final Set<String> PLANNED = Set.of("proposed", "approved");

  /**
   * What is to stand in the schedule.
   *
   * @param change number of the request for change, null: not recorded yet
   * @param state proposed, approved, deployed or cancelled
   * @param start null where it need not be known any more, as end
   * @param implementer id of a person, null: nobody yet
   * @param service null: none of its own
   * @param items ids of the configuration items that are changed
   * @param changeType what the severity of collisions depends on, as risk; null: not known yet
   */
  public record Plan(
      String change,
      String state,
      Instant start,
      Instant end,
      String implementer,
      String service,
      Collection<String> items,
      String changeType,
      String risk) {}

  /** What interested parties are told. */
  enum News {
    NONE,
    SCHEDULED,
    MOVED,
    CANCELLED
  }

  /**
   * What has become of it.
   *
   * @param collision the worst that nobody has accepted: none, note, decide or blocks
   * @param before when it was planned until now, null: not at all
   */
  public record Placed(String collision, News news, Instant before) {}

  private record Known(String state, Instant start, Instant end) {}

  private final JdbcClient jdbc;
  private final ImpactAnalysis impact;
  private final Collisions collisions;
  private final Register register;
  private final Clock clock;

  ChangeSchedule(
      JdbcClient jdbc,
      ImpactAnalysis impact,
      Collisions collisions,
      Register register,
      Clock clock) {
    this.jdbc = jdbc;
    this.impact = impact;
    this.collisions = collisions;
    this.register = register;
    this.clock = clock;
  }

  /** Places a change, moves it, or notes that it is deployed or cancelled. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Placed place(Plan plan) {
    hold(jdbc);
    Known known = known(plan.change);
    if (PLANNED.contains(plan.state)) {
      check(plan, known);
      write(plan);
    } else if (known != null) {
      end(plan);
    } else if (plan.start != null && plan.end != null && plan.start.isBefore(plan.end)) {
      // an emergency that was never planned still belongs into the schedule
      write(plan);
    } else {
      return new Placed("none", News.NONE, null);
    }
    collisions.lookAt(List.of(plan.change), plan.change);
    String worst = collisions.worst(plan.change);
    register.add(
        plan.change,
        Entry.of("clauseflow", "scheduled", said(plan, worst), Map.of("collision", worst)));
    return new Placed(worst, news(plan, known), known == null ? null : known.start);
  }

  /**
   * Who completed the last task takes upon themselves what collides with a change, for a reason.
   * What blocks cannot be accepted.
   *
   * @return the worst that is left
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public String accept(String change, String reason) {
    hold(jdbc);
    String person =
        register.journal(change).stream()
            .filter(entry -> entry.kind().equals("task"))
            .reduce((first, second) -> second)
            .map(JournalEntry::actor)
            .orElse("clauseflow");
    List<String> accepted = collisions.accept(change, person, reason);
    String worst = collisions.worst(change);
    if (!accepted.isEmpty()) {
      register.add(
          change,
          Entry.of(
              person,
              "collision",
              "Accepted: " + String.join("; ", accepted) + ". Why: " + reason,
              Map.of("collision", worst)));
    }
    return worst;
  }

  /**
   * One at a time writes to the schedule. Taken before anything else, so that nobody waits for it
   * with records in hand.
   */
  static void hold(JdbcClient jdbc) {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('sms.scheduled_change'))").query().singleRow();
  }

  private Known known(String change) {
    return jdbc.sql(
            """
            select state, lower(period) as "start", upper(period) as "end"
            from sms.scheduled_change where change = :change
            """)
        .param("change", change)
        .query(
            (rs, i) ->
                new Known(
                    rs.getString(1),
                    rs.getTimestamp(2).toInstant(),
                    rs.getTimestamp(3).toInstant()))
        .optional()
        .orElse(null);
  }

  /** A date that was accepted once may come near while others still decide. */
  private void check(Plan plan, Known known) {
    if (plan.start == null) {
      throw new Refusal(Reason.INVALID, "plannedStart", "is missing: say when it is to begin");
    }
    if (plan.end == null) {
      throw new Refusal(Reason.INVALID, "plannedEnd", "is missing: say when it is to be over");
    }
    if (!plan.start.isBefore(plan.end)) {
      throw new Refusal(
          Reason.INVALID,
          "plannedEnd",
          "is %s, not after the beginning at %s: choose a later one"
              .formatted(plan.end, plan.start));
    }
    boolean same = known != null && known.start.equals(plan.start) && known.end.equals(plan.end);
    if (!same && plan.start.isBefore(clock.instant().truncatedTo(ChronoUnit.MINUTES))) {
      throw new Refusal(
          Reason.INVALID,
          "plannedStart",
          "is %s, which is over: choose a time to come".formatted(plan.start));
    }
    known("implementer", plan.implementer, "person");
    known("service", plan.service, "service");
  }

  private void known(String field, String id, String table) {
    if (id != null
        && !jdbc.sql("select exists (select from sms.%s where id = :id)".formatted(table))
            .param("id", id)
            .query(Boolean.class)
            .single()) {
      throw new Refusal(Reason.INVALID, field, "is no %s: %s".formatted(table, id));
    }
  }

  private void write(Plan plan) {
    Set<String> services = services(plan.service, plan.items);
    jdbc.sql(
            """
            insert into sms.scheduled_change as s
              (change, period, implementer, service_id, state, change_type, risk, updated_at)
            values (:change, tstzrange(:start, :end), :implementer, :service, :state, :type, :risk, :now)
            on conflict (change) do update
            set moved = s.moved + case when s.period <> excluded.period then 1 else 0 end,
                revision = s.revision + 1, period = excluded.period, implementer = excluded.implementer,
                service_id = excluded.service_id, state = excluded.state, change_type = excluded.change_type,
                risk = excluded.risk, updated_at = excluded.updated_at
            """)
        .param("change", plan.change)
        .param("start", Timestamp.from(plan.start))
        .param("end", Timestamp.from(plan.end))
        .param("implementer", plan.implementer)
        .param("service", plan.service)
        .param("state", plan.state)
        .param("type", plan.changeType)
        .param("risk", plan.risk)
        .param("now", Timestamp.from(clock.instant()))
        .update();
    replace("scheduled_change_ci", "ci", plan.change, plan.items);
    replace("scheduled_change_service", "service_id", plan.change, services);
  }

  /** Its own service, and those that need what is changed. */
  private Set<String> services(String service, Collection<String> items) {
    Set<String> services = new TreeSet<>();
    if (service != null) {
      services.add(service);
    }
    if (!items.isEmpty()) {
      try {
        impact.of(items).services().stream().map(Impact.TouchedService::id).forEach(services::add);
      } catch (Refusal unknown) {
        throw new Refusal(Reason.INVALID, "configurationItems", unknown.getMessage());
      }
    }
    return services;
  }

  /** A time at which a change could be carried out, and the worst that it would collide with. */
  public record Slot(Instant startsAt, Instant endsAt, String window, String collision) {}

  /**
   * Times at which a change could be carried out, the next ones: at the beginning of maintenance
   * windows that are long enough; where there are none, in the evening. Those without a collision
   * come first.
   *
   * @param plan whose times say how long it takes, and from when on
   */
  @Transactional
  public List<Slot> propose(Plan plan, int most) {
    Duration length = Duration.between(plan.start, plan.end);
    Set<String> services = services(plan.service, plan.items);
    List<Slot> candidates = windows(services, plan.start, length);
    if (candidates.isEmpty()) {
      candidates = evenings(plan.start, length);
    }
    List<String> worst =
        collisions.imagine(
            plan,
            services,
            candidates.stream()
                .map(slot -> new Collisions.Time(slot.startsAt, slot.endsAt))
                .toList());
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < worst.size(); i++) {
      Slot slot = candidates.get(i);
      slots.add(new Slot(slot.startsAt, slot.endsAt, slot.window, worst.get(i)));
    }
    return slots.stream()
        .sorted(Comparator.comparing(slot -> Collisions.SEVERITIES.indexOf(slot.collision)))
        .limit(most)
        .toList();
  }

  /** What a change would collide with at its time: the worst. */
  @Transactional
  public String imagine(Plan plan) {
    return collisions
        .imagine(
            plan,
            services(plan.service, plan.items),
            List.of(new Collisions.Time(plan.start, plan.end)))
        .get(0);
  }

  private List<Slot> windows(Set<String> services, Instant from, Duration length) {
    return jdbc.sql(
            """
            select lower(o.period) as starts, w.name
            from sms.change_window w join sms.change_window_occurrence o on o.change_window = w.id
            where w.kind = 'maintenance' and w.removed_at is null and lower(o.period) >= :from
              and upper(o.period) >= lower(o.period) + make_interval(secs => :seconds)
              and (w.service_id = any(:services) or w.service_id is null and w.customer_id is null)
            order by 1 limit :most
            """)
        .param("from", Timestamp.from(from))
        .param("seconds", length.toSeconds())
        .param("services", services.toArray(String[]::new))
        .param("most", CANDIDATES)
        .query(
            (rs, i) -> {
              Instant starts = rs.getTimestamp(1).toInstant();
              return new Slot(starts, starts.plus(length), rs.getString(2), null);
            })
        .list();
  }

  private static List<Slot> evenings(Instant from, Duration length) {
    Instant first = from.truncatedTo(ChronoUnit.DAYS).plus(EVENING);
    return Stream.iterate(first, evening -> evening.plus(Duration.ofDays(1)))
        .filter(evening -> !evening.isBefore(from))
        .limit(CANDIDATES)
        .map(evening -> new Slot(evening, evening.plus(length), null, null))
        .toList();
  }

  private void replace(String table, String column, String change, Collection<String> values) {
    jdbc.sql(
            """
            with gone as (
              delete from sms.%1$s where change = :change and %2$s <> all(:values)
            )
            insert into sms.%1$s (change, %2$s) select distinct :change, v from unnest(:values) v
            on conflict do nothing
            """
                .formatted(table, column))
        .param("change", change)
        .param("values", values.toArray(String[]::new))
        .update();
  }

  private void end(Plan plan) {
    jdbc.sql(
            """
            update sms.scheduled_change set state = :state, revision = revision + 1, updated_at = :now
            where change = :change and state <> :state
            """)
        .param("change", plan.change)
        .param("state", plan.state)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  private static News news(Plan plan, Known known) {
    boolean stood = known != null && known.state.equals("approved");
    return switch (plan.state) {
      case "approved" ->
          !stood
              ? News.SCHEDULED
              : known.start.equals(plan.start) && known.end.equals(plan.end)
                  ? News.NONE
                  : News.MOVED;
      case "deployed" -> News.NONE;
      // what is proposed anew no longer stands
      default -> stood ? News.CANCELLED : News.NONE;
    };
  }

  private static String said(Plan plan, String worst) {
    return PLANNED.contains(plan.state)
        ? "%s from %s to %s, collisions: %s".formatted(plan.state, plan.start, plan.end, worst)
        : plan.state;
  }

  /**
   * Who is told when an approved change is scheduled, moved or cancelled: who implements it, who
   * owns the services that it touches, and who approves for their customers; these not of a
   * confidential one.
   */
  List<String> interested(String change) {
    register.flush();
    return jdbc.sql(
            """
            select implementer from sms.scheduled_change where change = :change and implementer is not null
            union
            select s.owner_id from sms.scheduled_change_service t join sms.service s on s.id = t.service_id
            where t.change = :change and s.owner_id is not null
            union
            select p.id from sms.scheduled_change_service t
            cross join lateral sms.customers_of_service(t.service_id, :today) c (id)
            join sms.person p on p.party_id = c.id and p.active
            join sms.person_role r on r.person_id = p.id and r.role_id = 'customerApprover'
            where t.change = :change
              and not exists (select from sms.record where number = :change and confidential)
            order by 1
            """)
        .param("change", change)
        .param("today", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
        .query(String.class)
        .list();
  }

  /**
   * Looks again at the changes that stand on items whose relations have changed since the last
   * time, by whatever transaction; what each touches is worked out anew.
   */
  @Transactional
  public void lookAgain() {
    hold(jdbc);
    List<String> changes =
        jdbc.sql(
                """
                with recursive look as (
                  update sms.change_schedule_look l set seen = pg_current_snapshot()
                  from (select seen from sms.change_schedule_look for update) old returning old.seen
                ), writer as (
                  -- rows know the lower half only of who wrote them
                  select distinct (m.tx::text::bigint % 4294967296)::text as xmin
                  from sms.cmdb_mark m, look where not pg_visible_in_snapshot(m.tx, look.seen)
                ), touched as (
                  select unnest(array[from_ci, to_ci]) as ci from sms.ci_relation where xmin::text in (select xmin from writer)
                  union select unnest(array[from_ci, to_ci]) from sms.ci_relation_past where xmin::text in (select xmin from writer)
                  union select ci_id from sms.ci_component where xmin::text in (select xmin from writer)
                  union select ci_id from sms.ci_component_past where xmin::text in (select xmin from writer)
                ), below as (
                  -- what these need is now needed by others
                  select ci from touched
                  union select r.to_ci from below b join sms.ci_relation r on r.from_ci = b.ci
                )
                select distinct s.change from below b
                join sms.scheduled_change_ci i on i.ci = b.ci
                join sms.scheduled_change s on s.change = i.change
                where s.state in ('proposed', 'approved') order by 1
                """)
            .query(String.class)
            .list();
    for (String change : changes) {
      replace("scheduled_change_service", "service_id", change, touched(change));
    }
    collisions.lookAt(changes, null);
  }

  private Set<String> touched(String change) {
    return services(
        jdbc.sql("select service_id from sms.scheduled_change where change = :change")
            .param("change", change)
            .query(String.class)
            .optional()
            .orElse(null),
        jdbc.sql("select ci from sms.scheduled_change_ci where change = :change")
            .param("change", change)
            .query(String.class)
            .list());
  }
}
