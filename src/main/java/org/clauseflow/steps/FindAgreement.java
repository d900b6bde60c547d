package org.clauseflow.steps;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.catalogue.Agreement;
import org.clauseflow.catalogue.Agreements;
import org.clauseflow.catalogue.People;
import org.clauseflow.catalogue.Person;
import org.springframework.stereotype.Component;

/**
 * Finds the agreement that holds for the service and the reporter's customer today (clause 6.1).
 * Sets customer, agreement, serviceHours and serviceLevel; without an agreement they are null and
 * no service target will run.
 */
@Component("findAgreement")
class FindAgreement implements JavaDelegate {

  private final Agreements agreements;
  private final People people;
  private final Clock clock;

  FindAgreement(Agreements agreements, People people, Clock clock) {
    this.agreements = agreements;
    this.people = people;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    String customer = customer(execution);
    Optional<Agreement> agreement =
        agreements.find((String) execution.getVariable("service"), customer, LocalDate.now(clock));
    Changed.set("customer", customer, execution);
    Changed.set("agreement", agreement.map(Agreement::id).orElse(null), execution);
    Changed.set("serviceHours", agreement.map(Agreement::hoursId).orElse(null), execution);
    Changed.set("serviceLevel", agreement.map(Agreement::serviceLevel).orElse(null), execution);
  }

  private String customer(DelegateExecution execution) {
    String known = (String) execution.getVariable("customer");
    return known != null
        ? known
        : people.find((String) execution.getVariable("reporter")).map(Person::partyId).orElse(null);
  }
}
