package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.stereotype.Component;

/**
 * Makes the models keep records: reads what they declare on their elements and adds the listeners
 * that act on it, so that nobody has to model "save" (see {@link RecordKeeper}).
 */
@Component
class RecordKeeping extends AbstractProcessEnginePlugin {

  /** Property of a parsed process: the type of record it keeps. */
  static final String RECORD = "clauseflow.record";

  private final RecordKeeper keeper;

  RecordKeeping(RecordKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<BpmnParseListener> listeners = configuration.getCustomPostBPMNParseListeners();
    if (listeners == null) {
      listeners = new ArrayList<>();
      configuration.setCustomPostBPMNParseListeners(listeners);
    }
    listeners.add(new Listeners());
    configuration.getCustomHistoryEventHandlers().add(new DecisionEvaluations());
  }

  private final class Listeners extends AbstractBpmnParseListener {

    @Override
    public void parseProcess(Element xml, ProcessDefinitionEntity process) {
      var element = org.clauseflow.engine.Element.of(xml);
      if (element.record() != null) {
        process.setProperty(RECORD, element.record());
        process.addListener(
            ExecutionListener.EVENTNAME_START, (ExecutionListener) e -> keeper.open(element, e), 0);
        process.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) keeper::close);
      }
    }

    /** Status and clock, on any node. */
    private org.clauseflow.engine.Element node(Element xml, ActivityImpl activity) {
      var element = org.clauseflow.engine.Element.of(xml);
      if (element.status() != null || element.clock() != null) {
        activity.addListener(
            ExecutionListener.EVENTNAME_START,
            (ExecutionListener) e -> keeper.enter("status", element, e));
      }
      if ("pause".equals(element.clock())) {
        activity.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) keeper::resume);
      }
      return element;
    }

    /** A gateway and a sub-process are in the journal only as evidence. */
    private void journalEvidence(Element xml, ActivityImpl activity) {
      if (org.clauseflow.engine.Element.of(xml).requirement().isEmpty()) {
        node(xml, activity);
      } else {
        journalAtEnd("step", xml, activity);
      }
    }

    private void journalAtEnd(String kind, Element xml, ActivityImpl activity) {
      var element = node(xml, activity);
      activity.addListener(
          ExecutionListener.EVENTNAME_END,
          (ExecutionListener) e -> keeper.passed(kind, element, e));
    }

    @Override
    public void parseUserTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      var element = node(xml, activity);
      var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
      task.addTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, t -> keeper.assigned(element, t));
      task.addTaskListener(TaskListener.EVENTNAME_COMPLETE, t -> keeper.completed(element, t));
    }

    @Override
    public void parseBusinessRuleTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      var element = node(xml, activity);
      activity.addListener(
          ExecutionListener.EVENTNAME_END, (ExecutionListener) e -> keeper.decided(element, e));
    }

    @Override
    public void parseServiceTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("step", xml, activity);
    }

    @Override
    public void parseSendTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("step", xml, activity);
    }

    @Override
    public void parseManualTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("step", xml, activity);
    }

    @Override
    public void parseReceiveTask(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("event", xml, activity);
    }

    @Override
    public void parseIntermediateCatchEvent(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("event", xml, activity);
    }

    @Override
    public void parseIntermediateThrowEvent(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("event", xml, activity);
    }

    @Override
    public void parseBoundaryEvent(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("event", xml, activity);
    }

    @Override
    public void parseStartEvent(Element xml, ScopeImpl scope, ActivityImpl activity) {
      var element = org.clauseflow.engine.Element.of(xml);
      activity.addListener(
          ExecutionListener.EVENTNAME_END,
          (ExecutionListener)
              e -> {
                if (element.status() == null) {
                  keeper.passed("event", element, e);
                } else {
                  keeper.enter("event", element, e);
                }
              });
    }

    @Override
    public void parseEndEvent(Element xml, ScopeImpl scope, ActivityImpl activity) {
      var element = org.clauseflow.engine.Element.of(xml);
      activity.addListener(
          ExecutionListener.EVENTNAME_START, (ExecutionListener) e -> keeper.reached(element, e));
    }

    @Override
    public void parseCallActivity(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalAtEnd("step", xml, activity);
    }

    @Override
    public void parseSubProcess(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalEvidence(xml, activity);
    }

    @Override
    public void parseExclusiveGateway(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalEvidence(xml, activity);
    }

    @Override
    public void parseInclusiveGateway(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalEvidence(xml, activity);
    }

    @Override
    public void parseParallelGateway(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalEvidence(xml, activity);
    }

    @Override
    public void parseEventBasedGateway(Element xml, ScopeImpl scope, ActivityImpl activity) {
      journalEvidence(xml, activity);
    }
  }
}
