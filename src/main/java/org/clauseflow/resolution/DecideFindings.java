package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps what was decided on the findings. Sets accepted: how many something is raised from. */
@Component("decideFindings")
class DecideFindings implements JavaDelegate {

  private final TrendAnalysis trends;

  DecideFindings(TrendAnalysis trends) {
    this.trends = trends;
  }

  @Override
  public void execute(DelegateExecution step) {
    step.setVariable("accepted", trends.decide(step.getProcessBusinessKey()));
  }
}
