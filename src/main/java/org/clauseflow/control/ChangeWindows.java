package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.transform.recurrence.Frequency;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Maintenance windows and freezes; what they make of the changes that are planned is found. */
@Service
public class ChangeWindows {

  /** So far ahead the occurrences of recurring ones are known. */
  private static final Duration AHEAD = Duration.ofDays(400);

  private static final int MOST = 1000;

  private static final Set<Frequency> TOO_OFTEN =
      Set.of(Frequency.SECONDLY, Frequency.MINUTELY, Frequency.HOURLY);

  private static final String SELECT =
      """
      select id, kind, name, reason, service_id as service, customer_id as customer, starts_at, ends_at, recurrence, time_zone
      from sms.change_window
      """;

  private final JdbcClient jdbc;
  private final Collisions collisions;
  private final Clock clock;

  ChangeWindows(JdbcClient jdbc, Collisions collisions, Clock clock) {
    this.jdbc = jdbc;
    this.collisions = collisions;
    this.clock = clock;
  }

  public Optional<ChangeWindow> find(String id) {
    return jdbc.sql(SELECT + "where id = :id and removed_at is null")
        .param("id", id)
        .query(ChangeWindow.class)
        .optional();
  }

  /**
   * The windows and freezes that there are, the next to come first.
   *
   * @param kind null: both, as service and customer: any
   */
  public List<ChangeWindow> list(String kind, String service, String customer, int from, int most) {
    return filtered(
            SELECT
                + LISTED
                + """
                order by (select min(lower(o.period)) from sms.change_window_occurrence o
                          where o.change_window = w.id and upper(o.period) > :now) nulls last, id
                limit :most offset :from
                """,
            kind,
            service,
            customer)
        .param("now", Timestamp.from(clock.instant()))
        .param("most", most)
        .param("from", from)
        .query(ChangeWindow.class)
        .list();
  }

  public long count(String kind, String service, String customer) {
    return filtered("select count(*) from sms.change_window" + LISTED, kind, service, customer)
        .query(Long.class)
        .single();
  }

  private static final String LISTED =
      """
       w where removed_at is null and (:kind::text is null or kind = :kind)
         and (:service::text is null or service_id = :service) and (:customer::text is null or customer_id = :customer)
      """;

  private JdbcClient.StatementSpec filtered(
      String sql, String kind, String service, String customer) {
    return jdbc.sql(sql).param("kind", kind).param("service", service).param("customer", customer);
  }

  /** Adds a window or a freeze and gives its number. */
  @Transactional
  public String add(ChangeWindow window, String person) {
    ChangeSchedule.hold(jdbc);
    Occurrences occurrences = check(window);
    String id =
        parameters(
                """
                insert into sms.change_window (kind, name, reason, service_id, customer_id, starts_at, ends_at, recurrence,
                  time_zone, known_until, updated_at, updated_by)
                values (:kind, :name, :reason, :service, :customer, :startsAt, :endsAt, :recurrence, :timeZone, :knownUntil, :now,
                  :person)
                returning id
                """,
                window,
                occurrences,
                person)
            .query(String.class)
            .single();
    write(id, occurrences);
    collisions.lookAt(List.copyOf(concerned(id)), null);
    return id;
  }

  /** Changes one; what collided with it as it was is looked at, too. */
  @Transactional
  public void change(ChangeWindow window, String person) {
    ChangeSchedule.hold(jdbc);
    known(window.id());
    Occurrences occurrences = check(window);
    Set<String> concerned = concerned(window.id());
    parameters(
            """
            update sms.change_window set kind = :kind, name = :name, reason = :reason, service_id = :service,
              customer_id = :customer, starts_at = :startsAt, ends_at = :endsAt, recurrence = :recurrence,
              time_zone = :timeZone, known_until = :knownUntil, revision = revision + 1, updated_at = :now, updated_by = :person
            where id = :id
            """,
            window,
            occurrences,
            person)
        .param("id", window.id())
        .update();
    jdbc.sql(
            "delete from sms.change_window_occurrence where change_window = :id and upper(period) > :now")
        .param("id", window.id())
        .param("now", Timestamp.from(clock.instant()))
        .update();
    write(window.id(), occurrences);
    concerned.addAll(concerned(window.id()));
    collisions.lookAt(List.copyOf(concerned), null);
  }

