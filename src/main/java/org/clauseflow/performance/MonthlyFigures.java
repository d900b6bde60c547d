package org.clauseflow.performance;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What happened in some months, the first being 1, and what lasted at the end of each: what had
 * begun and not ended. Month 0 is whatever came before.
 */
final class MonthlyFigures {

  private final long[] opened;
  private final long[] closed;
  private final long[] late;
  private final long[] madeGood;
  private final long[] met;
  private final long[] missed;
  private final long[] reopened;
  private final Integer[][] lead;

  MonthlyFigures(int months) {
    // what comes after the last one has a place, too
    opened = new long[months + 2];
    closed = new long[months + 2];
    late = new long[months + 2];
    madeGood = new long[months + 2];
    met = new long[months + 2];
    missed = new long[months + 2];
    reopened = new long[months + 2];
    lead = new Integer[months + 2][2];
  }

  /** Cases that were opened, closed, late and made good in the same months. */
  void add(ResultSet row) throws SQLException {
    long times = row.getLong("times");
    opened[row.getInt("opened")] += times;
    Integer closedIn = row.getObject("closed", Integer.class);
    if (closedIn != null) {
      closed[closedIn] += times;
      met[closedIn] += row.getLong("met");
      missed[closedIn] += row.getLong("missed");
      reopened[closedIn] += row.getLong("reopened");
    }
    Integer lateIn = row.getObject("late", Integer.class);
    if (lateIn != null) {
      late[lateIn] += times;
      Integer madeGoodIn = row.getObject("made_good", Integer.class);
      if (madeGoodIn != null) {
        madeGood[madeGoodIn] += times;
      }
    }
  }

  void lead(int month, Integer[] medianAndP90) {
    lead[month] = medianAndP90;
  }

  Figures of(int month) {
    return new Figures(
        opened[month],
        closed[month],
        until(month, opened) - until(month, closed),
        until(month, late) - until(month, madeGood),
        lead[month][0],
        lead[month][1],
        met[month],
        missed[month],
        reopened[month]);
  }

  private static long until(int month, long[] counts) {
    long sum = 0;
    for (int i = 0; i <= month; i++) {
      sum += counts[i];
    }
    return sum;
  }
}
