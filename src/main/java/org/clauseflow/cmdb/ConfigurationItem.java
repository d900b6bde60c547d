package org.clauseflow.cmdb;

import java.time.Instant;
import java.util.Map;

/**
 * A version of a configuration item.
 *
 * @param status planned, in use or retired
 * @param owner id of a person
 * @param masterCopy where its master copy is kept
 * @param attributes as its type defines them
 * @param validFrom since when it is like this
 * @param validUntil null: it still is
 * @param changedBy who made it so
 * @param change the request for change by which it was, null where none is asked for
 */
public record ConfigurationItem(
    String id,
    String type,
    String name,
    String description,
    String status,
    String version,
    String location,
    String owner,
    String masterCopy,
    Map<String, Object> attributes,
    Instant validFrom,
    Instant validUntil,
    String changedBy,
    String change) {}
