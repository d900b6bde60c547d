package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Tells the next deficiency of a loop over those that something is done about. Sets
 * deficiencyDecision, and deficiencyTitle, deficiencyDescription, deficiencyItems and
 * deficiencyReporter to be passed on.
 */
@Component("describeDeficiency")
class DescribeDeficiency implements JavaDelegate {

  private final ConfigurationAudits audits;

  DescribeDeficiency(ConfigurationAudits audits) {
    this.audits = audits;
  }

  @Override
  public void execute(DelegateExecution step) {
    ConfigurationAudits.Deficiency deficiency =
        audits.acted(step.getProcessBusinessKey(), (Integer) step.getVariable("loopCounter"));
    step.setVariable("deficiencyDecision", deficiency.decision());
    step.setVariable("deficiencyTitle", deficiency.title());
    step.setVariable("deficiencyDescription", deficiency.description());
    step.setVariable(
        "deficiencyItems", deficiency.cis().isEmpty() ? null : Chosen.of(deficiency.cis()));
    step.setVariable("deficiencyReporter", deficiency.decidedBy());
  }
}
