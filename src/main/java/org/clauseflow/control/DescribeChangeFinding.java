package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Tells a finding of a trend analysis of changes. Input finding: its id. Sets findingTitle,
 * findingDescription, findingService and findingReporter to be passed on.
 */
@Component("describeChangeFinding")
class DescribeChangeFinding implements JavaDelegate {

  private final ChangeTrends trends;

  DescribeChangeFinding(ChangeTrends trends) {
    this.trends = trends;
  }

  @Override
  public void execute(DelegateExecution step) {
    ChangeTrends.Improvement improvement =
        trends.improve(step.getProcessBusinessKey(), (String) step.getVariable("finding"));
    step.setVariable("findingTitle", improvement.title());
    step.setVariable("findingDescription", improvement.description());
    step.setVariable("findingService", improvement.service());
    step.setVariable("findingReporter", improvement.reporter());
  }
}
