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

  static PeriodFigures of(ResultSet row) throws SQLException {
    PeriodFigures figures = new PeriodFigures();
    figures.opened = row.getLong("opened");
    figures.closed = row.getLong("closed");
    figures.open = row.getLong("open");
    figures.late = row.getLong("late");
    figures.met = row.getLong("met");
    figures.missed = row.getLong("missed");
    figures.reopened = row.getLong("reopened");
    figures.lead.add(row.getArray("lead"));
    return figures;
  }

  void add(PeriodFigures other) {
    opened += other.opened;
    closed += other.closed;
    open += other.open;
    late += other.late;
    met += other.met;
    missed += other.missed;
    reopened += other.reopened;
    lead.add(other.lead);
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
