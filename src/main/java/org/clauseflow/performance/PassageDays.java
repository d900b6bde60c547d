package org.clauseflow.performance;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.clauseflow.conformity.Period;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What left the elements of processes day by day. */
@Component
class PassageDays {

  /** An element of a version of a process, and a day. */
  record PlaceAndDay(int place, LocalDate day) {}

  /** What left an element. */
  static final class Passages {

    private int passes;
    private int breaches;
    private int canceled;
    private long waitingSum;
    private long workingSum;
    private final LeadTimes seconds = new LeadTimes();
    private final LeadTimes waiting = new LeadTimes();
    private final LeadTimes working = new LeadTimes();

    private void add(
        int passes, int atOnce, Integer[] seconds, Integer[] waiting, int breaches, int canceled) {
      this.passes += passes;
      this.breaches += breaches;
      this.canceled += canceled;
      this.seconds.add(seconds);
      this.waiting.add(waiting);
      for (int i = 0; i < seconds.length; i++) {
        int worked = seconds[i] - waiting[i];
        working.add(worked);
        waitingSum += waiting[i];
        workingSum += worked;
      }
      this.seconds.addAtOnce(atOnce);
      this.waiting.addAtOnce(atOnce);
      this.working.addAtOnce(atOnce);
    }

    int passes() {
      return passes;
    }

    int breaches() {
      return breaches;
    }

    /** Of them, those that ended because something else happened. */
    int canceled() {
      return canceled;
    }

    long waitingSum() {
      return waitingSum;
    }

    long workingSum() {
      return workingSum;
    }

    LeadTimes seconds() {
      return seconds;
    }

    LeadTimes waiting() {
      return waiting;
    }

    LeadTimes working() {
      return working;
    }
  }

  private final JdbcClient jdbc;

  PassageDays(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * By id of the element.
   *
   * @param confidential whether those of confidential cases count
   */
  Map<String, Passages> of(String process, int version, Period period, boolean confidential) {
    Map<String, Passages> passages = new HashMap<>();
    jdbc.sql(
            """
            select s.element_id, d.passes, d.at_once, d.seconds, d.waiting, d.breaches, d.canceled
            from sms.passage_place s join sms.passage_day d on d.place = s.id
            where s.process_key = :process and s.process_version = :version and d.day between :from and :until
              and (:confidential or not d.confidential)
            """)
        .param("process", process)
        .param("version", version)
        .param("from", period.from())
        .param("until", period.until())
        .param("confidential", confidential)
        .query(
            row -> {
              passages
                  .computeIfAbsent(row.getString("element_id"), element -> new Passages())
                  .add(
                      row.getInt("passes"),
                      row.getInt("at_once"),
                      LeadTimes.seconds(row.getArray("seconds")),
                      LeadTimes.seconds(row.getArray("waiting")),
                      row.getInt("breaches"),
                      row.getInt("canceled"));
            });
    return passages;
  }

  void recount(Collection<PlaceAndDay> changed) {
    Integer[] places = changed.stream().map(PlaceAndDay::place).toArray(Integer[]::new);
    String[] days = changed.stream().map(one -> one.day().toString()).toArray(String[]::new);
    jdbc.sql(
            """
            delete from sms.passage_day d using unnest(:places, cast(:days as date[])) c(place, day)
            where d.place = c.place and d.day = c.day
            """)
        .param("places", places)
        .param("days", days)
        .update();
    jdbc.sql(
            """
            insert into sms.passage_day (place, day, confidential, passes, at_once, seconds, waiting, breaches, canceled)
            select c.place, c.day, p.confidential, count(*), count(*) filter (where p.seconds = 0),
                   array_agg(p.seconds) filter (where p.seconds > 0),
                   array_agg(p.waiting) filter (where p.seconds > 0),
                   sum(p.breaches), count(*) filter (where p.canceled)
            from unnest(:places, cast(:days as date[])) c(place, day)
            join sms.passage p on p.place = c.place and p.left_at >= c.day::timestamp at time zone 'UTC'
              and p.left_at < (c.day + 1)::timestamp at time zone 'UTC'
            group by 1, 2, 3
            """)
        .param("places", places)
        .param("days", days)
        .update();
  }
}
