package org.clauseflow.clock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.catalogue.Recent;
import org.clauseflow.clock.TargetReport.Counted;
import org.clauseflow.clock.TargetReport.Paused;
import org.clauseflow.clock.TargetReport.Piece;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The response and resolution targets of records: a warning at three quarters of the agreed service
 * time, a breach at its end. What changes stands in the record's journal; a record without targets
 * is left alone.
 *
 * <p>Whether a target was breached follows from its due date alone and never from when the sweep
 * came by: what was due before it was met, ended or paused is breached.
 */
@Service
public class ServiceTargets {

  private static final int PIECES_PER_PAGE = 100;

  private static final String SELECT =
      """
      select t.kind, t.agreement_id, coalesce(a.name, t.agreement_id) as agreement, t.calendar,
             (extract(epoch from t.agreed) * 1000)::bigint as agreed, t.started_at, t.warn_at, t.due_at, t.paused_at,
             t.met_at, t.warned_at, t.breached_at, t.ended_at,
             (select coalesce(jsonb_agg(jsonb_build_object('from', p.from_at, 'until', p.until_at, 'elementId',
                              p.element_id, 'reason', p.reason) order by p.id), '[]')
              from sms.target_pause p where p.record_number = t.record_number) as pauses,
             (select coalesce(jsonb_agg(jsonb_build_object('event', e.kind, 'recordedAt', e.at, 'toldAt', e.told_at,
                              'outcome', e.outcome, 'reason', e.reason, 'attempts', e.attempts) order by e.id), '[]')
              from sms.target_event e where e.target_id = t.id) as told
      from sms.target t left join sms.agreement a on a.id = t.agreement_id
      where t.record_number = :number
      """;

  private static final TypeReference<ServiceHours> HOURS = new TypeReference<>() {};
  private static final TypeReference<List<Pause>> PAUSES = new TypeReference<>() {};
  private static final TypeReference<List<Target.Told>> TOLD = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Register register;
  private final Calendars calendars;
  private final Recent<ServiceHours, String> calendarTexts = new Recent<>(Duration.ofSeconds(60));
  private final Clock clock;

  ServiceTargets(
      JdbcClient jdbc, ObjectMapper json, Register register, Calendars calendars, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.register = register;
    this.calendars = calendars;
    this.clock = clock;
  }

  /**
   * Starts the targets of a record, or sets running ones anew: what has elapsed and what was paused
   * stays, and a target that is due later than now may warn again.
   *
   * @param response null: none is agreed
   * @param resolution null: none is agreed
   * @return the due dates that are new
   */
  public Map<TargetKind, Instant> start(
      String number, String agreementId, String hoursId, Duration response, Duration resolution) {
    Instant now = clock.instant();
    ServiceHours hours = calendars.of(hoursId);
    Map<TargetKind, Duration> agreed = new EnumMap<>(TargetKind.class);
    if (response != null) {
      agreed.put(TargetKind.RESPONSE, response);
    }
    if (resolution != null) {
      agreed.put(TargetKind.RESOLUTION, resolution);
    }
    Map<TargetKind, Aim> added = new EnumMap<>(TargetKind.class);
    agreed.forEach(
        (kind, time) -> added.put(kind, Aim.of(kind, time, new Run(hours, now, List.of()))));
    List<Target> before = add(number, agreementId, hours, List.copyOf(added.values()), now);

    TargetChanges changes = new TargetChanges();
    List<Aim> anew = new ArrayList<>();
    for (Target target : before) {
      added.remove(target.kind());
      Duration time = agreed.get(target.kind());
      if (!target.stopped() && time == null) {
        drop(number, target.kind(), now);
        changes.add(target.kind(), "ended", "no longer agreed");
      } else if (!target.stopped() && !target.isOf(agreementId, hours, time)) {
        Aim aim = Aim.of(target.kind(), time, new Run(hours, target.startedAt(), target.pauses()));
        anew.add(aim);
        String state = target.pausedAt() == null ? "running" : "paused";
        changes.add(aim.kind(), state, "set anew to " + time, aim.dueAt(), hours.timeZone());
      }
    }
    added
        .values()
        .forEach(
            a -> changes.add(a.kind(), "running", "of " + a.agreed(), a.dueAt(), hours.timeZone()));
    if (!anew.isEmpty()) {
      setAnew(number, agreementId, hours, anew, now);
    }
    changes.write(register, number);
    return changes.due();
  }

