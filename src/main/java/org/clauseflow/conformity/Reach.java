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
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Which elements of a process can be reached from its starts. What stands behind a flow that a
 * gateway never takes, or is repeated zero times, cannot.
 */
final class Reach {

  private final List<Element> all;
  private final Map<String, Element> byId = new HashMap<>();
  private final Map<String, List<String>> next = new HashMap<>();
  private final Map<String, List<Element>> boundaryEvents = new HashMap<>();
  private final List<Element> entries;

  Reach(Model model) {
    all = model.elements().filter(e -> BPMN.equals(e.getNamespaceURI())).toList();
    all.forEach(element -> byId.put(element.getAttribute("id"), element));
    for (Element element : all) {
      switch (element.getLocalName()) {
        case "sequenceFlow" -> flow(element);
        case "association" -> lead(element, "sourceRef", "targetRef");
        case "boundaryEvent" ->
            boundaryEvents
                .computeIfAbsent(element.getAttribute("attachedToRef"), id -> new ArrayList<>())
                .add(element);
        default -> {}
      }
    }
    entries = all.stream().filter(Reach::isEntry).toList();
  }

  /** What can be reached if none of the blocked elements ever runs. */
  Set<Element> without(Set<Element> blocked) {
    Deque<Element> open = new ArrayDeque<>();
    entries.stream()
        .filter(entry -> entry.getParentNode().getLocalName().equals("process"))
        .forEach(open::push);
    Set<Element> reached = new HashSet<>();
    while (!open.isEmpty()) {
      Element element = open.pop();
      if (!blocked.contains(element) && !neverRuns(element) && reached.add(element)) {
        if (!leavesByItsEnds(element)) {
          follow(element, open);
        }
        // a sub-process goes on when what is in it has come to an end
        if (endsItsScope(element)) {
          follow((Element) element.getParentNode(), open);
        }
        for (Element entry : entries) {
          Element scope = (Element) entry.getParentNode();
          if (scope == element) {
            open.push(entry);
          } else if (isEventSubProcessBeside(scope, element)) {
            open.push(scope);
          }
        }
        boundaryEvents.getOrDefault(element.getAttribute("id"), List.of()).forEach(open::push);
      }
    }
    return reached;
  }

  private void follow(Element element, Deque<Element> open) {
    next.getOrDefault(element.getAttribute("id"), List.of()).stream()
        .map(byId::get)
        .filter(Objects::nonNull)
        .forEach(open::push);
  }

  private void flow(Element flow) {
    Element from = byId.get(flow.getAttribute("sourceRef"));
    if (from == null || !isShadowed(flow, from)) {
      lead(flow, "sourceRef", "targetRef");
    }
  }

  /** An exclusive gateway takes the first flow that has no condition, and none after it. */
  private boolean isShadowed(Element flow, Element from) {
    if (!from.getLocalName().equals("exclusiveGateway")) {
      return false;
    }
    String gateway = from.getAttribute("id");
    String otherwise = from.getAttribute("default");
    boolean isOtherwise = flow.getAttribute("id").equals(otherwise);
    for (Element other : all) {
      if (other == flow && !isOtherwise) {
        return false;
      }
      boolean always =
          other != flow
              && other.getLocalName().equals("sequenceFlow")
              && other.getAttribute("sourceRef").equals(gateway)
              && !other.getAttribute("id").equals(otherwise)
              && Model.children(other, BPMN, "conditionExpression").findAny().isEmpty();
      if (always) {
        return true;
      }
    }
    return false;
  }

  private void lead(Element element, String from, String to) {
    next.computeIfAbsent(element.getAttribute(from), id -> new ArrayList<>())
        .add(element.getAttribute(to));
  }

  private static boolean neverRuns(Element element) {
    return Model.children(element, BPMN, "multiInstanceLoopCharacteristics")
        .flatMap(loop -> Model.children(loop, BPMN, "loopCardinality"))
        .anyMatch(times -> Model.text(times).strip().equals("0"));
  }

  private static boolean isEntry(Element element) {
    return switch (element.getLocalName()) {
      case "startEvent" -> true;
      case "intermediateCatchEvent" ->
          Model.children(element, BPMN, "linkEventDefinition").findAny().isPresent();
      default -> false;
    };
  }

  private static boolean isSubProcess(Node node) {
    return node.getLocalName().equals("subProcess") || node.getLocalName().equals("transaction");
  }

  /** One that is drawn without an end goes on as soon as it has begun: nobody can say better. */
  private static boolean leavesByItsEnds(Element element) {
    return isSubProcess(element) && Model.children(element, BPMN, "endEvent").findAny().isPresent();
  }

  private static boolean endsItsScope(Element element) {
    return element.getLocalName().equals("endEvent")
        && isSubProcess(element.getParentNode())
        && !((Element) element.getParentNode()).getAttribute("triggeredByEvent").equals("true");
  }

  /** It listens as long as its scope runs, and that runs with any node in it. */
  private static boolean isEventSubProcessBeside(Element scope, Node element) {
    return scope.getAttribute("triggeredByEvent").equals("true")
        && scope.getParentNode() == element.getParentNode();
  }
}
