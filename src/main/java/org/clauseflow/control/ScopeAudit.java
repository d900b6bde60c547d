package org.clauseflow.control;

import java.security.SecureRandom;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Finds what an audit is about, and refuses an auditor who keeps most of it. Sets title,
 * itemsInScope, facts (yes or no), keeper, and a seed where the form gave none.
 */
@Component("scopeAudit")
class ScopeAudit implements JavaDelegate {

  private static final int SEEDS = 1_000_000;

  private final ConfigurationAudits audits;
  private final SecureRandom random = new SecureRandom();

  ScopeAudit(ConfigurationAudits audits) {
    this.audits = audits;
  }

  @Override
  public void execute(DelegateExecution step) {
    ConfigurationAudits.Scoped scoped =
        audits.scope(
            step.getProcessBusinessKey(), scope(step), (String) step.getVariable("auditor"));
    step.setVariable("title", scoped.title());
    step.setVariable("itemsInScope", scoped.items());
    step.setVariable("facts", scoped.facts() ? "yes" : "no");
    step.setVariable("keeper", scoped.keeper());
    if (step.getVariable("seed") == null) {
      step.setVariable("seed", random.nextInt(SEEDS));
    }
  }

  static AuditScope scope(DelegateExecution step) {
    return new AuditScope(
        (String) step.getVariable("scopeKind"),
        (String) step.getVariable("scopeType"),
        (String) step.getVariable("scopeService"));
  }
}