  /** Adds what is not there yet, paused if the record is; gives back what was there before. */
  private List<Target> add(
      String number, String agreementId, ServiceHours hours, List<Aim> aims, Instant now) {
    return jdbc.sql(
            """
            with added as (
              insert into sms.target
                (record_number, kind, agreement_id, hours_id, calendar, agreed, started_at, warn_at, due_at, paused_at)
              select :number, a.kind, :agreement, :hours, :calendar::jsonb, a.agreed, :now::timestamptz, a."warnAt",
                     a."dueAt",
                     (select from_at from sms.target_pause where record_number = :number and until_at is null)
              from jsonb_to_recordset(:aims::jsonb)
                as a(kind text, agreed interval, "warnAt" timestamptz, "dueAt" timestamptz)
              on conflict (record_number, kind) do nothing
            )
            """
                + SELECT
                + "order by t.kind desc for update of t")
        .param("number", number)
        .param("agreement", agreementId)
        .param("hours", hours.id())
        .param("calendar", calendarTexts.get(hours, this::text))
        .param("now", Timestamp.from(now))
        .param("aims", text(aims))
        .query(this::target)
        .list();
  }

  private void setAnew(
      String number, String agreementId, ServiceHours hours, List<Aim> aims, Instant now) {
    jdbc.sql(
            """
            with anew as (
              update sms.target t set agreement_id = :agreement, hours_id = :hours, calendar = :calendar::jsonb,
                agreed = a.agreed, warn_at = a."warnAt", due_at = a."dueAt",
                warned_at   = case when a."dueAt" <= coalesce(t.paused_at, :now::timestamptz) then t.warned_at end,
                breached_at = case when a."dueAt" <= coalesce(t.paused_at, :now::timestamptz) then t.breached_at end
              from jsonb_to_recordset(:aims::jsonb)
                as a(kind text, agreed interval, "warnAt" timestamptz, "dueAt" timestamptz)
              where t.record_number = :number and t.kind = a.kind
              returning t.id, t.due_at > coalesce(t.paused_at, :now::timestamptz) as may_warn_again
            )
            update sms.target_event e set outcome = 'superseded'
            from anew where e.target_id = anew.id and e.outcome is null and anew.may_warn_again
            """)
        .param("agreement", agreementId)
        .param("hours", hours.id())
        .param("calendar", calendarTexts.get(hours, this::text))
        .param("now", Timestamp.from(now))
        .param("aims", text(aims))
        .param("number", number)
        .update();
  }

  private void drop(String number, TargetKind kind, Instant now) {
    jdbc.sql(
            "update sms.target set ended_at = :now::timestamptz where record_number = :number and"
                + " kind = :kind")
        .param("now", Timestamp.from(now))
        .param("number", number)
        .param("kind", kind.id())
        .update();
  }

  /** Stops the clock of the record's running targets; harmless while it stands. */
  public void pause(String number, String elementId, String reason) {
    Instant now = clock.instant();
    TargetChanges changes = new TargetChanges();
    jdbc.sql(
            """
            with paused as (
              update sms.target set paused_at = :now::timestamptz
              where record_number = :number and paused_at is null and met_at is null and ended_at is null
              returning kind
            ), pause as (
              insert into sms.target_pause (record_number, from_at, element_id, reason)
              select :number, :now::timestamptz, :element::text, :reason::text where exists (select from paused)
            )
            select kind from paused order by kind desc
            """)
        .param("now", Timestamp.from(now))
        .param("number", number)
        .param("element", elementId)
        .param("reason", reason)
        .query((rs, i) -> changes.add(TargetKind.of(rs.getString(1)), "paused"))
        .list();
    changes.write(register, number, elementId, reason);
  }

