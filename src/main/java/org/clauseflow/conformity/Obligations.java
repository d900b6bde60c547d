package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Which elements of a model carry out which requirements, and what a redesign would drop. Only an
 * element that can be reached from a start counts: an obligation on a step that never runs is not
 * carried out.
 */
@Component
public class Obligations {

  private final Requirements requirements;

  public Obligations(Requirements requirements) {
    this.requirements = requirements;
  }

  /**
   * A requirement that the redesign would leave without an element, and the elements that carried
   * it.
   */
  public record Lost(Requirement requirement, List<Carrier> carriedBy) {}

  /** In the order of the catalogue. */
  public List<Lost> lost(Model was, Model becomes) {
    Set<String> carried =
        carriers(becomes).stream().map(Carrier::requirement).collect(Collectors.toSet());
    Map<String, List<Carrier>> dropped =
        carriers(was).stream()
            .filter(carrier -> !carried.contains(carrier.requirement()))
            .collect(Collectors.groupingBy(Carrier::requirement));
    // what the catalogue no longer knows is no obligation any more
    return requirements.all().stream()
        .filter(requirement -> dropped.containsKey(requirement.id()))
        .map(requirement -> new Lost(requirement, dropped.get(requirement.id())))
        .toList();
  }

  /** In the order of the document. */
  public List<Carrier> carriers(Model model) {
    Set<Element> reached = reached(model);
    return model.elements().filter(reached::contains).flatMap(Obligations::carried).toList();
  }

  private static Stream<Carrier> carried(Element element) {
    return Model.properties(element)
        .filter(property -> property.name().equals("requirement"))
        .flatMap(Model.Property::values)
        .map(id -> new Carrier(id, element.getAttribute("id"), element.getAttribute("name")));
  }

  private static Set<Element> reached(Model model) {
    List<Element> all = model.elements().filter(e -> BPMN.equals(e.getNamespaceURI())).toList();
    Map<String, Element> byId = new HashMap<>();
    Map<String, List<String>> next = new HashMap<>();
    for (Element element : all) {
      byId.put(element.getAttribute("id"), element);
      switch (element.getLocalName()) {
        case "sequenceFlow", "association" -> lead(next, element, "sourceRef", "targetRef");
        case "boundaryEvent" -> lead(next, element, "attachedToRef", "id");
        default -> {}
      }
    }
    List<Element> entries = all.stream().filter(Obligations::isEntry).toList();
    Deque<Element> open = new ArrayDeque<>();
    entries.stream()
        .filter(entry -> entry.getParentNode().getLocalName().equals("process"))
        .forEach(open::push);
    Set<Element> reached = new HashSet<>();
    while (!open.isEmpty()) {
      Element element = open.pop();
      if (reached.add(element)) {
        next.getOrDefault(element.getAttribute("id"), List.of()).stream()
            .map(byId::get)
            .filter(Objects::nonNull)
            .forEach(open::push);
        for (Element entry : entries) {
          Element scope = (Element) entry.getParentNode();
          if (scope == element) {
            open.push(entry);
          } else if (isEventSubProcessBeside(scope, element)) {
            open.push(scope);
          }
        }
      }
    }
    return reached;
  }

  private static void lead(
      Map<String, List<String>> next, Element element, String from, String to) {
    next.computeIfAbsent(element.getAttribute(from), id -> new ArrayList<>())
        .add(element.getAttribute(to));
  }

  private static boolean isEntry(Element element) {
    return switch (element.getLocalName()) {
      case "startEvent" -> true;
      case "intermediateCatchEvent" ->
          Model.children(element, BPMN, "linkEventDefinition").findAny().isPresent();
      default -> false;
    };
  }

  /** It listens as long as its scope runs, and that runs with any node in it. */
  private static boolean isEventSubProcessBeside(Element scope, Node element) {
    return scope.getAttribute("triggeredByEvent").equals("true")
        && scope.getParentNode() == element.getParentNode();
  }
}
