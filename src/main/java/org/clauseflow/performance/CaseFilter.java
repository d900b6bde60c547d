package org.clauseflow.performance;

/**
 * Which cases are counted; null counts all.
 *
 * @param version of the process, with the process only
 * @param team role that the case was given to
 */
public record CaseFilter(
    String process,
    Integer version,
    String service,
    String customer,
    String team,
    String priority) {

  /** Whether some cases of a version count and others do not. */
  boolean picksCases() {
    return service != null || customer != null || team != null || priority != null;
  }

  boolean isEmpty() {
    return process == null && version == null && !picksCases();
  }
}
