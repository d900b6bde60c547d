package org.clauseflow.performance;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;

/** How long cases or passages took, in seconds. */
final class LeadTimes {

  private static final Integer[] NONE = {};

  private int[] seconds = new int[16];
  private int size;

  /** Besides, so many took no time at all: most steps of a machine. */
  private int atOnce;

  /**
   * @param array of whole seconds as the database has it, null for none
   */
  static Integer[] seconds(Array array) throws SQLException {
    return array == null ? NONE : (Integer[]) array.getArray();
  }

  void add(Integer[] more) {
    makeRoom(more.length);
    for (int one : more) {
      seconds[size++] = one;
    }
  }

  void add(int one) {
    makeRoom(1);
    seconds[size++] = one;
  }

  void addAtOnce(int times) {
    atOnce += times;
  }

  void add(LeadTimes other) {
    makeRoom(other.size);
    System.arraycopy(other.seconds, 0, seconds, size, other.size);
    size += other.size;
    atOnce += other.atOnce;
  }

  private void makeRoom(int more) {
    if (size + more > seconds.length) {
      seconds = Arrays.copyOf(seconds, Math.max(size + more, 2 * seconds.length));
    }
  }

  /** What that share of them did not exceed; null if there is none. */
  Integer percentile(double share) {
    if (size + atOnce == 0) {
      return null;
    }
    int place = (int) Math.ceil((size + atOnce) * share) - 1;
    if (place < atOnce) {
      return 0;
    }
    Arrays.sort(seconds, 0, size);
    return seconds[place - atOnce];
  }
}
