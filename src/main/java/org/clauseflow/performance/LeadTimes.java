package org.clauseflow.performance;

import java.util.Arrays;

/** How long cases took, in seconds. */
final class LeadTimes {

  private int[] seconds = new int[16];
  private int size;

  void add(Integer[] more) {
    if (size + more.length > seconds.length) {
      seconds = Arrays.copyOf(seconds, Math.max(size + more.length, 2 * seconds.length));
    }
    for (Integer one : more) {
      seconds[size++] = one;
    }
  }

  /** What that share of them did not exceed; null if there is none. */
  Integer percentile(double share) {
    if (size == 0) {
      return null;
    }
    Arrays.sort(seconds, 0, size);
    return seconds[(int) Math.ceil(size * share) - 1];
  }
}
