package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.steps.Changed;
import org.springframework.stereotype.Component;

/**
 * Keeps that whoever completed the last task accepts what collides with this change, and why; what
 * blocks is not accepted. Input reason. Sets collision.
 */
@Component("acceptCollisions")
class AcceptCollisions implements JavaDelegate {

  private final ChangeSchedule schedule;

  AcceptCollisions(ChangeSchedule schedule) {
    this.schedule = schedule;
  }

  @Override
  public void execute(DelegateExecution step) {
    Changed.set(
        "collision",
        schedule.accept(step.getProcessBusinessKey(), (String) step.getVariable("reason")),
        step);
  }
}
