package org.clauseflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The register of records with journal and links (clause 4.3.3).
 *
 * <p>Everything written within a transaction is collected and goes to the database once a record,
 * just before the commit: one statement carries the record's new state and all its new entries. A
 * rollback takes them all.
 */
@Service
public class Register {

  private static final String ENTRIES =
      """
      insert into sms.record_entry
        (record_number, seq, at, actor, kind, process_key, process_version, element_id, element_name, requirement, note,
         changes)
      select r.number, r.before + e.ord, (e.v->>'at')::timestamptz, e.v->>'actor', e.v->>'kind', e.v->>'process',
             (e.v->>'processVersion')::int, e.v->>'elementId',
             e.v->>'elementName', array(select jsonb_array_elements_text(e.v->'requirement')), e.v->>'note', e.v->'changes'
      from r, jsonb_array_elements(:entries::jsonb) with ordinality as e(v, ord)
      order by e.ord
      """;

  private static final String OPEN =
      """
      with r as (
        insert into sms.record (number, type, title, status, priority, service_id, customer_id, reporter_id, owner_id,
          confidential, source, external_id, opened_at, resolved_at, closed_at, outcome,
          process_key, process_version, process_instance_id, data, entries, updated_at)
        select :number, :type, coalesce(c->>'title', :number), coalesce(c->>'status', 'open'), c->>'priority',
          c->>'service_id',
          coalesce(c->>'customer_id', (select p.party_id from sms.person p join sms.party y on y.id = p.party_id
                                       where p.id = c->>'reporter_id' and y.kind = 'customer')),
          (select p.id from sms.person p where p.id = c->>'reporter_id'), c->>'owner_id',
          coalesce((c->>'confidential')::boolean, false), coalesce(c->>'source', 'person'), c->>'external_id',
          :openedAt, (c->>'resolved_at')::timestamptz, (c->>'closed_at')::timestamptz, c->>'outcome',
          :processKey, :processVersion, :processInstance, :data::jsonb, :count, :at
        from (select :fields::jsonb as c) x
        returning number, 0 as before)
      """
          + ENTRIES;

  private static final String CHANGE =
      """
      with r as (
        update sms.record set
          title       = case when jsonb_exists(c, 'title')        then coalesce(c->>'title', title) else title end,
          status      = case when jsonb_exists(c, 'status')       then c->>'status' else status end,
          priority    = case when jsonb_exists(c, 'priority')     then c->>'priority' else priority end,
          service_id  = case when jsonb_exists(c, 'service_id')   then c->>'service_id' else service_id end,
          customer_id = case when jsonb_exists(c, 'customer_id')  then c->>'customer_id' else customer_id end,
          reporter_id = case when jsonb_exists(c, 'reporter_id')  then c->>'reporter_id' else reporter_id end,
          owner_id    = case when jsonb_exists(c, 'owner_id')     then c->>'owner_id' else owner_id end,
          confidential = case when jsonb_exists(c, 'confidential')
                         then coalesce((c->>'confidential')::boolean, confidential) else confidential end,
          resolved_at = case when jsonb_exists(c, 'resolved_at')  then (c->>'resolved_at')::timestamptz else resolved_at end,
          closed_at   = case when jsonb_exists(c, 'closed_at')    then (c->>'closed_at')::timestamptz else closed_at end,
          outcome     = case when jsonb_exists(c, 'outcome')      then c->>'outcome' else outcome end,
          data = data || :data::jsonb, entries = entries + :count, updated_at = :at
        from (select :fields::jsonb as c) x
        where number = :number
        returning number, entries - :count as before)
      """
          + ENTRIES;

  private static final String SELECT =
      """
      select number, type, title, status, priority, service_id, customer_id, reporter_id, owner_id, confidential, source,
             external_id, opened_at, resolved_at, closed_at, outcome, process_key, process_version, process_instance_id,
             data
      from sms.record
      """;

  private static final String ITSELF = "clauseflow";

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final NamedParameterJdbcOperations batches;
  private final ObjectMapper json;
  private final Clock clock;

  Register(JdbcClient jdbc, NamedParameterJdbcOperations batches, ObjectMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.batches = batches;
    this.json = json;
    this.clock = clock;
  }

