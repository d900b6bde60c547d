package org.clauseflow.performance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clauseflow.conformity.ModelsInForce.InForce;
import org.clauseflow.record.Refusal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;

/** Sets the planned intervals of processes against the cases that were opened. */
@Service
public class PlannedStarts {

  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2100;

  private record Started(String process, String number, Instant openedAt, Instant closedAt) {}

  private record Timer(String process, Instant due) {}

  private final JdbcClient jdbc;
  private final CaseSelection selection;
  private final Clock clock;

  PlannedStarts(JdbcClient jdbc, CaseSelection selection, Clock clock) {
    this.jdbc = jdbc;
    this.selection = selection;
    this.clock = clock;
  }

  public Planned planned(int year, Authentication person) {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw new Refusal(
          Refusal.Reason.INVALID, "Choose a year from %d to %d".formatted(FIRST_YEAR, LAST_YEAR));
    }
    CaseSelection.Scope scope = selection.scope(null, person);
    ZonedDateTime begins = LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC);
    ZonedDateTime ends = begins.plusYears(1);
    Map<String, Instant> next = timers(scope);
    Map<String, List<Started>> started = started(scope, begins.toInstant());
    return new Planned(
        year,
        scope.processes().values().stream()
            .filter(model -> planned(model) && next.containsKey(model.key()))
            .map(
                model ->
                    new Planned.Process(
                        model.key(),
                        model.name(),
                        model.interval(),
                        starts(
                            dues(model, next.get(model.key()), begins, ends),
                            Period.parse(model.interval()),
                            started.getOrDefault(model.key(), List.of()))))
            .toList());
  }

  /** What comes more than once a day has no place in a year. */
  private static boolean planned(InForce model) {
    return model.interval() != null && !model.interval().contains("T");
  }

  /** When the engine will start each process by itself the next time. */
  private Map<String, Instant> timers(CaseSelection.Scope scope) {
    return jdbc
        .sql(
            """
            select process_def_key_, min(duedate_ at time zone 'UTC') from act_ru_job
            where handler_type_ = 'timer-start-event' and process_def_key_ = any(:processes) group by process_def_key_
            """)
        .param("processes", scope.keys())
        .query((row, n) -> new Timer(row.getString(1), row.getTimestamp(2).toInstant()))
        .list()
        .stream()
        .collect(toMap(Timer::process, Timer::due));
  }

  /** Opened since a time, in order. */
  private Map<String, List<Started>> started(CaseSelection.Scope scope, Instant since) {
    List<String> planned =
        scope.processes().values().stream()
            .filter(PlannedStarts::planned)
            .map(InForce::key)
            .toList();
    return jdbc
        .sql(
            """
            select f.process_key, f.record_number, f.opened_at, f.closed_at from sms.case_figure f
            where f.process_key = any(:processes) and f.opened_at >= :since and (:confidential or not f.confidential)
            order by f.opened_at
            """)
        .param("processes", planned.toArray(String[]::new))
        .param("confidential", scope.confidential())
        .param("since", Timestamp.from(since))
        .query(
            (row, n) ->
                new Started(
                    row.getString(1),
                    row.getString(2),
                    row.getTimestamp(3).toInstant(),
                    row.getTimestamp(4) == null ? null : row.getTimestamp(4).toInstant()))
        .list()
        .stream()
        .collect(groupingBy(Started::process));
  }

  /** Counted from the next start on and back, as far as there was the process. */
  private static List<ZonedDateTime> dues(
      InForce model, Instant next, ZonedDateTime begins, ZonedDateTime ends) {
    Period interval = Period.parse(model.interval());
    ZonedDateTime known = next.atZone(ZoneOffset.UTC);
    List<ZonedDateTime> dues = new ArrayList<>();
    int steps = 0;
    while (!known.minus(interval.multipliedBy(steps)).isBefore(begins)) {
      steps++;
    }
    for (int n = -steps; known.plus(interval.multipliedBy(n)).isBefore(ends); n++) {
      ZonedDateTime due = known.plus(interval.multipliedBy(n));
      if (!due.isBefore(begins) && !due.toInstant().isBefore(model.since())) {
        dues.add(due);
      }
    }
    return dues;
  }

  private List<Planned.Start> starts(
      List<ZonedDateTime> dues, Period interval, List<Started> started) {
    Instant now = clock.instant();
    return dues.stream()
        .map(
            due -> {
              Instant from = due.toInstant();
              Instant nextDue = due.plus(interval).toInstant();
              Started one =
                  started.stream()
                      .filter(
                          case_ ->
                              !case_.openedAt().isBefore(from)
                                  && case_.openedAt().isBefore(nextDue))
                      .findFirst()
                      .orElse(null);
              return new Planned.Start(
                  due.toLocalDate(),
                  state(from, nextDue, one, now),
                  one == null ? null : one.number(),
                  one == null ? null : one.openedAt(),
                  one == null ? null : one.closedAt());
            })
        .toList();
  }

  private static Planned.State state(Instant due, Instant next, Started started, Instant now) {
    if (started != null && started.closedAt() != null) {
      return started.closedAt().isAfter(next) ? Planned.State.late : Planned.State.done;
    }
    if (due.isAfter(now)) {
      return Planned.State.coming;
    }
    if (!next.isAfter(now)) {
      return started == null ? Planned.State.missed : Planned.State.late;
    }
    return Planned.State.due;
  }
}
