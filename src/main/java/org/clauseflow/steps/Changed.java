package org.clauseflow.steps;

import java.util.Objects;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * Sets variables that change. One that is set to the value it has would cost the engine as much:
 * two rows written and one read for its history.
 */
public final class Changed {

  private Changed() {}

  public static void set(String name, Object value, VariableScope scope) {
    if (!scope.hasVariable(name) || !Objects.equals(scope.getVariable(name), value)) {
      scope.setVariable(name, value);
    }
  }
}
