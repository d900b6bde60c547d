package org.clauseflow.cmdb;

import java.util.Map;

/** Hears what became of each row of an import. */
public interface ItemImportReport {

  enum Result {
    CREATED,
    CHANGED,
    UNCHANGED,
    REFUSED
  }

  /**
   * @param line in the source
   * @param what item, or the kind of a relation
   * @param id in the source; of a relation "from → to"
   * @param ci our number, null if it was refused
   * @param detail what changed, or why it was refused; else null
   */
  record Line(long line, String what, String id, String ci, Result result, String detail) {}

  void add(Line line);

  /**
   * @param refusals how many rows for each kind of reason
   */
  record Summary(
      boolean preview,
      long rows,
      long created,
      long changed,
      long unchanged,
      long refused,
      Map<String, Long> refusals) {}
}