  /**
   * Lets paused targets go on: they are due as much later as the pause took from their service
   * hours.
   *
   * @return the due dates that are new
   */
  public Map<TargetKind, Instant> resume(String number) {
    Instant now = clock.instant();
    List<Target> paused =
        jdbc.sql(
                """
                with ended as (
                  update sms.target_pause set until_at = :now::timestamptz
                  where record_number = :number and until_at is null
                )
                """
                    + SELECT
                    + "and t.paused_at is not null and t.met_at is null and t.ended_at is null for"
                    + " update of t")
            .param("now", Timestamp.from(now))
            .param("number", number)
            .query(this::target)
            .list();
    return goOn(number, paused, now, "goes on");
  }

  /** The promise is kept, or broken if it was due before. Who has resolved has responded. */
  public void met(String number, TargetKind kind) {
    Instant now = clock.instant();
    boolean resolved = kind == TargetKind.RESOLUTION;
    TargetChanges changes = new TargetChanges();
    jdbc.sql(
            """
            with met as (
              update sms.target set met_at = :now::timestamptz, paused_at = null,
                breached_at = coalesce(breached_at, case when due_at <= coalesce(paused_at, :now::timestamptz)
                                                         then :now::timestamptz end)
              where record_number = :number and (kind = :kind or :resolved) and met_at is null and ended_at is null
              returning kind, breached_at
            ), pause as (
              update sms.target_pause set until_at = :now::timestamptz
              where record_number = :number and until_at is null and :resolved
            )
            select kind, breached_at is not null from met order by kind desc
            """)
        .param("now", Timestamp.from(now))
        .param("number", number)
        .param("kind", kind.id())
        .param("resolved", resolved)
        .query(
            (rs, i) ->
                changes.add(TargetKind.of(rs.getString(1)), rs.getBoolean(2) ? "met late" : "met"))
        .list();
    changes.write(register, number);
  }

  /** The resolution target runs again, with a new due date; since it was met it stood still. */
  public Map<TargetKind, Instant> reopen(String number) {
    List<Target> met =
        jdbc.sql(
                SELECT
                    + "and t.kind = 'resolution' and t.met_at is not null and t.ended_at is null"
                    + " for update of t")
            .param("number", number)
            .query(this::target)
            .list();
    return goOn(number, met, clock.instant(), "runs again");
  }

  /** A target that was met takes the time since then as a pause. */
  private Map<TargetKind, Instant> goOn(
      String number, List<Target> stood, Instant now, String how) {
    if (stood.isEmpty()) {
      return Map.of();
    }
    TargetChanges changes = new TargetChanges();
    List<Aim> aims = new ArrayList<>();
    for (Target target : stood) {
      Target goingOn = target.goingOn(now);
      Aim aim = Aim.of(target.kind(), target.agreed(), goingOn.run());
      aims.add(aim);
      changes.add(target.kind(), goingOn.state(), how, aim.dueAt(), target.hours().timeZone());
    }
    jdbc.sql(
            """
            with met as (
              insert into sms.target_pause (record_number, from_at, until_at, reason)
              select record_number, met_at, :now::timestamptz, 'resolved until reopened'
              from sms.target where record_number = :number and kind = 'resolution' and met_at is not null
            )
            update sms.target t set paused_at = null, met_at = null, warn_at = a."warnAt", due_at = a."dueAt"
            from jsonb_to_recordset(:aims::jsonb)
              as a(kind text, agreed interval, "warnAt" timestamptz, "dueAt" timestamptz)
            where t.record_number = :number and t.kind = a.kind
            """)
        .param("now", Timestamp.from(now))
        .param("number", number)
        .param("aims", text(aims))
        .update();
    changes.write(register, number);
    return changes.due();
  }

