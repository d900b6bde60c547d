package org.clauseflow.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.cfg.CommandChecker;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.form.CamundaFormRefImpl;
import org.camunda.bpm.engine.impl.form.FormDefinition;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.TimerStartEventJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricTaskInstanceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.clauseflow.record.Refusal;
import org.springframework.stereotype.Component;

/**
 * Checks what completes a task or starts a process, whichever way it came, before anything of it
 * counts.
 */
@Component
class CheckedSubmissions {

  private final FormDefinitions forms;
  private final FormCheck check;

  CheckedSubmissions(FormDefinitions forms, FormCheck check) {
    this.forms = forms;
    this.check = check;
  }

  /** What a task is completed with, as it is to be stored. */
  Map<String, Object> complete(
      String taskId, Map<String, Object> submitted, CommandContext context) {
    TaskEntity task = taskId == null ? null : context.getTaskManager().findTaskById(taskId);
    if (task == null) {
      refuseIfDone(taskId, context);
      return submitted;
    }
    if (task.getExecution() == null) {
      return submitted;
    }
    if (isGone(task)) {
      throw doneAlready(task.getName());
    }
    Optional<Form> form = form(task, context);
    if (form.isEmpty() && context.getAuthentication() == null) {
      SubmittedValues.set(submitted == null ? Map.of() : plain(submitted));
      return submitted;
    }
    try {
      Asker asker = asker(task, context);
      FormCheck.Accepted accepted = check.check(form.orElse(null), Set.of(), submitted, asker);
      SubmittedValues.set(accepted.values());
      return changed(accepted.variables(), task, asker, context);
    } catch (InvalidFormException e) {
      // who may not work on the task learns that, and nothing of its form
      checkers(context, checker -> checker.checkTaskWork(task));
      throw e;
    }
  }

  /** Ended between two looks at it. */
  private static boolean isGone(TaskEntity task) {
    try {
      return task.getExecution().getProcessInstance() == null;
    } catch (NullPointerException e) {
      // the engine looks for the instance among its executions, and takes it for granted to be
      // there
      return true;
    }
  }

  /** Somebody else was faster, or the same was sent twice: the engine would call it an error. */
  static void refuseIfDone(String taskId, CommandContext context) {
    HistoricTaskInstanceEntity done =
        taskId == null
            ? null
            : context.getHistoricTaskInstanceManager().findHistoricTaskInstanceById(taskId);
    if (done != null && done.getEndTime() != null) {
      throw doneAlready(done.getName());
    }
  }

  private static Refusal doneAlready(String task) {
    return new Refusal(
        Refusal.Reason.NOT_NOW,
        "\"%s\" is done already: nothing more can be handed in for it".formatted(task));
  }

  /** The process has started and nothing has happened yet: its variables are what was submitted. */
  void start(DelegateExecution execution) {
    ExecutionEntity instance = (ExecutionEntity) execution;
    if (instance.getSuperExecution() != null) {
      SubmittedValues.set(Map.of());
      return;
    }
    CommandContext context = Context.getCommandContext();
    ProcessDefinitionEntity process = instance.getProcessDefinition();
    ActivityImpl start = instance.getActivity();
    VariableMap submitted = instance.getVariablesLocalTyped(false);
    takeInitiator(process, submitted, instance, context);

    StartContract contract = start == null ? null : start.getProperties().get(StartContract.KEY);
    if (contract == null || timeHasCome(context)) {
      SubmittedValues.set(plain(submitted));
      return;
    }
    Optional<Form> form = form(contract, process, start, instance, context);
    if (form.isEmpty() && contract.accepts().isEmpty() && context.getAuthentication() == null) {
      SubmittedValues.set(plain(submitted));
      return;
    }
    FormCheck.Accepted accepted =
        check.check(
            form.orElse(null), contract.accepts(), submitted, Asker.of(context, null, Map.of()));
    store(accepted.variables(), submitted, instance);
    SubmittedValues.set(accepted.values());
  }

  /** Nobody was asked: the form of a planned start is for those who start it by hand. */
  private static boolean timeHasCome(CommandContext context) {
    return context.getCurrentJob() != null
        && TimerStartEventJobHandler.TYPE.equals(context.getCurrentJob().getJobHandlerType());
  }

