package org.clauseflow.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Notes what became of a release. Input outcome: successful, failed, reversed or cancelled. Sets
 * release, deployment, comingReleases, and of a success deployedAt and earlyLifeEnds.
 */
@Component("concludeDeployment")
class ConcludeDeployment implements JavaDelegate {

  private final Register register;
  private final ReleasePlans plans;
  private final Clock clock;

  ConcludeDeployment(Register register, ReleasePlans plans, Clock clock) {
    this.register = register;
    this.plans = plans;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    String release = step.getProcessBusinessKey();
    String outcome = (String) step.getVariableLocal("outcome");
    if (outcome.equals("cancelled") && step.getVariable("deploymentBegan") != null) {
      throw new Refusal(
          Reason.NOT_NOW,
          release + " can no longer be cancelled, as its deployment has begun: reverse it instead");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("deployment", outcome);
    if (outcome.equals("successful")) {
      Instant now = clock.instant();
      String ends = now.plus(Duration.parse((String) step.getVariable("earlyLife"))).toString();
      facts.put("deployedAt", now.toString());
      facts.put("earlyLifeEnds", ends);
      step.setVariable("deployedAt", now.toString());
      step.setVariable("earlyLifeEnds", ends);
    }
    if (outcome.equals("reversed")) {
      // planned again, it can be cancelled again
      step.setVariable("deploymentBegan", null);
    }
    step.setVariable("release", release);
    step.setVariable("deployment", outcome);
    step.setVariable("comingReleases", plans.coming(release));
    register.add(release, Entry.of("clauseflow", "deployment", outcome, facts));
  }
}
