package org.clauseflow.resolution;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Records of a year of their own, as trend analysis reads them from the register. */
final class TrendData {

  private final JdbcClient jdbc;
  private final int year;
  private int numbers;

  TrendData(JdbcClient jdbc, int year) {
    this.jdbc = jdbc;
    this.year = year;
  }

  int year() {
    return year;
  }

  /** An incident that somebody reports; ci may be null. */
  String incident(
      LocalDate day, String service, String category, String ci, String caller, String title) {
    return record("INC", "incident", day, service, category, ci, caller, title);
  }

  String problem(LocalDate day, String service, String category, String ci, String title) {
    return record("PRB", "problem", day, service, category, ci, null, title);
  }

  String analysis() {
    return record(
        "PTA", "trend-analysis", LocalDate.of(year, 12, 31), null, null, null, null, "Analysis");
  }

  private String record(
      String prefix,
      String type,
      LocalDate day,
      String service,
      String category,
      String ci,
      String reporter,
      String title) {
    String number = "%s-%d-9%05d".formatted(prefix, year, ++numbers);
    jdbc.sql(
            """
            insert into sms.record (number, type, title, status, service_id, reporter_id, opened_at, process_key, process_version,
              process_instance_id, data, updated_at)
            values (:number, :type, :title, 'open', :service, :reporter, :at, 'none', 1, 'none',
              jsonb_strip_nulls(jsonb_build_object('category', :category::text, 'ci', :ci::text)), :at)
            """)
        .param("number", number)
        .param("type", type)
        .param("title", title)
        .param("service", service)
        .param("reporter", reporter)
        .param("at", noon(day))
        .param("category", category)
        .param("ci", ci)
        .update();
    return number;
  }

  void status(String number, String status) {
    jdbc.sql("update sms.record set status = ? where number = ?").params(status, number).update();
  }

  void confidential(String number) {
    jdbc.sql("update sms.record set confidential = true where number = ?").param(number).update();
  }

  void resolved(String number, LocalDate day) {
    jdbc.sql("update sms.record set resolved_at = ?, closed_at = ? where number = ?")
        .params(noon(day), noon(day), number)
        .update();
  }

  void causedBy(String incident, String problem) {
    jdbc.sql("insert into sms.record_link values (?, ?, 'caused by', now(), 'test')")
        .params(incident, problem)
        .update();
  }

  void reopened(String incident) {
    jdbc.sql(
            """
            insert into sms.record_entry (record_number, seq, at, actor, kind, changes)
            values (?, 1, now(), 'test', 'status', '{"resolvedAt": null}')
            """)
        .param(incident)
        .update();
    jdbc.sql("update sms.record set entries = 1 where number = ?").param(incident).update();
  }

  void breached(String incident) {
    jdbc.sql(
            """
            insert into sms.target (record_number, kind, hours_id, calendar, agreed, started_at, warn_at, due_at, breached_at, ended_at)
            values (?, 'resolution', 'always', '{}', '1 hour', now(), now(), now(), now(), now())
            """)
        .param(incident)
        .update();
  }

  private static Timestamp noon(LocalDate day) {
    return Timestamp.from(day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC));
  }
}
