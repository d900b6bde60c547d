package org.clauseflow.steps;

import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.clock.ServiceTargets;
import org.springframework.stereotype.Component;

/**
 * Starts the record's service targets, or sets them anew after a change of priority. Inputs
 * response and resolution: agreed times as ISO durations, counted in the service hours of the
 * agreement that {@link FindAgreement} found. Sets responseDue and resolutionDue.
 */
@Component("startTargets")
class StartTargets implements JavaDelegate {

  private final ServiceTargets targets;

  StartTargets(ServiceTargets targets) {
    this.targets = targets;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String hours = (String) execution.getVariable("serviceHours");
    if (hours != null) {
      DueDates.set(
          targets.start(
              execution.getProcessBusinessKey(),
              (String) execution.getVariable("agreement"),
              hours,
              Duration.parse((String) execution.getVariable("response")),
              Duration.parse((String) execution.getVariable("resolution"))),
          execution);
    }
  }
}
