package org.clauseflow.conformity;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A part of a model that a redesign can add, remove or change.
 *
 * @param likeness what makes it the same part if only its id is another, null if nothing does
 * @param row of what it is a place that counts, such as the rules of a table; null if its place
 *     says nothing
 * @param says what the model says of it, by a key that stays when somebody renames something
 */
record Part(
    String id, String likeness, String row, String kind, String name, Map<String, Saying> says) {

  /**
   * @param label what people call it
   * @param values what is said, and how it is shown; more than one where a model may say several
   */
  record Saying(String label, Map<String, String> values) {}

  /** What is said of a part, in its order. */
  static final class Sayings extends LinkedHashMap<String, Saying> {

    void add(String key, String label, String value, String shown) {
      if (!value.isEmpty()) {
        computeIfAbsent(key, k -> new Saying(label, new LinkedHashMap<>()))
            .values()
            .put(value, shown);
      }
    }

    void add(String label, String value) {
      add(label, label, value.strip(), value.strip());
    }
  }
}
