package org.clauseflow.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clauseflow.cmdb.ItemSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What inventories, scans and lists of other systems say is there (clause 9.1). It is kept as it
 * was seen, for audits to hold the CMDB against; nothing of it is written to the CMDB but that its
 * items were seen.
 */
@Service
public class DiscoveredFacts {

  /**
   * @param known items that the CMDB has
   * @param unknown that it has not
   * @param differing known ones with at least one other value
   * @param broken rows that cannot be read, by why
   */
  public record Discovered(
      long discovery,
      String source,
      int items,
      int known,
      int unknown,
      int differing,
      Map<String, Integer> broken) {}

  private static final int BATCH = 1000;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  DiscoveredFacts(JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * @param complete whether it names all that its source knows
   */
  @Transactional
  public Discovered keep(ItemSource source, boolean complete, String file, String person)
      throws IOException {
    Instant now = clock.instant();
    long discovery =
        jdbc.sql(
                """
                insert into sms.discovery (source, complete, file, taken_at, taken_by)
                values (:source, :complete, :file, :at, :by) returning id
                """)
            .param("source", source.name())
            .param("complete", complete)
            .param("file", file)
            .param("at", Timestamp.from(now))
            .param("by", person)
            .query(Long.class)
            .single();
    Batch batch = new Batch(discovery);
    source.items(batch);
    batch.send();
    jdbc.sql(
            """
            update sms.ci_origin o set seen_at = :at from sms.discovered_item i
            where i.discovery = :discovery and o.source = :source and o.external_id = i.external_id and o.seen_at < :at
            """)
        .param("at", Timestamp.from(now))
        .param("discovery", discovery)
        .param("source", source.name())
        .update();
    return jdbc.sql(
            """
            select count(*) as items, count(d.ci) as known, count(*) filter (where d.ci is null) as unknown,
                   count(*) filter (where exists (
                     select from sms.ci c, jsonb_each_text(d.facts) f where c.id = d.ci and f.value is distinct from sms.ci_fields(c) ->> f.key)) as differing
            from sms.discovered d where d.discovery = :discovery
            """)
        .param("discovery", discovery)
        .query(
            (rs, i) ->
                new Discovered(
                    discovery,
                    source.name(),
                    rs.getInt("items"),
                    rs.getInt("known"),
                    rs.getInt("unknown"),
                    rs.getInt("differing"),
                    batch.broken))
        .single();
  }

  /** Rows on their way to the database. */
  private final class Batch implements ItemSource.Sink<ItemSource.Item> {

    private final long discovery;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final Map<String, Integer> broken = new TreeMap<>();

    Batch(long discovery) {
      this.discovery = discovery;
    }

    @Override
    public void take(ItemSource.Item item) {
      if (item.id() == null || item.id().isBlank()) {
        broken(item.line(), null, "it has no identity");
        return;
      }
      Map<String, Object> facts = new LinkedHashMap<>(item.attributes());
      facts.put("type", item.type());
      facts.put("name", item.name());
      facts.put("description", item.description());
      facts.put("status", item.status());
      facts.put("version", item.version());
      facts.put("location", item.location());
      facts.put("owner", item.owner());
      facts.put("masterCopy", item.masterCopy());
      facts.values().removeIf(value -> value == null || value.toString().isBlank());
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("id", item.id());
      row.put("type", item.type());
      row.put("name", item.name());
      row.put("facts", facts);
      rows.add(row);
      if (rows.size() == BATCH) {
        send();
      }
    }

    @Override
    public void broken(long line, String id, String reason) {
      broken.merge(reason, 1, Integer::sum);
    }

    void send() {
      jdbc.sql(
              """
              insert into sms.discovered_item (discovery, external_id, type_id, name, facts)
              select :discovery, r.id, r.type, r.name, r.facts
              from jsonb_to_recordset(:rows::jsonb) r (id text, type text, name text, facts jsonb)
              on conflict do nothing
              """)
          .param("discovery", discovery)
          .param("rows", text(rows))
          .update();
      rows.clear();
    }
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
