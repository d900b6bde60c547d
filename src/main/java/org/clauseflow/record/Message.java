package org.clauseflow.record;

import java.util.Map;

/**
 * What a record's process tells another process.
 *
 * @param id set by the database
 * @param name of the message that the other model waits for, such as problem.raised
 * @param from number of the record that tells
 * @param to number of the record whose process is told, null to start a process
 * @param link kind of the link from this record to the one that is opened, null for none
 * @param linkBack kind of the link from the one that is opened to this record, null for none
 * @param variables what the other process is given
 */
public record Message(
    long id,
    String name,
    String from,
    String to,
    String link,
    String linkBack,
    Map<String, Object> variables) {}
