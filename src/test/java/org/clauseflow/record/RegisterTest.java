package org.clauseflow.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records and their journal: nothing half written, nothing changed afterwards without being seen.
 */
@ClauseflowTest
class RegisterTest {

  @Autowired private Register register;
  @Autowired private TransactionTemplate transaction;
  @Autowired private JdbcClient jdbc;

  @Test
  void aChangeIsInTheRecordAndInItsJournal() {
    String number = open();
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("status", "resolved");
    changes.put("priority", "high");
    changes.put("cause", "A cable; \"${x}\" and 'y' stay text");
    transaction.executeWithoutResult(
        s -> register.add(number, Entry.of("anna", "task", "Fixed", changes)));

    assertThat(register.find(number).orElseThrow())
        .returns("resolved", ServiceRecord::status)
        .returns("high", ServiceRecord::priority)
        .returns("No mail", ServiceRecord::title);
    assertThat(register.find(number).orElseThrow().data())
        .containsEntry("cause", "A cable; \"${x}\" and 'y' stay text");
    assertThat(register.journal(number))
        .extracting(JournalEntry::seq, JournalEntry::actor, JournalEntry::kind)
        .containsExactly(tuple(1, "rosa", "opened"), tuple(2, "anna", "task"));
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void aStepThatIsRolledBackLeavesNoTrace() {
    String number = open();
    transaction.executeWithoutResult(
        status -> {
          register.add(number, Entry.of("anna", "task", null, Map.of("status", "resolved")));
          assertThat(register.find(number).orElseThrow().status()).isEqualTo("resolved");
          status.setRollbackOnly();
        });
    assertThat(register.find(number).orElseThrow().status()).isEqualTo("reported");
    assertThat(register.journal(number)).hasSize(1);
  }

  @Test
  void withoutATransactionNothingIsWritten() {
    assertThatThrownBy(() -> register.add("INC-1", Entry.of("anna", "task", null, Map.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEntryForARecordThatIsNotThereFails() {
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    s -> register.add("INC-1999-000001", Entry.of("anna", "task", null, Map.of()))))
        .hasMessage("There is no record INC-1999-000001");
  }

  @Test
  void theDatabaseRefusesToChangeTheJournal() {
    open();
    for (String statement :
        List.of(
            "update sms.record_entry set actor = 'nobody'",
            "delete from sms.record_entry",
            "truncate sms.record_entry")) {
      assertThatThrownBy(() -> jdbc.sql(statement).update())
          .isInstanceOf(DataAccessException.class)
          .rootCause()
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void whoeverGetsAroundThatIsSeen() {
    String changed = open(5);
    String cut = open(5);
    String holed = open(5);
    String whole = open(5);
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("set local session_replication_role = replica").update();
          tamper(
              "update sms.record_entry set note = 'as if' where record_number = :number and seq = 3",
              changed);
          tamper("delete from sms.record_entry where record_number = :number and seq = 6", cut);
          tamper("delete from sms.record_entry where record_number = :number and seq = 2", holed);
          assertThat(register.verify(changed))
              .containsExactly(new JournalFault(changed, 3, "its hash does not match its content"));
          assertThat(register.verify(cut))
              .containsExactly(new JournalFault(cut, 6, "the last entries are missing"));
          assertThat(register.verify(holed))
              .containsExactly(new JournalFault(holed, 3, "an entry is missing before it"));
          assertThat(register.verify(whole)).isEmpty();
          assertThat(register.verify(null))
              .extracting(JournalFault::record)
              .contains(changed, cut, holed);
          // the journal of the other tests stays whole
          status.setRollbackOnly();
        });
  }

  @Test
  void stepsOnOneRecordAtTheSameTimeKeepItsChain() throws Exception {
    String number = open();
    int writers = 4;
    int steps = 10;
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<? extends Future<?>> running =
          IntStream.range(0, writers)
              .mapToObj(
                  writer ->
                      threads.submit(
                          () -> {
                            start.await();
                            for (int step = 0; step < steps; step++) {
                              transaction.executeWithoutResult(
                                  s ->
                                      register.add(
                                          number, Entry.of("w" + writer, "task", null, Map.of())));
                            }
                            return null;
                          }))
              .toList();
      for (Future<?> each : running) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(register.journal(number)).hasSize(1 + writers * steps);
    assertThat(register.verify(number)).isEmpty();
  }

  @Test
  void numbersCountUpInTheirSeriesAndCarryTheYear() {
    String first = transaction.execute(s -> register.nextNumber("incident"));
    String second = transaction.execute(s -> register.nextNumber("incident"));
    assertThat(first).matches("INC-20\\d\\d-\\d{6}");
    assertThat(second.substring(9)).isGreaterThan(first.substring(9));
    assertThatThrownBy(() -> register.nextNumber("poem"))
        .hasMessage("There is no record type poem");
  }

  @Test
  void aLinkIsMadeOnceAndNeverToItself() {
    String one = open();
    String other = open();
    for (int i = 0; i < 2; i++) {
      transaction.executeWithoutResult(s -> register.link(one, "duplicates", other, "anna"));
    }
    assertThat(register.links(other)).singleElement().returns(one, Link::from);
    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    s -> register.link(one, "duplicates", one, "anna")))
        .isInstanceOf(DataAccessException.class);
  }

  private void tamper(String sql, String number) {
    assertThat(jdbc.sql(sql).param("number", number).update()).isOne();
  }

  private String open() {
    return open(0);
  }

  /** A record with so many entries after its first. */
  private String open(int entries) {
    return transaction.execute(
        status -> {
          String number = register.nextNumber("incident");
          register.open(
              new Opening(number, "incident", "incident-management", 1, "none"),
              Entry.of("rosa", "opened", null, Map.of("title", "No mail", "status", "reported")));
          for (int i = 0; i < entries; i++) {
            register.add(number, Entry.of("anna", "comment", "Comment " + i, Map.of()));
          }
          return number;
        });
  }
}
