package org.clauseflow.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Repository;

/**
 * Finds records of every type by what people have of them: a number or a part of it, or words of
 * the title.
 */
@Repository
class RecordFinder {

  /** A record in a list of what was found. */
  record Found(
      @Schema(example = "INC-2026-000042") String number,
      @Schema(description = "what its type is called", example = "Incident") String type,
      String title,
      String status,
      String priority,
      @Schema(description = "name of its service") String service,
      Instant openedAt,
      Instant closedAt) {}

  /** INC-2026-000042, inc 2026 42, INC-42 or 42. */
  private static final Pattern NUMBER =
      Pattern.compile("(?:([A-Za-z]{2,5})[- ]?)?(?:(\\d{4})[- ])?(\\d{1,9})");

  private static final String SELECT =
      """
      select r.number, t.name as type, r.title, r.status, r.priority, s.name as service, r.opened_at, r.closed_at
      from sms.record r join sms.record_type t on t.id = r.type left join sms.service s on s.id = r.service_id
      """;

  private static final String NUMBERED = "where r.number like :number and ";

  /** All words; the last one may be the beginning of one. */
  private static final String TITLED =
      """
      where to_tsvector('english', r.title)
              @@ (nullif(websearch_to_tsquery('english', :text)::text, '') || ':*')::tsquery and\s""";

  private final JdbcClient jdbc;
  private final RecordAccess access;

  RecordFinder(JdbcClient jdbc, RecordAccess access) {
    this.jdbc = jdbc;
    this.access = access;
  }

  Page<Found> find(String text, int page, int size, Authentication me) {
    return new Page<>(
        asked(
                SELECT,
                " order by r.opened_at desc, r.number desc limit :size offset :offset",
                text,
                me)
            .param("size", size)
            .param("offset", (long) page * size)
            .query(Found.class)
            .list(),
        page,
        size,
        asked("select count(*) from sms.record r ", "", text, me).query(Long.class).single());
  }

  private JdbcClient.StatementSpec asked(
      String select, String order, String text, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    Matcher number = NUMBER.matcher(text.strip());
    return number.matches()
        ? jdbc.sql(select + NUMBERED + visible.sql() + order)
            .param("number", like(number))
            .params(visible.params())
        : jdbc.sql(select + TITLED + visible.sql() + order)
            .param("text", text.replace('\0', ' '))
            .params(visible.params());
  }

  private static String like(Matcher number) {
    String prefix = number.group(1) == null ? "%" : number.group(1).toUpperCase(Locale.ROOT);
    String year = number.group(2) == null ? "%" : number.group(2);
    return "%s-%s-%06d".formatted(prefix, year, Long.parseLong(number.group(3)));
  }
}
