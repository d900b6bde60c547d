package org.clauseflow.cmdb;

import java.util.List;

/**
 * A type of configuration items.
 *
 * @param definition what counts as one
 * @param degreeOfControl low: no request for change is asked for; medium: once an item is in use,
 *     and to become so; high: for every change
 * @param masterCopy whether each item names the place of its master copy
 * @param reviewDays an item not seen or changed for longer counts as stale
 */
public record CiType(
    String id,
    String name,
    String definition,
    String degreeOfControl,
    boolean masterCopy,
    int reviewDays,
    List<Attribute> attributes) {

  /**
   * @param kind text, number, date or choice
   * @param choices of the kind choice, else null
   * @param required an item in use must have it
   */
  public record Attribute(
      String name, String label, String kind, List<String> choices, boolean required) {}
}
