package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What a person calls an element of a model. */
final class Wording {

  private static final Set<String> NODES =
      Set.of(
          "task",
          "userTask",
          "serviceTask",
          "sendTask",
          "receiveTask",
          "scriptTask",
          "manualTask",
          "businessRuleTask",
          "callActivity",
          "subProcess",
          "transaction",
          "adHocSubProcess",
          "startEvent",
          "endEvent",
          "boundaryEvent",
          "intermediateCatchEvent",
          "intermediateThrowEvent",
          "exclusiveGateway",
          "parallelGateway",
          "inclusiveGateway",
          "eventBasedGateway",
          "complexGateway");

  private Wording() {}

  /** What a case passes through: a node, or a flow between two. */
  static boolean isStep(Element element) {
    return BPMN.equals(element.getNamespaceURI())
        && (NODES.contains(element.getLocalName())
            || element.getLocalName().equals("sequenceFlow"));
  }

  /** The kind of an element, such as "user task" or "timer boundary event". */
  static String kind(Element element) {
    String kind =
        switch (element.getLocalName()) {
          case "participant" -> "pool";
          case "subProcess", "adHocSubProcess" ->
              element.getAttribute("triggeredByEvent").equals("true")
                  ? "event sub-process"
                  : words(element.getLocalName());
          default -> words(element.getLocalName());
        };
    return event(element).map(event -> event + " " + kind).orElse(kind);
  }

  /** What an event waits for or throws, such as "timer"; empty if it is none, or a plain one. */
  static Optional<String> event(Element element) {
    String events =
        Model.children(element)
            .filter(child -> BPMN.equals(child.getNamespaceURI()))
            .map(Element::getLocalName)
            .filter(name -> name.endsWith("EventDefinition"))
            .map(name -> words(name.substring(0, name.length() - "EventDefinition".length())))
            .collect(Collectors.joining(" and "));
    return events.isEmpty() ? Optional.empty() : Optional.of(events);
  }

  /** Its name on one line; the text of an annotation; empty if nobody named it. */
  static String name(Element element) {
    String name =
        element.getLocalName().equals("textAnnotation")
            ? Model.children(element, BPMN, "text").map(Model::text).collect(Collectors.joining())
            : element.getAttribute("name");
    return name.strip().replaceAll("\\s+", " ");
  }

  /** The same, and of a flow what it leads from and to. */
  static String name(Element element, Map<String, Element> byId) {
    String name = name(element);
    if (!element.hasAttribute("sourceRef") || !element.hasAttribute("targetRef")) {
      return name;
    }
    return end(element, "sourceRef", byId)
        + " → "
        + end(element, "targetRef", byId)
        + (name.isEmpty() ? "" : " (" + name + ")");
  }

  private static String end(Element flow, String end, Map<String, Element> byId) {
    String id = flow.getAttribute(end);
    Element at = byId.get(id);
    return at == null || name(at).isEmpty() ? id : name(at);
  }

  /** The elements of a process that can be referred to. */
  static Map<String, Element> byId(Model model) {
    Map<String, Element> byId = new HashMap<>();
    model
        .elements()
        .filter(element -> BPMN.equals(element.getNamespaceURI()) && element.hasAttribute("id"))
        .forEach(element -> byId.putIfAbsent(element.getAttribute("id"), element));
    return byId;
  }

  /** "candidateGroups" as people write it. */
  static String words(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT)
        .replace("sub process", "sub-process")
        .replace("ad hoc sub-process", "ad-hoc sub-process")
        .replace("event based", "event-based");
  }
}
