package org.clauseflow.performance;

import java.time.LocalDate;
import java.util.Collection;
import org.clauseflow.performance.CaseDays.CaseDay;

/** What happened in a period, and how it stood at its end. */
final class PeriodFigures {

  private final LocalDate from;
  private final LocalDate until;
  private long opened;
  private long closed;
  private long open;
  private long late;
  private long met;
  private long missed;
  private long reopened;
  private final LeadTimes lead = new LeadTimes();

  PeriodFigures(LocalDate from, LocalDate until) {
    this.from = from;
    this.until = until;
  }

  /** A day before the period counts for how it stood at the end; one after it does not. */
  void add(CaseDay day) {
    if (day.day().isAfter(until)) {
      return;
    }
    open += day.opened() - day.closed();
    late += day.late();
    if (!day.day().isBefore(from)) {
      opened += day.opened();
      closed += day.closed();
      met += day.met();
      missed += day.missed();
      reopened += day.reopened();
      lead.add(day.lead());
    }
  }

  /** Of the same period. */
  static PeriodFigures sum(Collection<PeriodFigures> parts) {
    PeriodFigures sum = new PeriodFigures(null, null);
    for (PeriodFigures part : parts) {
      sum.opened += part.opened;
      sum.closed += part.closed;
      sum.open += part.open;
      sum.late += part.late;
      sum.met += part.met;
      sum.missed += part.missed;
      sum.reopened += part.reopened;
      sum.lead.add(part.lead);
    }
    return sum;
  }

  /** Whether anything was there to count. */
  boolean any() {
    return opened != 0 || closed != 0 || open != 0;
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
