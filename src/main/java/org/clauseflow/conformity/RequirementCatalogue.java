package org.clauseflow.conformity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.record.Refusal;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The obligations as the organization keeps them: those of the standard, with what it adds of its
 * own and how it tailors them. Nothing is deleted; what ends stays with who ended it and when.
 */
@Service
public class RequirementCatalogue {

  private final Requirements standard = Requirements.ofStandard();
  private final JdbcClient jdbc;
  private final Clock clock;

  RequirementCatalogue(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  public Requirements current() {
    return standard.with(
        jdbc.sql(
                """
                select id, clause, says, process, source from sms.own_requirement
                where withdrawn_at is null order by clause, id
                """)
            .query(
                (rs, i) ->
                    new Requirement(
                        rs.getString(1),
                        rs.getString(2),
                        rs.getString(3),
                        List.of((String[]) rs.getArray(4).getArray()),
                        rs.getString(5)))
            .list());
  }

  /** By requirement. */
  Map<String, Tailoring> tailorings() {
    Map<String, Tailoring> tailorings = new LinkedHashMap<>();
    jdbc.sql(
            """
            select requirement, note, justification, planned_interval as "interval", tailored_by as "by", tailored_at as "at"
            from sms.requirement_tailoring where ended_at is null
            """)
        .query(Tailoring.class)
        .list()
        .forEach(tailoring -> tailorings.put(tailoring.requirement(), tailoring));
    return tailorings;
  }

  public void add(Requirement own, String person) {
    try {
      jdbc.sql(
              """
              insert into sms.own_requirement (id, clause, says, source, process, added_by, added_at)
              values (:id, :clause, :says, :source, :process, :by, :at)
              """)
          .param("id", own.id())
          .param("clause", own.clause())
          .param("says", own.says())
          .param("source", own.source())
          .param("process", own.process().toArray(String[]::new))
          .param("by", person)
          .param("at", Timestamp.from(clock.instant()))
          .update();
    } catch (DuplicateKeyException e) {
      throw new Refusal(
          Refusal.Reason.NOT_NOW,
          "There is or was an obligation %s: evidence refers to it, so take another id"
              .formatted(own.id()));
    }
  }

  /** From now on nothing needs to carry it; what carried it and its evidence stay. */
  public void withdraw(String id, String person) {
    int withdrawn =
        jdbc.sql(
                """
                update sms.own_requirement set withdrawn_by = :by, withdrawn_at = :at
                where id = :id and withdrawn_at is null
                """)
            .param("id", id)
            .param("by", person)
            .param("at", Timestamp.from(clock.instant()))
            .update();
    if (withdrawn == 0) {
      throw standard.find(id).isPresent()
          ? new Refusal(
              Refusal.Reason.NOT_ALLOWED,
              id + " is an obligation of the standard: it can be tailored, not taken away")
          : unknown(id);
    }
  }

  @Transactional
  public void tailor(Tailoring tailoring) {
    require(tailoring.requirement());
    if (tailoring.interval() != null) {
      checkInterval(tailoring.interval());
    }
    endTailoring(tailoring.requirement(), tailoring.by());
    jdbc.sql(
            """
            insert into sms.requirement_tailoring
              (requirement, note, justification, planned_interval, tailored_by, tailored_at)
            values (:requirement, :note, :justification, :interval, :by, :at)
            """)
        .param("requirement", tailoring.requirement())
        .param("note", tailoring.note())
        .param("justification", tailoring.justification())
        .param("interval", tailoring.interval())
        .param("by", tailoring.by())
        .param("at", Timestamp.from(clock.instant()))
        .update();
  }

  /** The obligation applies again as it stands; without a tailoring nothing changes. */
  public void endTailoring(String requirement, String person) {
    jdbc.sql(
            """
            update sms.requirement_tailoring set ended_by = :by, ended_at = :at
            where requirement = :requirement and ended_at is null
            """)
        .param("requirement", requirement)
        .param("by", person)
        .param("at", Timestamp.from(clock.instant()))
        .update();
  }

  Requirement require(String id) {
    return current().find(id).orElseThrow(() -> unknown(id));
  }

  private void checkInterval(String interval) {
    try {
      if (Intervals.after(clock.instant(), interval).isAfter(clock.instant())) {
        return;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new Refusal(
        Refusal.Reason.INVALID,
        "The interval \"%s\" is none: write it as P28D, P3M or P1Y".formatted(interval));
  }

  private static Refusal unknown(String id) {
    return new Refusal(Refusal.Reason.UNKNOWN, "There is no obligation " + id);
  }
}
