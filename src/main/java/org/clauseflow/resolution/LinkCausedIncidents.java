package org.clauseflow.resolution;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Link;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Links incidents as caused by this problem, those that are not yet. Input incidents: a list of
 * numbers, or null.
 */
@Component("linkCausedIncidents")
class LinkCausedIncidents implements JavaDelegate {

  private static final String CAUSED_BY = "caused by";

  private final Register register;

  LinkCausedIncidents(Register register) {
    this.register = register;
  }

  @Override
  public void execute(DelegateExecution step) {
    String problem = step.getProcessBusinessKey();
    if (step.getVariableLocal("incidents") instanceof List<?> incidents) {
      List<String> linked =
          register.links(problem).stream()
              .filter(link -> link.kind().equals(CAUSED_BY))
              .map(Link::from)
              .toList();
      incidents.stream()
          .map(String::valueOf)
          .filter(incident -> !linked.contains(incident))
          .forEach(incident -> register.link(incident, CAUSED_BY, problem, "clauseflow"));
    }
  }
}
