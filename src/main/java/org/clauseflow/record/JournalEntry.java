package org.clauseflow.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One line of a record's journal as it was written. */
public record JournalEntry(
    int seq,
    Instant at,
    String actor,
    String kind,
    String elementId,
    String elementName,
    List<String> requirement,
    String note,
    Map<String, Object> changes) {}
