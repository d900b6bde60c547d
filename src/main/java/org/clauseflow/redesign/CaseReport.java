package org.clauseflow.redesign;

import java.time.Instant;
import java.util.List;

/**
 * Where the last closed cases would have gone through a draft.
 *
 * @param cases how many were replayed
 * @param same how many of them would have gone the same way
 * @param divergences the others', in each branch the first one
 */
record CaseReport(int cases, int same, List<Divergence> divergences) {

  /**
   * @param record number of the case's record, the id of its process where it keeps none
   * @param at when the case completed the step
   * @param elementId the step after which it would have gone another way
   */
  record Divergence(String record, Instant at, String elementId, String elementName, String text) {}
}
