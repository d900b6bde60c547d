package org.clauseflow.conformity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.clauseflow.record.Attachment;
import org.clauseflow.record.Attachments;
import org.clauseflow.record.JournalFault;
import org.clauseflow.record.Link;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Records with all that belongs to them, for somebody who has nothing but the file. */
@Component
class RecordFiles {

  /**
   * @param faults where its journal is not as it was written
   */
  record RecordFile(
      ServiceRecord record,
      List<Entry> journal,
      List<Link> links,
      List<Attachment> attachments,
      List<JournalFault> faults) {}

  /**
   * An entry of a journal, and what proves it.
   *
   * @param hashed the text over which the hash was made
   * @param hash SHA-256 of the hash of the entry before, if there is one, and of that text
   */
  record Entry(
      int seq,
      Instant at,
      String actor,
      String kind,
      String process,
      Integer processVersion,
      String elementId,
      String elementName,
      List<String> requirement,
      String note,
      JsonNode changes,
      String hashed,
      String hash) {}

  private final Register register;
  private final Attachments attachments;
  private final JdbcClient jdbc;
  private final ObjectMapper json;

  RecordFiles(Register register, Attachments attachments, JdbcClient jdbc, ObjectMapper json) {
    this.register = register;
    this.attachments = attachments;
    this.jdbc = jdbc;
    this.json = json;
  }

  RecordFile of(String number) {
    return new RecordFile(
        register.find(number).orElseThrow(),
        journal(number),
        register.links(number),
        attachments.of(number),
        register.verify(number));
  }

  /** The text is what the database hashes, see record_entry_hash. */
  private List<Entry> journal(String number) {
    return jdbc.sql(
            """
            select seq, at, actor, kind, process_key, process_version, element_id, element_name, requirement, note, changes,
                   encode(hash, 'hex') as hash,
                   (jsonb_build_array(record_number, seq, (extract(epoch from at) * 1000000)::bigint, actor, kind, element_id,
                                      element_name, requirement, note, changes)
                    || case when process_version is null then '[]'::jsonb
                       else jsonb_build_array(process_key, process_version) end)::text as hashed
            from sms.record_entry where record_number = :number order by seq
            """)
        .param("number", number)
        .query(this::entry)
        .list();
  }

  private Entry entry(ResultSet rs, int row) throws SQLException {
    try {
      return new Entry(
          rs.getInt("seq"),
          rs.getTimestamp("at").toInstant(),
          rs.getString("actor"),
          rs.getString("kind"),
          rs.getString("process_key"),
          rs.getObject("process_version", Integer.class),
          rs.getString("element_id"),
          rs.getString("element_name"),
          List.of((String[]) rs.getArray("requirement").getArray()),
          rs.getString("note"),
          json.readTree(rs.getString("changes")),
          rs.getString("hashed"),
          rs.getString("hash"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The journal holds what is not JSON", e);
    }
  }
}
