package org.clauseflow.control;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.RefusedAttempts;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refuses what somebody says on the deployment of a release that they have built themselves, now or
 * in an earlier round, under whatever account. The attempt is noted.
 */
@Component("checkApprover")
class CheckApprover implements JavaDelegate {

  private final JdbcClient jdbc;
  private final Register register;
  private final RefusedAttempts refused;

  CheckApprover(JdbcClient jdbc, Register register, RefusedAttempts refused) {
    this.jdbc = jdbc;
    this.register = register;
    this.refused = refused;
  }

  @Override
  public void execute(DelegateExecution step) {
    String release = step.getProcessBusinessKey();
    String person = register.actor(release);
    if (hasBuilt(person, release)) {
      refused.add(
          release,
          person,
          step.getCurrentActivityId(),
          step.getCurrentActivityName(),
          "Tried to approve what they have built themselves");
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "%s is not approved by %s, who has built it: somebody else must do it"
              .formatted(release, person));
    }
  }

  private boolean hasBuilt(String person, String release) {
    return jdbc.sql(
            """
            select exists (select from sms.record_entry
              where record_number = :release and kind = 'built'
                and sms.natural_person(actor) = sms.natural_person(:person))
            """)
        .param("release", release)
        .param("person", person)
        .query(Boolean.class)
        .single();
  }
}
