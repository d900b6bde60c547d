package org.clauseflow.work;

import java.time.Instant;
import java.util.List;

/**
 * Somebody is away, and somebody else acts for them.
 *
 * @param state coming, lasting or over
 * @param endedAt when it was over, null while it is not
 * @param given how many tasks went to the deputy
 * @param staying tasks that could not, and why
 * @param mayEnd whether whoever asks may end it
 */
public record Absence(
    long id,
    String person,
    String personName,
    String deputy,
    String deputyName,
    Instant from,
    Instant until,
    String enteredBy,
    String state,
    Instant endedAt,
    int given,
    List<Staying> staying,
    boolean mayEnd) {

  public record Staying(String record, String task, String why) {}
}
