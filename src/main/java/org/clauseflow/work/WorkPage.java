package org.clauseflow.work;

import java.time.Instant;
import java.util.List;

/**
 * A part of a worklist.
 *
 * @param asOf by this time was told what is late
 * @param total of what there is, counted up to 200
 * @param more whether there is more than that
 */
public record WorkPage(
    Instant asOf, List<WorkItem> items, int page, int size, int total, boolean more) {}
