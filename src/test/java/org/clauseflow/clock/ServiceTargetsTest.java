package org.clauseflow.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.clock.TargetReport.Paused;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Targets of one record, by the hours of the demonstration: office is 08-12 and 13-18 on weekdays
 * in Germany.
 */
@ClauseflowTest
class ServiceTargetsTest {

  private static final Duration RESPONSE = Duration.ofHours(1);
  private static final Duration RESOLUTION = Duration.ofHours(8);

  @Autowired private ServiceTargets targets;
  @Autowired private TargetSweep sweep;
  @Autowired private Calendars calendars;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private ObjectMapper json;
  @Autowired private PlatformTransactionManager transactionManager;

  private Records records;

  @BeforeEach
  void prepare() {
    records = new Records(register, transactionManager);
  }

  @Test
  void targetsStartInTheTransactionThatOpensTheRecord() {
    String number = started("2021-03-01T10:00+01:00");
    assertThat(resolution(number))
        .returns(at("2021-03-01T10:00+01:00"), TargetReport::startedAt)
        .returns(at("2021-03-01T17:00+01:00"), TargetReport::warnAt)
        .returns(at("2021-03-02T09:00+01:00"), TargetReport::dueAt)
        .returns("running", TargetReport::state)
        .returns("General terms of service", TargetReport::agreement)
        .returns(RESOLUTION, TargetReport::agreed);
    assertThat(response(number).dueAt()).isEqualTo(at("2021-03-01T11:00+01:00"));
    assertThat(register.find(number).orElseThrow().data())
        .containsEntry("responseDue", "2021-03-01T10:00:00Z")
        .containsEntry("resolutionDue", "2021-03-02T08:00:00Z")
        .containsEntry("resolutionClock", "running");
    assertThat(clockEntries(number))
        .containsExactly(
            "Response target of PT1H, due 2021-03-01 11:00 Europe/Berlin,"
                + " resolution target of PT8H, due 2021-03-02 09:00 Europe/Berlin");
  }

  @Test
  void pausesPutOffWhatIsDueByTheirServiceTime() {
    String number = started("2021-03-01T10:00+01:00");
    at("2021-03-01T10:30+01:00", () -> targets.met(number, TargetKind.RESPONSE));
    at(
        "2021-03-01T11:30+01:00",
        () -> targets.pause(number, "userTask_awaitCustomer", "Wait for the customer"));
    assertThat(resolution(number))
        .returns("paused", TargetReport::state)
        .returns(Duration.ofMinutes(90), TargetReport::elapsed);
    // over night: half an hour of Monday morning, Monday afternoon and an hour of Tuesday
    at("2021-03-02T09:00+01:00", () -> targets.resume(number));
    assertThat(resolution(number))
        .returns("running", TargetReport::state)
        .returns(at("2021-03-02T16:30+01:00"), TargetReport::dueAt)
        .returns(at("2021-03-02T14:30+01:00"), TargetReport::warnAt)
        .returns(Duration.ofMinutes(90), TargetReport::elapsed);
    // outside service hours a pause takes nothing
    at(
        "2021-03-02T12:10+01:00",
        () -> targets.pause(number, "userTask_awaitCustomer", "Wait for the customer"));
    at("2021-03-02T12:50+01:00", () -> targets.resume(number));
    assertThat(resolution(number))
        .returns(at("2021-03-02T16:30+01:00"), TargetReport::dueAt)
        .returns(
            List.of(
                new Paused(
                    at("2021-03-01T11:30+01:00"),
                    at("2021-03-02T09:00+01:00"),
                    "userTask_awaitCustomer",
                    "Wait for the customer"),
                new Paused(
                    at("2021-03-02T12:10+01:00"),
                    at("2021-03-02T12:50+01:00"),
                    "userTask_awaitCustomer",
                    "Wait for the customer")),
            TargetReport::pauses);
    assertThat(clockEntries(number).get(2))
        .isEqualTo("Resolution target paused: Wait for the customer");
    assertThat(clockEntries(number).get(3))
        .isEqualTo("Resolution target goes on, due 2021-03-02 16:30 Europe/Berlin");
  }

