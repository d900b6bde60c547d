package org.clauseflow.integration;

import java.time.Instant;
import java.util.List;
import org.clauseflow.notification.MailIds;

/**
 * A mail as far as it matters here.
 *
 * @param messageId as its sender's program gave it, or a hash of the mail
 * @param named whether it has an id of its own, which an answer can name
 * @param sender address in lower case, empty where there is none or more than one
 * @param authentic false where the mail server says that it may not come from whom it says
 * @param recipient the first address that it was sent to, in lower case
 * @param subject on one line
 * @param importance high, normal or low
 * @param record number of the record that it says it belongs to, null if none
 * @param automatic why nobody wrote it, null if somebody did
 * @param returned the mail of ours that a mail server gives back with it, null if none
 * @param answerable whether an answer that no process asks for may be sent
 * @param body null where the mail is too large to be read
 */
record IncomingMail(
    String messageId,
    boolean named,
    String sender,
    boolean authentic,
    String recipient,
    String subject,
    String importance,
    String record,
    String automatic,
    MailIds.Sent returned,
    boolean answerable,
    Body body,
    long size,
    Instant receivedAt) {

  /**
   * @param text as it was written, without HTML
   * @param notKept names of the files that are not kept
   * @param whole whether the files have the whole text, as this is its beginning only
   */
  record Body(String text, List<File> files, List<String> notKept, boolean whole) {}

  record File(String name, String type, byte[] content) {}
}
