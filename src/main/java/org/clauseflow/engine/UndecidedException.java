package org.clauseflow.engine;

import org.clauseflow.record.Refusal;

/** A decision table has no answer, or several, for what it was asked. */
class UndecidedException extends Refusal {

  UndecidedException(String element, DecisionEvaluations.Evaluation evaluation, int answers) {
    super(
        Reason.NOT_NOW,
        "%s: decision %s has %s for %s. Its owner must complete the table; then try again."
            .formatted(
                element,
                evaluation.decision(),
                answers == 0 ? "no answer" : answers + " answers",
                evaluation.inputs()));
  }
}
