package org.clauseflow.engine;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.clauseflow.clock.ServiceTargets;
import org.clauseflow.clock.TargetKind;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.clauseflow.steps.Changed;
import org.clauseflow.steps.DueDates;
import org.springframework.stereotype.Component;

/**
 * Keeps the record of a process as it runs: every start opens one, every completed task, decision,
 * step and event adds to its journal, the end closes it. The record's number is the business key.
 */
@Component
class RecordKeeper {

  private final Register register;
  private final ServiceTargets targets;
  private final Clock clock;

  RecordKeeper(Register register, ServiceTargets targets, Clock clock) {
    this.register = register;
    this.targets = targets;
    this.clock = clock;
  }

  void open(Element process, DelegateExecution execution) {
    ExecutionEntity instance = (ExecutionEntity) execution;
    String caller =
        instance.getSuperExecution() == null ? null : number(instance.getSuperExecution());
    String number = register.nextNumber(process.record());
    execution.setProcessBusinessKey(number);
    if (caller != null) {
      execution.setVariable("partOf", caller);
    }
    register.open(
        new Opening(
            number,
            process.record(),
            instance.getProcessDefinition().getKey(),
            instance.getProcessDefinition().getVersion(),
            execution.getProcessInstanceId()),
        entry("opened", process, execution, null, execution.getVariables()));
    if (caller != null) {
      register.link(number, "part of", caller, actor());
    }
  }

  void close(DelegateExecution execution) {
    String number = number(execution);
    String removed = removedBecause(execution);
    Map<String, Object> changes = new LinkedHashMap<>();
    changes.put("closedAt", clock.instant().toString());
    if (removed != null) {
      changes.put("status", "removed");
    }
    targets.end(number);
    register.add(number, Entry.of(actor(), "closed", removed, changes));
  }

  /**
   * The node is entered: the record takes its status, the service targets do what its clock says.
   */
  void enter(String kind, Element node, DelegateExecution execution) {
    String number = number(execution);
    if (number == null) {
      return;
    }
    Map<String, Object> changes = new LinkedHashMap<>();
    if (node.status() != null) {
      changes.put("status", node.status());
    }
    switch (node.clock() == null ? "" : node.clock()) {
      case "pause" -> targets.pause(number, node.id(), node.name());
      case "stop-response" -> targets.met(number, TargetKind.RESPONSE);
      case "stop-resolution" -> {
        targets.met(number, TargetKind.RESOLUTION);
        changes.put("resolvedAt", clock.instant().toString());
      }
      case "restart-resolution" -> {
        DueDates.set(targets.reopen(number), execution);
        changes.put("resolvedAt", null);
      }
      default -> {}
    }
    if (!changes.isEmpty()) {
      register.add(number, entry(kind, node, execution, null, changes));
    }
  }

  void resume(DelegateExecution execution) {
    String number = number(execution);
    if (number != null) {
      DueDates.set(targets.resume(number), execution);
    }
  }

  /** A step is done or an event has happened. */
  void passed(String kind, Element node, DelegateExecution execution) {
    String number = number(execution);
    if (number != null && !execution.isCanceled()) {
      register.add(number, entry(kind, node, execution, null, Map.of()));
    }
  }

  /** An end event is reached: with a status it is the record's outcome. */
  void reached(Element end, DelegateExecution execution) {
    String number = number(execution);
    if (number == null) {
      return;
    }
    register.add(
        number,
        entry(
            "event",
            end,
            execution,
            null,
            end.status() == null
                ? Map.of()
                : Map.of("status", end.status(), "outcome", end.name())));
  }

  void assigned(Element task, DelegateTask delegateTask) {
    if (delegateTask.getAssignee() == null && delegateTask.getOwner() != null) {
      // given back, it is nobody's: who claims it next does not act for anybody
      delegateTask.setOwner(null);
    }
    String number = number(delegateTask.getExecution());
    if (number != null) {
      Map<String, Object> owner = new LinkedHashMap<>();
      owner.put(task.leavesOwner() ? "assignee" : "owner", delegateTask.getAssignee());
      register.add(
          number,
          entry("assigned", task, delegateTask.getExecution(), actingFor(delegateTask), owner));
    }
  }

  void completed(Element task, DelegateTask delegateTask) {
    String number = number(delegateTask.getExecution());
    if (number != null) {
      register.add(
          number,
          entry(
              "task",
              task,
              delegateTask.getExecution(),
              actingFor(delegateTask),
              SubmittedValues.current()));
    }
  }

  /** A task that its assignee has in place of somebody who is away, who stays its owner. */
  private static String actingFor(DelegateTask task) {
    return task.getOwner() == null || task.getOwner().equals(task.getAssignee())
        ? null
        : "acting for " + task.getOwner();
  }

  /**
   * Outputs of the decision become variables of their names; a table without an answer stops the
   * step.
   */
  void decided(Element node, DelegateExecution execution) {
    if (!(execution.getVariableLocal("decisionResult") instanceof DmnDecisionResult result)) {
      return;
    }
    var evaluation =
        (DecisionEvaluations.Evaluation) execution.getVariableLocal(DecisionEvaluations.VARIABLE);
    if (result.size() != 1) {
      throw new UndecidedException(node.name(), evaluation, result.size());
    }
    Map<String, Object> outputs = new LinkedHashMap<>(result.getSingleResult().getEntryMap());
    outputs.forEach(
        (name, value) ->
            Changed.set(name, value, ((ExecutionEntity) execution).getProcessInstance()));
    String number = number(execution);
    if (number != null) {
      register.add(
          number,
          entry(
              "decision",
              node,
              execution,
              evaluation.decision() + " for " + evaluation.inputs(),
              outputs));
    }
  }

  private static Entry entry(
      String kind,
      Element node,
      DelegateExecution execution,
      String note,
      Map<String, Object> changes) {
    var process = ((ExecutionEntity) execution).getProcessDefinition();
    return new Entry(
        actor(),
        kind,
        process.getKey(),
        process.getVersion(),
        node.id(),
        node.name(),
        node.requirement(),
        note,
        changes);
  }

  /**
   * Only a process that keeps a record, or one that it calls, has a number: a caller's business key
   * is not trusted.
   */
  private static String number(DelegateExecution execution) {
    ExecutionEntity root = ((ExecutionEntity) execution).getProcessInstance();
    boolean keepsOrCalled =
        root.getSuperExecution() != null
            || root.getProcessDefinition().getProperty(RecordKeeping.RECORD) != null;
    return keepsOrCalled ? execution.getProcessBusinessKey() : null;
  }

  private static String removedBecause(DelegateExecution execution) {
    return execution.isCanceled() ? ((ExecutionEntity) execution).getDeleteReason() : null;
  }

  private static String actor() {
    String user = Context.getCommandContext().getAuthenticatedUserId();
    return user == null ? "clauseflow" : user;
  }
}
