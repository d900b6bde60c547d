package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.clauseflow.record.Refusal;
import org.springframework.stereotype.Component;

/**
 * Keeps the people away from a task whom its property {@code notBy} names: who asked for something
 * does not approve it. It holds for whoever they are, administrators too, and by whatever door they
 * come.
 */
@Component
class NotBy extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    if (listeners == null) {
      listeners = new ArrayList<>();
      configuration.setCustomPostBPMNParseListeners(listeners);
    }
    listeners.add(new Listeners());
    List<CommandInterceptor> interceptors = new ArrayList<>();
    if (configuration.getCustomPreCommandInterceptorsTxRequired() != null) {
      interceptors.addAll(configuration.getCustomPreCommandInterceptorsTxRequired());
    }
    // behind the guard of commands, which tells a refusal at the doors of the engine
    interceptors.add(new AsItWasSaid());
    configuration.setCustomPreCommandInterceptorsTxRequired(interceptors);
  }

  /** What a task listener throws, the engine wraps into an error of its own. */
  private static final class AsItWasSaid extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
      try {
        return next.execute(command);
      } catch (ProcessEngineException e) {
        throw e.getCause() instanceof Refusal refused ? refused : e;
      }
    }
  }

  private static final class Listeners extends AbstractBpmnParseListener {

    @Override
    public void parseUserTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      String names = org.clauseflow.engine.Element.of(xml).properties().get("notBy");
      if (names != null) {
        List<String> notBy = Arrays.stream(names.split(",")).map(String::strip).toList();
        var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addTaskListener(
            TaskListener.EVENTNAME_ASSIGNMENT, t -> refuse(t.getAssignee(), t, notBy));
        task.addTaskListener(
            TaskListener.EVENTNAME_COMPLETE,
            t -> {
              refuse(t.getAssignee(), t, notBy);
              refuse(Context.getCommandContext().getAuthenticatedUserId(), t, notBy);
            });
      }
    }

    private static void refuse(String person, DelegateTask task, List<String> notBy) {
      if (person != null) {
        notBy.stream()
            .filter(name -> person.equals(task.getVariable(name)))
            .findFirst()
            .ifPresent(
                name -> {
                  throw new Refusal(
                      Refusal.Reason.NOT_ALLOWED,
                      "\"%s\" is not for %s, who is the %s: somebody else must do it"
                          .formatted(task.getName(), person, name));
                });
      }
    }
  }
}
