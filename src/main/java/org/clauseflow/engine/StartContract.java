package org.clauseflow.engine;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.core.model.PropertyKey;
import org.camunda.bpm.engine.impl.util.xml.Element;

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
    String accepts = property(startEvent, "accepts");
    return new StartContract(
        property(startEvent, "form"),
        accepts == null
            ? Set.of()
            : Arrays.stream(accepts.split(","))
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
  }

  private static String property(Element element, String name) {
    Element extensions = element.element("extensionElements");
    Element properties =
        extensions == null
            ? null
            : extensions.elementNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "properties");
    return properties == null
        ? null
        : properties.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "property").stream()
            .filter(property -> name.equals(property.attribute("name")))
            .map(property -> property.attribute("value"))
            .findFirst()
            .orElse(null);
  }
}
