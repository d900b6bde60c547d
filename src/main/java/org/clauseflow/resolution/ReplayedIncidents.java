package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.record.Register;
import org.clauseflow.steps.OnBehalf;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Incidents of another system's log, led through the process as the log tells. */
@Service
public class ReplayedIncidents {

  /** Source of imported records, and who acts in their journals. */
  static final String IMPORT = "import";

  /**
   * @param externalId its number in the log
   * @param category one of ours
   */
  public record Reported(
      String externalId,
      String title,
      String description,
      String service,
      String reporter,
      String category,
      String impact,
      String urgency) {}

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final ManagementService jobs;
  private final OnBehalf onBehalf;
  private final Register register;
  private final JdbcClient jdbc;

  ReplayedIncidents(
      RuntimeService runtime,
      TaskService tasks,
      ManagementService jobs,
      OnBehalf onBehalf,
      Register register,
      JdbcClient jdbc) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.jobs = jobs;
    this.onBehalf = onBehalf;
    this.register = register;
    this.jdbc = jdbc;
  }

  /** The numbers of the incidents that were imported already. */
  public Set<String> imported() {
    return new HashSet<>(
        jdbc.sql("select external_id from sms.record where source = :source")
            .param("source", IMPORT)
            .query(String.class)
            .list());
  }

  /** The technical person who reports imported incidents; exists afterwards. */
  public void ensureReporter(String person) {
    jdbc.sql(
            """
            insert into sms.person (id, name) values (:id, 'Import')
            on conflict (id) do update set active = true where sms.person.id = :import
            """)
        .param("id", person)
        .param("import", IMPORT)
        .update();
  }

  /** Opens the incident at the engine's time; it then waits for its classification. */
  public ReplayedIncident open(Reported reported) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("title", reported.title);
    variables.put("description", reported.description);
    variables.put("service", reported.service);
    variables.put("reporter", reported.reporter);
    variables.put("impact", reported.impact);
    variables.put("urgency", reported.urgency);
    variables.put("category", reported.category);
    variables.put("source", IMPORT);
    variables.put("externalId", reported.externalId);
    var instance =
        onBehalf.of(
            IMPORT,
            () ->
                runtime
                    .createMessageCorrelation("incident.reported")
                    .setVariables(variables)
                    .correlateStartMessage());
    // a record is opened when it is written, and the time moves on within this transaction
    register.flush();
    return new ReplayedIncident(
        new ReplayedIncident.Engine(runtime, tasks, jobs, onBehalf, register),
        instance.getBusinessKey(),
        instance.getProcessInstanceId(),
        reported);
  }
}
