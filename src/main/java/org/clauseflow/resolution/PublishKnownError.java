package org.clauseflow.resolution;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Records a known error of this problem, or brings the one that it has up to date (clause 8.2).
 * Inputs title, symptom, cause, workaround and configurationItems; service, category and
 * confidentiality are the problem's. Sets knownError.
 */
@Component("publishKnownError")
class PublishKnownError implements JavaDelegate {

  private final KnownErrors knownErrors;

  PublishKnownError(KnownErrors knownErrors) {
    this.knownErrors = knownErrors;
  }

  @Override
  public void execute(DelegateExecution step) {
    KnownErrors.Known known =
        new KnownErrors.Known(
            (String) step.getVariableLocal("title"),
            (String) step.getVariable("service"),
            (String) step.getVariable("category"),
            (String) step.getVariableLocal("symptom"),
            (String) step.getVariableLocal("cause"),
            (String) step.getVariableLocal("workaround"),
            Boolean.TRUE.equals(step.getVariable("confidential")),
            items(step.getVariableLocal("configurationItems")));
    String own = (String) step.getVariable("knownError");
    if (own == null) {
      step.setVariable(
          "knownError", knownErrors.publish(known, step.getProcessBusinessKey(), "clauseflow"));
    } else {
      knownErrors.update(own, known, "clauseflow");
    }
  }

  private static List<String> items(Object chosen) {
    return chosen instanceof List<?> items
        ? items.stream().map(String::valueOf).toList()
        : List.of();
  }
}
