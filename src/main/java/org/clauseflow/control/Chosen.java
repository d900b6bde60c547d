package org.clauseflow.control;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;

/** What was chosen from lists of a form, as variables. */
class Chosen {

  private Chosen() {}

  static ObjectValue of(List<String> chosen) {
    return Variables.objectValue(new ArrayList<>(chosen))
        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
        .create();
  }

  /** Empty where nothing was chosen. */
  static List<String> in(VariableScope scope, String name) {
    return scope.getVariable(name) instanceof List<?> chosen
        ? chosen.stream().map(String::valueOf).toList()
        : List.of();
  }
}
