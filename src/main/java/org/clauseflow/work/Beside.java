package org.clauseflow.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.security.RecordAccess;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * What stands beside a task: for who may read the task and see its record, to others neither is
 * there.
 */
@Component
public class Beside {

  /** What of a record somebody reads beside a task. */
  public enum Part {
    RECORD,
    TARGETS,
    HELP,
    CONCERNED,
    IMPACT
  }

  private static final Set<String> HELPED = Set.of("incident", "service-request");
  private static final Set<String> CONCERNING =
      Set.of("incident", "service-request", "major-incident", "problem");
  private static final Set<String> CHANGING = Set.of("change", "cab-decision");

  private final TaskRecords tasks;
  private final RecordSheets sheets;
  private final RecordAccess access;
  private final JdbcClient jdbc;

  Beside(TaskRecords tasks, RecordSheets sheets, RecordAccess access, JdbcClient jdbc) {
    this.tasks = tasks;
    this.sheets = sheets;
    this.access = access;
    this.jdbc = jdbc;
  }

  public ServiceRecord record(String task, Authentication me) {
    return tasks
        .numberOf(task)
        .flatMap(number -> sheets.visible(number, me))
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.UNKNOWN, "There is no task " + task + " of a record that you may see"));
  }

  /**
   * The record, if this part belongs beside its tasks, and this person is one of those it is for.
   */
  public ServiceRecord record(String task, Part part, Authentication me) {
    ServiceRecord record = record(task, me);
    access.requireStaff(me);
    if (!belongs(part, record)) {
      throw new Refusal(
          Reason.UNKNOWN,
          "Beside the tasks of %s there is no %s"
              .formatted(record.number(), part.name().toLowerCase(Locale.ROOT)));
    }
    return record;
  }

  /** What there is to read beside the tasks of a record. */
  public List<Part> parts(ServiceRecord record, Authentication me) {
    List<Part> parts = new ArrayList<>(List.of(Part.RECORD));
    if (hasTargets(record)) {
      parts.add(Part.TARGETS);
    }
    if (access.staff(me)) {
      for (Part part : List.of(Part.HELP, Part.CONCERNED, Part.IMPACT)) {
        if (belongs(part, record)) {
          parts.add(part);
        }
      }
    }
    return parts;
  }

  private static boolean belongs(Part part, ServiceRecord record) {
    return switch (part) {
      case RECORD, TARGETS -> true;
      case HELP -> HELPED.contains(record.type());
      case CONCERNED -> CONCERNING.contains(record.type());
      case IMPACT -> CHANGING.contains(record.type());
    };
  }

  private boolean hasTargets(ServiceRecord record) {
    return jdbc.sql("select exists (select from sms.target where record_number = :number)")
        .param("number", record.number())
        .query(Boolean.class)
        .single();
  }
}
