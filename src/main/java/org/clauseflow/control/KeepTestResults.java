package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Keeps which acceptance criteria the release has met in its test. Input met: their places. Sets
 * mandatoryMissed, importantMissed, minorMissed.
 */
@Component("keepTestResults")
class KeepTestResults implements JavaDelegate {

  private final ReleaseCriteria criteria;
  private final Register register;

  KeepTestResults(ReleaseCriteria criteria, Register register) {
    this.criteria = criteria;
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    ReleaseCriteria.Missed missed =
        criteria.tested(
            step.getProcessBusinessKey(),
            ReleaseContent.numbers(step.getVariableLocal("met")),
            register.actor(step.getProcessBusinessKey()));
    // what was said counts once
    step.setVariable("metCriteria", null);
    step.setVariable("mandatoryMissed", missed.mandatory());
    step.setVariable("importantMissed", missed.important());
    step.setVariable("minorMissed", missed.minor());
  }
}
