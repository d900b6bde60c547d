package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Links the incidents of accepted findings to the problems that were opened for them. */
@Component("linkRaised")
class LinkRaised implements JavaDelegate {

  private final TrendAnalysis trends;

  LinkRaised(TrendAnalysis trends) {
    this.trends = trends;
  }

  @Override
  public void execute(DelegateExecution step) {
    trends.linkRaised(step.getProcessBusinessKey());
  }
}
