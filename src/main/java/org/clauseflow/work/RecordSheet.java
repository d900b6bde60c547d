package org.clauseflow.work;

import java.time.Instant;
import java.util.List;
import org.clauseflow.record.Attachment;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.ServiceRecord;

/**
 * A record with what belongs to it, to be read at once.
 *
 * @param names what people call the things that the record names by their ids
 * @param entries how many entries its journal has
 * @param journal the latest of them, latest first
 * @param comments what people said last, latest first
 */
public record RecordSheet(
    ServiceRecord record,
    Names names,
    int entries,
    List<JournalEntry> journal,
    List<JournalEntry> comments,
    List<Linked> links,
    List<Attachment> attachments) {

  public record Names(
      String type, String service, String customer, String reporter, String owner, String item) {}

  /**
   * Another record, read "this record kind it", or "it kind this record".
   *
   * @param outgoing whether the link goes from this record to the other
   * @param title null, as type and status, where it is not for whoever asks
   */
  public record Linked(
      String number,
      String kind,
      boolean outgoing,
      String type,
      String title,
      String status,
      Instant at,
      String by) {}
}
