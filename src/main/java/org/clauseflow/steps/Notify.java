package org.clauseflow.steps;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.notification.Notice;
import org.clauseflow.notification.Notifications;
import org.springframework.stereotype.Component;

/** Tells people by mail. Inputs: template, to. */
@Component("notify")
class Notify implements JavaDelegate {

  private final Notifications notifications;

  Notify(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void execute(DelegateExecution step) {
    notifications.send(
        new Notice(
            step.getActivityInstanceId(),
            step.getCurrentActivityId(),
            step.getCurrentActivityName(),
            step.getProcessBusinessKey(),
            (String) step.getVariable("template"),
            (String) step.getVariable("to"),
            step.getVariables()));
  }
}
