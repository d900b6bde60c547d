package org.clauseflow.performance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;

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
  private final LeadTimes[] lead;

  MonthlyFigures(int months) {
    // what comes after the last one has a place, too
    opened = new long[months + 2];
    closed = new long[months + 2];
    late = new long[months + 2];
    madeGood = new long[months + 2];
    met = new long[months + 2];
    missed = new long[months + 2];
    reopened = new long[months + 2];
    lead = Stream.generate(LeadTimes::new).limit(months + 2L).toArray(LeadTimes[]::new);
  }

  /**
   * Cases that were opened, closed, late and made good in the same months.
   *
   * @param seconds how long each of them took, if they were closed
   */
  void add(ResultSet row, Integer[] seconds) throws SQLException {
    long times = row.getLong("times");
    opened[row.getInt("opened")] += times;
    Integer closedIn = row.getObject("closed", Integer.class);
    if (closedIn != null) {
      closed[closedIn] += times;
      met[closedIn] += row.getLong("met");
      missed[closedIn] += row.getLong("missed");
      reopened[closedIn] += row.getLong("reopened");
      lead[closedIn].add(seconds);
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

  Figures of(int month) {
    return new Figures(
        opened[month],
        closed[month],
        until(month, opened) - until(month, closed),
        until(month, late) - until(month, madeGood),
        lead[month].percentile(0.5),
        lead[month].percentile(0.9),
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
