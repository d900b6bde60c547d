package org.clauseflow.resolution;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.springframework.stereotype.Component;

/**
 * Analyses incidents and problems of a period. Inputs: period, first, last, comparedWith, least,
 * leastGrowth, most, decision. Sets title, figures, toDecide (how many findings ask for a
 * decision), and what is proposed: problems, preventiveActions and dismissed (none), the places of
 * findings.
 */
@Component("analyseTrends")
class AnalyseTrends implements JavaDelegate {

  private final TrendAnalysis trends;

  AnalyseTrends(TrendAnalysis trends) {
    this.trends = trends;
  }

  @Override
  public void execute(DelegateExecution step) {
    TrendAnalysis.Result result = trends.analyse(step.getProcessBusinessKey(), search(step));
    step.setVariable("title", result.title());
    step.setVariable("figures", result.figures());
    step.setVariable("toDecide", result.toDecide());
    step.setVariable("problems", list(result.problems()));
    step.setVariable("preventiveActions", list(result.preventiveActions()));
    step.setVariable("dismissed", list(List.of()));
  }

  private static ObjectValue list(List<String> places) {
    return Variables.objectValue(places)
        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
        .create();
  }

  private TrendAnalysis.Search search(DelegateExecution step) {
    return new TrendAnalysis.Search(
        TrendPeriods.of(
            (String) step.getVariable("period"),
            (String) step.getVariable("first"),
            (String) step.getVariable("last"),
            (String) step.getVariable("comparedWith"),
            trends.today()),
        number(step.getVariable("least")),
        number(step.getVariable("leastGrowth")),
        number(step.getVariable("most")),
        (String) step.getVariable("decision"));
  }

  /** A form gives a number, the model a text. */
  private static int number(Object value) {
    return Integer.parseInt(String.valueOf(value));
  }
}
