package org.clauseflow.control;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.notification.Notice;
import org.clauseflow.notification.Notifications;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.steps.Changed;
import org.springframework.stereotype.Component;

/**
 * Places this change in the schedule of change by what its process knows: plannedStart, plannedEnd,
 * implementer, service, configurationItems, changeType, risk. Input state: proposed, approved,
 * deployed or cancelled. Sets collision, the worst that nobody accepted: none, note, decide or
 * blocks. Interested parties are told when an approved change is scheduled, moved or cancelled.
 */
@Component("scheduleChange")
class ScheduleChange implements JavaDelegate {

  private final ChangeSchedule schedule;
  private final Notifications notifications;

  ScheduleChange(ChangeSchedule schedule, Notifications notifications) {
    this.schedule = schedule;
    this.notifications = notifications;
  }

  @Override
  public void execute(DelegateExecution step) {
    ChangeSchedule.Plan plan = plan(step);
    ChangeSchedule.Placed placed = schedule.place(plan);
    Changed.set("collision", placed.collision(), step);
    switch (placed.news()) {
      case SCHEDULED -> tell("schedule-approved", plan, placed, step);
      case MOVED -> tell("schedule-moved", plan, placed, step);
      case CANCELLED -> tell("schedule-cancelled", plan, placed, step);
      case NONE -> {}
    }
  }

  private static ChangeSchedule.Plan plan(DelegateExecution step) {
    return new ChangeSchedule.Plan(
        step.getProcessBusinessKey(),
        (String) step.getVariable("state"),
        time("plannedStart", step.getVariable("plannedStart")),
        time("plannedEnd", step.getVariable("plannedEnd")),
        (String) step.getVariable("implementer"),
        (String) step.getVariable("service"),
        Chosen.in(step, "configurationItems"),
        (String) step.getVariable("changeType"),
        (String) step.getVariable("risk"));
  }

  /** A form gives it as text; without an offset it is UTC. */
  private static Instant time(String field, Object value) {
    if (value == null || value.equals("")) {
      return null;
    }
    if (value instanceof Date date) {
      return date.toInstant();
    }
    String text = value.toString();
    try {
      return text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)$")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Refusal(
          Reason.INVALID, field, "is no date with a time, such as 2026-03-31T20:00Z: " + text);
    }
  }

  private void tell(
      String template,
      ChangeSchedule.Plan plan,
      ChangeSchedule.Placed placed,
      DelegateExecution step) {
    Map<String, Object> facts = new HashMap<>(step.getVariables());
    facts.put("start", plan.start() == null ? null : Date.from(plan.start()));
    facts.put("end", plan.end() == null ? null : Date.from(plan.end()));
    facts.put("before", placed.before() == null ? null : Date.from(placed.before()));
    facts.put("decidedAnew", plan.state().equals("proposed") ? true : null);
    List<String> people = schedule.interested(plan.change());
    if (!people.isEmpty()) {
      notifications.send(
          new Notice(
              step.getActivityInstanceId(),
              step.getCurrentActivityId(),
              step.getCurrentActivityName(),
              plan.change(),
              template,
              String.join(",", people),
              facts));
    }
  }
}