  @Test
  void whatChangesNothingIsHarmlessAndLeavesNoEntry() {
    String number = started("2021-03-01T10:00+01:00");
    records.in(() -> targets.resume(number));
    records.in(() -> targets.reopen(number));
    records.in(() -> targets.met(number, TargetKind.RESPONSE));
    at("2021-03-01T10:30+01:00", () -> targets.pause(number, "a", "first"));
    at("2021-03-01T10:40+01:00", () -> targets.pause(number, "b", "second"));
    at("2021-03-01T10:50+01:00", () -> targets.resume(number));
    at("2021-03-01T10:55+01:00", () -> targets.resume(number));
    assertThat(resolution(number).dueAt()).isEqualTo(at("2021-03-02T09:20+01:00"));
    at("2021-03-01T11:00+01:00", () -> targets.met(number, TargetKind.RESOLUTION));
    at("2021-03-01T11:10+01:00", () -> targets.met(number, TargetKind.RESOLUTION));
    at("2021-03-01T11:20+01:00", () -> targets.pause(number, "c", "third"));
    at("2021-03-01T12:00+01:00", () -> targets.end(number));
    at("2021-03-01T12:00+01:00", () -> targets.end(number));
    at(
        "2021-03-01T12:00+01:00",
        () -> targets.start(number, "general", "office", RESPONSE, Duration.ofHours(1)));
    assertThat(clockEntries(number)).hasSize(5);
    assertThat(resolution(number))
        .returns("met", TargetReport::state)
        .returns(at("2021-03-01T11:00+01:00"), TargetReport::metAt)
        .returns(Duration.ofMinutes(40), TargetReport::elapsed);

    String without = records.open(n -> {});
    records.in(
        () -> {
          targets.pause(without, "a", "r");
          targets.resume(without);
          targets.met(without, TargetKind.RESPONSE);
          targets.reopen(without);
          targets.end(without);
        });
    assertThat(targets.explain(without)).isEmpty();
    assertThat(clockEntries(without)).isEmpty();
  }

  @Test
  void anotherAgreementWithTheSameTimesIsNamed() {
    String number = started("2021-03-01T10:00+01:00");
    at(
        "2021-03-01T10:30+01:00",
        () -> targets.start(number, "slaLibrary", "office", RESPONSE, RESOLUTION));
    assertThat(resolution(number).agreement()).isEqualTo("City Library");
    assertThat(resolution(number).dueAt()).isEqualTo(at("2021-03-02T09:00+01:00"));
  }

  @Test
  void aPauseNeedsNoReason() {
    String number = started("2021-03-01T10:00+01:00");
    at("2021-03-01T10:30+01:00", () -> targets.pause(number, null, null));
    assertThat(resolution(number).pauses())
        .containsExactly(new Paused(at("2021-03-01T10:30+01:00"), null, null, null));
  }

  @Test
  void pausesAndStepsWithinOneInstantDoNotCollide() {
    String number = started("2021-03-01T10:00+01:00");
    at(
        "2021-03-01T10:30+01:00",
        () -> {
          for (int i = 0; i < 3; i++) {
            targets.pause(number, "a", "again");
            targets.resume(number);
          }
        });
    assertThat(resolution(number).dueAt()).isEqualTo(at("2021-03-02T09:00+01:00"));
  }

  @Test
  void anotherPriorityKeepsWhatHasElapsedAndWasPaused() {
    String number = started("2021-03-01T10:00+01:00");
    at("2021-03-01T11:00+01:00", () -> targets.pause(number, "a", "waits"));
    at("2021-03-01T15:00+01:00", () -> targets.resume(number));
    // 2.5 hours have elapsed; of four, 1.5 are left, and of twenty, 17.5
    at(
        "2021-03-01T16:30+01:00",
        () -> targets.start(number, "general", "office", RESPONSE, Duration.ofHours(4)));
    assertThat(resolution(number))
        .returns(at("2021-03-01T10:00+01:00"), TargetReport::startedAt)
        .returns(Duration.ofMinutes(150), TargetReport::elapsed)
        .returns(at("2021-03-01T18:00+01:00"), TargetReport::dueAt);
    at(
        "2021-03-01T16:30+01:00",
        () -> targets.start(number, "general", "office", RESPONSE, Duration.ofHours(20)));
    assertThat(resolution(number).dueAt()).isEqualTo(at("2021-03-03T16:00+01:00"));
    // the response was due, and was neither answered nor changed
    assertThat(clockEntries(number).get(4))
        .isEqualTo("Resolution target set anew to PT20H, due 2021-03-03 16:00 Europe/Berlin");
    // another agreement counts all of it in its own hours: 10-11 and 15-16:30 have elapsed of 20
    at(
        "2021-03-01T16:30+01:00",
        () -> targets.start(number, "slaRecords", "always", RESPONSE, Duration.ofHours(20)));
    assertThat(resolution(number))
        .returns(at("2021-03-02T10:00+01:00").toInstant(), r -> r.dueAt().toInstant())
        .returns("Hafenklinik patient records", TargetReport::agreement);
  }