  /** Nothing runs any more: the record is closed, cancelled or merged. */
  public void end(String number) {
    Instant now = clock.instant();
    TargetChanges changes = new TargetChanges();
    jdbc.sql(
            """
            with ended as (
              update sms.target set ended_at = :now::timestamptz,
                breached_at = coalesce(breached_at, case when met_at is null
                                                          and due_at <= coalesce(paused_at, :now::timestamptz)
                                                         then :now::timestamptz end)
              where record_number = :number and ended_at is null
              returning kind, met_at
            ), pause as (
              update sms.target_pause set until_at = :now::timestamptz
              where record_number = :number and until_at is null
            )
            select kind from ended where met_at is null order by kind desc
            """)
        .param("now", Timestamp.from(now))
        .param("number", number)
        .query((rs, i) -> changes.add(TargetKind.of(rs.getString(1)), "ended"))
        .list();
    changes.write(register, number);
  }

  /** How the record's due dates came about, with the first hundred intervals that count. */
  public List<TargetReport> explain(String number) {
    return explain(number, 0);
  }

  /**
   * How the record's due dates came about.
   *
   * @param first the first of the intervals to show, from 0; a hundred are shown
   */
  public List<TargetReport> explain(String number, int first) {
    Instant now = clock.instant();
    return jdbc
        .sql(SELECT + "order by t.kind desc")
        .param("number", number)
        .query(this::target)
        .list()
        .stream()
        .map(target -> report(target, now, first))
        .toList();
  }

  private static TargetReport report(Target target, Instant now, int first) {
    ZoneId zone = target.hours().timeZone();
    Instant stop =
        target.metAt() != null ? target.metAt() : target.endedAt() != null ? target.endedAt() : now;
    Duration elapsed = target.run().elapsed(stop);
    Duration left = target.agreed().minus(elapsed);
    return new TargetReport(
        target.kind(),
        target.state(),
        target.agreement(),
        target.hours(),
        target.agreed(),
        local(target.startedAt(), zone),
        elapsed,
        left.isNegative() ? Duration.ZERO : left,
        local(target.warnAt(), zone),
        local(target.dueAt(), zone),
        local(target.warnedAt(), zone),
        local(target.breachedAt(), zone),
        local(target.metAt(), zone),
        local(target.endedAt(), zone),
        target.pauses().stream()
            .filter(pause -> !pause.from().isAfter(stop))
            .filter(pause -> pause.until() == null || pause.until().isAfter(target.startedAt()))
            .map(
                p ->
                    new Paused(
                        local(p.from(), zone), local(p.until(), zone), p.elementId(), p.reason()))
            .toList(),
        target.hours().holidays(target.startedAt(), target.dueAt()),
        counted(target.run().counted(target.dueAt()), first, zone),
        target.told().stream()
            .map(
                t ->
                    new TargetReport.Event(
                        t.event(),
                        local(t.recordedAt(), zone),
                        local(t.toldAt(), zone),
                        t.outcome(),
                        t.reason(),
                        t.attempts()))
            .toList());
  }

  private static Counted counted(List<Interval> intervals, int first, ZoneId zone) {
    List<Piece> pieces = new ArrayList<>();
    Duration sum = Duration.ZERO;
    for (Interval interval : intervals) {
      sum = sum.plus(interval.length());
      pieces.add(
          new Piece(
              local(interval.from(), zone), local(interval.until(), zone), interval.length(), sum));
    }
    return new Counted(
        first, pieces.size(), pieces.stream().skip(first).limit(PIECES_PER_PAGE).toList());
  }

  private static OffsetDateTime local(Instant instant, ZoneId zone) {
    return instant == null ? null : instant.atZone(zone).toOffsetDateTime();
  }

  private Target target(ResultSet rs, int row) throws SQLException {
    return new Target(
        TargetKind.of(rs.getString("kind")),
        rs.getString("agreement_id"),
        rs.getString("agreement"),
        read(rs.getString("calendar"), HOURS),
        Duration.ofMillis(rs.getLong("agreed")),
        instant(rs, "started_at"),
        instant(rs, "warn_at"),
        instant(rs, "due_at"),
        instant(rs, "paused_at"),
        instant(rs, "met_at"),
        instant(rs, "warned_at"),
        instant(rs, "breached_at"),
        instant(rs, "ended_at"),
        read(rs.getString("pauses"), PAUSES),
        read(rs.getString("told"), TOLD));
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    Timestamp timestamp = rs.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The clock's tables hold what is not theirs: " + e.getOriginalMessage(), e);
    }
  }
}
