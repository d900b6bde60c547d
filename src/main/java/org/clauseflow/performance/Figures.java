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

  /** These and others; what is in the middle of both cannot be told from them. */
  Figures and(Figures other) {
    return new Figures(
        opened + other.opened,
        closed + other.closed,
        open + other.open,
        late + other.late,
        null,
        null,
        targetsMet + other.targetsMet,
        targetsMissed + other.targetsMissed,
        reopened + other.reopened);
  }

  Figures with(Integer[] medianAndP90) {
    return new Figures(
        opened,
        closed,
        open,
        late,
        medianAndP90[0],
        medianAndP90[1],
        targetsMet,
        targetsMissed,
        reopened);
  }

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
