package org.clauseflow.engine;

import org.camunda.bpm.engine.BadUserRequestException;

/** A decision table has no answer, or several, for what it was asked. */
class UndecidedException extends BadUserRequestException {

  UndecidedException(String element, DecisionEvaluations.Evaluation evaluation, int answers) {
    super(
        "%s: decision %s has %s for %s. Its owner must complete the table; then try again."
            .formatted(
                element,
                evaluation.decision(),
                answers == 0 ? "no answer" : answers + " answers",
                evaluation.inputs()));
  }
}