  @Test
  void anotherPriorityDuringAPauseWaitsForItsEnd() {
    String number = started("2021-03-01T10:00+01:00");
    at("2021-03-01T11:00+01:00", () -> targets.pause(number, "a", "waits"));
    at(
        "2021-03-01T11:30+01:00",
        () -> targets.start(number, "general", "office", RESPONSE, Duration.ofHours(4)));
    assertThat(resolution(number)).returns("paused", TargetReport::state);
    at("2021-03-01T14:00+01:00", () -> targets.resume(number));
    assertThat(resolution(number).dueAt()).isEqualTo(at("2021-03-01T17:00+01:00"));
  }

  @Test
  void whatIsDueLaterThanNowMayWarnAgain() {
    String number = started("2021-03-01T10:00+01:00");
    sweep.sweep(instant("2021-03-02T11:00+01:00"));
    assertThat(resolution(number)).returns("breached", TargetReport::state);
    // still due before now: stays breached
    at(
        "2021-03-02T12:00+01:00",
        () -> targets.start(number, "general", "office", RESPONSE, Duration.ofHours(9)));
    assertThat(resolution(number))
        .returns("breached", TargetReport::state)
        .returns(at("2021-03-02T10:00+01:00"), TargetReport::dueAt);
    at(
        "2021-03-02T12:00+01:00",
        () -> targets.start(number, "general", "office", RESPONSE, Duration.ofHours(20)));
    assertThat(resolution(number))
        .returns("running", TargetReport::state)
        .returns(null, TargetReport::breachedAt)
        .returns(null, TargetReport::warnedAt);
    // nobody had told the process of the breach, and now there is none
    assertThat(resolution(number).told())
        .extracting(TargetReport.Event::outcome)
        .containsExactly("superseded");
    sweep.sweep(instant("2021-03-03T11:00+01:00"));
    assertThat(resolution(number).state()).isEqualTo("warned");
    assertThat(clockEntries(number))
        .anyMatch(note -> note.startsWith("Resolution target breached"));
  }

  @Test
  void aTargetThatIsNoLongerAgreedEndsAndANewOneStarts() {
    String number =
        records.open(
            n ->
                atOnly(
                    "2021-03-01T10:00+01:00",
                    () -> targets.start(n, "general", "office", null, RESOLUTION)));
    assertThat(targets.explain(number))
        .extracting(TargetReport::target)
        .containsExactly(TargetKind.RESOLUTION);
    at("2021-03-01T10:30+01:00", () -> targets.pause(number, "a", "waits"));
    at("2021-03-01T11:00+01:00", () -> targets.start(number, "general", "office", RESPONSE, null));
    assertThat(resolution(number).state()).isEqualTo("ended");
    assertThat(response(number).state()).isEqualTo("paused");
    at("2021-03-01T11:30+01:00", () -> targets.resume(number));
    assertThat(response(number).dueAt()).isEqualTo(at("2021-03-01T13:30+01:00"));
  }

  @Test
  void whatIsResolvedIsRespondedToAndStopsItsPause() {
    String number = started("2021-03-01T10:00+01:00");
    at("2021-03-01T10:15+01:00", () -> targets.pause(number, "a", "waits"));
    at("2021-03-01T11:00+01:00", () -> targets.met(number, TargetKind.RESOLUTION));
    assertThat(targets.explain(number))
        .extracting(TargetReport::state)
        .containsExactly("met", "met");
    assertThat(resolution(number).elapsed()).isEqualTo(Duration.ofMinutes(15));
    assertThat(resolution(number).pauses())
        .extracting(Paused::until)
        .containsExactly(at("2021-03-01T11:00+01:00"));
  }