  /**
   * The next number of a type's series, such as INC-2026-000123. A number of a step that fails is
   * not used again.
   */
  public String nextNumber(String type) {
    return jdbc.sql("select sms.next_record_number(:type, :at)")
        .param("type", type)
        .param("at", Timestamp.from(clock.instant()))
        .query(String.class)
        .optional()
        .orElseThrow(() -> new IllegalArgumentException("There is no record type " + type));
  }

  /**
   * Who acts on a record in this transaction: the last person who has an entry in it, the
   * application itself if nobody has.
   */
  public String actor(String number) {
    Session session = (Session) TransactionSynchronizationManager.getResource(this);
    return session == null ? ITSELF : session.actors.getOrDefault(number, ITSELF);
  }

  /** Opens a record; its fields and data are the entry's changes. */
  public void open(Opening opening, Entry entry) {
    Pending pending = pending(opening.number());
    pending.opening = opening;
    pending.openedAt = clock.instant();
    pending.add(clock.instant(), entry);
    acts(opening.number(), entry);
  }

  /** Adds an entry to a record's journal and carries its changes into the record. */
  public void add(String number, Entry entry) {
    pending(number).add(clock.instant(), entry);
    acts(number, entry);
  }

  private void acts(String number, Entry entry) {
    if (!entry.actor().equals(ITSELF)) {
      ((Session) TransactionSynchronizationManager.getResource(this))
          .actors.put(number, entry.actor());
    }
  }

  /**
   * Links two records; linking them again changes nothing. Neither record may be linked to itself.
   */
  public void link(String from, String kind, String to, String actor) {
    flush();
    jdbc.sql(
            """
            insert into sms.record_link (from_number, to_number, kind, linked_at, linked_by)
            values (:from, :to, :kind, :at, :by) on conflict do nothing
            """)
        .param("from", from)
        .param("to", to)
        .param("kind", kind)
        .param("at", Timestamp.from(clock.instant()))
        .param("by", actor)
        .update();
    add(from, Entry.of(actor, "linked", kind + " " + to, Map.of()));
    add(to, Entry.of(actor, "linked", from + " " + kind + " this record", Map.of()));
  }

  /** Takes a link away; both journals keep that it was there. */
  public void unlink(String from, String kind, String to, String actor) {
    flush();
    int unlinked =
        jdbc.sql(
                "delete from sms.record_link where from_number = :from and to_number = :to and kind = :kind")
            .param("from", from)
            .param("to", to)
            .param("kind", kind)
            .update();
    if (unlinked > 0) {
      add(from, Entry.of(actor, "unlinked", "no longer " + kind + " " + to, Map.of()));
      add(to, Entry.of(actor, "unlinked", from + " no longer " + kind + " this record", Map.of()));
    }
  }

  /**
   * Links many records to one, each with an entry in its journal; those that are linked so already
   * stay as they are. All in one statement, so that thousands take no longer than one would by
   * hand.
   *
   * @return how many are newly linked
   */
  public int linkAll(List<String> from, String kind, String to, String actor) {
    refuseCircle(from, kind, to);
    int linked =
        jdbc.sql(
                """
                with r as (
                  -- locked in the order in which everybody locks
                  select number, entries as before from sms.record
                  where number = any(:from) and not exists (
                    select from sms.record_link l where l.from_number = number and l.to_number = :to and l.kind = :kind)
                  order by number for update
                ), counted as (
                  update sms.record set entries = entries + 1, updated_at = :at where number in (select number from r)
                ), linked as (
                  insert into sms.record_link (from_number, to_number, kind, linked_at, linked_by)
                  select number, :to, :kind, :at, :by from r on conflict do nothing
                )
                insert into sms.record_entry (record_number, seq, at, actor, kind, note)
                select number, before + 1, :at, :by, 'linked', :note from r
                """)
            .param("from", from.toArray(String[]::new))
            .param("to", to)
            .param("kind", kind)
            .param("at", Timestamp.from(clock.instant()))
            .param("by", actor)
            .param("note", kind + " " + to)
            .update();
    if (linked > 0) {
      add(
          to,
          Entry.of(actor, "linked", "%d records %s this record".formatted(linked, kind), Map.of()));
    }
    return linked;
  }

