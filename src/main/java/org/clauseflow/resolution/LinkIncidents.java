package org.clauseflow.resolution;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Makes open incidents part of this major incident, all that there are at this moment. Inputs
 * service, category, ci, since. Sets incidentsLinked.
 */
@Component("linkIncidents")
class LinkIncidents implements JavaDelegate {

  private final MajorIncidents majorIncidents;

  LinkIncidents(MajorIncidents majorIncidents) {
    this.majorIncidents = majorIncidents;
  }

  @Override
  public void execute(DelegateExecution step) {
    MajorIncidents.Search search =
        new MajorIncidents.Search(
            (String) step.getVariableLocal("service"),
            (String) step.getVariableLocal("category"),
            (String) step.getVariableLocal("ci"),
            (String) step.getVariableLocal("since"));
    step.setVariable(
        "incidentsLinked", majorIncidents.link(step.getProcessBusinessKey(), search, "clauseflow"));
  }
}
