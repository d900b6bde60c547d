package org.clauseflow.control;

import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/** Notes who has built the release, and so does not approve it. Sets builder. */
@Component("noteBuilder")
class NoteBuilder implements JavaDelegate {

  private final Register register;

  NoteBuilder(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    String builder = register.actor(step.getProcessBusinessKey());
    step.setVariable("builder", builder);
    register.add(
        step.getProcessBusinessKey(), Entry.of(builder, "built", null, Map.of("builder", builder)));
  }
}
