package org.clauseflow.control;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The acceptance criteria that were agreed for a release, and which of them its test has met. */
@Repository
class ReleaseCriteria {

  record Missed(long mandatory, long important, long minor) {}

  private final JdbcClient jdbc;
  private final Register register;
  private final Clock clock;

  ReleaseCriteria(JdbcClient jdbc, Register register, Clock clock) {
    this.jdbc = jdbc;
    this.register = register;
    this.clock = clock;
  }

  /**
   * Keeps them anew; what was tested before is void.
   *
   * @param mandatory one a line, null: none; as important and minor
   */
  void agree(String release, String mandatory, String important, String minor) {
    register.flush();
    jdbc.sql("delete from sms.release_criterion where release = :release")
        .param("release", release)
        .update();
    add(release, mandatory, "mandatory");
    add(release, important, "important");
    add(release, minor, "minor");
  }

  private void add(String release, String criteria, String weight) {
    List<String> lines =
        criteria == null
            ? List.of()
            : criteria.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    jdbc.sql(
            """
            insert into sms.release_criterion (release, place, criterion, weight)
            select :release, coalesce((select max(place) from sms.release_criterion where release = :release), 0) + c.n,
                   c.line, :weight
            from unnest(:lines::text[]) with ordinality c(line, n)
            """)
        .param("release", release)
        .param("weight", weight)
        .param("lines", lines.toArray(String[]::new))
        .update();
  }

  /** Keeps which are met; all others are missed. */
  Missed tested(String release, Set<String> met, String tester) {
    jdbc.sql(
            """
            update sms.release_criterion
            set met = place::text = any (:met), tested_by = :tester, tested_at = :at where release = :release
            """)
        .param("release", release)
        .param("met", met.toArray(String[]::new))
        .param("tester", tester)
        .param("at", Timestamp.from(clock.instant()))
        .update();
    return jdbc.sql(
            """
            select count(*) filter (where weight = 'mandatory') as mandatory,
                   count(*) filter (where weight = 'important') as important,
                   count(*) filter (where weight = 'minor') as minor
            from sms.release_criterion where release = :release and not met
            """)
        .param("release", release)
        .query(Missed.class)
        .single();
  }
}
