package org.clauseflow.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Each test lives in a year of its own, in which nobody else's targets are due. */
@ClauseflowTest
class TargetSweepTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired private ServiceTargets targets;
  @Autowired private TargetSweep sweep;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private DataSource dataSource;
  @Autowired private PlatformTransactionManager transactionManager;

  private Records records;

  @BeforeEach
  void prepare() {
    records = new Records(register, transactionManager);
    jdbc.sql(
            "update sms.target set ended_at = due_at where due_at < '2019-01-01' and ended_at is null")
        .update();
  }

  @Test
  void warnsAndBreachesAtTheInstantAndNotBeforeIt() {
    Instant start = Instant.parse("2001-03-01T10:00:00Z");
    String number = started(start, HOUR);
    Instant warn = start.plus(Duration.ofMinutes(45));
    Instant due = start.plus(HOUR);

    assertThat(sweep.sweep(warn.minusMillis(1))).isZero();
    assertThat(events(number)).isEmpty();
    assertThat(sweep.sweep(warn)).isEqualTo(1);
    assertThat(sweep.sweep(warn)).isZero();
    assertThat(events(number)).containsExactly("warning resolution 2001-03-01 10:45:00+00");
    assertThat(sweep.sweep(due.minusMillis(1))).isZero();
    assertThat(sweep.sweep(due)).isEqualTo(1);
    assertThat(sweep.sweep(due.plus(HOUR))).isZero();
    assertThat(events(number))
        .containsExactly(
            "warning resolution 2001-03-01 10:45:00+00",
            "breached resolution 2001-03-01 11:00:00+00");
    assertThat(clockEntries(number).subList(1, 3))
        .containsExactly(
            "Resolution target warned, due 2001-03-01 11:00 UTC",
            "Resolution target breached, due 2001-03-01 11:00 UTC");
    assertThat(register.find(number).orElseThrow().data())
        .containsEntry("resolutionClock", "breached");
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void whatIsWarnedAndBreachedAtOnceGivesOnlyTheBreach() {
    Instant start = Instant.parse("2002-03-01T10:00:00Z");
    String number = started(start, HOUR);
    assertThat(sweep.sweep(start.plus(Duration.ofHours(5)))).isEqualTo(1);
    assertThat(sweep.sweep(start.plus(Duration.ofHours(6)))).isZero();
    assertThat(events(number)).containsExactly("breached resolution 2002-03-01 15:00:00+00");
  }

  @Test
  void whatStandsStillIsNotDue() {
    Instant start = Instant.parse("2003-03-01T10:00:00Z");
    String paused = started(start, HOUR);
    String met = started(start, HOUR);
    String ended = started(start, HOUR);
    Records.at(start.plus(Duration.ofMinutes(30)));
    records.in(() -> targets.pause(paused, "a", "waits"));
    records.in(() -> targets.met(met, TargetKind.RESOLUTION));
    records.in(() -> targets.end(ended));
    assertThat(sweep.sweep(start.plus(Duration.ofHours(5)))).isZero();

    Records.at(start.plus(Duration.ofHours(6)));
    records.in(() -> targets.resume(paused));
    records.in(() -> targets.reopen(met));
    assertThat(sweep.sweep(start.plus(Duration.ofHours(6)))).isZero();
    assertThat(sweep.sweep(start.plus(Duration.ofMinutes(375)))).isEqualTo(2);
    assertThat(sweep.sweep(start.plus(Duration.ofMinutes(390)))).isEqualTo(2);
    assertThat(events(ended)).isEmpty();
  }

  @Test
  void nodesThatSweepAtOnceRecordEachOnce() throws Exception {
    Instant start = Instant.parse("2004-03-01T10:00:00Z");
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      numbers.add(started(start, HOUR));
    }
    // both kinds of one record are due at once as well
    Records.at(start);
    for (String number : numbers.subList(0, 50)) {
      records.in(() -> targets.start(number, null, "always", HOUR, HOUR));
    }
    assertThat(sweepTwice(start.plus(Duration.ofMinutes(45)).minusMillis(1))).isZero();
    assertThat(sweepTwice(start.plus(Duration.ofMinutes(45)))).isEqualTo(350);
    assertThat(sweepTwice(start.plus(HOUR))).isEqualTo(350);
    assertThat(sweepTwice(start.plus(Duration.ofHours(9)))).isZero();
    for (String number : numbers) {
      boolean both = numbers.indexOf(number) < 50;
      assertThat(events(number)).doesNotHaveDuplicates().hasSize(both ? 4 : 2);
      assertThat(clockEntries(number).stream().filter(note -> note.contains("breached")))
          .hasSize(both ? 2 : 1);
    }
    assertThat(register.verify(null)).noneMatch(fault -> numbers.contains(fault.record()));
  }

  @Test
  void aStepThatHoldsARecordIsNotWaitedFor() throws Exception {
    Instant start = Instant.parse("2005-03-01T10:00:00Z");
    String held = started(start, HOUR);
    String free = started(start, HOUR);
    try (Connection other = dataSource.getConnection()) {
      other.setAutoCommit(false);
      try (Statement lock = other.createStatement()) {
        lock.execute("select from sms.record where number = '" + held + "' for update");
      }
      assertThat(sweep.sweep(start.plus(HOUR))).isEqualTo(1);
      assertThat(events(free)).hasSize(1);
      assertThat(events(held)).isEmpty();
      other.rollback();
    }
    assertThat(sweep.sweep(start.plus(HOUR))).isEqualTo(1);
    assertThat(events(held)).hasSize(1);
  }

  @Test
  void whileAnImportRunsNothingIsSweptByThePresentTime() throws SQLException {
    String number = started(Instant.parse("2006-03-01T10:00:00Z"), HOUR);
    try (Connection importer = dataSource.getConnection();
        Statement statement = importer.createStatement()) {
      statement.execute("select pg_advisory_lock(" + DatabaseTime.IMPORT + ")");
      assertThat(sweep.sweep()).isZero();
      assertThat(events(number)).isEmpty();
      statement.execute("select pg_advisory_unlock(" + DatabaseTime.IMPORT + ")");
    }
    assertThat(sweep.sweep()).isPositive();
    assertThat(events(number)).hasSize(1);
  }

  private int sweepTwice(Instant at) throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(2);
    try {
      Callable<Integer> node = () -> sweep.sweep(at);
      int found = 0;
      for (Future<Integer> swept : nodes.invokeAll(List.of(node, node))) {
        found += swept.get();
      }
      return found;
    } finally {
      nodes.shutdown();
    }
  }

  private String started(Instant at, Duration resolution) {
    Records.at(at);
    return records.open(number -> targets.start(number, null, "always", null, resolution));
  }

  private List<String> events(String number) {
    return jdbc.sql(
            """
            select kind || ' ' || target_kind || ' ' || at from sms.target_event
            where record_number = :number order by id
            """)
        .param("number", number)
        .query(String.class)
        .list();
  }

  private List<String> clockEntries(String number) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals("clock"))
        .map(JournalEntry::note)
        .toList();
  }
}
