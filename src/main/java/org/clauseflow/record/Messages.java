package org.clauseflow.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Messages between records, exactly once: written in the transaction of the step that tells, and
 * taken, delivered and noted as delivered in one transaction later. A record hears what it is told
 * in the order it was told. What fails is tried again after 2, 4, 8, … seconds and stays visible as
 * failed in the end; what no process starts with yet waits.
 */
@Repository
public class Messages {

  static final int ATTEMPTS = 10;

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Register register;
  private final Clock clock;

  Messages(
      JdbcClient jdbc, ObjectMapper json, Register register, Clock clock, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.json = json;
    this.register = register;
    this.clock = clock;
    gauge(meters, "waiting", "outcome is null");
    gauge(meters, "failed", "outcome = 'failed'");
  }

  private void gauge(MeterRegistry meters, String state, String which) {
    Gauge.builder(
            "clauseflow.messages",
            () ->
                jdbc.sql("select count(*) from sms.message where " + which)
                    .query(Integer.class)
                    .single())
        .tag("state", state)
        .description("Messages between records that wait or could not be delivered")
        .register(meters);
  }

  /** Has another process started. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void raise(
      String from, String name, String link, String linkBack, Map<String, Object> variables) {
    jdbc.sql(
            """
            insert into sms.message (name, from_record, link, link_back, variables, written_at, next_attempt)
            values (:name, :from, :link, :linkBack, :variables::jsonb, :at, :at)
            """)
        .param("name", name)
        .param("from", from)
        .param("link", link)
        .param("linkBack", linkBack)
        .param("variables", write(variables))
        .param("at", now())
        .update();
  }

  /**
   * Tells the open records that are linked so: INC "part of" MAJ.
   *
   * @param linked kind of their link to this record, null for none
   * @param linksTo kind of this record's link to them, null for none
   * @return how many are told
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int tell(
      String from, String name, String linked, String linksTo, Map<String, Object> variables) {
    register.flush();
    return jdbc.sql(
            """
            insert into sms.message (name, from_record, to_record, variables, written_at, next_attempt)
            select :name, :from, r.number, :variables::jsonb, :at, :at
            from sms.record r
            where r.closed_at is null and r.number in (
              select from_number from sms.record_link where to_number = :from and kind = :linked
              union
              select to_number from sms.record_link where from_number = :from and kind = :linksTo)
            order by r.number
            """)
        .param("name", name)
        .param("from", from)
        .param("linked", linked)
        .param("linksTo", linksTo)
        .param("variables", write(variables))
        .param("at", now())
        .update();
  }

  /**
   * Tells these records, as far as they are open.
   *
   * @return how many are told
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public int tell(
      String from, String name, Collection<String> records, Map<String, Object> variables) {
    register.flush();
    return jdbc.sql(
            """
            insert into sms.message (name, from_record, to_record, variables, written_at, next_attempt)
            select :name, :from, r.number, :variables::jsonb, :at, :at
            from sms.record r where r.closed_at is null and r.number = any(:records)
            order by r.number
            """)
        .param("name", name)
        .param("from", from)
        .param("records", records.toArray(String[]::new))
        .param("variables", write(variables))
        .param("at", now())
        .update();
  }

  /**
   * The next messages whose time has come and that nobody else is delivering; they are held until
   * the transaction ends. Of one receiver there is at most one.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Message> next(Instant at, int most) {
    return jdbc.sql(
            """
            select id, name, from_record, to_record, link, link_back, variables from sms.message m
            where outcome is null and next_attempt <= :at and not exists (
              select from sms.message earlier
              where earlier.to_record = m.to_record and earlier.outcome is null and earlier.id < m.id)
            order by next_attempt, id limit :most for update skip locked
            """)
        .param("at", Timestamp.from(at))
        .param("most", most)
        .query(
            (rs, i) ->
                new Message(
                    rs.getLong("id"),
                    rs.getString("name"),
                    rs.getString("from_record"),
                    rs.getString("to_record"),
                    rs.getString("link"),
                    rs.getString("link_back"),
                    read(rs.getString("variables"))))
        .list();
  }

  /**
   * A process has started.
   *
   * @param raised number of the record that it opened
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void raised(Message message, String raised) {
    delivered(List.of(message.id()), "delivered", raised);
  }

  /** The other processes know, or do not listen. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void told(List<Long> heard, List<Long> unheard) {
    delivered(heard, "delivered", null);
    delivered(unheard, "nobody listening", null);
  }

  private void delivered(List<Long> ids, String outcome, String raised) {
    if (!ids.isEmpty()) {
      jdbc.sql(
              """
              update sms.message set delivered_at = :at, outcome = :outcome, raised = :raised, reason = null
              where id in (:ids)
              """)
          .param("at", now())
          .param("outcome", outcome)
          .param("raised", raised)
          .param("ids", ids)
          .update();
    }
  }

  /**
   * No process starts with this message yet: looked for again in a minute.
   *
   * @return whether this is found out for the first time
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean waits(Message message, Instant at, String reason) {
    return jdbc.sql(
            """
            update sms.message m set reason = :reason, next_attempt = :at::timestamptz + interval '1 minute'
            from sms.message before where m.id = :id and before.id = m.id
            returning before.reason is distinct from :reason
            """)
        .param("reason", reason)
        .param("at", Timestamp.from(at))
        .param("id", message.id())
        .query(Boolean.class)
        .single();
  }

  /**
   * It could not be delivered, and what was tried is rolled back: later again, or never after the
   * last attempt.
   */
  @Transactional
  public void failed(Message message, Instant at, String reason) {
    jdbc.sql(
            """
            update sms.message set attempts = attempts + 1, reason = :reason,
              next_attempt = :at::timestamptz + interval '1 second' * 2 ^ (attempts + 1),
              outcome = case when attempts + 1 >= :attempts then 'failed' end
            where id = :id and outcome is null
            """)
        .param("at", Timestamp.from(at))
        .param("reason", reason)
        .param("attempts", ATTEMPTS)
        .param("id", message.id())
        .update();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }

  private String write(Map<String, Object> variables) {
    try {
      return json.writeValueAsString(variables);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private Map<String, Object> read(String variables) {
    try {
      return json.readValue(variables, MAP);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
