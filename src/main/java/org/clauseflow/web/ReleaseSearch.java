package org.clauseflow.web;

import java.time.Instant;
import java.util.List;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** What belongs to a release besides its record, as a person may see it. */
@Repository
class ReleaseSearch {

  /**
   * @param weight mandatory, important or minor
   * @param met null: not tested
   */
  record Criterion(
      int place, String criterion, String weight, Boolean met, String testedBy, Instant testedAt) {}

  /**
   * @param causedByIt whether somebody said so
   */
  record EarlyIncident(
      String number,
      String title,
      String status,
      String priority,
      String service,
      String customer,
      Instant openedAt,
      Instant resolvedAt,
      boolean causedByIt) {}

  private final JdbcClient jdbc;
  private final RecordSearch records;
  private final RecordAccess access;

  ReleaseSearch(JdbcClient jdbc, RecordSearch records, RecordAccess access) {
    this.jdbc = jdbc;
    this.records = records;
    this.access = access;
  }

  List<Criterion> criteria(String number, Authentication me) {
    records.find(Release.VIEW, number, me);
    return jdbc.sql(
            """
            select place, criterion, weight, met, tested_by, tested_at from sms.release_criterion
            where release = :number order by place
            """)
        .param("number", number)
        .query(Criterion.class)
        .list();
  }

  Page<EarlyIncident> incidents(String number, int page, int size, Authentication me) {
    records.find(Release.VIEW, number, me);
    RecordAccess.Condition visible = access.condition("i", me);
    String from =
        "from sms.record i where i.number in (select sms.release_incidents(:number)) and "
            + visible.sql();
    List<EarlyIncident> items =
        jdbc.sql(
                """
                select i.number, i.title, i.status, i.priority, i.service_id as service, i.customer_id as customer,
                       i.opened_at, i.resolved_at,
                       exists (select from sms.record_link l where l.from_number = i.number and l.to_number = :number
                               and l.kind = 'caused by') as caused_by_it
                """
                    + from
                    + " order by i.opened_at desc, i.number desc limit :size offset :offset")
            .param("number", number)
            .param("size", size)
            .param("offset", (long) page * size)
            .params(visible.params())
            .query(EarlyIncident.class)
            .list();
    long total =
        jdbc.sql("select count(*) " + from)
            .param("number", number)
            .params(visible.params())
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }
}
