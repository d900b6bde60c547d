package org.clauseflow.redesign;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Puts past cases and decisions through the draft. Sets divergingPercent. */
@Component("replayDraft")
class ReplayDraft implements JavaDelegate {

  private final PastReplay replay;

  ReplayDraft(PastReplay replay) {
    this.replay = replay;
  }

  @Override
  public void execute(DelegateExecution step) {
    step.setVariable("divergingPercent", replay.replay(step.getProcessBusinessKey()));
  }
}