  /**
   * What differs from what is known: to set a variable to its own value would cost the engine as
   * much as a change. The history of variables that do change is read in one go; otherwise the
   * engine reads it one by one.
   */
  private static VariableMap changed(
      VariableMap accepted, TaskEntity task, Asker asker, CommandContext context) {
    Map<String, Object> known = asker.values();
    accepted
        .entrySet()
        .removeIf(a -> a.getValue() != null && a.getValue().equals(known.get(a.getKey())));
    if (accepted.keySet().stream().anyMatch(known::containsKey)) {
      context
          .getHistoricVariableInstanceManager()
          .findHistoricVariableInstancesByProcessInstanceId(task.getProcessInstanceId());
    }
    return accepted;
  }

  Asker asker(TaskEntity task, CommandContext context) {
    return Asker.of(
        context,
        task.getExecution().getProcessInstance().getBusinessKey(),
        values(task.getExecution().getVariablesTyped(false)));
  }

  Optional<Form> form(TaskEntity task, CommandContext context) {
    task.initializeFormKey();
    if (task.getCamundaFormRef() == null
        && task.getTaskDefinition().getCamundaFormDefinitionKey() != null) {
      throw new Refusal(
          Refusal.Reason.NOT_NOW,
          "\"%s\" asks by the form that %s names, and that is not set"
              .formatted(
                  task.getName(),
                  task.getTaskDefinition().getCamundaFormDefinitionKey().getExpressionText()));
    }
    return forms.find(
        task.getCamundaFormRef(),
        task.getFormKey(),
        task.getProcessDefinition().getDeploymentId(),
        context);
  }

  private Optional<Form> form(
      StartContract contract,
      ProcessDefinitionEntity process,
      ActivityImpl start,
      ExecutionEntity instance,
      CommandContext context) {
    if (contract.form() != null) {
      return Optional.of(forms.latest(contract.form(), context));
    }
    FormDefinition definition = process.getStartFormDefinition();
    if (definition == null || start != process.getInitial()) {
      return Optional.empty();
    }
    CamundaFormRefImpl reference = null;
    if (definition.getCamundaFormDefinitionKey() != null) {
      reference =
          new CamundaFormRefImpl(
              (String) definition.getCamundaFormDefinitionKey().getValue(instance),
              definition.getCamundaFormDefinitionBinding());
      if (definition.getCamundaFormDefinitionVersion() != null) {
        reference.setVersion(
            Integer.valueOf(
                (String) definition.getCamundaFormDefinitionVersion().getValue(instance)));
      }
    }
    String formKey =
        definition.getFormKey() == null
            ? null
            : (String) definition.getFormKey().getValue(instance);
    return forms.find(reference, formKey, process.getDeploymentId(), context);
  }

  /**
   * The engine notes who started before it takes the submitted values, which could name somebody
   * else.
   */
  private static void takeInitiator(
      ProcessDefinitionEntity process,
      VariableMap submitted,
      ExecutionEntity instance,
      CommandContext context) {
    String initiator = (String) process.getProperty(BpmnParse.PROPERTYNAME_INITIATOR_VARIABLE_NAME);
    if (initiator != null) {
      submitted.remove(initiator);
      instance.setVariable(initiator, context.getAuthenticatedUserId());
    }
  }

  private static void store(VariableMap accepted, VariableMap submitted, ExecutionEntity instance) {
    accepted.forEach(
        (name, value) -> {
          TypedValue before = submitted.getValueTyped(name);
          Object known = before == null ? null : before.getValue();
          if (before == null || !(value instanceof TypedValue) && !Objects.equals(known, value)) {
            instance.setVariable(name, value);
          }
        });
    submitted.keySet().stream()
        .filter(name -> !accepted.containsKey(name))
        .toList()
        .forEach(instance::removeVariable);
  }

  private static Map<String, Object> plain(Map<String, Object> submitted) {
    Map<String, Object> values = new HashMap<>(submitted);
    values.replaceAll(
        (name, value) -> value instanceof TypedValue typed ? typed.getValue() : value);
    return values;
  }

  /** Variables as conditions of forms see them; what is stored as an object stays closed. */
  private static Map<String, Object> values(VariableMap variables) {
    Map<String, Object> values = new HashMap<>();
    variables
        .keySet()
        .forEach(
            name -> {
              TypedValue typed = variables.getValueTyped(name);
              if (typed.getType().isPrimitiveValueType()) {
                values.put(name, typed.getValue());
              }
            });
    return values;
  }

  private static void checkers(CommandContext context, Consumer<CommandChecker> check) {
    context.getProcessEngineConfiguration().getCommandCheckers().forEach(check);
  }
}