  /** Takes one away; what it was is kept. */
  @Transactional
  public void remove(String id, String person) {
    ChangeSchedule.hold(jdbc);
    known(id);
    Set<String> concerned = concerned(id);
    jdbc.sql(
            """
            update sms.change_window set removed_at = :now, revision = revision + 1, updated_at = :now, updated_by = :person
            where id = :id
            """)
        .param("id", id)
        .param("now", Timestamp.from(clock.instant()))
        .param("person", person)
        .update();
    collisions.lookAt(List.copyOf(concerned), null);
  }

  /** Keeps the occurrences of recurring ones known ahead. */
  @Transactional
  public void keepAhead() {
    ChangeSchedule.hold(jdbc);
    List<ChangeWindow> ending =
        jdbc.sql(SELECT + "where removed_at is null and known_until < :soon order by id")
            .param("soon", Timestamp.from(clock.instant().plus(AHEAD).minus(Duration.ofDays(1))))
            .query(ChangeWindow.class)
            .list();
    Set<String> concerned = new TreeSet<>();
    for (ChangeWindow window : ending) {
      Occurrences occurrences = expand(window);
      write(window.id(), occurrences);
      jdbc.sql("update sms.change_window set known_until = :until where id = :id")
          .param("until", timestamp(occurrences.knownUntil))
          .param("id", window.id())
          .update();
      concerned.addAll(concerned(window.id()));
    }
    collisions.lookAt(List.copyOf(concerned), null);
  }

  private void known(String id) {
    if (find(id).isEmpty()) {
      throw new Refusal(Reason.UNKNOWN, "There is no maintenance window or freeze " + id);
    }
  }

  /** The changes to come that it may concern, as it is at this moment. */
  private Set<String> concerned(String id) {
    return new TreeSet<>(
        jdbc.sql(
                """
                select s.change from sms.change_window w
                join sms.scheduled_change s on s.state in ('proposed', 'approved') and upper(s.period) > :now
                where w.id = :id and (
                  exists (select from sms.change_collision c where c.change = s.change and c.gone_at is null
                          and (c.change_window = w.id or c.kind = 'outsideWindow'))
                  or w.kind = 'freeze' and exists (
                    select from sms.change_window_occurrence o where o.change_window = w.id and o.period && s.period)
                  or w.kind = 'maintenance' and (w.service_id is null or exists (
                    select from sms.scheduled_change_service t where t.change = s.change and t.service_id = w.service_id)))
                """)
            .param("id", id)
            .param("now", Timestamp.from(clock.instant()))
            .query(String.class)
            .list());
  }

  /**
   * @param periods by their day
   * @param knownUntil null: these are all
   */
  private record Occurrences(Map<String, Period> periods, Instant knownUntil) {}

  private record Period(Instant from, Instant until) {}

  private Occurrences check(ChangeWindow window) {
    if (!window.startsAt().isBefore(window.endsAt())) {
      throw new Refusal(Reason.INVALID, "endsAt", "must be after startsAt");
    }
    if (window.service() != null && window.customer() != null) {
      throw new Refusal(
          Reason.INVALID, "customer", "cannot be named beside a service: choose one of both");
    }
    exists("service", window.service(), "select from sms.service where id = :id");
    exists(
        "customer",
        window.customer(),
        "select from sms.party where id = :id and kind = 'customer'");
    Occurrences occurrences = expand(window);
    if (occurrences.periods.isEmpty()) {
      throw new Refusal(
          Reason.INVALID,
          "recurrence",
          "does not happen within the next 400 days: look at it again");
    }
    return occurrences;
  }

