package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.clauseflow.catalogue.People;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.RefusedAttempts;
import org.springframework.stereotype.Component;

/**
 * Keeps the people away from a task whom its property {@code notBy} names, by whatever account: who
 * asked for something does not approve it. Where it has {@code onlyBy}, everybody but the person
 * whom that names. It holds for whoever they are, administrators too, and by whatever door they
 * come; the attempt stays in the journal.
 */
@Component
class NotBy extends AbstractProcessEnginePlugin {

  private final People people;
  private final RefusedAttempts attempts;

  NotBy(People people, RefusedAttempts attempts) {
    this.people = people;
    this.attempts = attempts;
  }

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

  private final class Listeners extends AbstractBpmnParseListener {

    @Override
    public void parseUserTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      Map<String, String> properties = org.clauseflow.engine.Element.of(xml).properties();
      List<String> notBy = names(properties.get("notBy"));
      List<String> onlyBy = names(properties.get("onlyBy"));
      if (!notBy.isEmpty() || !onlyBy.isEmpty()) {
        var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addTaskListener(
            TaskListener.EVENTNAME_ASSIGNMENT, t -> check(t.getAssignee(), t, notBy, onlyBy));
        task.addTaskListener(
            TaskListener.EVENTNAME_COMPLETE,
            t -> {
              check(t.getAssignee(), t, notBy, onlyBy);
              check(authenticated(), t, notBy, onlyBy);
            });
      }
    }

    private static List<String> names(String names) {
      return names == null
          ? List.of()
          : Arrays.stream(names.split(",")).map(String::strip).toList();
    }

    private void check(String person, DelegateTask task, List<String> notBy, List<String> onlyBy) {
      if (person == null) {
        return;
      }
      notBy.stream()
          .filter(
              name ->
                  task.getVariable(name) instanceof String barred && people.same(person, barred))
          .findFirst()
          .ifPresent(
              name ->
                  refuse(
                      person,
                      task,
                      "\"%s\" is not for %s, who is the %s: somebody else must do it"
                          .formatted(task.getName(), person, name)));
      if (!onlyBy.isEmpty() && onlyBy.stream().map(task::getVariable).noneMatch(person::equals)) {
        refuse(
            person,
            task,
            "\"%s\" is not for %s: it is for %s alone"
                .formatted(task.getName(), person, task.getVariable(onlyBy.get(0))));
      }
    }

    private void refuse(String person, DelegateTask task, String why) {
      String record = task.getExecution().getProcessBusinessKey();
      String actor = authenticated();
      if (record != null) {
        attempts.add(
            record,
            actor == null ? person : actor,
            task.getTaskDefinitionKey(),
            task.getName(),
            why);
      }
      throw new Refusal(Refusal.Reason.NOT_ALLOWED, why);
    }

    private static String authenticated() {
      return Context.getCommandContext().getAuthenticatedUserId();
    }
  }
}
