package org.clauseflow.engine;

import org.camunda.bpm.engine.BadUserRequestException;

/**
 * A deployment that the guard does not let in. A bad request, so that REST answers 400 and the
 * Modeler shows the message.
 */
class ModelRefused extends BadUserRequestException {

  ModelRefused(String message) {
    super(message);
  }
}
