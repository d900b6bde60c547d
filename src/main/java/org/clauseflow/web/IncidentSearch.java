package org.clauseflow.web;

import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** Incidents as a person may see them. */
@Repository
class IncidentSearch {

  private static final String SELECT =
      """
      select r.number, r.title, r.data->>'description' as description, r.status, r.priority, r.data->>'impact' as impact,
             r.data->>'urgency' as urgency, r.data->>'category' as category, r.service_id as service,
             r.customer_id as customer, r.reporter_id as reporter, r.owner_id as owner, r.confidential, r.source,
             r.data->>'question' as question, r.data->>'resolution' as resolution, r.outcome,
             r.opened_at, r.resolved_at, r.closed_at
      from sms.record r
      """;

  private static final String LISTED =
      """
      where r.type = 'incident' and (:status::text is null or r.status = :status)
        and (:service::text is null or r.service_id = :service) and (not :mine or r.reporter_id = :me) and\s""";

  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;

  IncidentSearch(JdbcClient jdbc, Register register, RecordAccess access) {
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
  }

  Incident find(String number, Authentication me) {
    register.flush();
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(
            SELECT + "where r.type = 'incident' and r.number = :number and " + visible.sql())
        .param("number", number)
        .params(visible.params())
        .query(Incident.class)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  Page<Incident> page(
      String status, String service, boolean mine, int page, int size, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    List<Incident> items =
        filtered(
                SELECT
                    + LISTED
                    + visible.sql()
                    + " order by r.opened_at desc, r.number desc limit :size offset :offset",
                status,
                service,
                mine,
                visible,
                me)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(Incident.class)
            .list();
    long total =
        filtered(
                "select count(*) from sms.record r " + LISTED + visible.sql(),
                status,
                service,
                mine,
                visible,
                me)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }

  private JdbcClient.StatementSpec filtered(
      String sql,
      String status,
      String service,
      boolean mine,
      RecordAccess.Condition visible,
      Authentication me) {
    return jdbc.sql(sql)
        .param("status", status)
        .param("service", service)
        .param("mine", mine)
        .param("me", me.getName())
        .params(visible.params());
  }
}
