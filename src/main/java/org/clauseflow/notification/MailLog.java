package org.clauseflow.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What was sent to whom, what was not, and why. */
@Service
public class MailLog {

  private static final String SELECT =
      """
      select id, record_number, template, recipient, addressed_as, address, subject, state, reason, attempts, created_at,
             next_attempt, sent_at
      from sms.mail
      """;

  private final JdbcClient jdbc;
  private final Register register;
  private final Clock clock;

  MailLog(JdbcClient jdbc, Register register, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.clock = clock;
  }

  /** The mails of a record, in the order they were written. */
  public List<Mail> of(String number) {
    return jdbc.sql(SELECT + "where record_number = :number order by id")
        .param("number", number)
        .query(MailLog::read)
        .list();
  }

  /** The latest mails, of one state or of all (state null). */
  public List<Mail> latest(String state, int limit, long offset) {
    return jdbc.sql(
            SELECT
                + "where :state::text is null or state = :state order by id desc limit :limit offset :offset")
        .param("state", state)
        .param("limit", limit)
        .param("offset", offset)
        .query(MailLog::read)
        .list();
  }

  public long count(String state) {
    return jdbc.sql("select count(*) from sms.mail where :state::text is null or state = :state")
        .param("state", state)
        .query(Long.class)
        .single();
  }

  public Optional<Mail> find(long id) {
    return jdbc.sql(SELECT + "where id = :id").param("id", id).query(MailLog::read).optional();
  }

  /**
   * Puts a mail that failed, or of which nobody knows, back among those that wait; false if it is
   * in another state.
   */
  @Transactional
  public boolean resend(long id, String actor) {
    Optional<Mail> mail =
        jdbc.sql(
                """
                update sms.mail set state = 'waiting', reason = null, attempts = 0, next_attempt = :now, sending_since = null
                where id = :id and state in ('failed', 'uncertain')
                returning id, record_number, template, recipient, addressed_as, address, subject, state, reason, attempts,
                          created_at, next_attempt, sent_at
                """)
            .param("id", id)
            .param("now", Timestamp.from(clock.instant()))
            .query(MailLog::read)
            .optional();
    mail.filter(m -> m.record() != null)
        .ifPresent(
            m ->
                register.add(
                    m.record(),
                    Entry.of(
                        actor,
                        "notified",
                        m.template() + ": once more to " + m.recipient(),
                        Map.of())));
    return mail.isPresent();
  }

  /** The recipient's mail server gave a mail back; false if it is not one that we sent. */
  @Transactional
  public boolean returned(MailIds.Sent mail) {
    return jdbc.sql(
                """
                update sms.mail set state = 'failed', reason = 'The recipient''s mail server gave it back'
                where id = :id and record_number is not distinct from :record and state = 'sent'
                  and floor(extract(epoch from created_at)) = :created
                """)
            .param("id", mail.id())
            .param("record", mail.record())
            .param("created", mail.createdAt().getEpochSecond())
            .update()
        == 1;
  }

  private static Mail read(ResultSet rs, int row) throws SQLException {
    return new Mail(
        rs.getLong("id"),
        rs.getString("record_number"),
        rs.getString("template"),
        rs.getString("recipient"),
        rs.getString("addressed_as"),
        rs.getString("address"),
        rs.getString("subject"),
        rs.getString("state"),
        rs.getString("reason"),
        rs.getInt("attempts"),
        rs.getTimestamp("created_at").toInstant(),
        rs.getTimestamp("next_attempt").toInstant(),
        instant(rs.getTimestamp("sent_at")));
  }

  private static Instant instant(Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
