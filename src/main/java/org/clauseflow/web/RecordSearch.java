package org.clauseflow.web;

import java.util.List;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** Records of one kind as a person may see them. */
@Repository
class RecordSearch {

  /**
   * How records of a type are shown.
   *
   * @param columns what a shape shows besides what every record has
   */
  record View<T>(String type, Class<T> shape, String columns) {

    private String select() {
      return """
          select r.number, r.title, r.status, r.priority, r.data->>'impact' as impact, r.data->>'urgency' as urgency,
                 r.service_id as service, r.customer_id as customer, r.reporter_id as reporter, r.owner_id as owner,
                 r.confidential, r.source, r.data->>'question' as question, r.data->>'resolution' as resolution, r.outcome,
                 r.opened_at, r.resolved_at, r.closed_at, %s
          from sms.record r
          """
          .formatted(columns);
    }
  }

  private static final String LISTED =
      """
      where r.type = :type and (:status::text is null or r.status = :status)
        and (:service::text is null or r.service_id = :service) and (not :mine or r.reporter_id = :me) and\s""";

  private final JdbcClient jdbc;
  private final Register register;
  private final RecordAccess access;

  RecordSearch(JdbcClient jdbc, Register register, RecordAccess access) {
    this.jdbc = jdbc;
    this.register = register;
    this.access = access;
  }

  <T> T find(View<T> view, String number, Authentication me) {
    register.flush();
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(
            view.select() + "where r.type = :type and r.number = :number and " + visible.sql())
        .param("type", view.type)
        .param("number", number)
        .params(visible.params())
        .query(view.shape)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  <T> Page<T> page(
      View<T> view,
      String status,
      String service,
      boolean mine,
      int page,
      int size,
      Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    List<T> items =
        filtered(
                view.select()
                    + LISTED
                    + visible.sql()
                    + " order by r.opened_at desc, r.number desc limit :size offset :offset",
                view,
                status,
                service,
                mine,
                visible,
                me)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(view.shape)
            .list();
    long total =
        filtered(
                "select count(*) from sms.record r " + LISTED + visible.sql(),
                view,
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
      View<?> view,
      String status,
      String service,
      boolean mine,
      RecordAccess.Condition visible,
      Authentication me) {
    return jdbc.sql(sql)
        .param("type", view.type)
        .param("status", status)
        .param("service", service)
        .param("mine", mine)
        .param("me", me.getName())
        .params(visible.params());
  }
}
