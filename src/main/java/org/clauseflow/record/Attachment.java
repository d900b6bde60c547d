package org.clauseflow.record;

import java.time.Instant;

/**
 * A file that belongs to a record, without its content.
 *
 * @param type media type as its sender called it
 * @param sha256 of the content, in hexadecimal digits
 * @param by person who added it
 * @param mail id of the mail that brought it, null if none did
 */
public record Attachment(
    long id,
    String record,
    String name,
    String type,
    int size,
    String sha256,
    Instant at,
    String by,
    Long mail) {}
