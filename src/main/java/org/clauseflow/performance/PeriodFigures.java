package org.clauseflow.performance;

import java.sql.ResultSet;
import java.sql.SQLException;

/** What happened in a period, and how it stood at its end. */
final class PeriodFigures {

  private long opened;
  private long closed;
  private long open;
  private long late;
  private long met;
  private long missed;
  private long reopened;
  private final LeadTimes lead = new LeadTimes();

  /**
   * @param seconds how long each of them took, if they were closed
   */
  void add(ResultSet row, Integer[] seconds) throws SQLException {
    long times = row.getLong("times");
    opened += row.getBoolean("opened_in_period") ? times : 0;
    if (row.getBoolean("closed_in_period")) {
      closed += times;
      met += row.getLong("met");
      missed += row.getLong("missed");
      reopened += row.getLong("reopened");
      lead.add(seconds);
    }
    if (row.getBoolean("open_at_end")) {
      open += times;
      late += row.getBoolean("late_at_end") ? times : 0;
    }
  }

  Figures figures() {
    return new Figures(
        opened,
        closed,
        open,
        late,
        lead.percentile(0.5),
        lead.percentile(0.9),
        met,
        missed,
        reopened);
  }
}
