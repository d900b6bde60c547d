package org.clauseflow.redesign;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a draft of a table makes of past decisions.
 *
 * @param replayed how many decisions were put to it
 * @param changed those that it answers otherwise, the newest first
 */
record DecisionReport(int replayed, List<Outcome> changed) {

  /**
   * @param record for which it was decided, null where it was for none
   * @param inputs what the draft was asked, by the heads of its columns
   * @param was the answer of that time
   * @param becomes the answer of the draft, empty where it has none
   */
  record Outcome(
      String record,
      Instant at,
      Map<String, Object> inputs,
      Map<String, Object> was,
      Map<String, Object> becomes) {}
}
