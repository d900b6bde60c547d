package org.clauseflow.cmdb;

/**
 * Who writes to the CMDB, and by which request for change.
 *
 * @param change null: none, which is refused where the degree of control demands one
 */
public record Mandate(String person, String change) {}