  @Test
  void aBreachIsOneEvenIfTheSweepCameTooLateToSeeIt() {
    String met = started("2021-03-01T10:00+01:00");
    at("2021-03-02T09:00:01+01:00", () -> targets.met(met, TargetKind.RESOLUTION));
    assertThat(targets.explain(met))
        .extracting(TargetReport::state)
        .containsExactly("met late", "met late");
    assertThat(clockEntries(met).get(1))
        .isEqualTo("Response target met late, resolution target met late");

    String ended = started("2021-03-01T10:00+01:00");
    at("2021-03-02T09:00:01+01:00", () -> targets.end(ended));
    assertThat(resolution(ended).breachedAt()).isNotNull();

    String paused = started("2021-03-01T10:00+01:00");
    at("2021-03-02T09:00:01+01:00", () -> targets.pause(paused, "a", "waits"));
    sweep.sweep(instant("2021-03-02T09:00:05+01:00"));
    assertThat(resolution(paused).breachedAt()).isNotNull();

    String inTime = started("2021-03-01T10:00+01:00");
    at("2021-03-02T08:59:59+01:00", () -> targets.met(inTime, TargetKind.RESOLUTION));
    assertThat(resolution(inTime).state()).isEqualTo("met");

    String pausedInTime = started("2021-03-01T10:00+01:00");
    at("2021-03-02T08:59+01:00", () -> targets.pause(pausedInTime, "a", "waits"));
    at("2021-03-02T16:00+01:00", () -> targets.met(pausedInTime, TargetKind.RESOLUTION));
    assertThat(resolution(pausedInTime).state()).isEqualTo("met");
  }

  @Test
  void reopeningCountsTheTimeSinceItWasMetAsAPause() {
    String number = started("2021-03-01T10:00+01:00");
    at("2021-03-01T15:00+01:00", () -> targets.met(number, TargetKind.RESOLUTION));
    at("2021-03-03T10:00+01:00", () -> targets.reopen(number));
    assertThat(resolution(number))
        .returns("running", TargetReport::state)
        .returns(at("2021-03-03T15:00+01:00"), TargetReport::dueAt)
        .returns(Duration.ofHours(4), TargetReport::elapsed)
        .returns(
            List.of(
                new Paused(
                    at("2021-03-01T15:00+01:00"),
                    at("2021-03-03T10:00+01:00"),
                    null,
                    "resolved until reopened")),
            TargetReport::pauses);
    assertThat(response(number).metAt()).isEqualTo(at("2021-03-01T15:00+01:00"));
    // and once more
    at("2021-03-03T11:00+01:00", () -> targets.met(number, TargetKind.RESOLUTION));
    at("2021-03-04T11:00+01:00", () -> targets.reopen(number));
    assertThat(resolution(number).dueAt()).isEqualTo(at("2021-03-04T15:00+01:00"));
    at("2021-03-04T12:00+01:00", () -> targets.met(number, TargetKind.RESOLUTION));
    at("2021-03-05T12:00+01:00", () -> targets.end(number));
    at("2021-03-05T13:00+01:00", () -> targets.reopen(number));
    assertThat(resolution(number).state()).isEqualTo("met");
  }

