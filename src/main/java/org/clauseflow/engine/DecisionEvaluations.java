package org.clauseflow.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.history.HistoricDecisionInputInstance;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.variable.Variables;

/**
 * Lays the inputs of a decision beside its result, where the listener at the end of the rule task
 * finds them.
 */
class DecisionEvaluations implements HistoryEventHandler {

  static final String VARIABLE = "decisionEvaluation";

  /**
   * @param decision id of the decision and of its deployed version, such as priority:3:abc
   */
  record Evaluation(String decision, Map<String, Object> inputs) {}

  @Override
  public void handleEvent(HistoryEvent event) {
    if (event instanceof HistoricDecisionEvaluationEvent evaluation
        && Context.getBpmnExecutionContext() != null) {
      var root = evaluation.getRootHistoricDecisionInstance();
      Map<String, Object> inputs = new LinkedHashMap<>();
      for (HistoricDecisionInputInstance input : root.getInputs()) {
        String name = input.getClauseName();
        inputs.put(name == null ? input.getClauseId() : name, input.getValue());
      }
      Context.getBpmnExecutionContext()
          .getExecution()
          .setVariableLocal(
              VARIABLE,
              Variables.untypedValue(new Evaluation(root.getDecisionDefinitionId(), inputs), true));
    }
  }

  @Override
  public void handleEvents(List<HistoryEvent> events) {
    events.forEach(this::handleEvent);
  }
}
