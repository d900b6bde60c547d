package org.clauseflow.engine;

import java.util.List;
import org.camunda.bpm.engine.BadUserRequestException;

/**
 * A deployment that the guard does not let in. A bad request, so that REST answers 400 and the
 * Modeler shows the message.
 */
class ModelRefused extends BadUserRequestException {

  private final List<String> findings;

  ModelRefused(ModelGuardFindings findings) {
    super(findings.message());
    this.findings = findings.all();
  }

  /** Each by itself. */
  List<String> findings() {
    return findings;
  }
}