  /** Nothing is, over whatever steps, a part of itself. */
  private void refuseCircle(List<String> from, String kind, String to) {
    flush();
    List<String> circle =
        jdbc.sql(
                """
                with recursive above as (
                  select :to::text as number
                  union
                  select l.to_number from above a join sms.record_link l on l.from_number = a.number
                  where l.kind = :kind)
                select number from above where number = any(:from) order by number
                """)
            .param("to", to)
            .param("kind", kind)
            .param("from", from.toArray(String[]::new))
            .query(String.class)
            .list();
    if (!circle.isEmpty()) {
      throw new Refusal(
          Refusal.Reason.NOT_NOW,
          circle.contains(to)
              ? to + " cannot be \"" + kind + "\" itself"
              : "%s cannot be \"%s\" %s, as %s already is \"%s\" it"
                  .formatted(circle.get(0), kind, to, to, kind));
    }
  }

  /**
   * Lets nobody else change these records until the transaction ends: what is read of them now
   * still holds then.
   */
  public void lock(String... numbers) {
    // before what was collected is written: all locks in one order
    jdbc.sql(
            "select number from sms.record where number = any(:numbers) order by number for update")
        .param("numbers", numbers)
        .query(String.class)
        .list();
    flush();
  }

  public Optional<ServiceRecord> find(String number) {
    flush();
    return jdbc.sql(SELECT + "where number = :number")
        .param("number", number)
        .query(this::read)
        .optional();
  }

  /** The record of an alert or of a row of an imported log. */
  public Optional<ServiceRecord> findByOrigin(String source, String externalId) {
    flush();
    return jdbc.sql(
            SELECT + "where source = :source and external_id = :id order by opened_at desc limit 1")
        .param("source", source)
        .param("id", externalId)
        .query(this::read)
        .optional();
  }

  public List<Link> links(String number) {
    flush();
    return jdbc.sql(
            """
            select from_number, kind, to_number, linked_at, linked_by from sms.record_link
            where from_number = :number or to_number = :number order by linked_at
            """)
        .param("number", number)
        .query(
            (rs, i) ->
                new Link(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    instant(rs, 4),
                    rs.getString(5)))
        .list();
  }

  public List<JournalEntry> journal(String number) {
    flush();
    return jdbc.sql(
            """
            select seq, at, actor, kind, element_id, element_name, requirement, note, changes
            from sms.record_entry where record_number = :number order by seq
            """)
        .param("number", number)
        .query(this::readEntry)
        .list();
  }

  /** A part of a record's journal. */
  public List<JournalEntry> journal(String number, boolean latestFirst, int size, long offset) {
    flush();
    return jdbc.sql(
            """
            select seq, at, actor, kind, element_id, element_name, requirement, note, changes
            from sms.record_entry where record_number = :number order by seq %s limit :size offset :offset
            """
                .formatted(latestFirst ? "desc" : ""))
        .param("number", number)
        .param("size", size)
        .param("offset", offset)
        .query(this::readEntry)
        .list();
  }

  /** What was said about a record last, the latest first. */
  public List<JournalEntry> comments(String number, int most) {
    flush();
    return jdbc.sql(
            """
            select seq, at, actor, kind, element_id, element_name, requirement, note, changes
            from sms.record_entry where record_number = :number and kind = 'comment' order by seq desc limit :most
            """)
        .param("number", number)
        .param("most", most)
        .query(this::readEntry)
        .list();
  }

  /** How many entries a record's journal has. */
  public int entries(String number) {
    flush();
    return jdbc.sql("select entries from sms.record where number = :number")
        .param("number", number)
        .query(Integer.class)
        .single();
  }

  /**
   * Recomputes the chain of hashes of one record, or of all (number null): the first bad entry of
   * each bad record.
   */
  public List<JournalFault> verify(String number) {
    flush();
    return jdbc.sql("select record_number, bad_seq, reason from sms.verify_journal(:number)")
        .param("number", number)
        .query((rs, i) -> new JournalFault(rs.getString(1), rs.getInt(2), rs.getString(3)))
        .list();
  }

  /**
   * Writes what this transaction has collected, so that what follows in it reads its own changes.
   */
  public void flush() {
    Session session = (Session) TransactionSynchronizationManager.getResource(this);
    if (session != null) {
      session.flush();
    }
  }

