package org.clauseflow.resolution;

import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.List;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Incidents that belong to a major incident. */
@Service
class MajorIncidents {

  /** How an incident belongs to its major incident. */
  static final String PART_OF = "part of";

  /**
   * Which incidents are meant; null asks for nothing.
   *
   * @param ci a configuration item: those that depend on it count as well
   */
  record Search(String service, String category, String ci, String since) {}

  private final JdbcClient jdbc;
  private final Register register;

  MajorIncidents(JdbcClient jdbc, Register register) {
    this.jdbc = jdbc;
    this.register = register;
  }

  /**
   * Makes the open incidents that are meant part of a major incident, unless they are part of one
   * that runs; returns how many they are.
   */
  int link(String major, Search search, String actor) {
    register.flush();
    List<String> meant =
        jdbc.sql(
                "select * from sms.incidents_to_link(:major, :service, :category, :ci, :since) n order by n")
            .param("major", major)
            .param("service", search.service())
            .param("category", search.category())
            .param("ci", search.ci())
            .param("since", since(search))
            .query(String.class)
            .list();
    return register.linkAll(meant, PART_OF, major, actor);
  }

  /** The major incident that an incident is part of and that still runs, or null. */
  String running(String incident) {
    register.flush();
    return jdbc.sql(
            """
            select m.number from sms.record_link l join sms.record m on m.number = l.to_number
            where l.from_number = :incident and l.kind = 'part of' and m.type = 'major-incident'
              and m.closed_at is null limit 1
            """)
        .param("incident", incident)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  /** A form gives a time of day with its zone, or without one where it means UTC. */
  private static Timestamp since(Search search) {
    if (search.since() == null) {
      return null;
    }
    String text = search.since();
    boolean zoned = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$");
    return Timestamp.from(OffsetDateTime.parse(zoned ? text : text + "Z").toInstant());
  }
}
