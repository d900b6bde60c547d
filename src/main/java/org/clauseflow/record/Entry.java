package org.clauseflow.record;

import java.util.List;
import java.util.Map;

/**
 * One line of a record's journal, before it is written (clause 4.3.3).
 *
 * @param actor person or system that acted
 * @param kind what happened: opened, task, decision, step, event, status, clock, comment, assigned,
 *     attached, linked, unlinked, refused, moved, closed
 * @param process the process whose element it is, which is not always the one that keeps the
 *     record; null outside a process
 * @param processVersion its version, null outside a process
 * @param elementId element of the model, null outside a process
 * @param elementName its name as people read it
 * @param requirement ids of the obligations that the element carries out
 * @param note free text, null if none
 * @param changes what changed, by name; names that are fields of the record ({@link Field}) change
 *     the record, all others become part of its data
 */
public record Entry(
    String actor,
    String kind,
    String process,
    Integer processVersion,
    String elementId,
    String elementName,
    List<String> requirement,
    String note,
    Map<String, Object> changes) {

  public Entry {
    requirement = List.copyOf(requirement);
    changes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(changes));
  }

  /** An entry that is no evidence by itself: what a delegate adds to its step. */
  public Entry(
      String actor,
      String kind,
      String elementId,
      String elementName,
      String note,
      Map<String, Object> changes) {
    this(actor, kind, null, null, elementId, elementName, List.of(), note, changes);
  }

  /** An entry that no element of a model stands behind. */
  public static Entry of(String actor, String kind, String note, Map<String, Object> changes) {
    return new Entry(actor, kind, null, null, note, changes);
  }
}
