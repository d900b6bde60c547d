package org.clauseflow.engine;

import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.impl.TaskServiceImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ResolveTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.variable.VariableMap;

/** The task service, with every completion checked within its own command. */
class CheckedTasks extends TaskServiceImpl {

  private final CheckedSubmissions submissions;

  CheckedTasks(CheckedSubmissions submissions) {
    this.submissions = submissions;
  }

  @Override
  public void complete(String taskId) {
    complete(taskId, null);
  }

  @Override
  public void complete(String taskId, Map<String, Object> variables) {
    commandExecutor.execute(new Complete(taskId, variables, false, false));
  }

  @Override
  public VariableMap completeWithVariablesInReturn(
      String taskId, Map<String, Object> variables, boolean deserializeValues) {
    return commandExecutor.execute(new Complete(taskId, variables, true, deserializeValues));
  }

  @Override
  public void resolveTask(String taskId) {
    resolveTask(taskId, null);
  }

  /** To resolve a delegated task is to hand it back with its form filled in. */
  @Override
  public void resolveTask(String taskId, Map<String, Object> variables) {
    commandExecutor.execute(new Resolve(taskId, variables));
  }

  private final class Complete extends CompleteTaskCmd {

    Complete(
        String taskId,
        Map<String, Object> variables,
        boolean returnVariables,
        boolean deserialize) {
      super(taskId, variables, returnVariables, deserialize);
    }

    @Override
    public VariableMap execute(CommandContext context) {
      variables = submissions.complete(taskId, variables, context);
      try {
        return super.execute(context);
      } catch (AuthorizationException e) {
        // who has completed it at this very moment lost the right to with it
        CheckedSubmissions.refuseIfDone(taskId, context);
        throw e;
      }
    }
  }

  private final class Resolve extends ResolveTaskCmd {

    Resolve(String taskId, Map<String, Object> variables) {
      super(taskId, variables);
    }

    @Override
    public VariableMap execute(CommandContext context) {
      variables = submissions.complete(taskId, variables, context);
      return super.execute(context);
    }
  }
}
