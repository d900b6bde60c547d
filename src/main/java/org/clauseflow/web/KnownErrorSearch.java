package org.clauseflow.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.clauseflow.record.Refusal;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/** The known error base as a person may see it. */
@Repository
class KnownErrorSearch {

  private static final String SELECT =
      """
      select k.number, k.title, k.service_id, k.category, k.symptom, k.cause, k.workaround, k.resolution,
             array(select ci_id from sms.known_error_ci c where c.known_error = k.number order by ci_id) as items,
             array(select to_number from sms.record_link l where l.from_number = k.number and l.kind = 'describes'
                   order by to_number) as problems,
             k.state, k.helped, k.published_at, k.retired_at
      from sms.known_error k join sms.record r on r.number = k.number
      """;

  /** Words may be quoted, joined by or, and left out with a minus, as in a web search. */
  private static final String LISTED =
      """
      where (:service::text is null or k.service_id = :service) and (:category::text is null or k.category = :category)
        and (:retired or k.state = 'current')
        and (:q::text is null or k.search @@ websearch_to_tsquery('english', :q)
             or k.search @@ sms.telling_words(:q) and not :strict) and\s""";

  private static final String ORDER =
      """
       order by k.search @@ websearch_to_tsquery('english', :q) desc nulls last,
         ts_rank(k.search, sms.telling_words(:q), 1) desc nulls last, k.helped desc, k.number desc
      limit :size offset :offset
      """;

  private static final Pattern STRICT = Pattern.compile("\"|(^|\\s)-\\w");

  private final JdbcClient jdbc;
  private final RecordAccess access;

  KnownErrorSearch(JdbcClient jdbc, RecordAccess access) {
    this.jdbc = jdbc;
    this.access = access;
  }

  KnownErrorRecord find(String number, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return jdbc.sql(SELECT + "where k.number = :number and " + visible.sql())
        .param("number", number)
        .params(visible.params())
        .query(KnownErrorSearch::read)
        .optional()
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  Page<KnownErrorRecord> page(
      String q,
      String service,
      String category,
      boolean retired,
      int page,
      int size,
      Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    List<KnownErrorRecord> items =
        filtered(SELECT + LISTED + visible.sql() + ORDER, q, service, category, retired, visible)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(KnownErrorSearch::read)
            .list();
    long total =
        filtered(
                "select count(*) from sms.known_error k join sms.record r on r.number = k.number "
                    + LISTED
                    + visible.sql(),
                q,
                service,
                category,
                retired,
                visible)
            .query(Long.class)
            .single();
    return new Page<>(items, page, size, total);
  }

  private JdbcClient.StatementSpec filtered(
      String sql,
      String q,
      String service,
      String category,
      boolean retired,
      RecordAccess.Condition visible) {
    return jdbc.sql(sql)
        .param("q", q == null || q.isBlank() ? null : q)
        .param("strict", q != null && STRICT.matcher(q).find())
        .param("service", service)
        .param("category", category)
        .param("retired", retired)
        .params(visible.params());
  }

  private static KnownErrorRecord read(ResultSet rs, int row) throws SQLException {
    return new KnownErrorRecord(
        rs.getString("number"),
        rs.getString("title"),
        rs.getString("service_id"),
        rs.getString("category"),
        rs.getString("symptom"),
        rs.getString("cause"),
        rs.getString("workaround"),
        rs.getString("resolution"),
        List.of((String[]) rs.getArray("items").getArray()),
        List.of((String[]) rs.getArray("problems").getArray()),
        rs.getString("state"),
        rs.getInt("helped"),
        instant(rs.getTimestamp("published_at")),
        instant(rs.getTimestamp("retired_at")));
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
