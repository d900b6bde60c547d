package org.clauseflow.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Register;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Ten thousand targets that are due in the same minute: how fast a sweep records them, none early,
 * none twice. Not part of the tests: {@code mvn test -Dtest=SweepMeasurement}.
 */
@ClauseflowTest
class SweepMeasurement {

  private static final int TARGETS = 10_000;

  @Autowired private ServiceTargets targets;
  @Autowired private TargetSweep sweep;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactionManager;

  @Test
  void measure() {
    Records records = new Records(register, transactionManager);
    Instant start = Instant.parse("2010-03-01T10:00:00Z");
    for (int i = 0; i < TARGETS; i++) {
      Records.at(start.plusMillis(6L * i));
      records.open(number -> targets.start(number, null, "always", null, Duration.ofHours(4)));
    }
    Instant warn = start.plus(Duration.ofHours(3));
    Instant due = start.plus(Duration.ofHours(4));
    assertThat(sweep.sweep(warn.minusMillis(1))).isZero();
    measure("warned", warn.plusSeconds(60));
    assertThat(sweep.sweep(due.minusMillis(1))).isZero();
    measure("breached", due.plusSeconds(60));
    assertThat(sweep.sweep(due.plusSeconds(3600))).isZero();
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from sms.target t
                    where started_at between '2010-03-01' and '2010-03-02' and breached_at >= due_at
                      and 1 = (select count(*) from sms.target_event e
                               where e.target_id = t.id and e.kind = 'breached')
                    """)
                .query(Integer.class)
                .single())
        .isEqualTo(TARGETS);
  }

  private void measure(String what, Instant at) {
    long begin = System.nanoTime();
    assertThat(sweep.sweep(at)).isEqualTo(TARGETS);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "MEASURED %,d targets %s in %.2f s: %,.0f a second%n",
        TARGETS, what, seconds, TARGETS / seconds);
  }
}
