package org.clauseflow.performance;

/**
 * What happened in some months, and what lasted at the end of each: what began and has not ended.
 */
final class MonthlyFigures {

  private final long[] opened;
  private final long[] closed;
  private final long[] late;
  private final long[] madeGood;
  private final long[][] sums;
  private final Integer[][] lead;

  MonthlyFigures(int months) {
    opened = new long[months + 2];
    closed = new long[months + 2];
    late = new long[months + 2];
    madeGood = new long[months + 2];
    sums = new long[months + 2][3];
    lead = new Integer[months + 2][2];
  }

  /**
   * @param month 1 is the first; 0 is whatever came before it
   * @param of what was closed: targets met, targets missed, reopenings
   */
  MonthlyFigures add(String what, int month, long times, long[] of) {
    switch (what) {
      case "opened" -> opened[month] += times;
      case "closed" -> {
        closed[month] += times;
        for (int i = 0; i < of.length; i++) {
          sums[month][i] += of[i];
        }
      }
      case "late" -> late[month] += times;
      case "made good" -> madeGood[month] += times;
      default -> throw new IllegalArgumentException(what);
    }
    return this;
  }

  void lead(int month, Integer[] medianAndP90) {
    if (medianAndP90[0] != null) {
      lead[month] = medianAndP90;
    }
  }

  Figures of(int month) {
    return new Figures(
        opened[month],
        closed[month],
        until(month, opened) - until(month, closed),
        until(month, late) - until(month, madeGood),
        lead[month][0],
        lead[month][1],
        sums[month][0],
        sums[month][1],
        sums[month][2]);
  }

  private static long until(int month, long[] counts) {
    long sum = 0;
    for (int i = 0; i <= month; i++) {
      sum += counts[i];
    }
    return sum;
  }
}
