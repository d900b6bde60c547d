package org.clauseflow.cmdb;

import java.time.Instant;

/**
 * A version of a relation, read "from kind to": from needs to.
 *
 * @param kind one of {@code sms.ci_relation_kind}, or {@value #MAKES_UP} with a service component
 * @param redundancy relations of one item with the same redundancy stand in for one another
 * @param needed how many of these must work; null without redundancy
 * @param validUntil null: it still holds
 */
public record Relation(
    String from,
    String kind,
    String to,
    String redundancy,
    Integer needed,
    Instant validFrom,
    Instant validUntil,
    String changedBy,
    String change) {

  /** From a configuration item to the component of a service. */
  public static final String MAKES_UP = "makes up";

  public static Relation of(String from, String kind, String to) {
    return new Relation(from, kind, to, null, null, null, null, null, null);
  }

  /** One of several that stand in for one another. */
  public Relation redundant(String redundancy, int needed) {
    return new Relation(from, kind, to, redundancy, needed, null, null, null, null);
  }
}
