package org.clauseflow.steps;

import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * What a step passes on to another process, by its input pass: names of variables separated by
 * commas, or theirs=ours where the other process calls it otherwise.
 */
class Passed {

  private Passed() {}

  static Map<String, Object> of(String names, DelegateExecution step) {
    Map<String, Object> passed = new LinkedHashMap<>();
    for (String name : names == null ? new String[0] : names.split(",")) {
      String[] pair = name.strip().split("\\s*=\\s*", 2);
      Object value = step.getVariable(pair[pair.length - 1]);
      if (value != null) {
        passed.put(pair[0], value instanceof Date date ? date.toInstant().toString() : value);
      }
    }
    return passed;
  }
}
