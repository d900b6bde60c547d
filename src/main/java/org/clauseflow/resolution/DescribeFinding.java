package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Tells the next accepted finding of a loop over them. Sets findingDecision, and findingTitle,
 * findingDescription, findingService, findingCategory, findingCi, findingImpact, findingUrgency and
 * findingReporter to be passed on.
 */
@Component("describeFinding")
class DescribeFinding implements JavaDelegate {

  private final TrendAnalysis trends;

  DescribeFinding(TrendAnalysis trends) {
    this.trends = trends;
  }

  @Override
  public void execute(DelegateExecution step) {
    TrendAnalysis.Accepted finding =
        trends.accepted(step.getProcessBusinessKey(), (Integer) step.getVariable("loopCounter"));
    step.setVariable("findingDecision", finding.decision());
    step.setVariable("findingTitle", finding.title());
    step.setVariable("findingDescription", finding.description());
    step.setVariable("findingService", finding.service());
    step.setVariable("findingCategory", finding.category());
    step.setVariable("findingCi", finding.ci());
    step.setVariable("findingImpact", finding.impact());
    step.setVariable("findingUrgency", finding.urgency());
    step.setVariable("findingReporter", finding.decidedBy());
  }
}
