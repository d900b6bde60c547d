package org.clauseflow.performance;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of cases day by day: kept for all cases, counted for a selection of them. */
@Component
class CaseDays {

  /**
   * What became of the cases of a version of a process on a day.
   *
   * @param late how many more, or fewer, were late at its end than the day before
   * @param lead seconds that those took that were closed
   */
  record CaseDay(
      String process,
      int version,
      LocalDate day,
      long opened,
      long closed,
      long late,
      long met,
      long missed,
      long reopened,
      Integer[] lead) {}

  private static final String COUNTED =
      """
      select f.day, f.process_key, f.process_version, f.confidential, sum(f.opened) as opened, sum(f.closed) as closed,
             sum(f.late) as late, sum(f.met) as met, sum(f.missed) as missed, sum(f.reopened) as reopened,
             array_agg(f.lead) filter (where f.lead is not null) as lead
      from sms.case_event f where %s group by 1, 2, 3, 4
      """;

  private static final String KEPT = "select f.* from sms.case_day f where %s";

  /**
   * Each day of a period, and what was before as if it had been on the day before.
   *
   * <p>Days are no parameters: once a statement has run a few times the database plans it for any
   * period, and takes the whole of three years for a few days.
   */
  private static final String OF_PERIOD =
      """
      with d as not materialized (%1$s)
      select process_key as process, process_version as version, date '%2$s' - 1 as day, sum(opened) as opened,
             sum(closed) as closed, sum(late) as late, 0 as met, 0 as missed, 0 as reopened, null::int[] as lead
      from d where day < date '%2$s' group by 1, 2
      union all
      select process_key, process_version, day, opened, closed, late, met, missed, reopened, lead
      from d where day between date '%2$s' and date '%3$s'
      """;

  private final JdbcClient jdbc;

  CaseDays(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** In no order. Whatever was before the period is the first of it that a version has. */
  void read(
      LocalDate from,
      LocalDate until,
      CaseFilter filter,
      CaseSelection.Condition condition,
      Consumer<CaseDay> to) {
    String days = (filter.picksCases() ? COUNTED : KEPT).formatted(condition.sql());
    jdbc.sql(OF_PERIOD.formatted(days, from, until))
        .params(condition.params())
        .query(
            row -> {
              to.accept(
                  new CaseDay(
                      row.getString("process"),
                      row.getInt("version"),
                      row.getObject("day", LocalDate.class),
                      row.getLong("opened"),
                      row.getLong("closed"),
                      row.getLong("late"),
                      row.getLong("met"),
                      row.getLong("missed"),
                      row.getLong("reopened"),
                      LeadTimes.seconds(row.getArray("lead"))));
            });
  }

  /** On which something became of these cases. */
  Set<LocalDate> of(String[] numbers) {
    return jdbc
        .sql(
            """
            select distinct d.day from sms.case_figure f
            cross join lateral (values (f.opened_on), (f.closed_on), (f.late_on), (f.late_until)) d(day)
            where f.record_number = any(:numbers) and d.day is not null
            """)
        .param("numbers", numbers)
        .query(LocalDate.class)
        .stream()
        .collect(Collectors.toSet());
  }

  void recount(Collection<LocalDate> days) {
    List<String> written = days.stream().map(LocalDate::toString).toList();
    String these = "day = any(cast(:days as date[]))";
    jdbc.sql("delete from sms.case_day where " + these)
        .param("days", written.toArray(String[]::new))
        .update();
    jdbc.sql(
            """
            insert into sms.case_day (day, process_key, process_version, confidential, opened, closed, late, met, missed,
              reopened, lead)
            """
                + COUNTED.formatted("f." + these))
        .param("days", written.toArray(String[]::new))
        .update();
  }
}
