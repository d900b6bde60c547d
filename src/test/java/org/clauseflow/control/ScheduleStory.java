package org.clauseflow.control;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

/** Changes in the schedule, kept by a small process, each class of tests in a year of its own. */
@ClauseflowTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ScheduleStory extends ProcessStory {

  @Autowired protected ChangeWindows windows;

  private Deployment model;

  @BeforeAll
  void deploy() {
    model =
        repository
            .createDeployment()
            .name("a change in the schedule")
            .addClasspathResource("org/clauseflow/control/scheduled-change.bpmn")
            .addClasspathResource("org/clauseflow/control/scheduled-change-plan.form")
            .deploy();
  }

  /** Nothing of it stands in the way of other tests. */
  @AfterEach
  void endAll() {
    runtime
        .createProcessInstanceQuery()
        .processDefinitionKey("scheduled-change")
        .unlimitedList()
        .stream()
        .map(ProcessInstance::getId)
        .forEach(id -> runtime.deleteProcessInstance(id, "end of the test"));
    jdbc.sql(
            """
            update sms.scheduled_change set state = 'cancelled', updated_at = '1980-01-01'
            where change in (select number from sms.record where process_key = 'scheduled-change')
            """)
        .update();
    jdbc.sql("select id from sms.change_window where removed_at is null")
        .query(String.class)
        .list()
        .forEach(id -> windows.remove(id, "carla"));
  }

  @AfterAll
  void undeploy() {
    repository.deleteDeployment(model.getId(), true);
  }

  /** What is said besides goes before. */
  protected String plan(Instant start, Instant end, Object... more) {
    Map<String, Object> change =
        values(
            "title",
            "New version",
            "wanted",
            "proposed",
            "plannedStart",
            start.toString(),
            "plannedEnd",
            end.toString(),
            "changeType",
            "normal",
            "changeKind",
            "change",
            "risk",
            "moderate",
            "reporter",
            "chloe",
            "template",
            null,
            "service",
            null,
            "implementer",
            null,
            "next",
            null,
            "why",
            null);
    change.putAll(values(more));
    return runtime
        .createMessageCorrelation("change.wanted")
        .setVariables(change)
        .correlateStartMessage()
        .getBusinessKey();
  }

  protected void next(String number, Object... values) {
    Map<String, Object> change = new HashMap<>(Map.of("next", "schedule"));
    change.putAll(values(values));
    runtime.setVariables(record(number).processInstanceId(), change);
    tasks.complete(task(number, "userTask_plan").getId());
  }

  protected Object variable(String number, String name) {
    return runtime.getVariable(record(number).processInstanceId(), name);
  }

  /** What is open: kind, with which other change, severity. */
  protected List<Tuple> collisions(String number) {
    return jdbc.sql(
            """
            select kind, other, severity from sms.change_collision
            where change = :number and gone_at is null order by kind, other, ci, other_ci, service_id
            """)
        .param("number", number)
        .query((rs, i) -> Tuple.tuple(rs.getString(1), rs.getString(2), rs.getString(3)))
        .list();
  }

  /** How often it was told. */
  protected int told(String number) {
    return jdbc.sql(
            "select count(*) from sms.message where name = 'change.collided' and to_record = :number")
        .param("number", number)
        .query(Integer.class)
        .single();
  }
}
