package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps who tried to write to the CMDB by a way that is closed (clause 9.1). */
@Service
public class RefusedWrites {

  private final JdbcClient jdbc;
  private final Clock clock;

  RefusedWrites(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The attempt stays although what it was part of is taken back. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void keep(String person, String what, String reason) {
    jdbc.sql(
            "insert into sms.ci_refused_write (at, person, what, reason) values (:at, :person, :what, :reason)")
        .param("at", Timestamp.from(clock.instant()))
        .param("person", person)
        .param("what", what)
        .param("reason", reason)
        .update();
  }
}
