package org.clauseflow.control;

import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who has completed the task that the step in hand follows: the journal knows. */
@Component
class Actor {

  private final Register register;
  private final JdbcClient jdbc;

  Actor(Register register, JdbcClient jdbc) {
    this.register = register;
    this.jdbc = jdbc;
  }

  String of(String record) {
    register.flush();
    return jdbc.sql(
            """
            select actor from sms.record_entry where record_number = :record and kind = 'task'
            order by seq desc limit 1
            """)
        .param("record", record)
        .query(String.class)
        .single();
  }
}
