package org.clauseflow.control;

import java.util.List;
import java.util.Map;
import org.clauseflow.cmdb.CiType;

/**
 * What somebody wrote down about one item, as the form has it.
 *
 * @param action register, change, relate, retire or defineType
 * @param ci null of an item that is to be registered, and of a type
 * @param type of the item
 * @param fields of the item by their names in the CMDB, null where they are empty
 * @param attributes rows of attribute and value
 * @param relations rows of kind, to, toNumber, redundancy and needed: all that the item is to have
 * @param definition of a type, else null
 */
record CiWish(
    String action,
    String ci,
    String type,
    Map<String, Object> fields,
    List<Map<String, Object>> attributes,
    List<Map<String, Object>> relations,
    CiType definition) {}
