package org.clauseflow.resolution;

import java.sql.Timestamp;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Merges this record into another of its type that is still open: its reporter hears of the other's
 * resolution, as do those of what was merged into this one, and what it caused is caused by the
 * other. Input into: number of the other.
 */
@Component("mergeDuplicate")
class MergeDuplicate implements JavaDelegate {

  private static final String ACTOR = "clauseflow";

  private final Register register;
  private final JdbcClient jdbc;
  private final Clock clock;

  MergeDuplicate(Register register, JdbcClient jdbc, Clock clock) {
    this.register = register;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String number = execution.getProcessBusinessKey();
    String into = (String) execution.getVariable("into");
    // two that are merged into one another at the same time: the second finds the first closed
    register.lock(number, into);
    ServiceRecord merged = register.find(number).orElseThrow();
    ServiceRecord other =
        register
            .find(into)
            .filter(record -> record.type().equals(merged.type()))
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_NOW, "There is no %s %s".formatted(merged.type(), into)));
    if (into.equals(number)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s cannot be merged into itself: choose another %s".formatted(number, merged.type()));
    }
    if (!other.open()) {
      throw new Refusal(
          Reason.NOT_NOW, "%s is %s: choose one that is open".formatted(into, other.status()));
    }
    if (isMergedInto(into, number)) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s was merged into %s already, and would come back to itself: choose another %s"
              .formatted(into, number, merged.type()));
    }
    register.link(number, "duplicates", into, ACTOR);
    handOver(number, into);
  }

  /** Whether following the merges of a record leads to another, through closed ones too. */
  private boolean isMergedInto(String number, String other) {
    return jdbc.sql(
            """
            with recursive merged as (
              select :number::text as number
              union
              select l.to_number from merged m join sms.record_link l on l.from_number = m.number and l.kind = 'duplicates')
            select exists (select from merged where number = :other)
            """)
        .param("number", number)
        .param("other", other)
        .query(Boolean.class)
        .single();
  }

  private void handOver(String from, String to) {
    jdbc.sql(
            """
            insert into sms.record_link (from_number, to_number, kind, linked_at, linked_by)
            select from_number, :to, kind, :at, :by from sms.record_link
            where to_number = :from and kind in ('caused by', 'duplicates') and from_number <> :to
            on conflict do nothing
            """)
        .param("from", from)
        .param("to", to)
        .param("at", Timestamp.from(clock.instant()))
        .param("by", ACTOR)
        .update();
  }
}
