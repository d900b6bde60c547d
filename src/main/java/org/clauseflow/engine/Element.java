package org.clauseflow.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;

/**
 * What a model declares on an element as extension properties.
 *
 * @param id id in the model
 * @param name name that people read, the id where there is none
 */
record Element(String id, String name, Map<String, String> properties) {

  static Element of(org.camunda.bpm.engine.impl.util.xml.Element xml) {
    Map<String, String> properties = new HashMap<>();
    var extensions = xml.element("extensionElements");
    var holder =
        extensions == null
            ? null
            : extensions.elementNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "properties");
    if (holder != null) {
      holder.elementsNS(BpmnParse.CAMUNDA_BPMN_EXTENSIONS_NS, "property").stream()
          // a field of an element template that is left empty is an empty property: it declares
          // nothing
          .filter(p -> p.attribute("value") != null && !p.attribute("value").isBlank())
          .forEach(p -> properties.put(p.attribute("name"), p.attribute("value")));
    }
    String id = xml.attribute("id");
    String name = xml.attribute("name");
    return new Element(id, name == null || name.isBlank() ? id : name, Map.copyOf(properties));
  }

  /** Type of record that a process keeps, null for none. */
  String record() {
    return properties.get("record");
  }

  /** Status of the record once the element is entered, null to leave it. */
  String status() {
    return properties.get("status");
  }

  /** What entering the element does to the service targets, null for nothing. */
  String clock() {
    return properties.get("clock");
  }

  /** Whether who works on the task helps the record's owner and does not become it. */
  boolean leavesOwner() {
    return "unchanged".equals(properties.get("ownership"));
  }

  /** Ids of the obligations that the element carries out. */
  List<String> requirement() {
    String ids = properties.get("requirement");
    return ids == null
        ? List.of()
        : Arrays.stream(ids.split(",")).map(String::trim).filter(id -> !id.isEmpty()).toList();
  }
}
