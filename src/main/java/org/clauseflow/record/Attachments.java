package org.clauseflow.record;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Files of records. The journal names each with its hash, so that nobody can exchange one. */
@Repository
public class Attachments {

  private static final String SELECT =
      """
      select id, record_number as record, name, type, size, sha256, added_at as at, added_by as by, mail_in_id as mail
      from sms.attachment
      """;

  private final JdbcClient jdbc;
  private final Register register;
  private final Clock clock;

  Attachments(JdbcClient jdbc, Register register, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.clock = clock;
  }

  /**
   * Adds a file to a record; one that the record has already is not added again.
   *
   * @param mail id of the mail that brought it, null if none did
   */
  public void add(
      String record, String name, String type, byte[] content, String actor, Long mail) {
    String sha256 = sha256(content);
    int isNew =
        jdbc.sql(
                """
                insert into sms.attachment
                  (record_number, name, type, size, sha256, content, added_at, added_by, mail_in_id)
                values (:record, :name, :type, :size, :sha256, :content, :at, :by, :mail)
                on conflict (record_number, sha256) do nothing
                """)
            .param("record", record)
            .param("name", name)
            .param("type", type)
            .param("size", content.length)
            .param("sha256", sha256)
            .param("content", content)
            .param("at", Timestamp.from(clock.instant()))
            .param("by", actor)
            .param("mail", mail)
            .update();
    if (isNew == 1) {
      register.add(
          record,
          Entry.of(
              actor,
              "attached",
              "%s, %d bytes, SHA-256 %s".formatted(name, content.length, sha256),
              Map.of()));
    }
  }

  /** The files of a record, in the order they came. */
  public List<Attachment> of(String record) {
    return jdbc.sql(SELECT + "where record_number = :record order by id")
        .param("record", record)
        .query(Attachment.class)
        .list();
  }

  public Optional<Attachment> find(String record, long id) {
    return jdbc.sql(SELECT + "where record_number = :record and id = :id")
        .param("record", record)
        .param("id", id)
        .query(Attachment.class)
        .optional();
  }

  public byte[] content(Attachment attachment) {
    return jdbc.sql("select content from sms.attachment where id = :id")
        .param("id", attachment.id())
        .query(byte[].class)
        .single();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
