package org.clauseflow.redesign;

import static org.clauseflow.conformity.Model.BPMN;
import static org.clauseflow.conformity.Model.CAMUNDA;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clauseflow.conformity.Model;
import org.w3c.dom.Element;

/**
 * What the events of a model wait for: the name of a message, the time of a timer. A case that
 * moves waits anew only where that differs, since a timer that is set anew starts from zero.
 */
class EventTriggers {

  private static final String DEFINITION = "EventDefinition";

  private final Map<String, Element> byId = new HashMap<>();

  EventTriggers(Model model) {
    model
        .elements()
        .filter(element -> BPMN.equals(element.getNamespaceURI()) && element.hasAttribute("id"))
        .forEach(element -> byId.put(element.getAttribute("id"), element));
  }

  boolean differ(String element, EventTriggers becomes, String elementBecomes) {
    return !of(element).equals(becomes.of(elementBecomes));
  }

  private List<String> of(String id) {
    Element element = byId.get(id);
    if (element == null) {
      return List.of();
    }
    if (element.getLocalName().equals("receiveTask")) {
      return List.of(name(element, "messageRef"));
    }
    return Model.children(element)
        .filter(child -> child.getLocalName().endsWith(DEFINITION))
        .map(this::trigger)
        .toList();
  }

  private String trigger(Element definition) {
    String refers =
        List.of("messageRef", "signalRef", "errorRef", "escalationRef").stream()
            .filter(definition::hasAttribute)
            .map(attribute -> name(definition, attribute))
            .collect(Collectors.joining());
    String says =
        Model.children(definition)
            .filter(child -> BPMN.equals(child.getNamespaceURI()))
            .map(child -> child.getLocalName() + " " + Model.text(child).strip())
            .collect(Collectors.joining(" "));
    String on = definition.getAttributeNS(CAMUNDA, "variableName");
    return String.join(" ", definition.getLocalName(), refers, says, on);
  }

  /** Of the message and its like that it refers to, whose id means nothing. */
  private String name(Element element, String attribute) {
    return Optional.ofNullable(byId.get(element.getAttribute(attribute)))
        .map(referred -> referred.getAttribute("name"))
        .filter(Objects::nonNull)
        .orElse("");
  }
}
