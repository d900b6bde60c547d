package org.clauseflow.cmdb;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What is not the same in two states of the CMDB.
 *
 * @param part of the item: empty for itself, else a relation such as "runs on CI-0001"
 * @param what added, removed or changed
 * @param field what changed, null if the whole part was added or removed
 */
public record Difference(
    String ci, String part, String what, String field, JsonNode before, JsonNode after) {}
