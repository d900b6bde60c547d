package org.clauseflow.clock;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.clauseflow.catalogue.Recent;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Service hours as the catalogue has them; a change is seen within a minute. */
@Repository
class Calendars {

  private final JdbcClient jdbc;
  private final Recent<String, ServiceHours> recent = new Recent<>(Duration.ofSeconds(60));

  Calendars(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  ServiceHours of(String hoursId) {
    return recent.get(hoursId, this::load);
  }

  private ServiceHours load(String hoursId) {
    return jdbc.sql(
            """
            select h.name, h.time_zone, h.holidays, i.day_of_week, i.from_time::text as from_time,
                   i.until_time::text as until_time
            from sms.service_hours h left join sms.service_hours_interval i on i.hours_id = h.id
            where h.id = :id
            """)
        .param("id", hoursId)
        .query(
            rs -> {
              if (!rs.next()) {
                throw new IllegalArgumentException("There are no service hours '" + hoursId + "'");
              }
              String name = rs.getString("name");
              ZoneId timeZone = ZoneId.of(rs.getString("time_zone"));
              String holidays = rs.getString("holidays");
              List<ServiceHours.Shift> week = new ArrayList<>();
              do {
                int day = rs.getInt("day_of_week");
                if (day > 0) {
                  week.add(
                      new ServiceHours.Shift(
                          DayOfWeek.of(day),
                          time(rs.getString("from_time")),
                          time(rs.getString("until_time"))));
                }
              } while (rs.next());
              return new ServiceHours(hoursId, name, timeZone, holidays, week);
            });
  }

  /** PostgreSQL knows 24:00, Java does not. */
  private static LocalTime time(String text) {
    return text.startsWith("24:") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
  }
}