  private Pending pending(String number) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      throw new IllegalStateException("The register is written within a transaction only");
    }
    Session session = (Session) TransactionSynchronizationManager.getResource(this);
    if (session == null) {
      session = new Session();
      TransactionSynchronizationManager.bindResource(this, session);
      TransactionSynchronizationManager.registerSynchronization(session);
    }
    return session.records.computeIfAbsent(number, Pending::new);
  }

  /** All in one go, however many records they are. */
  private void write(String sql, List<Pending> records) {
    if (records.isEmpty()) {
      return;
    }
    SqlParameterSource[] parameters =
        records.stream().map(this::parameters).toArray(SqlParameterSource[]::new);
    int[] written = batches.batchUpdate(sql, parameters);
    for (int i = 0; i < written.length; i++) {
      if (written[i] != records.get(i).entries.size()) {
        throw new IllegalStateException("There is no record " + records.get(i).number);
      }
    }
  }

  private SqlParameterSource parameters(Pending pending) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Map<String, Object> data = new LinkedHashMap<>();
    pending.changes.forEach(
        (name, value) -> {
          Field field = Field.named(name);
          if (field == null) {
            data.put(name, value);
          } else {
            fields.put(field.column(), value);
          }
        });
    MapSqlParameterSource parameters =
        new MapSqlParameterSource()
            .addValue("number", pending.number)
            .addValue("fields", text(fields))
            .addValue("data", text(data))
            .addValue("entries", text(pending.entries))
            .addValue("count", pending.entries.size())
            .addValue("at", Timestamp.from(clock.instant()));
    if (pending.opening != null) {
      parameters
          .addValue("type", pending.opening.type())
          .addValue("openedAt", Timestamp.from(pending.openedAt))
          .addValue("processKey", pending.opening.processKey())
          .addValue("processVersion", pending.opening.processVersion())
          .addValue("processInstance", pending.opening.processInstanceId());
    }
    return parameters;
  }

  private String text(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "A record keeps what JSON can hold: " + e.getOriginalMessage(), e);
    }
  }

  private ServiceRecord read(ResultSet rs, int row) throws SQLException {
    return new ServiceRecord(
        rs.getString("number"),
        rs.getString("type"),
        rs.getString("title"),
        rs.getString("status"),
        rs.getString("priority"),
        rs.getString("service_id"),
        rs.getString("customer_id"),
        rs.getString("reporter_id"),
        rs.getString("owner_id"),
        rs.getBoolean("confidential"),
        rs.getString("source"),
        rs.getString("external_id"),
        instant(rs, 13),
        instant(rs, 14),
        instant(rs, 15),
        rs.getString("outcome"),
        rs.getString("process_key"),
        rs.getInt("process_version"),
        rs.getString("process_instance_id"),
        map(rs.getString("data")));
  }

  private JournalEntry readEntry(ResultSet rs, int row) throws SQLException {
    return new JournalEntry(
        rs.getInt(1),
        instant(rs, 2),
        rs.getString(3),
        rs.getString(4),
        rs.getString(5),
        rs.getString(6),
        List.of((String[]) rs.getArray(7).getArray()),
        rs.getString(8),
        map(rs.getString(9)));
  }

  private Map<String, Object> map(String text) {
    try {
      return json.readValue(text, MAP);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The register holds what is not JSON", e);
    }
  }

  private static Instant instant(ResultSet rs, int column) throws SQLException {
    Timestamp timestamp = rs.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }

  /** What one transaction has collected. */
  private final class Session implements TransactionSynchronization {
    private final Map<String, Pending> records = new LinkedHashMap<>();
    private final Map<String, String> actors = new HashMap<>();

    /**
     * Records are locked in one order by everybody, so that steps on the same records do not block
     * each other for good.
     */
    @Override
    public void flush() {
      List<Pending> toWrite =
          records.values().stream().sorted(java.util.Comparator.comparing(p -> p.number)).toList();
      records.clear();
      write(OPEN, toWrite.stream().filter(pending -> pending.opening != null).toList());
      write(CHANGE, toWrite.stream().filter(pending -> pending.opening == null).toList());
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      flush();
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(Register.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(Register.this, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(Register.this);
    }
  }

  private static final class Pending {
    private final String number;
    private final Map<String, Object> changes = new LinkedHashMap<>();
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private Opening opening;
    private Instant openedAt;

    Pending(String number) {
      this.number = number;
    }

    void add(Instant at, Entry entry) {
      changes.putAll(entry.changes());
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("at", at.toString());
      line.put("actor", entry.actor());
      line.put("kind", entry.kind());
      line.put("process", entry.process());
      line.put("processVersion", entry.processVersion());
      line.put("elementId", entry.elementId());
      line.put("elementName", entry.elementName());
      line.put("requirement", entry.requirement());
      line.put("note", entry.note());
      line.put("changes", entry.changes());
      entries.add(line);
    }
  }
}
