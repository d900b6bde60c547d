package org.clauseflow.cmdb;

import java.time.Instant;
import java.util.List;

/**
 * Chosen items with their relations and the items at the other end of these, as they were.
 *
 * @param record number of the record it was taken for, null if for none
 * @param intact whether its content is as it was taken
 */
public record Baseline(
    String id,
    String name,
    Instant takenAt,
    String takenBy,
    String record,
    List<String> chosen,
    int parts,
    boolean intact) {}
