package org.clauseflow.engine;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.form.CamundaFormRefImpl;
import org.camunda.bpm.engine.impl.form.FormDefinition;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.springframework.stereotype.Component;

/** What the forms of models are about, without handing them out. */
@Component
public class TaskForms {

  /**
   * A user task of a model.
   *
   * @param definition id of the process definition
   */
  public record Step(String definition, String element) {}

  private final FormDefinitions forms;
  private final CommandExecutor engine;

  TaskForms(FormDefinitions forms, ProcessEngine processEngine) {
    this.forms = forms;
    this.engine =
        ((ProcessEngineConfigurationImpl) processEngine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
  }

  /** Those that somebody may complete without an answer: nothing that their forms ask must be. */
  public Set<Step> completable(Collection<Step> steps) {
    return steps.isEmpty()
        ? Set.of()
        : engine.execute(
            context ->
                steps.stream()
                    .filter(step -> asksNothingNeeded(step, context))
                    .collect(Collectors.toSet()));
  }

  /** What stands over the form that starts a process: what one does by it, in a person's words. */
  public Optional<String> startHeading(String definition) {
    return engine.execute(
        context -> {
          ProcessDefinitionEntity process = process(definition, context);
          return form(process.getStartFormDefinition(), process, context)
              .flatMap(TaskForms::heading);
        });
  }

  private boolean asksNothingNeeded(Step step, CommandContext context) {
    ProcessDefinitionEntity process = process(step.definition, context);
    var task = process.getTaskDefinitions().get(step.element);
    return task != null
        && form(task.getFormDefinition(), process, context)
            .map(form -> form.fields().values().stream().noneMatch(Form.Field::required))
            .orElse(false);
  }

  private static ProcessDefinitionEntity process(String definition, CommandContext context) {
    return context.runWithoutAuthorization(
        () ->
            context
                .getProcessEngineConfiguration()
                .getDeploymentCache()
                .findDeployedProcessDefinitionById(definition));
  }

  /** Empty where the model names none, or one that is known only once the task is there. */
  private Optional<Form> form(
      FormDefinition asked, ProcessDefinitionEntity process, CommandContext context) {
    return asked != null
            && asked.getCamundaFormDefinitionKey() != null
            && asked.getCamundaFormDefinitionKey().isLiteralText()
            && !"version".equals(asked.getCamundaFormDefinitionBinding())
        ? forms.find(
            new CamundaFormRefImpl(
                asked.getCamundaFormDefinitionKey().getExpressionText(),
                asked.getCamundaFormDefinitionBinding()),
            null,
            process.getDeploymentId(),
            context)
        : Optional.empty();
  }

  private static Optional<String> heading(Form form) {
    return form.schema().findValues("text").stream()
        .flatMap(text -> text.asText().lines())
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .findFirst();
  }
}
