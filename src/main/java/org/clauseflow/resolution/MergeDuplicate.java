package org.clauseflow.resolution;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.stereotype.Component;

/**
 * Merges this incident into another that is still open; from then on its reporter hears of the
 * other's resolution. Input into: number of the other incident.
 */
@Component("mergeDuplicate")
class MergeDuplicate implements JavaDelegate {

  private final Register register;

  MergeDuplicate(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String number = execution.getProcessBusinessKey();
    String into = (String) execution.getVariable("into");
    // two that are merged into one another at the same time: the second finds the first closed
    register.lock(number, into);
    ServiceRecord other =
        register
            .find(into)
            .orElseThrow(() -> new BadUserRequestException("There is no incident " + into));
    if (into.equals(number)) {
      throw new BadUserRequestException(
          number + " cannot be merged into itself: choose another incident");
    }
    if (!other.type().equals("incident") || !other.open()) {
      throw new BadUserRequestException(
          "%s is %s: choose an incident that is open".formatted(into, other.status()));
    }
    register.link(number, "duplicates", into, "clauseflow");
  }
}
