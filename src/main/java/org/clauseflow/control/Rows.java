package org.clauseflow.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.ObjectValue;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.springframework.stereotype.Component;

/** The rows of a form's lists as variables: JSON, whichever door they came through. */
@Component
class Rows {

  private static final TypeReference<List<Map<String, Object>>> ROWS = new TypeReference<>() {};

  private final ObjectMapper json;

  Rows(ObjectMapper json) {
    this.json = json;
  }

  static ObjectValue of(List<?> rows) {
    return Variables.objectValue(rows)
        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
        .create();
  }

  /** Empty where nothing was filled in. */
  List<Map<String, Object>> read(VariableScope scope, String name) {
    if (!(scope.getVariableTyped(name, false) instanceof SerializableValue value)
        || value.getValueSerialized() == null) {
      return List.of();
    }
    try {
      return json.readValue(value.getValueSerialized(), ROWS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The rows of " + name + " cannot be read", e);
    }
  }
}
