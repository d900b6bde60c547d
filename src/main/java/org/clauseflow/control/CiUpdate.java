package org.clauseflow.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.cmdb.Relation;

/**
 * What is to be written to the CMDB for one item, and nothing that is there already.
 *
 * @param fields with their new values
 * @param relate relations that are made, or get another redundancy
 * @param unrelate relations that end
 * @param definition of a type, else null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record CiUpdate(
    Map<String, Object> fields, List<Related> relate, List<Related> unrelate, CiType definition) {

  /**
   * A relation of the item.
   *
   * @param needed how many of the same redundancy must work
   */
  record Related(String kind, String to, String redundancy, Integer needed) {

    Relation from(String ci) {
      return redundancy == null && needed == null
          ? Relation.of(ci, kind, to)
          : new Relation(ci, kind, to, redundancy, needed, null, null, null, null);
    }

    String said() {
      return kind
          + " "
          + to
          + (redundancy == null
              ? ""
              : " (%s of redundancy %s needed)".formatted(needed, redundancy));
    }
  }

  boolean isNothing() {
    return fields.isEmpty() && relate.isEmpty() && unrelate.isEmpty() && definition == null;
  }
}
