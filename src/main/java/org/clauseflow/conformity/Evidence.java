package org.clauseflow.conformity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What the journals hold as evidence: tasks completed, steps done, decisions taken and events that
 * happened, at elements that carry out an obligation. Who was assigned or told, or which status was
 * reached, is none.
 */
@Component
public class Evidence {

  /** In the words of the index that these queries are answered from. */
  private static final String IS_EVIDENCE =
      " e.requirement <> '{}' and e.kind in ('task', 'step', 'decision', 'event') ";

  /**
   * Every place there is evidence of, each found by one step into the index: they are hundreds, the
   * entries millions.
   */
  private static final String PLACES =
      """
      with recursive place as (
        (select e.place from sms.record_entry e where %1$s order by e.place limit 1)
        union all
        select (select e.place from sms.record_entry e where %1$s and e.place > p.place order by e.place limit 1)
        from place p where p.place is not null
      )
      """
          .formatted(IS_EVIDENCE);

  /**
   * What an element did while it carried out certain obligations.
   *
   * @param record in which it did so last, null if it is not for the reader
   */
  record Passed(
      String process,
      String element,
      List<String> requirement,
      long times,
      Instant lastAt,
      String actor,
      String record,
      Integer seq) {}

  /**
   * An entry of a journal.
   *
   * @param title of its record
   * @param hash over this entry and the one before it, in hexadecimal digits
   */
  public record Item(
      String record,
      String title,
      String type,
      int seq,
      Instant at,
      String actor,
      String kind,
      String process,
      Integer version,
      String element,
      String elementName,
      String note,
      Map<String, Object> changes,
      String hash) {}

  /**
   * What evidence is asked for.
   *
   * @param process null for every process
   * @param element null for every element
   */
  public record Question(String requirement, String process, String element, Period period) {}

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  Evidence(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** A page of what there is in records that the reader may see, newest first. */
  public List<Item> items(Question question, RecordAccess.Condition visible, int page, int size) {
    return ask(
            question,
            visible,
            """
            r.number, r.title, r.type, e.seq, e.at, e.actor, e.kind, e.process_key, e.process_version,
            e.element_id, e.element_name, e.note, e.changes, encode(e.hash, 'hex') as hash
            """,
            "order by e.at desc, e.record_number, e.seq desc limit :size offset :offset")
        .param("size", size)
        .param("offset", (long) page * size)
        .query(this::item)
        .list();
  }

  public long count(Question question, RecordAccess.Condition visible) {
    return ask(question, visible, "count(*)", "").query(Long.class).single();
  }

  private JdbcClient.StatementSpec ask(
      Question question, RecordAccess.Condition visible, String what, String order) {
    return jdbc.sql(
            PLACES
                + """
                select %1$s from sms.record_entry e join sms.record r on r.number = e.record_number
                where %2$s and e.at >= %5$s and e.at < %6$s and %3$s
                  and e.place = any (array(
                    select p.place from place p
                    cross join lateral (
                      select e.process_key, e.element_id, e.requirement from sms.record_entry e
                      where %2$s and e.place = p.place limit 1) at
                    where at.requirement @> array[:requirement]::text[]
                      and (:process::text is null or at.process_key = :process)
                      and (:element::text is null or at.element_id = :element)))
                %4$s
                """
                    .formatted(
                        what,
                        IS_EVIDENCE,
                        visible.sql(),
                        order,
                        literal(question.period().begins()),
                        literal(question.period().ends())))
        .params(visible.params())
        .param("requirement", question.requirement())
        .param("process", question.process())
        .param("element", question.element());
  }

  /**
   * Not a parameter: once a statement has run a few times the database plans it for any period, and
   * takes the whole of three years for a few days.
   */
  private static String literal(Instant at) {
    return "timestamptz '%s'".formatted(at);
  }

  private Item item(ResultSet rs, int row) throws SQLException {
    try {
      return new Item(
          rs.getString("number"),
          rs.getString("title"),
          rs.getString("type"),
          rs.getInt("seq"),
          rs.getTimestamp("at").toInstant(),
          rs.getString("actor"),
          rs.getString("kind"),
          rs.getString("process_key"),
          rs.getObject("process_version", Integer.class),
          rs.getString("element_id"),
          rs.getString("element_name"),
          rs.getString("note"),
          json.readValue(rs.getString("changes"), MAP),
          rs.getString("hash"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal holds what is not JSON", e);
    }
  }

  /**
   * @param visible which records the reader may see
   */
  List<Passed> passed(Period period, RecordAccess.Condition visible) {
    return jdbc.sql(
            """
            with passed as (
              select e.place, count(*) as times, max(e.at) as last_at
              from sms.record_entry e
              where %1$s and e.at >= %3$s and e.at < %4$s
              group by e.place)
            select last.process_key, last.element_id, last.requirement, p.times, p.last_at, last.actor, last.seq,
                   case when %2$s then r.number end as record
            from passed p
            cross join lateral (
              select e.* from sms.record_entry e
              where %1$s and e.place = p.place and e.at = p.last_at
              order by e.record_number, e.seq limit 1) last
            join sms.record r on r.number = last.record_number
            """
                .formatted(
                    IS_EVIDENCE, visible.sql(), literal(period.begins()), literal(period.ends())))
        .params(visible.params())
        .query(Evidence::passed)
        .list();
  }

  private static Passed passed(ResultSet rs, int row) throws SQLException {
    return new Passed(
        rs.getString("process_key"),
        rs.getString("element_id"),
        List.of((String[]) rs.getArray("requirement").getArray()),
        rs.getLong("times"),
        rs.getTimestamp("last_at").toInstant(),
        rs.getString("actor"),
        rs.getString("record"),
        rs.getInt("seq"));
  }

  /** When these obligations were last carried out before an instant, however long ago. */
  List<LastTime> last(Collection<String> requirements, Instant before) {
    if (requirements.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            PLACES
                + """
                select id as requirement, max(last.at) as at
                from place p
                cross join lateral (
                  select e.at, e.requirement from sms.record_entry e
                  where %s and e.place = p.place and e.at < :before order by e.at desc limit 1) last,
                unnest(last.requirement) id
                where id = any(:requirements) group by id
                """
                    .formatted(IS_EVIDENCE))
        .param("requirements", requirements.toArray(String[]::new))
        .param("before", Timestamp.from(before))
        .query(LastTime.class)
        .list();
  }

  record LastTime(String requirement, Instant at) {}
}