  private void exists(String field, String id, String select) {
    if (id != null
        && !jdbc.sql("select exists (" + select + ")")
            .param("id", id)
            .query(Boolean.class)
            .single()) {
      throw new Refusal(Reason.INVALID, field, "is not known: " + id);
    }
  }

  private Occurrences expand(ChangeWindow window) {
    ZoneId zone = zone(window.timeZone());
    Duration length = Duration.between(window.startsAt(), window.endsAt());
    Instant horizon = clock.instant().plus(AHEAD);
    boolean once = window.recurrence() == null;
    Map<String, Period> periods = new LinkedHashMap<>();
    for (ZonedDateTime start :
        once ? List.of(window.startsAt().atZone(zone)) : starts(window, zone, length, horizon)) {
      String day = start.toLocalDate().toString();
      for (int again = 2; periods.containsKey(day); again++) {
        day = start.toLocalDate() + "-" + again;
      }
      // as long by the clock on the wall, also in the night when it is put forward
      periods.put(
          day,
          new Period(
              start.toInstant(), start.toLocalDateTime().plus(length).atZone(zone).toInstant()));
    }
    return new Occurrences(periods, once ? null : horizon);
  }

  private List<ZonedDateTime> starts(
      ChangeWindow window, ZoneId zone, Duration length, Instant horizon) {
    ZonedDateTime first = window.startsAt().atZone(zone);
    ZonedDateTime from = clock.instant().minus(length).atZone(zone);
    List<ZonedDateTime> starts = new ArrayList<>();
    try {
      Recur<ZonedDateTime> rule = new Recur<>(window.recurrence());
      if (TOO_OFTEN.contains(rule.getFrequency())) {
        throw new Refusal(Reason.INVALID, "recurrence", "is daily at most");
      }
      starts.addAll(
          rule.getDates(
              first, from.isBefore(first) ? first : from, horizon.atZone(zone), MOST + 1));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new Refusal(
          Reason.INVALID,
          "recurrence",
          "is no rule such as FREQ=WEEKLY;BYDAY=SU (RFC 5545): " + e.getMessage());
    }
    if (starts.size() > MOST) {
      throw new Refusal(
          Reason.INVALID, "recurrence", "happens more than %d times in 400 days".formatted(MOST));
    }
    return starts;
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new Refusal(Reason.INVALID, "timeZone", "is no time zone such as Europe/Berlin: " + id);
    }
  }

  private JdbcClient.StatementSpec parameters(
      String sql, ChangeWindow window, Occurrences occurrences, String person) {
    return jdbc.sql(sql)
        .param("kind", window.kind())
        .param("name", window.name())
        .param("reason", window.reason() == null ? "" : window.reason())
        .param("service", window.service())
        .param("customer", window.customer())
        .param("startsAt", Timestamp.from(window.startsAt()))
        .param("endsAt", Timestamp.from(window.endsAt()))
        .param("recurrence", window.recurrence())
        .param("timeZone", window.timeZone())
        .param("knownUntil", timestamp(occurrences.knownUntil))
        .param("now", Timestamp.from(clock.instant()))
        .param("person", person);
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private void write(String id, Occurrences occurrences) {
    List<Period> periods = List.copyOf(occurrences.periods.values());
    jdbc.sql(
            """
            insert into sms.change_window_occurrence (change_window, day, period)
            select :id, day, tstzrange(f, u)
            from unnest(:days::text[], :from::timestamptz[], :until::timestamptz[]) as o (day, f, u)
            on conflict (change_window, day) do update set period = excluded.period
            """)
        .param("id", id)
        .param("days", occurrences.periods.keySet().toArray(String[]::new))
        .param("from", periods.stream().map(p -> p.from.toString()).toArray(String[]::new))
        .param("until", periods.stream().map(p -> p.until.toString()).toArray(String[]::new))
        .update();
  }
}
