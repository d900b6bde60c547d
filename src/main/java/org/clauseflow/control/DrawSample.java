package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Draws a random sample of the items of an audit, which comes out the same with the same seed.
 * Inputs: size, seed. Sets sampled.
 */
@Component("drawSample")
class DrawSample implements JavaDelegate {

  private final ConfigurationAudits audits;

  DrawSample(ConfigurationAudits audits) {
    this.audits = audits;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    Object chosen = step.getVariable("sampleSize");
    int drawn =
        audits.draw(
            number,
            ScopeAudit.scope(step),
            ((Number) (chosen == null ? step.getVariable("size") : chosen)).intValue(),
            ((Number) step.getVariable("seed")).longValue());
    step.setVariable("sampled", drawn);
  }
}
