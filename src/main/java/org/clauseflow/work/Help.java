package org.clauseflow.work;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * What may help with an incident or a request: known errors that match it, and how similar ones
 * were solved. What has helped often comes before what is as similar and has not.
 */
@Component
public class Help {

  /**
   * @param helped how many records it has solved
   * @param linked whether it has solved this one
   */
  public record KnownError(
      String number,
      String title,
      String symptom,
      String workaround,
      String resolution,
      String state,
      int helped,
      boolean linked) {}

  /** A closed record with how it was solved; helped and linked as above. */
  public record Solution(
      String number,
      String title,
      String resolution,
      Instant closedAt,
      String closedBy,
      int helped,
      boolean linked) {}

  public record Offer(List<KnownError> knownErrors, List<Solution> solutions) {}

  private static final int MOST = 10;

  private static final String KNOWN_ERRORS =
      """
      with offered as (
        select s.number, s.place
        from sms.suggested_known_errors(:service, :category, :ci, :said, :most)
          with ordinality s (number, title, workaround, helped, place)
        union all
        select l.to_number, 0 from sms.record_link l where l.from_number = :number and l.kind = 'solved by'
      )
      select k.number, k.title, k.symptom, k.workaround, k.resolution, k.state, k.helped, bool_or(o.place = 0) as linked
      from offered o join sms.known_error k on k.number = o.number join sms.record r on r.number = k.number
      where %s
      group by k.number
      order by min(o.place)
      """;

  /**
   * Of those that share a telling word in their titles the latest hundreds are weighed, as known
   * errors are. Telling are the rarest words, as long as together they are found in no more than
   * thousands of titles.
   */
  private static final String SOLUTIONS =
      """
      with common as (
        select e.word, e.frequency * c.reltuples as records
        from pg_class c, pg_stats s,
             unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as e (word, frequency)
        where c.oid = 'sms.record'::regclass and s.schemaname = 'sms' and s.tablename = 'record_title' and e.word is not null
      ), asked as materialized (
        select string_agg('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery as words
        from (
          select lexeme, row_number() over rarest as place, sum(coalesce(records, 0)) over rarest as found_in
          from unnest(to_tsvector('english', :said)) left join common on word = lexeme
          window rarest as (order by coalesce(records, 0), positions[1] rows unbounded preceding)) w
        where place <= 12 and found_in <= 3000
      ), near as (
        select r.number, r.title, r.data->>'resolution' as resolution, r.closed_at, r.owner_id,
               ts_rank(to_tsvector('english', r.title), a.words, 1) as likeness,
               r.data->>'category' = :category as same_category, r.data->>'ci' = :ci as same_ci
        from asked a join sms.record r on to_tsvector('english', r.title) @@ a.words
        where r.type = :type and r.service_id is not distinct from :service::text and r.closed_at is not null
          and r.number <> :number and r.data->>'resolution' <> '' and %1$s
        order by r.closed_at desc limit 500
      ), linked as (
        select l.to_number as number from sms.record_link l where l.from_number = :number and l.kind = 'solved by'
      ), weighed as (
        select n.*, (select count(*)::int from sms.record_link l where l.to_number = n.number and l.kind = 'solved by') as helped,
               max(n.likeness) over () as most_alike
        from near n
        union all
        select r.number, r.title, r.data->>'resolution', r.closed_at, r.owner_id, 0, false, false,
               (select count(*)::int from sms.record_link l where l.to_number = r.number and l.kind = 'solved by'), 1
        from linked join sms.record r using (number)
        where r.type = :type and r.number not in (select number from near) and %1$s
      )
      select w.number, w.title, w.resolution, w.closed_at, p.name as closed_by, w.helped,
             w.number in (select number from linked) as linked
      from weighed w left join sms.person p on p.id = w.owner_id
      order by linked desc,
        coalesce(w.likeness / nullif(w.most_alike, 0), 0) + case when w.same_ci then 0.5 else 0 end
          + case when w.same_category then 0.2 else 0 end + 0.1 * w.helped / (w.helped + 3) desc,
        w.closed_at desc, w.number
      limit :most
      """;

  private final RecordAccess access;
  private final JdbcClient jdbc;

  Help(RecordAccess access, JdbcClient jdbc) {
    this.access = access;
    this.jdbc = jdbc;
  }

  public Offer with(ServiceRecord record, Authentication me) {
    RecordAccess.Condition visible = access.condition("r", me);
    return new Offer(
        asked(KNOWN_ERRORS, record, visible).query(KnownError.class).list(),
        asked(SOLUTIONS, record, visible)
            .param("type", record.type())
            .query(Solution.class)
            .list());
  }

  private JdbcClient.StatementSpec asked(
      String sql, ServiceRecord record, RecordAccess.Condition visible) {
    Map<String, Object> data = record.data();
    return jdbc.sql(sql.formatted(visible.sql()))
        .param("number", record.number())
        .param("service", record.service())
        .param("category", data.get("category"))
        .param("ci", data.get("ci"))
        .param(
            "said",
            Stream.of(record.title(), data.get("description"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.joining(" ")))
        .param("most", MOST)
        .params(visible.params());
  }
}
