package org.clauseflow.performance;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;

/** What happened in some months, and how it stood at the end of each. */
final class MonthlyFigures {

  /** Takes in what a row of the database says of them. */
  interface Reader {

    /**
     * @param first the first of the months, as the database numbers them
     */
    void read(MonthlyFigures figures, ResultSet row, int first) throws SQLException;
  }

  private final int months;
  private long openBefore;
  private final long[] opened;
  private final long[] closed;
  private final long[] late;
  private final long[] met;
  private final long[] missed;
  private final long[] reopened;
  private final LeadTimes[] lead;

  MonthlyFigures(int months) {
    this.months = months;
    opened = new long[months];
    closed = new long[months];
    late = new long[months];
    met = new long[months];
    missed = new long[months];
    reopened = new long[months];
    lead = Stream.generate(LeadTimes::new).limit(months).toArray(LeadTimes[]::new);
  }

  void openBefore(ResultSet row, int first) throws SQLException {
    openBefore += row.getLong("times");
  }

  void opened(ResultSet row, int first) throws SQLException {
    opened[row.getInt("month") - first] += row.getLong("times");
  }

  void closed(ResultSet row, int first) throws SQLException {
    int month = row.getInt("month") - first;
    closed[month] += row.getLong("times");
    met[month] += row.getLong("met");
    missed[month] += row.getLong("missed");
    reopened[month] += row.getLong("reopened");
    lead[month].add(row.getArray("lead"));
  }

  /**
   * At the end of the months from the one in which they were, before that in which they no longer
   * were.
   */
  void late(ResultSet row, int first) throws SQLException {
    Integer madeGood = row.getObject("made_good_month", Integer.class);
    int until = madeGood == null ? months : Math.min(months, madeGood - first);
    for (int month = Math.max(0, row.getInt("month") - first); month < until; month++) {
      late[month] += row.getLong("times");
    }
  }

  void add(MonthlyFigures other) {
    openBefore += other.openBefore;
    for (int month = 0; month < months; month++) {
      opened[month] += other.opened[month];
      closed[month] += other.closed[month];
      late[month] += other.late[month];
      met[month] += other.met[month];
      missed[month] += other.missed[month];
      reopened[month] += other.reopened[month];
      lead[month].add(other.lead[month]);
    }
  }

  /**
   * @param month 0 is the first
   */
  Figures of(int month) {
    long open = openBefore;
    for (int i = 0; i <= month; i++) {
      open += opened[i] - closed[i];
    }
    return new Figures(
        opened[month],
        closed[month],
        open,
        late[month],
        lead[month].percentile(0.5),
        lead[month].percentile(0.9),
        met[month],
        missed[month],
        reopened[month]);
  }
}
