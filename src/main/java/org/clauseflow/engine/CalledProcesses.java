package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.clauseflow.record.Refusal;
import org.springframework.stereotype.Component;

/**
 * Says clearly what is wrong where a call activity names its process by a variable, as in {@code
 * ${item}}, and there is no such process: nobody could see it when the model was deployed.
 */
@Component
class CalledProcesses extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    if (listeners == null) {
      listeners = new ArrayList<>();
      configuration.setCustomPostBPMNParseListeners(listeners);
    }
    listeners.add(new Listeners());
  }

  private static final class Listeners extends AbstractBpmnParseListener {

    @Override
    public void parseCallActivity(Element xml, ScopeImpl scope, ActivityImpl activity) {
      Optional.ofNullable(xml.attribute("calledElement"))
          .flatMap(ExpressionRule::name)
          .ifPresent(
              name ->
                  activity.addListener(
                      ExecutionListener.EVENTNAME_START,
                      (ExecutionListener) execution -> check(name, execution)));
    }

    private static void check(String name, DelegateExecution execution) {
      String key = (String) execution.getVariable(name);
      boolean isThere =
          key != null && ModelKind.PROCESS.latest(Context.getCommandContext(), key).isPresent();
      if (!isThere) {
        throw new Refusal(
            Refusal.Reason.NOT_NOW,
            "The step \"%s\" runs the process that the variable %s names: %s"
                .formatted(
                    execution.getCurrentActivityName(),
                    name,
                    key == null ? "it is not set" : "there is no process \"" + key + "\""));
      }
    }
  }
}
