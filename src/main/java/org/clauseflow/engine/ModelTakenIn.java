package org.clauseflow.engine;

import org.camunda.bpm.engine.BadUserRequestException;

/**
 * A deployment that has become a redesign instead. A bad request, so that the Modeler shows the
 * message and does not say that it has deployed.
 */
class ModelTakenIn extends BadUserRequestException {

  ModelTakenIn(String number) {
    super(
        "Taken in as redesign %s, nothing deployed yet: it is checked, and deployed once it is approved. See the page Redesigns in Cockpit, or %s in Tasklist."
            .formatted(number, number));
  }
}
