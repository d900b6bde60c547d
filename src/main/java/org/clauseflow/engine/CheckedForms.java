package org.clauseflow.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Puts form check and choices into the engine. A start is checked by the first listener of the
 * process, whoever starts it and how; so this plugin comes last, and its listener before those of
 * the others.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class CheckedForms extends AbstractProcessEnginePlugin {

  private final FormDefinitions forms;
  private final CheckedSubmissions submissions;
  private final FormContent content;
  private final ObjectMapper json;

  CheckedForms(
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
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    configuration.setTaskService(new CheckedTasks(submissions));
    configuration.setFormService(new HandedOutForms(forms, submissions, content, json));
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    if (listeners == null) {
      listeners = new ArrayList<>();
      configuration.setCustomPostBPMNParseListeners(listeners);
    }
    listeners.add(new StartChecks());
  }

  private final class StartChecks extends AbstractBpmnParseListener {

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
      definition.addBuiltInListener(
          ExecutionListener.EVENTNAME_START, (ExecutionListener) submissions::start, 0);
    }

    @Override
    public void parseStartEvent(Element startEvent, ScopeImpl scope, ActivityImpl activity) {
      if (scope instanceof ProcessDefinitionEntity) {
        activity
            .getProperties()
            .set(StartContract.KEY, StartContract.of(org.clauseflow.engine.Element.of(startEvent)));
      }
    }
  }
}
