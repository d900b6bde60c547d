package org.clauseflow.conformity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.clauseflow.record.Refusal;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Deviations: asked for with a reason, approved by somebody else, gone by themselves. */
@Service
public class Deviations {

  private static final int MOST_YEARS = 2;

  private final JdbcClient jdbc;
  private final Clock clock;
  private final RequirementCatalogue catalogue;

  Deviations(JdbcClient jdbc, Clock clock, RequirementCatalogue catalogue) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.catalogue = catalogue;
  }

  /** Newest first. */
  public List<Deviation> all() {
    return jdbc.sql(
            """
            select id, requirement, process_key as process, reason, expires_on, asked_by, asked_at, approved_by, approved_at,
                   ended_by, ended_at
            from sms.deviation order by id desc
            """)
        .query(Deviation.class)
        .list();
  }

  /** What the process may leave out today. */
  public Set<String> of(String process) {
    return all().stream()
        .filter(deviation -> deviation.process().equals(process) && deviation.inForce(today()))
        .map(Deviation::requirement)
        .collect(Collectors.toSet());
  }

  /** By requirement, those in force. */
  java.util.Map<String, List<Deviation>> inForce() {
    return all().stream()
        .filter(deviation -> deviation.inForce(today()))
        .collect(Collectors.groupingBy(Deviation::requirement));
  }

  /**
   * @return its id
   */
  public long ask(
      String requirement, String process, String reason, LocalDate expiresOn, String person) {
    catalogue.require(requirement);
    if (expiresOn.isBefore(today()) || expiresOn.isAfter(today().plusYears(MOST_YEARS))) {
      throw new Refusal(
          Refusal.Reason.INVALID,
          "A deviation expires on a day from today to %s".formatted(today().plusYears(MOST_YEARS)));
    }
    return jdbc.sql(
            """
            insert into sms.deviation (requirement, process_key, reason, expires_on, asked_by, asked_at)
            values (:requirement, :process, :reason, :expiresOn, :by, :at) returning id
            """)
        .param("requirement", requirement)
        .param("process", process)
        .param("reason", reason)
        .param("expiresOn", expiresOn)
        .param("by", person)
        .param("at", Timestamp.from(clock.instant()))
        .query(Long.class)
        .single();
  }

  public void approve(long id, String person) {
    try {
      change(
          id,
          "update sms.deviation set approved_by = :by, approved_at = :at where id = :id and approved_by is null"
              + " and ended_by is null",
          "is approved or ended already",
          person);
    } catch (DataIntegrityViolationException e) {
      throw new Refusal(
          Refusal.Reason.NOT_ALLOWED,
          "Who asks for a deviation does not approve it: let somebody else");
    }
  }

  public void end(long id, String person) {
    change(
        id,
        "update sms.deviation set ended_by = :by, ended_at = :at where id = :id and ended_by is null",
        "is ended already",
        person);
  }

  private void change(long id, String sql, String otherwise, String person) {
    int changed =
        jdbc.sql(sql)
            .param("id", id)
            .param("by", person)
            .param("at", Timestamp.from(clock.instant()))
            .update();
    if (changed == 0) {
      boolean known = all().stream().anyMatch(deviation -> deviation.id() == id);
      throw known
          ? new Refusal(Refusal.Reason.NOT_NOW, "The deviation " + id + " " + otherwise)
          : new Refusal(Refusal.Reason.UNKNOWN, "There is no deviation " + id);
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
