package org.clauseflow.cmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The configuration items, how they stand to one another, and how all that was at any instant.
 *
 * <p>Rules are kept by the database, whoever writes; their refusals arrive as {@link Refusal} with
 * the field that is wrong.
 */
@Service
public class ConfigurationItems {

  private static final String ITEM =
      """
      select id, type_id, name, description, status, version, location, owner_id, master_copy, attributes, valid_from,
             valid_until, changed_by, change
      from sms.ci_version c
      """;

  private static final String AT =
      " valid_from <= :at and (valid_until is null or valid_until > :at) ";

  private static final String RELATIONS =
      """
      select * from (
        select from_ci, kind, to_ci, redundancy, needed, valid_from, valid_until, changed_by, change
        from sms.ci_relation_version
        union all
        select ci_id, 'makes up', component_id, redundancy, needed, valid_from, valid_until, changed_by, change
        from sms.ci_component_version) r
      where (from_ci = :id or to_ci = :id)
      """;

  private static final String FOUND =
      """
        and (:type::text is null or type_id = :type) and (:status::text is null or status = :status)
        and (:text::text is null or strpos(lower(id || ' ' || name || ' ' || description || ' ' || attributes::text), lower(:text)) > 0)
        and (:service::text is null or id in (select sms.cis_of_service(:service)))
      """;

  private static final Set<String> FIELDS =
      Set.of(
          "type",
          "name",
          "description",
          "status",
          "version",
          "location",
          "owner",
          "masterCopy",
          "attributes");

  /** Later than any version begins; what is there now is there then. */
  private static final Instant PRESENT = Instant.parse("9999-12-31T00:00:00Z");

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final CmdbWriter writer;

  ConfigurationItems(JdbcClient jdbc, ObjectMapper json, CmdbWriter writer) {
    this.jdbc = jdbc;
    this.json = json;
    this.writer = writer;
  }

  /**
   * Registers an item.
   *
   * @param fields type and name, and others of its fields; attributes as a map
   * @return its number
   */
  public String register(Map<String, Object> fields, Mandate mandate) {
    known(fields);
    return writer.write(
        mandate,
        () ->
            jdbc.sql(
                    """
                    insert into sms.ci (type_id, name, description, status, version, location, owner_id, master_copy, attributes)
                    select coalesce(f->>'type', ''), coalesce(f->>'name', ''), coalesce(f->>'description', ''),
                           coalesce(f->>'status', 'in use'), f->>'version', f->>'location', f->>'owner', f->>'masterCopy',
                           jsonb_strip_nulls(coalesce(nullif(f->'attributes', 'null'), '{}'))
                    from (select :fields::jsonb as f) x
                    returning id
                    """)
                .param("fields", text(fields))
                .query(String.class)
                .single());
  }

  /**
   * Changes an item: the fields named, and of its attributes those named; null takes a value away.
   * What is the same already makes no new version.
   */
  public void change(String id, Map<String, Object> fields, Mandate mandate) {
    known(fields);
    writer.write(
        mandate,
        () -> {
          int found =
              jdbc.sql(
                      """
                      update sms.ci set
                        type_id     = coalesce(f->>'type', type_id),
                        name        = case when jsonb_exists(f, 'name') then coalesce(f->>'name', '') else name end,
                        description = case when jsonb_exists(f, 'description') then coalesce(f->>'description', '') else description end,
                        status      = coalesce(f->>'status', status),
                        version     = case when jsonb_exists(f, 'version') then f->>'version' else version end,
                        location    = case when jsonb_exists(f, 'location') then f->>'location' else location end,
                        owner_id    = case when jsonb_exists(f, 'owner') then f->>'owner' else owner_id end,
                        master_copy = case when jsonb_exists(f, 'masterCopy') then f->>'masterCopy' else master_copy end,
                        attributes  = jsonb_strip_nulls(attributes || coalesce(nullif(f->'attributes', 'null'), '{}'))
                      from (select :fields::jsonb as f) x where id = :id
                      """)
                  .param("id", id)
                  .param("fields", text(fields))
                  .update();
          // an update that changes nothing is none
          if (found == 0 && find(id).isEmpty()) {
            throw unknown(id);
          }
          return null;
        });
  }

  /** Takes an item out of use; its history stays. */
  public void retire(String id, Mandate mandate) {
    change(id, Map.of("status", "retired"), mandate);
  }

  /** Relates an item to another or to a service component; once more changes the redundancy. */
  public void relate(Relation relation, Mandate mandate) {
    String sql =
        relation.kind().equals(Relation.MAKES_UP)
            ? """
            insert into sms.ci_component (ci_id, component_id, redundancy, needed) values (:from, :to, :redundancy, :needed)
            on conflict (ci_id, component_id) do update set redundancy = excluded.redundancy, needed = excluded.needed
            """
            : """
            insert into sms.ci_relation (from_ci, kind, to_ci, redundancy, needed) values (:from, :kind, :to, :redundancy, :needed)
            on conflict (from_ci, to_ci, kind) do update set redundancy = excluded.redundancy, needed = excluded.needed
            """;
    writer.write(
        mandate,
        () ->
            jdbc.sql(sql)
                .param("from", relation.from())
                .param("kind", relation.kind())
                .param("to", relation.to())
                .param("redundancy", relation.redundancy())
                .param("needed", relation.needed())
                .update());
  }

