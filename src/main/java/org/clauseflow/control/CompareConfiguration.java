package org.clauseflow.control;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Holds the CMDB against what was discovered, what people checked, licences and the asset ledger.
 * Sets deficiencies (how many), figures, and what is proposed: toCorrect, toActOn and toAccept
 * (none).
 */
@Component("compareConfiguration")
class CompareConfiguration implements JavaDelegate {

  private final ConfigurationAudits audits;

  CompareConfiguration(ConfigurationAudits audits) {
    this.audits = audits;
  }

  @Override
  public void execute(DelegateExecution step) {
    String number = step.getProcessBusinessKey();
    step.setVariable("deficiencies", audits.compare(number, ScopeAudit.scope(step)));
    step.setVariable(
        "figures", audits.figures(number, ((Number) step.getVariable("itemsInScope")).intValue()));
    step.setVariable("toCorrect", Chosen.of(audits.proposed(number, "correct")));
    step.setVariable("toActOn", Chosen.of(audits.proposed(number, "action")));
    step.setVariable("toAccept", Chosen.of(List.of()));
  }
}
