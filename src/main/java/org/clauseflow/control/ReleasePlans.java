package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Plans of releases: whether they hold together, whom they concern, and what is coming. */
@Repository
class ReleasePlans {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /** A text variable holds 4000 characters. */
  private static final int MOST_LISTED = 20;

  /**
   * @param start when the deployment begins
   * @param end when it ends
   */
  record Dates(Instant start, Instant end) {

    String text() {
      return TIME.format(start) + " to " + TIME.format(end) + " UTC";
    }
  }

  private final JdbcClient jdbc;
  private final Register register;
  private final PipelineSettings pipeline;
  private final Clock clock;

  ReleasePlans(JdbcClient jdbc, Register register, PipelineSettings pipeline, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.pipeline = pipeline;
    this.clock = clock;
  }

  Dates dates(String start, String end) {
    Dates dates = new Dates(instant(start, "plannedStart"), instant(end, "plannedEnd"));
    if (!dates.end.isAfter(dates.start)) {
      throw new Refusal(
          Reason.INVALID,
          "plannedEnd",
          "must be after plannedStart: the deployment ends before it starts");
    }
    if (dates.end.isBefore(clock.instant())) {
      throw new Refusal(Reason.INVALID, "plannedEnd", "is over already: choose dates to come");
    }
    return dates;
  }

  /** As forms give it; without a zone it is UTC. */
  private static Instant instant(String text, String field) {
    try {
      return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Refusal(Reason.INVALID, field, "is no time such as 2026-01-31T09:30Z: " + text);
    }
  }

  void checkMethod(String method) {
    if ("pipeline".equals(method) && !pipeline.isSet()) {
      throw new Refusal(
          Reason.INVALID,
          "deploymentMethod",
          "can only be by hand, as no pipeline is set: choose that, or set clauseflow.pipeline.url and"
              + " clauseflow.pipeline.secret");
    }
  }

  /**
   * The people who speak for the customers of the service; its owner where nobody does.
   *
   * @return ids, separated by commas
   */
  String customerApprovers(String service) {
    List<String> people =
        jdbc.sql(
                """
                select p.id from sms.person p join sms.person_role r on r.person_id = p.id
                where r.role_id = 'customerApprover' and p.active
                  and p.party_id in (select sms.customers_of_service(:service, :at::timestamptz::date))
                order by p.id
                """)
            .param("service", service)
            .param("at", Timestamp.from(clock.instant()))
            .query(String.class)
            .list();
    return people.isEmpty()
        ? jdbc.sql("select owner_id from sms.service where id = :service")
            .param("service", service)
            .query(String.class)
            .single()
        : String.join(",", people);
  }

  /** What it deploys and closes, a line each. */
  String contents(String release) {
    return listed(
        jdbc.sql(
                """
                select r.number || ' ' || r.title || case l.kind when 'closes' then ' (closed by it)' else '' end
                from sms.record_link l join sms.record r on r.number = l.to_number
                where l.from_number = :release and l.kind in ('deploys', 'closes') and not r.confidential
                order by l.kind desc, r.number
                """)
            .param("release", release)
            .query(String.class)
            .list());
  }

  /** The releases that are planned next, a line each. */
  String coming(String besides) {
    register.flush();
    return listed(
        jdbc.sql(
                """
                select to_char((data->>'plannedStart')::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"') || '  '
                       || number || ' ' || title
                from sms.record
                where type = 'release' and closed_at is null and not confidential and number <> :besides
                  and (data->>'plannedStart')::timestamptz > :now
                order by (data->>'plannedStart')::timestamptz, number
                """)
            .param("besides", besides)
            .param("now", Timestamp.from(clock.instant()))
            .query(String.class)
            .list());
  }

  private static String listed(List<String> lines) {
    return Stream.concat(
            lines.stream().limit(MOST_LISTED),
            lines.size() > MOST_LISTED
                ? Stream.of("and " + (lines.size() - MOST_LISTED) + " more")
                : Stream.empty())
        .map(line -> line.length() > 180 ? line.substring(0, 180) : line)
        .collect(Collectors.joining("\n"));
  }
}