  @Test
  void aDueDateIsExplainedPieceByPiece() throws Exception {
    // Thursday before Easter
    String number = started("2021-04-01T16:00+02:00");
    at(
        "2021-04-01T17:00+02:00",
        () -> targets.pause(number, "userTask_awaitCustomer", "Wait for the customer"));
    at("2021-04-06T09:00+02:00", () -> targets.resume(number));
    Records.at(instant("2021-04-06T10:00+02:00"));
    TargetReport report = resolution(number);
    assertThat(report.holidays())
        .isEqualTo(
            Map.of(
                LocalDate.parse("2021-04-02"),
                "Good Friday",
                LocalDate.parse("2021-04-05"),
                "Easter Monday"));
    assertThat(report.elapsed()).isEqualTo(Duration.ofHours(2));
    assertThat(report.left()).isEqualTo(Duration.ofHours(6));
    assertThat(report.counted().pieces())
        .extracting(p -> p.from() + " " + p.until() + " " + p.sum())
        .containsExactly(
            "2021-04-01T16:00+02:00 2021-04-01T17:00+02:00 PT1H",
            "2021-04-06T09:00+02:00 2021-04-06T12:00+02:00 PT4H",
            "2021-04-06T13:00+02:00 2021-04-06T17:00+02:00 PT8H");
    assertThat(report.dueAt()).isEqualTo(at("2021-04-06T17:00+02:00"));

    JsonNode shown = json.readTree(json.writeValueAsString(report));
    assertThat(shown.at("/target").asText()).isEqualTo("resolution");
    assertThat(shown.at("/dueAt").asText()).isEqualTo("2021-04-06T17:00:00+02:00");
    assertThat(shown.at("/agreed").asText()).isEqualTo("PT8H");
    assertThat(shown.at("/calendar/timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(shown.at("/calendar/week/0").toString())
        .isEqualTo("{\"day\":\"MONDAY\",\"from\":\"08:00:00\",\"until\":\"12:00:00\"}");
    assertThat(shown.at("/counted/pieces/2/sum").asText()).isEqualTo("PT8H");
    assertThat(shown.at("/holidays/2021-04-05").asText()).isEqualTo("Easter Monday");
  }

  @Test
  void aLongExplanationComesInPages() {
    String number =
        records.open(
            n ->
                atOnly(
                    "2021-01-04T08:00+01:00",
                    () -> targets.start(n, "general", "office", null, Duration.ofHours(900))));
    TargetReport first = targets.explain(number).get(0);
    TargetReport third = targets.explain(number, 150).get(0);
    assertThat(first.counted().pieces()).hasSize(100);
    assertThat(third.counted().first()).isEqualTo(150);
    assertThat(third.counted().of()).isEqualTo(150 + third.counted().pieces().size());
    assertThat(third.counted().pieces().get(third.counted().pieces().size() - 1))
        .returns(first.dueAt(), TargetReport.Piece::until)
        .returns(Duration.ofHours(900), TargetReport.Piece::sum);
  }

  @Test
  void aDueDateIsExplainedByTheHoursItWasWorkedOutWith() {
    jdbc.sql("insert into sms.service_hours values ('shifting', 'Shifting', 'UTC', null)").update();
    jdbc.sql(
            "insert into sms.service_hours_interval select 'shifting', d, '09:00', '17:00' from generate_series(1, 7) d")
        .update();
    String number =
        records.open(
            n ->
                atOnly(
                    "2021-03-01T10:00Z",
                    () -> targets.start(n, null, "shifting", null, RESOLUTION)));
    jdbc.sql(
            "update sms.service_hours_interval set until_time = '24:00' where hours_id = 'shifting'")
        .update();
    assertThat(resolution(number))
        .returns(at("2021-03-02T10:00Z"), TargetReport::dueAt)
        .returns(RESOLUTION, r -> r.counted().pieces().get(1).sum());
    assertThat(new Calendars(jdbc).of("shifting").plus(instant("2021-03-01T10:00Z"), RESOLUTION))
        .isEqualTo(instant("2021-03-01T18:00Z"));
  }

  @Test
  void hoursAreLoadedWithAllTheirIntervals() {
    assertThat(
            calendars
                .of("always")
                .between(instant("2021-03-01T00:00Z"), instant("2021-03-08T00:00Z")))
        .isEqualTo(Duration.ofDays(7));
    assertThat(calendars.of("office").week()).hasSize(10);
    assertThat(calendars.of("office").holidays()).isEqualTo("de");
    assertThat(
            calendars
                .of("extended")
                .between(instant("2021-03-01T00:00Z"), instant("2021-03-08T00:00Z")))
        .isEqualTo(Duration.ofHours(5 * 13 + 5));
  }

  @Test
  void whatCannotBeCountedFailsClearlyAndNothingStays() {
    jdbc.sql("insert into sms.service_hours values ('never', 'Never', 'UTC', null)").update();
    String number = records.open(n -> {});
    assertThatThrownBy(
            () -> records.in(() -> targets.start(number, null, "never", RESPONSE, RESOLUTION)))
        .hasMessage("Service hours 'never' have no working time: give them an interval");
    assertThatThrownBy(
            () -> records.in(() -> targets.start(number, null, "nowhere", RESPONSE, RESOLUTION)))
        .hasMessage("There are no service hours 'nowhere'");
    assertThatThrownBy(
            () ->
                records.in(() -> targets.start(number, null, "office", Duration.ZERO, RESOLUTION)))
        .hasMessage("A response target needs an agreed time above zero, not PT0S");
    assertThat(targets.explain(number)).isEmpty();
  }

  private String started(String at) {
    return records.open(
        number ->
            atOnly(at, () -> targets.start(number, "general", "office", RESPONSE, RESOLUTION)));
  }

  private void at(String time, Runnable step) {
    Records.at(instant(time));
    records.in(step);
  }

  private static void atOnly(String time, Runnable step) {
    Records.at(instant(time));
    step.run();
  }

  private TargetReport response(String number) {
    return report(number, TargetKind.RESPONSE);
  }

  private TargetReport resolution(String number) {
    return report(number, TargetKind.RESOLUTION);
  }

  private TargetReport report(String number, TargetKind kind) {
    return targets.explain(number).stream()
        .filter(r -> r.target() == kind)
        .findFirst()
        .orElseThrow();
  }

  private List<String> clockEntries(String number) {
    return register.journal(number).stream()
        .filter(e -> e.kind().equals("clock"))
        .map(JournalEntry::note)
        .toList();
  }

  private static OffsetDateTime at(String text) {
    return OffsetDateTime.parse(text);
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
