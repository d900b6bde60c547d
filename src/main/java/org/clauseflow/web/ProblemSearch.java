package org.clauseflow.web;

import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** Problems as a person may see them. */
@Repository
class ProblemSearch {

  private static final String SELECT =
      """
      select r.number, r.title, r.data->>'description' as description, r.status, r.priority, r.data->>'impact' as impact,
             r.data->>'urgency' as urgency, r.data->>'category' as category, r.data->>'ci' as ci, r.service_id as service,
             r.reporter_id as reporter, r.owner_id as owner, r.confidential, r.source, r.data->>'rootCause' as root_cause,
             (select max(l.from_number) from sms.record_link l join sms.known_error k on k.number = l.from_number
              where l.to_number = r.number and l.kind = 'describes' and k.state = 'current') as known_error,
             r.data->>'resolution' as resolution, r.outcome,
             (select count(*) from sms.record_link l join sms.record i on i.number = l.from_number
              where l.to_number = r.number and l.kind = 'caused by' and i.type = 'incident') as incidents,
             r.opened_at, r.resolved_at, r.closed_at
      from sms.record r
      """;

  private static final String LISTED =
      """
      where r.type = 'problem' and (:status::text is null or r.status = :status)
        and (:service::text is null or r.service_id = :service) and (not :open or r.closed_at is null) and\s""";

  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;

  ProblemSearch(JdbcClient jdbc, Register register, RecordAccess access) {
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
  }

  ProblemRecord find(String number, Authentication me) {
    register.flush();
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(SELECT + "where r.type = 'problem' and r.number = :number and " + visible.sql())
        .param("number", number)
        .params(visible.params())
        .query(ProblemRecord.class)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  Page<ProblemRecord> page(
      String status, String service, boolean open, int page, int size, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    List<ProblemRecord> items =
        filtered(
                SELECT
                    + LISTED
                    + visible.sql()
                    + " order by r.opened_at desc, r.number desc limit :size offset :offset",
                status,
                service,
                open,
                visible)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(ProblemRecord.class)
            .list();
    long total =
        filtered(
                "select count(*) from sms.record r " + LISTED + visible.sql(),
                status,
                service,
                open,
                visible)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }

  private JdbcClient.StatementSpec filtered(
      String sql, String status, String service, boolean open, RecordAccess.Condition visible) {
    return jdbc.sql(sql)
        .param("status", status)
        .param("service", service)
        .param("open", open)
        .params(visible.params());
  }
}
