package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;
import static org.clauseflow.conformity.Model.CAMUNDA;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;

/**
 * The parts of a process: its nodes and flows, pools and lanes, and the process itself. What is
 * said of one is everything the model says, whatever it is, but how it is drawn and which flows
 * come and go, as those say so themselves.
 */
final class ProcessParts {

  /** Besides nodes and sequence flows. */
  private static final Set<String> PARTS =
      Set.of(
          "process",
          "participant",
          "lane",
          "messageFlow",
          "association",
          "textAnnotation",
          "dataObject",
          "dataObjectReference",
          "dataStoreReference");

  private static final Set<String> SAID_ELSEWHERE =
      Set.of("incoming", "outgoing", "laneSet", "childLaneSet", "flowNodeRef", "group");

  /** Said or not, it means the same. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("isInterrupting", "true"),
          Map.entry("cancelActivity", "true"),
          Map.entry("parallelMultiple", "false"),
          Map.entry("triggeredByEvent", "false"),
          Map.entry("isForCompensation", "false"),
          Map.entry("asyncBefore", "false"),
          Map.entry("asyncAfter", "false"),
          Map.entry("exclusive", "true"),
          Map.entry("instantiate", "false"),
          Map.entry("gatewayDirection", "Unspecified"),
          Map.entry("associationDirection", "None"),
          Map.entry("startQuantity", "1"),
          Map.entry("completionQuantity", "1"));

  /** What only tells the Modeler how to show it. */
  private static final Set<String> LOOKS = Set.of("id", "modelerTemplateIcon");

  private static final Map<String, String> LABELS =
      Map.of("sourceRef", "from", "targetRef", "to", "conditionExpression", "condition");

  private final Map<String, Element> byId;
  private final Map<String, Element> laneOf = new HashMap<>();

  private ProcessParts(Model model) {
    this.byId = Wording.byId(model);
    // the inner lane comes after the one it is in
    model
        .elements("flowNodeRef")
        .forEach(node -> laneOf.put(Model.text(node).strip(), (Element) node.getParentNode()));
  }

  static List<Part> of(Model model) {
    ProcessParts parts = new ProcessParts(model);
    return model.elements().filter(ProcessParts::isPart).map(parts::part).toList();
  }

  private static boolean isPart(Element element) {
    return Wording.isStep(element)
        || BPMN.equals(element.getNamespaceURI()) && PARTS.contains(element.getLocalName());
  }

  private Part part(Element element) {
    Part.Sayings says = new Part.Sayings();
    says.add("name", Wording.name(element));
    Element lane = laneOf.get(element.getAttribute("id"));
    if (lane != null) {
      says.add("lane", "lane", lane.getAttribute("id"), called(lane));
    }
    if (element.getParentNode() instanceof Element scope && Wording.isStep(scope)) {
      says.add("inside", "inside", scope.getAttribute("id"), called(scope));
    }
    say(says, element);
    String name = Wording.name(element, byId);
    return new Part(
        element.getAttribute("id"),
        element.hasAttribute("sourceRef") ? element.getLocalName() + route(element) : null,
        null,
        Wording.kind(element),
        name.isEmpty() ? element.getAttribute("id") : name,
        says);
  }

  private void say(Part.Sayings says, Element element) {
    attributes(element)
        .filter(attribute -> !attribute.getLocalName().equals("name"))
        .filter(attribute -> !attribute.getValue().equals(DEFAULTS.get(attribute.getLocalName())))
        .forEach(attribute -> say(says, attribute));
    Model.children(element)
        .filter(child -> !isPart(child) && !SAID_ELSEWHERE.contains(child.getLocalName()))
        .forEach(
            child -> {
              String name = child.getLocalName();
              if (name.endsWith("EventDefinition")) {
                say(says, child);
              } else if (name.endsWith("LoopCharacteristics")) {
                says.add("repeats", repeats(child));
                say(says, child);
              } else if (name.equals("extensionElements")) {
                Model.children(child).forEach(extension -> extension(says, extension));
              } else {
                says.add(label(name), content(child));
              }
            });
  }

  private void say(Part.Sayings says, Attr attribute) {
    String name = attribute.getLocalName();
    String value = attribute.getValue().strip();
    Element at = attribute.getNamespaceURI() == null ? byId.get(value) : null;
    if (name.equals("isSequential") || at == null) {
      if (!name.equals("isSequential")) {
        says.add(label(name), value);
      }
    } else if (at.getParentNode() == at.getOwnerDocument().getDocumentElement()
        && !at.getLocalName().equals("process")) {
      // a message, an error, an escalation or a signal is what it says
      says.add(label(name), content(at));
    } else if (name.equals("default")) {
      says.add(name, name, route(at), answer(at));
    } else {
      says.add(label(name), label(name), value, called(at));
    }
  }

  private static String repeats(Element loop) {
    if (loop.getLocalName().equals("standardLoopCharacteristics")) {
      return "in a loop";
    }
    return loop.getAttribute("isSequential").equals("true") ? "one after another" : "all at once";
  }

  private static void extension(Part.Sayings says, Element extension) {
    switch (extension.getLocalName()) {
      case "properties" ->
          Model.children(extension, CAMUNDA, "property")
              .forEach(
                  property ->
                      says.add(property.getAttribute("name"), property.getAttribute("value")));
      case "inputOutput" ->
          Model.children(extension)
              .forEach(
                  parameter -> {
                    String way = parameter.getLocalName().replace("Parameter", " ");
                    says.add(way + parameter.getAttribute("name"), value(parameter));
                  });
      default -> says.add(label(extension.getLocalName()), content(extension));
    }
  }

  /** All that an element says, on one line. */
  private static String content(Element element) {
    List<String> content = new ArrayList<>();
    attributes(element)
        .map(attribute -> Wording.words(attribute.getLocalName()) + " " + attribute.getValue())
        .forEach(content::add);
    content.add(value(element));
    content.removeIf(String::isEmpty);
    return String.join(", ", content);
  }

  private static String value(Element element) {
    List<String> content = new ArrayList<>();
    content.add(Model.text(element).strip());
    Model.children(element)
        .map(child -> Wording.words(child.getLocalName()) + " (" + content(child) + ")")
        .forEach(content::add);
    content.removeIf(String::isEmpty);
    return String.join(", ", content);
  }

  private static Stream<Attr> attributes(Element element) {
    return Stream.iterate(0, i -> i < element.getAttributes().getLength(), i -> i + 1)
        .map(i -> (Attr) element.getAttributes().item(i))
        .filter(
            attribute -> !XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI()))
        .filter(
            attribute ->
                !XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(attribute.getNamespaceURI()))
        .filter(attribute -> !LOOKS.contains(attribute.getLocalName()));
  }

  /** A flow that is drawn anew gets another id and is the same flow. */
  private static String route(Element flow) {
    return " " + flow.getAttribute("sourceRef") + " " + flow.getAttribute("targetRef");
  }

  private String answer(Element flow) {
    String name = Wording.name(flow);
    Element target = byId.get(flow.getAttribute("targetRef"));
    return (target == null ? flow.getAttribute("targetRef") : called(target))
        + (name.isEmpty() ? "" : " (" + name + ")");
  }

  private String called(Element element) {
    String name = Wording.name(element, byId);
    return name.isEmpty() ? element.getAttribute("id") : name;
  }

  private static String label(String name) {
    return LABELS.getOrDefault(name, Wording.words(name).replaceAll(" ref\\b", ""));
  }
}
