package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.clauseflow.resolution.TrendPeriods;
import org.springframework.stereotype.Component;

/**
 * Analyses requests for change of a period and of the one before. Inputs: period, first, last,
 * comparedWith, decision. Sets title, figures and improvements, the findings that one is proposed
 * for.
 */
@Component("analyseChanges")
class AnalyseChanges implements JavaDelegate {

  private final ChangeTrends trends;

  AnalyseChanges(ChangeTrends trends) {
    this.trends = trends;
  }

  @Override
  public void execute(DelegateExecution step) {
    ChangeTrends.Result result =
        trends.analyse(
            step.getProcessBusinessKey(),
            TrendPeriods.of(
                (String) step.getVariable("period"),
                (String) step.getVariable("first"),
                (String) step.getVariable("last"),
                (String) step.getVariable("comparedWith"),
                trends.today()),
            (String) step.getVariable("decision"));
    step.setVariable("title", result.title());
    step.setVariable("figures", result.figures());
    step.setVariable(
        "improvements",
        Variables.objectValue(result.improvements())
            .serializationDataFormat(Variables.SerializationDataFormats.JSON)
            .create());
  }
}
