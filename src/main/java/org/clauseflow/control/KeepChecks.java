package org.clauseflow.control;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Keeps what was checked of the sample. Sets checklist to what is left, and unchecked. */
@Component("keepChecks")
class KeepChecks implements JavaDelegate {

  private final ConfigurationAudits audits;
  private final Rows rows;
  private final Actor actor;

  KeepChecks(ConfigurationAudits audits, Rows rows, Actor actor) {
    this.audits = audits;
    this.rows = rows;
    this.actor = actor;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    audits.keepChecks(number, rows.read(step, "checklist"), actor.of(number));
    List<Map<String, Object>> left = audits.unchecked(number);
    step.setVariable("unchecked", left.size());
    step.setVariable("checklist", Rows.of(left));
  }
}
