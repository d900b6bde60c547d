package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Links a release to what it deploys and closes, and unlinks what is taken out. Inputs changes,
 * closes, removed: lists of numbers, or null.
 */
@Component("arrangeRelease")
class ArrangeRelease implements JavaDelegate {

  private final ReleaseContent content;
  private final Register register;

  ArrangeRelease(ReleaseContent content, Register register) {
    this.content = content;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    String release = step.getProcessBusinessKey();
    String actor = register.actor(release);
    ReleaseContent.numbers(step.getVariableLocal("removed"))
        .forEach(number -> content.remove(release, number, actor));
    ReleaseContent.numbers(step.getVariableLocal("changes"))
        .forEach(number -> content.add(release, number, "addedChanges", actor));
    ReleaseContent.numbers(step.getVariableLocal("closes"))
        .forEach(number -> content.close(release, number, actor));
    // what was said counts once
    step.setVariable("addedChanges", null);
    step.setVariable("addedClosures", null);
    step.setVariable("removed", null);
  }
}
