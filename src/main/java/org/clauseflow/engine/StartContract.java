package org.clauseflow.engine;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;

/**
 * What a start event takes: the values of a form, and further ones by name. Declared on the start
 * event as {@code form} and {@code accepts}, since an event that starts by message can have no form
 * of its own.
 *
 * @param form id of the form, null for the start form, if there is one
 */
record StartContract(String form, Set<String> accepts) {

  static final PropertyKey<StartContract> KEY = new PropertyKey<>("clauseflow.startContract");

  static StartContract of(Element startEvent) {
    String accepts = startEvent.properties().getOrDefault("accepts", "");
    return new StartContract(
        startEvent.properties().get("form"),
        Arrays.stream(accepts.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }
}
