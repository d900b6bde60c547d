package org.clauseflow.control;

import java.util.List;
import java.util.Map;

/**
 * What somebody wrote down about one item, as the form has it.
 *
 * @param action register, change, relate, retire or defineType
 * @param ci null of an item that is to be registered, and of a type
 * @param type of the item
 * @param fields of the item by their names in the CMDB, null where they are empty
 * @param attributes a line each
 * @param relate relations that it is to have
 * @param unrelate those that end, as "kind to"
 * @param definition of a type, else null
 */
record CiWish(
    String action,
    String ci,
    String type,
    Map<String, Object> fields,
    String attributes,
    List<CiUpdate.Related> relate,
    List<String> unrelate,
    TypeWish definition) {

  /**
   * A type as the form has it.
   *
   * @param attributes a line each
   */
  record TypeWish(
      String id,
      String name,
      String definition,
      String degreeOfControl,
      boolean masterCopy,
      int reviewDays,
      String attributes) {}
}
