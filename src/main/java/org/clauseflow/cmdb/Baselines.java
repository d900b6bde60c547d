package org.clauseflow.cmdb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** States of chosen items that are kept unalterable, to be compared with what is there later. */
@Service
public class Baselines {

  private static final String SELECT =
      """
      select id, name, taken_at, taken_by, record, chosen, jsonb_array_length(content) as parts,
             hash = sha256(convert_to(content::text, 'UTF8')) as intact
      from sms.ci_baseline
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  Baselines(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Takes a baseline.
   *
   * @param items chosen
   * @param record number of the record it is for, null if for none
   * @return its number, such as BL-0001
   */
  @Transactional
  public String take(String name, Collection<String> items, String record, String person) {
    TreeSet<String> missing = new TreeSet<>(items);
    String[] chosen = missing.toArray(String[]::new);
    if (chosen.length == 0) {
      throw new Refusal(Reason.INVALID, "cis", "names no configuration item");
    }
    jdbc.sql("select id from sms.ci where id = any (:ids)")
        .param("ids", chosen)
        .query(String.class)
        .list()
        .forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw ConfigurationItems.unknown(String.join(", ", missing));
    }
    return jdbc.sql(
            """
            insert into sms.ci_baseline (id, name, taken_at, taken_by, record, chosen, content, hash)
            select 'BL-' || lpad(n, greatest(4, length(n)), '0'), :name, :at, :by, :record, :chosen, content,
                   sha256(convert_to(content::text, 'UTF8'))
            from (select nextval('sms.ci_baseline_number')::text as n, sms.ci_baseline_content(:chosen) as content) x
            returning id
            """)
        .param("name", name)
        .param("at", Timestamp.from(clock.instant()))
        .param("by", person)
        .param("record", record)
        .param("chosen", chosen)
        .query(String.class)
        .single();
  }

  public Optional<Baseline> find(String id) {
    return jdbc.sql(SELECT + "where id = :id").param("id", id).query(Baselines::read).optional();
  }

  /**
   * Baselines, the latest first.
   *
   * @param record that they were taken for, null: any
   */
  public Listing<Baseline> list(String record, int from, int most) {
    String where = "where :record::text is null or record = :record ";
    return new Listing<>(
        jdbc.sql(SELECT + where + "order by taken_at desc, id desc offset :from limit :most")
            .param("record", record)
            .param("from", from)
            .param("most", most)
            .query(Baselines::read)
            .list(),
        jdbc.sql("select count(*) from sms.ci_baseline " + where)
            .param("record", record)
            .query(Long.class)
            .single());
  }

  /** What is not now as it was. */
  public List<Difference> comparedWithNow(String id) {
    known(id);
    return jdbc.sql(
            """
            select d.* from sms.ci_baseline b, lateral sms.cmdb_compared(b.content, sms.ci_baseline_content(b.chosen)) d
            where b.id = :id
            """)
        .param("id", id)
        .query((rs, row) -> ConfigurationItems.difference(rs, json))
        .list();
  }

  /** What is in another baseline not as it is in this one. */
  public List<Difference> compared(String id, String other) {
    known(id);
    known(other);
    return jdbc.sql(
            """
            select d.* from sms.ci_baseline a, sms.ci_baseline b, lateral sms.cmdb_compared(a.content, b.content) d
            where a.id = :id and b.id = :other
            """)
        .param("id", id)
        .param("other", other)
        .query((rs, row) -> ConfigurationItems.difference(rs, json))
        .list();
  }

  private void known(String id) {
    if (find(id).isEmpty()) {
      throw new Refusal(Reason.UNKNOWN, "There is no baseline " + id);
    }
  }

  private static Baseline read(ResultSet rs, int row) throws SQLException {
    return new Baseline(
        rs.getString("id"),
        rs.getString("name"),
        rs.getTimestamp("taken_at").toInstant(),
        rs.getString("taken_by"),
        rs.getString("record"),
        List.of((String[]) rs.getArray("chosen").getArray()),
        rs.getInt("parts"),
        rs.getBoolean("intact"));
  }
}
