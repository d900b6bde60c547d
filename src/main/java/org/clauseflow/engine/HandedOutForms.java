package org.clauseflow.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import org.camunda.bpm.engine.form.CamundaFormRef;
import org.camunda.bpm.engine.impl.FormServiceImpl;
import org.camunda.bpm.engine.impl.GetDeployedTaskFormCmd;
import org.camunda.bpm.engine.impl.cmd.GetDeployedStartFormCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.impl.VariableMapImpl;
import org.camunda.bpm.engine.variable.type.ValueType;

/**
 * The form service: fills what comes from data into a form as it is handed out, for REST and
 * Tasklist alike, and checks what is handed back.
 */
class HandedOutForms extends FormServiceImpl {

  private final FormDefinitions forms;
  private final CheckedSubmissions submissions;
  private final FormContent content;
  private final ObjectMapper json;

  HandedOutForms(
      FormDefinitions forms,
      CheckedSubmissions submissions,
      FormContent content,
      ObjectMapper json) {
    this.forms = forms;
    this.submissions = submissions;
    this.content = content;
    this.json = json;
  }

  @Override
  public InputStream getDeployedStartForm(String processDefinitionId) {
    return commandExecutor.execute(
        new GetDeployedStartFormCmd(processDefinitionId) {
          @Override
          protected InputStream getResourceForCamundaFormRef(
              CamundaFormRef reference, String deploymentId) {
            return fill(
                forms.find(reference, deploymentId, commandContext),
                Asker.of(commandContext, null, Map.of()));
          }
        });
  }

  @Override
  public InputStream getDeployedTaskForm(String taskId) {
    return commandExecutor.execute(
        new GetDeployedTaskFormCmd(taskId) {
          @Override
          protected InputStream getResourceForCamundaFormRef(
              CamundaFormRef reference, String deploymentId) {
            TaskEntity task = commandContext.getTaskManager().findTaskById(taskId);
            return fill(
                forms.find(reference, deploymentId, commandContext),
                submissions.asker(task, commandContext));
          }
        });
  }

  private InputStream fill(Form form, Asker asker) {
    try {
      return new ByteArrayInputStream(
          json.writeValueAsBytes(form.filled() ? content.fill(form, asker) : form.schema()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The form %s cannot be handed out".formatted(form.id()), e);
    }
  }

  /** What a form opens with: what is known, but for fields that are to be answered anew. */
  @Override
  public VariableMap getTaskFormVariables(
      String taskId, Collection<String> names, boolean deserializeObjectValues) {
    VariableMap variables = super.getTaskFormVariables(taskId, names, deserializeObjectValues);
    return commandExecutor.execute(
        context -> {
          TaskEntity task = context.getTaskManager().findTaskById(taskId);
          return submissions
              .form(task, context)
              .map(form -> known(form, variables))
              .orElse(variables);
        });
  }

  /**
   * Into a map of its own: to take a list out of one would be to read it. What is null stays away:
   * Tasklist would send back the answer as of the type Null.
   */
  private static VariableMap known(Form form, VariableMap variables) {
    VariableMap known = new VariableMapImpl();
    variables.keySet().stream()
        .filter(name -> form.fields().get(name) == null || !form.fields().get(name).askedAnew())
        .filter(name -> variables.getValueTyped(name).getType() != ValueType.NULL)
        .forEach(name -> known.putValueTyped(name, variables.getValueTyped(name)));
    return known;
  }

  @Override
  public void submitTaskForm(String taskId, Map<String, Object> properties) {
    commandExecutor.execute(new Submit(taskId, properties, false, false));
  }

  @Override
  public VariableMap submitTaskFormWithVariablesInReturn(
      String taskId, Map<String, Object> properties, boolean deserializeValues) {
    return commandExecutor.execute(new Submit(taskId, properties, true, deserializeValues));
  }

  private final class Submit extends SubmitTaskFormCmd {

    Submit(
        String taskId,
        Map<String, Object> properties,
        boolean returnVariables,
        boolean deserialize) {
      super(taskId, properties, returnVariables, deserialize);
    }

    @Override
    public VariableMap execute(CommandContext context) {
      properties = Variables.fromMap(submissions.complete(taskId, properties, context));
      return super.execute(context);
    }
  }
}
