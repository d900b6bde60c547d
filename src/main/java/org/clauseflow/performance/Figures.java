package org.clauseflow.performance;

/**
 * What is counted of cases in a period.
 *
 * @param opened in the period
 * @param closed in the period
 * @param open at its end, or now if that lies ahead
 * @param late of these: past a service target that has not been met since
 * @param leadMedian seconds from opening to closing of what was closed in the period, null if
 *     nothing was
 * @param leadP90 what nine of ten of them did not exceed
 * @param targetsMet by what was closed in the period
 * @param targetsMissed by what was closed in the period
 * @param reopened how often what was closed in the period had been reopened
 */
record Figures(
    long opened,
    long closed,
    long open,
    long late,
    Integer leadMedian,
    Integer leadP90,
    long targetsMet,
    long targetsMissed,
    long reopened) {

  static final Figures NONE = new Figures(0, 0, 0, 0, null, null, 0, 0, 0);

  /** How much went wrong, or does. */
  long attention() {
    return late + targetsMissed + reopened;
  }

  /** The same in words; empty if nothing did. */
  String why() {
    StringBuilder words = new StringBuilder();
    add(words, late, "late now");
    add(words, targetsMissed, targetsMissed == 1 ? "target missed" : "targets missed");
    add(words, reopened, "reopened");
    return words.toString();
  }

  private static void add(StringBuilder words, long count, String what) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
    }
  }
}