  /** Ends a relation. */
  public void unrelate(String from, String kind, String to, Mandate mandate) {
    String sql =
        kind.equals(Relation.MAKES_UP)
            ? "delete from sms.ci_component where ci_id = :from and component_id = :to"
            : "delete from sms.ci_relation where from_ci = :from and to_ci = :to and kind = :kind";
    writer.write(
        mandate,
        () -> {
          if (jdbc.sql(sql).param("from", from).param("kind", kind).param("to", to).update() == 0) {
            throw new Refusal(
                Reason.UNKNOWN, "There is no relation " + from + " " + kind + " " + to);
          }
          return null;
        });
  }

  public Optional<ConfigurationItem> find(String id) {
    return find(id, null);
  }

  /** How an item was at an instant, null: now; empty before it was registered. */
  public Optional<ConfigurationItem> find(String id, Instant at) {
    return jdbc.sql(ITEM + "where id = :id and" + AT)
        .param("id", id)
        .param("at", Timestamp.from(at == null ? PRESENT : at))
        .query(this::item)
        .optional();
  }

  /**
   * The items of an instant, null: now; by name.
   *
   * @param text in their number, name, description or attributes, null: any
   * @param service that is made of them now, null: any
   */
  public Listing<ConfigurationItem> list(
      Instant at, String type, String status, String text, String service, int from, int most) {
    List<ConfigurationItem> items =
        found(
                ITEM + "where" + AT + FOUND + "order by name, id offset :from limit :most",
                at,
                type,
                status,
                text,
                service)
            .param("from", from)
            .param("most", most)
            .query(this::item)
            .list();
    long total =
        found(
                "select count(*) from sms.ci_version c where" + AT + FOUND,
                at,
                type,
                status,
                text,
                service)
            .query(Long.class)
            .single();
    return new Listing<>(items, total);
  }

  private JdbcClient.StatementSpec found(
      String sql, Instant at, String type, String status, String text, String service) {
    return jdbc.sql(sql)
        .param("at", Timestamp.from(at == null ? PRESENT : at))
        .param("type", type)
        .param("status", status)
        .param("text", text)
        .param("service", service);
  }

  /** All versions of an item, the latest first. */
  public List<ConfigurationItem> history(String id) {
    return jdbc.sql(ITEM + "where id = :id order by valid_from desc, valid_until desc nulls first")
        .param("id", id)
        .query(this::item)
        .list();
  }

  /** The relations of an item at an instant, null: now; its own and those of others to it. */
  public List<Relation> relations(String id, Instant at) {
    return jdbc.sql(RELATIONS + "and" + AT + "order by kind, from_ci, to_ci")
        .param("id", id)
        .param("at", Timestamp.from(at == null ? PRESENT : at))
        .query(ConfigurationItems::relation)
        .list();
  }

  /** All versions of the relations of an item, the latest first. */
  public List<Relation> relationHistory(String id) {
    return jdbc.sql(RELATIONS + "order by valid_from desc, kind, from_ci, to_ci")
        .param("id", id)
        .query(ConfigurationItems::relation)
        .list();
  }

  /** What changed after one instant until another. */
  public List<Difference> difference(Instant from, Instant until) {
    if (!from.isBefore(until)) {
      throw new Refusal(Reason.INVALID, "until", "must be after from");
    }
    return jdbc.sql("select * from sms.cmdb_difference(:from, :until)")
        .param("from", Timestamp.from(from))
        .param("until", Timestamp.from(until))
        .query((rs, row) -> difference(rs, json))
        .list();
  }

  static Difference difference(ResultSet rs, ObjectMapper json) throws SQLException {
    return new Difference(
        rs.getString("ci"),
        rs.getString("part"),
        rs.getString("what"),
        rs.getString("field"),
        tree(rs.getString("before"), json),
        tree(rs.getString("after"), json));
  }

  static Refusal unknown(String id) {
    return new Refusal(Reason.UNKNOWN, "There is no configuration item " + id);
  }

  private static void known(Map<String, Object> fields) {
    for (String field : fields.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new Refusal(Reason.INVALID, field, "is no field of a configuration item");
      }
    }
  }

  private ConfigurationItem item(ResultSet rs, int row) throws SQLException {
    try {
      return new ConfigurationItem(
          rs.getString("id"),
          rs.getString("type_id"),
          rs.getString("name"),
          rs.getString("description"),
          rs.getString("status"),
          rs.getString("version"),
          rs.getString("location"),
          rs.getString("owner_id"),
          rs.getString("master_copy"),
          json.readValue(rs.getString("attributes"), MAP),
          instant(rs, "valid_from"),
          instant(rs, "valid_until"),
          rs.getString("changed_by"),
          rs.getString("change"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Relation relation(ResultSet rs, int row) throws SQLException {
    return new Relation(
        rs.getString("from_ci"),
        rs.getString("kind"),
        rs.getString("to_ci"),
        rs.getString("redundancy"),
        rs.getObject("needed", Integer.class),
        instant(rs, "valid_from"),
        instant(rs, "valid_until"),
        rs.getString("changed_by"),
        rs.getString("change"));
  }

  private static Instant instant(ResultSet rs, String column) throws SQLException {
    Timestamp time = rs.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static JsonNode tree(String text, ObjectMapper json) {
    try {
      return text == null ? null : json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(Map<String, Object> fields) {
    try {
      return json.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Fields of a configuration item cannot be written", e);
    }
  }
}
