package org.clauseflow.clock;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.clauseflow.clock.ServiceHours.Shift;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceHoursTest {

  private static final List<DayOfWeek> ALL = List.of(DayOfWeek.values());
  private static final List<DayOfWeek> WEEKDAYS = ALL.subList(0, 5);

  /** from, service time, due; instants by their offset, so that repeated hours are told apart. */
  @ParameterizedTest
  @CsvSource({
    // within a day, over the lunch break, over night, over the weekend
    "Europe/Berlin,    2026-01-07T09:00+01:00, PT2H,    2026-01-07T11:00+01:00",
    "Europe/Berlin,    2026-01-07T11:00+01:00, PT2H,    2026-01-07T14:00+01:00",
    "Europe/Berlin,    2026-01-07T17:30+01:00, PT1H,    2026-01-08T08:30+01:00",
    "Europe/Berlin,    2026-01-09T17:30+01:00, PT1H,    2026-01-12T08:30+01:00",
    // before the shift, after it, on a Sunday; what ends with the shift is due then, not next
    // morning
    "Europe/Berlin,    2026-01-07T03:00+01:00, PT1H,    2026-01-07T09:00+01:00",
    "Europe/Berlin,    2026-01-07T22:00+01:00, PT1H,    2026-01-08T09:00+01:00",
    "Europe/Berlin,    2026-01-11T12:00+01:00, PT1H,    2026-01-12T09:00+01:00",
    "Europe/Berlin,    2026-01-07T08:00+01:00, PT9H,    2026-01-07T18:00+01:00",
    "Europe/Berlin,    2026-01-07T08:00+01:00, PT9H1S,  2026-01-08T08:00:01+01:00",
    // weeks away, over both changes of the clock: the shifts stay where the local time is
    "Europe/Berlin,    2026-03-27T17:00+01:00, PT2H,    2026-03-30T09:00+02:00",
    "Europe/Berlin,    2026-10-23T17:00+02:00, PT2H,    2026-10-26T09:00+01:00",
    "America/New_York, 2026-03-06T17:00-05:00, PT2H,    2026-03-09T09:00-04:00",
    "America/New_York, 2026-10-30T17:00-04:00, PT2H,    2026-11-02T09:00-05:00",
    "Asia/Kolkata,     2026-01-07T17:00+05:30, PT2H,    2026-01-08T09:00+05:30",
    "Europe/Berlin,    2026-01-05T08:00+01:00, PT900H,  2026-05-22T18:00+02:00",
  })
  void dueDatesOfOfficeHours(ZoneId zone, OffsetDateTime from, Duration time, OffsetDateTime due) {
    ServiceHours office = hours(zone, null, WEEKDAYS, "08:00-12:00", "13:00-18:00");
    assertThat(office.plus(from.toInstant(), time)).isEqualTo(due.toInstant());
    assertThat(office.between(from.toInstant(), due.toInstant())).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    // the night the clocks skip 02:00-03:00 (New York: 8 March), and the one that repeats it
    "Europe/Berlin,    2026-03-28T22:00+01:00, PT8H,    2026-03-29T07:00+02:00",
    "Europe/Berlin,    2026-10-24T22:00+02:00, PT8H,    2026-10-25T05:00+01:00",
    "America/New_York, 2026-03-07T22:00-05:00, PT8H,    2026-03-08T07:00-04:00",
    "America/New_York, 2026-10-31T22:00-04:00, PT8H,    2026-11-01T05:00-05:00",
    "Asia/Kolkata,     2026-03-28T22:00+05:30, PT8H,    2026-03-29T06:00+05:30",
  })
  void aroundTheClockIsElapsedTime(
      ZoneId zone, OffsetDateTime from, Duration time, OffsetDateTime due) {
    ServiceHours always = hours(zone, null, ALL, "00:00-00:00");
    assertThat(always.plus(from.toInstant(), time)).isEqualTo(due.toInstant());
    assertThat(always.between(from.toInstant(), due.toInstant())).isEqualTo(time);
    assertThat(always.intervals(from.toInstant(), due.toInstant()))
        .containsExactly(new Interval(from.toInstant(), due.toInstant()));
  }

  /** A night shift on the day of the change: how long it is, and where it lies. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin,    2026-03-29, 01:00, 06:00, PT4H,    2026-03-29T00:00Z/2026-03-29T04:00Z",
    "Europe/Berlin,    2026-10-25, 01:00, 06:00, PT6H,    2026-10-24T23:00Z/2026-10-25T05:00Z",
    // begins, ends or lies within the hour that is skipped
    "Europe/Berlin,    2026-03-29, 02:30, 06:00, PT3H,    2026-03-29T01:00Z/2026-03-29T04:00Z",
    "Europe/Berlin,    2026-03-29, 01:00, 02:30, PT1H,    2026-03-29T00:00Z/2026-03-29T01:00Z",
    "Europe/Berlin,    2026-03-29, 02:10, 02:50, PT0S,    ''",
    // begins, ends or lies within the hour that is repeated: what comes twice counts twice
    "Europe/Berlin,    2026-10-25, 02:30, 04:00, PT2H,    2026-10-25T00:30Z/2026-10-25T01:00Z 2026-10-25T01:30Z/2026-10-25T03:00Z",
    "Europe/Berlin,    2026-10-25, 01:00, 02:30, PT2H,    2026-10-24T23:00Z/2026-10-25T00:30Z 2026-10-25T01:00Z/2026-10-25T01:30Z",
    "Europe/Berlin,    2026-10-25, 02:10, 02:20, PT20M,   2026-10-25T00:10Z/2026-10-25T00:20Z 2026-10-25T01:10Z/2026-10-25T01:20Z",
    "America/New_York, 2026-03-08, 01:00, 06:00, PT4H,    2026-03-08T06:00Z/2026-03-08T10:00Z",
    "America/New_York, 2026-11-01, 00:30, 01:30, PT1H30M, 2026-11-01T04:30Z/2026-11-01T05:30Z 2026-11-01T06:00Z/2026-11-01T06:30Z",
    "Asia/Kolkata,     2026-03-29, 01:00, 06:00, PT5H,    2026-03-28T19:30Z/2026-03-29T00:30Z",
    // a change at midnight skips the day's first hour
    "America/Sao_Paulo, 2018-11-04, 00:00, 02:00, PT1H,   2018-11-04T03:00Z/2018-11-04T04:00Z",
  })
  void aShiftOverTheChangeOfTheClock(
      ZoneId zone,
      LocalDate day,
      LocalTime from,
      LocalTime until,
      Duration length,
      String intervals) {
    ServiceHours nights =
        new ServiceHours("n", "N", zone, null, List.of(new Shift(day.getDayOfWeek(), from, until)));
    Instant begin = day.minusDays(1).atStartOfDay(zone).toInstant();
    Instant end = day.plusDays(2).atStartOfDay(zone).toInstant();
    assertThat(nights.between(begin, end)).isEqualTo(length);
    assertThat(nights.intervals(begin, end)).isEqualTo(parse(intervals));
  }

  @Test
  void shiftsThatMeetAtMidnightAreOneInterval() {
    ServiceHours night =
        new ServiceHours(
            "n",
            "N",
            ZoneId.of("UTC"),
            null,
            List.of(
                shift(FRIDAY, "22:00-00:00"),
                shift(SATURDAY, "00:00-06:00"),
                shift(SATURDAY, "06:00-07:00")));
    assertThat(night.intervals(at("2026-01-05T00:00Z"), at("2026-01-12T00:00Z")))
        .isEqualTo(parse("2026-01-09T22:00Z/2026-01-10T07:00Z"));
  }

  @Test
  void holidaysAreNotWorkedAndHaveNames() {
    ServiceHours office = hours(ZoneId.of("Europe/Berlin"), "de", WEEKDAYS, "08:00-18:00");
    // Thursday before Easter to Tuesday after it
    assertThat(office.plus(at("2026-04-02T17:00+02:00"), Duration.ofHours(2)))
        .isEqualTo(at("2026-04-07T09:00+02:00"));
    assertThat(office.holidays(at("2026-04-02T17:00+02:00"), at("2026-04-07T09:00+02:00")))
        .isEqualTo(
            Map.of(
                LocalDate.parse("2026-04-03"),
                "Good Friday",
                LocalDate.parse("2026-04-06"),
                "Easter Monday"));
    // over the turn of the year, whose first day is looked up in another year
    assertThat(office.plus(at("2025-12-31T17:00+01:00"), Duration.ofHours(2)))
        .isEqualTo(at("2026-01-02T09:00+01:00"));
    // a holiday begins at local midnight
    ServiceHours always = hours(ZoneId.of("America/New_York"), "us", ALL, "00:00-00:00");
    assertThat(always.intervals(at("2026-12-24T00:00-05:00"), at("2026-12-27T00:00-05:00")))
        .isEqualTo(
            parse("2026-12-24T05:00Z/2026-12-25T05:00Z 2026-12-26T05:00Z/2026-12-27T05:00Z"));
  }

  @Test
  void aPartOfACountryHasItsOwnHolidays() {
    // Corpus Christi, 4 June 2026: in North Rhine-Westphalia, not in Hamburg
    Instant begin = at("2026-06-04T00:00+02:00");
    Instant end = at("2026-06-05T00:00+02:00");
    ZoneId zone = ZoneId.of("Europe/Berlin");
    assertThat(hours(zone, "de_nw", WEEKDAYS, "08:00-18:00").between(begin, end)).isZero();
    assertThat(hours(zone, "de_hh", WEEKDAYS, "08:00-18:00").between(begin, end))
        .isEqualTo(Duration.ofHours(10));
    assertThat(hours(zone, null, WEEKDAYS, "08:00-18:00").between(begin, end))
        .isEqualTo(Duration.ofHours(10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz", "de_xx", "", "de_nw_xx"})
  void anUnknownHolidayCalendarIsNamed(String calendar) {
    ServiceHours office = hours(ZoneId.of("UTC"), calendar, WEEKDAYS, "08:00-18:00");
    assertThatThrownBy(() -> office.plus(at("2026-01-05T00:00Z"), Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no holiday calendar '" + calendar + "'");
  }

  @Test
  void hoursThatCannotBeAreRefused() {
    assertThatThrownBy(() -> hours(ZoneId.of("UTC"), null, List.of()))
        .hasMessage("Service hours 'test' have no working time: give them an interval");
    assertThatThrownBy(() -> hours(ZoneId.of("UTC"), null, WEEKDAYS, "08:00-12:00", "11:00-18:00"))
        .hasMessageContaining("overlap on MONDAY at 11:00");
    assertThatThrownBy(() -> hours(ZoneId.of("UTC"), null, WEEKDAYS, "08:00-00:00", "11:00-18:00"))
        .hasMessageContaining("overlap");
    assertThatThrownBy(() -> shift(MONDAY, "12:00-08:00"))
        .hasMessageContaining("ends after it begins");
    ServiceHours office = hours(ZoneId.of("UTC"), null, WEEKDAYS, "08:00-18:00");
    assertThatThrownBy(() -> office.plus(Instant.EPOCH, Duration.ofHours(-1)))
        .hasMessageContaining("not negative");
  }

  @Test
  void timeThatIsNeverReachedFailsInsteadOfLooping() {
    // these minutes of a Sunday are there on no day but the one they are skipped on
    ServiceHours minutes = hours(ZoneId.of("Europe/Berlin"), null, List.of(SUNDAY), "02:10-02:11");
    assertThatThrownBy(() -> minutes.plus(at("2026-01-05T00:00Z"), Duration.ofDays(365)))
        .hasMessageContaining("do not reach PT8760H within 50 years");
  }

  @Test
  void noTimeIsDueAtOnceAndNothingLiesBehind() {
    ServiceHours office = hours(ZoneId.of("UTC"), null, WEEKDAYS, "08:00-18:00");
    Instant sunday = at("2026-01-11T12:00Z");
    assertThat(office.plus(sunday, Duration.ZERO)).isEqualTo(sunday);
    assertThat(office.between(sunday, sunday)).isZero();
    assertThat(office.between(sunday, at("2026-01-05T00:00Z"))).isZero();
    assertThat(office.intervals(sunday, at("2026-01-05T00:00Z"))).isEmpty();
  }

  /**
   * Random hours and spans, minute by minute, where clocks change in many ways: by half an hour, at
   * midnight, at 00:01.
   */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-25, de", "Europe/Berlin, 2026-10-21, de",
        "America/New_York, 2026-03-04, us",
    "America/New_York, 2026-10-28, us", "Asia/Kolkata, 2026-01-20, in",
        "Australia/Lord_Howe, 2026-04-01, au",
    "Australia/Lord_Howe, 2026-09-30, au", "America/Sao_Paulo, 2018-11-01, br",
        "America/Sao_Paulo, 2018-02-14, br",
    "America/St_Johns, 2010-11-03, ca", "America/St_Johns, 2010-03-10, ca",
        "Pacific/Apia, 2011-12-26, ",
    "UTC, 2026-12-22, gb",
  })
  void countsEveryMinuteAsTheLocalTimeSays(ZoneId zone, LocalDate around, String holidays) {
    Random random = new Random(20000 + zone.getId().hashCode());
    for (int round = 0; round < 40; round++) {
      ServiceHours hours = random(random, zone, holidays);
      Instant from =
          around.atStartOfDay(zone).toInstant().plus(random.nextInt(5000), ChronoUnit.MINUTES);
      Instant until = from.plus(random.nextInt(10_000), ChronoUnit.MINUTES);
      String shown = hours + " from " + from + " until " + until;
      assertThat(hours.between(from, until)).as(shown).isEqualTo(naive(hours, from, until));
      assertThat(
              hours.intervals(from, until).stream()
                  .map(Interval::length)
                  .reduce(Duration.ZERO, Duration::plus))
          .as(shown)
          .isEqualTo(naive(hours, from, until));
      assertInOrder(hours.intervals(from, until));

      Duration time = Duration.ofSeconds(1 + random.nextInt(200_000));
      Instant due = hours.plus(from, time);
      assertThat(hours.between(from, due)).as(shown).isEqualTo(time);
      assertThat(hours.between(from, due.minusNanos(1))).as(shown).isEqualTo(time.minusNanos(1));
    }
  }

  /** A target's run: the same, without what is paused. */
  @Test
  void pausesTakeTheirServiceTimeFromTheRun() {
    Random random = new Random(8);
    for (int round = 0; round < 100; round++) {
      ServiceHours hours = random(random, ZoneId.of("Europe/Berlin"), "de");
      Instant from = at("2026-10-20T00:00Z").plus(random.nextInt(5000), ChronoUnit.MINUTES);
      List<Pause> pauses = new ArrayList<>();
      Instant at = from.minus(500, ChronoUnit.MINUTES);
      for (int i = random.nextInt(5); i > 0; i--) {
        Instant begin = at.plus(random.nextInt(2000), ChronoUnit.MINUTES);
        at = begin.plus(random.nextInt(1000), ChronoUnit.MINUTES);
        pauses.add(new Pause(begin, at, null, "waits"));
      }
      Run run = new Run(hours, from, pauses);
      Instant until = from.plus(random.nextInt(15_000), ChronoUnit.MINUTES);
      assertThat(run.elapsed(until)).isEqualTo(naive(hours, from, until, pauses));
      assertInOrder(run.counted(until));

      Duration time = Duration.ofMinutes(1 + random.nextInt(3000));
      Instant due = run.reaches(time);
      assertThat(run.elapsed(due)).isEqualTo(time);
      assertThat(run.elapsed(due.minusNanos(1))).isEqualTo(time.minusNanos(1));
      assertThat(
              run.counted(due).stream().map(Interval::length).reduce(Duration.ZERO, Duration::plus))
          .isEqualTo(time);
    }
  }

  @Test
  void aPauseThatLastsHoldsTheRun() {
    ServiceHours always = hours(ZoneId.of("UTC"), null, ALL, "00:00-00:00");
    Instant start = at("2026-01-05T10:00Z");
    List<Pause> pauses =
        List.of(
            new Pause(at("2026-01-05T11:00Z"), at("2026-01-05T12:00Z"), null, "waits"),
            new Pause(at("2026-01-05T12:00Z"), null, null, "waits again"));
    Run run = new Run(always, start, pauses);
    assertThat(run.elapsed(at("2026-02-01T00:00Z"))).isEqualTo(Duration.ofHours(1));
    // as if the pause ended the moment it began
    assertThat(run.reaches(Duration.ofHours(3))).isEqualTo(at("2026-01-05T14:00Z"));
    // was reached before it
    assertThat(run.reaches(Duration.ofMinutes(30))).isEqualTo(at("2026-01-05T10:30Z"));
  }

  private static void assertInOrder(List<Interval> intervals) {
    for (int i = 0; i < intervals.size(); i++) {
      assertThat(intervals.get(i).from()).isBefore(intervals.get(i).until());
      if (i > 0) {
        assertThat(intervals.get(i - 1).until()).isBeforeOrEqualTo(intervals.get(i).from());
      }
    }
  }

  private static Duration naive(ServiceHours hours, Instant from, Instant until) {
    return naive(hours, from, until, List.of());
  }

  private static Duration naive(
      ServiceHours hours, Instant from, Instant until, List<Pause> pauses) {
    long minutes = 0;
    for (Instant at = from; at.isBefore(until); at = at.plus(1, ChronoUnit.MINUTES)) {
      LocalDateTime local = LocalDateTime.ofInstant(at, hours.timeZone());
      Instant now = at;
      boolean holiday =
          hours.holidays() != null
              && Holidays.of(hours.holidays(), local.getYear()).containsKey(local.toLocalDate());
      boolean worked =
          hours.week().stream()
              .anyMatch(
                  s ->
                      s.day() == local.getDayOfWeek()
                          && !local.toLocalTime().isBefore(s.from())
                          && (s.until().equals(LocalTime.MIDNIGHT)
                              || local.toLocalTime().isBefore(s.until())));
      boolean paused =
          pauses.stream().anyMatch(p -> !now.isBefore(p.from()) && now.isBefore(p.until()));
      if (worked && !holiday && !paused) {
        minutes++;
      }
    }
    return Duration.ofMinutes(minutes);
  }

  /** On each day up to three shifts, at least one in the week. */
  private static ServiceHours random(Random random, ZoneId zone, String holidays) {
    List<Shift> week = new ArrayList<>(List.of(shift(WEDNESDAY, "00:00-00:01")));
    for (DayOfWeek day : ALL) {
      int[] times =
          random.ints(2L * random.nextInt(4), 1, 24 * 60 + 1).sorted().distinct().toArray();
      for (int i = 0; i + 1 < times.length; i += 2) {
        week.add(
            new Shift(
                day,
                LocalTime.MIDNIGHT.plusMinutes(times[i]),
                LocalTime.MIDNIGHT.plusMinutes(times[i + 1])));
      }
    }
    return new ServiceHours("random", "Random", zone, holidays, week);
  }

  static ServiceHours hours(ZoneId zone, String holidays, List<DayOfWeek> days, String... shifts) {
    List<Shift> week =
        days.stream().flatMap(day -> Arrays.stream(shifts).map(s -> shift(day, s))).toList();
    return new ServiceHours("test", "Test", zone, holidays, week);
  }

  private static Shift shift(DayOfWeek day, String text) {
    String[] times = text.split("-");
    return new Shift(day, LocalTime.parse(times[0]), LocalTime.parse(times[1]));
  }

  private static List<Interval> parse(String intervals) {
    return Arrays.stream(intervals.split(" "))
        .filter(s -> !s.isEmpty())
        .map(s -> new Interval(at(s.split("/")[0]), at(s.split("/")[1])))
        .toList();
  }

  private static Instant at(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
