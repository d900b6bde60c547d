package org.clauseflow.redesign;

import static org.clauseflow.conformity.Model.BPMN;
import static org.clauseflow.conformity.Model.CAMUNDA;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.clauseflow.conformity.Model;
import org.clauseflow.engine.Conditions;
import org.w3c.dom.Element;

/** Finds the way through a model from one step to the next, as the engine would go it. */
class FlowMap {

  /** A gateway on the way. */
  record Turn(String gateway, String question, String answer, Set<String> reads) {}

  /**
   * Where a way leads.
   *
   * @param element the next step, event or join; the gateway itself if no way leads on from it
   */
  record Place(String element, boolean stuck, List<Turn> turns) {}

  private final Conditions conditions;
  private final Map<String, Element> byId = new LinkedHashMap<>();
  private final Map<String, List<Element>> outgoing = new HashMap<>();
  private final Map<String, Integer> incoming = new HashMap<>();

  FlowMap(Model model, Conditions conditions) {
    this.conditions = conditions;
    model
        .elements()
        .filter(element -> BPMN.equals(element.getNamespaceURI()) && element.hasAttribute("id"))
        .forEach(
            element -> {
              byId.put(element.getAttribute("id"), element);
              if (element.getLocalName().equals("sequenceFlow")) {
                outgoing
                    .computeIfAbsent(element.getAttribute("sourceRef"), id -> new ArrayList<>())
                    .add(element);
                incoming.merge(element.getAttribute("targetRef"), 1, Integer::sum);
              }
            });
  }

  boolean has(String id) {
    return byId.containsKey(id);
  }

  String name(String id) {
    return Optional.ofNullable(byId.get(id))
        .map(element -> element.getAttribute("name").replaceAll("\\s+", " ").strip())
        .filter(name -> !name.isEmpty())
        .orElse(id);
  }

  /** The elements that the flows of an element lead to directly. */
  List<String> targets(String id) {
    return flows(id).stream().map(this::target).toList();
  }

  /** Passed at once, on conditions alone: neither a step nor a place to wait. */
  boolean isPassed(String id) {
    Element element = byId.get(id);
    if (element == null) {
      return false;
    }
    return switch (element.getLocalName()) {
      case "exclusiveGateway" -> true;
      case "parallelGateway", "inclusiveGateway" -> !isJoin(id);
      case "intermediateThrowEvent" -> link(element).isPresent();
      case "intermediateCatchEvent" -> link(element).isPresent();
      default -> false;
    };
  }

  /** Leads on by several of its ways, not by one of them. */
  boolean isFork(String id) {
    return byId.containsKey(id) && !byId.get(id).getLocalName().equals("exclusiveGateway");
  }

  /** Waits for one of several events; which of them happens is not the model's to say. */
  boolean isEventGateway(String id) {
    return byId.containsKey(id) && byId.get(id).getLocalName().equals("eventBasedGateway");
  }

  /** Waits until all its branches have come. */
  boolean isJoin(String id) {
    Element element = byId.get(id);
    return element != null
        && Set.of("parallelGateway", "inclusiveGateway").contains(element.getLocalName())
        && incoming.getOrDefault(id, 0) > 1;
  }

  /** The activity that a boundary event belongs to. */
  Optional<String> attachedTo(String id) {
    return Optional.ofNullable(byId.get(id))
        .filter(element -> element.getLocalName().equals("boundaryEvent"))
        .map(element -> element.getAttribute("attachedToRef"));
  }

  /** The decision that a step evaluates. */
  Optional<String> decision(String id) {
    return Optional.ofNullable(byId.get(id))
        .filter(element -> element.getLocalName().equals("businessRuleTask"))
        .map(element -> element.getAttributeNS(CAMUNDA, "decisionRef"))
        .filter(decision -> !decision.isEmpty());
  }

  /** The plain input parameters of a step, as the model writes them. */
  Map<String, String> inputs(String id) {
    Map<String, String> inputs = new LinkedHashMap<>();
    Stream.ofNullable(byId.get(id))
        .flatMap(element -> Model.children(element, BPMN, "extensionElements"))
        .flatMap(extensions -> Model.children(extensions, CAMUNDA, "inputOutput"))
        .flatMap(parameters -> Model.children(parameters, CAMUNDA, "inputParameter"))
        .filter(parameter -> Model.children(parameter).findAny().isEmpty())
        .forEach(
            parameter -> inputs.put(parameter.getAttribute("name"), Model.text(parameter).strip()));
    return inputs;
  }

  /** Where a step leads when it is completed with these variables. */
  List<Place> next(String id, Map<String, Object> variables) {
    List<Place> places = new ArrayList<>();
    leave(id, variables, List.of(), new HashSet<>(), places);
    return places;
  }

  private void leave(
      String id,
      Map<String, Object> variables,
      List<Turn> turns,
      Set<String> passed,
      List<Place> places) {
    if (!passed.add(id)) {
      return;
    }
    List<Element> flows = flows(id);
    List<Element> taken = taken(byId.get(id), flows, variables);
    if (taken.isEmpty() && !flows.isEmpty()) {
      places.add(new Place(id, true, turns));
    }
    for (Element flow : taken) {
      String target = target(flow);
      List<Turn> way = new ArrayList<>(turns);
      if (flows.size() > 1 && taken.size() < flows.size()) {
        way.add(new Turn(id, name(id), answer(flow), reads(flows)));
      }
      if (isPassed(target)) {
        leave(target, variables, way, passed, places);
      } else if (places.stream().noneMatch(place -> place.element().equals(target))) {
        places.add(new Place(target, false, way));
      }
    }
  }

  /** A throwing link goes on where its name is caught. */
  private List<Element> flows(String id) {
    List<Element> flows = outgoing.getOrDefault(id, List.of());
    Element element = byId.get(id);
    if (element == null || !element.getLocalName().equals("intermediateThrowEvent")) {
      return flows;
    }
    return link(element)
        .map(
            name ->
                byId.values().stream()
                    .filter(other -> other.getLocalName().equals("intermediateCatchEvent"))
                    .filter(other -> link(other).filter(name::equals).isPresent())
                    .flatMap(
                        other ->
                            outgoing.getOrDefault(other.getAttribute("id"), List.of()).stream())
                    .toList())
        .orElse(flows);
  }

  private static Optional<String> link(Element event) {
    return Model.children(event, BPMN, "linkEventDefinition")
        .map(link -> link.getAttribute("name"))
        .findFirst();
  }

  private List<Element> taken(Element from, List<Element> flows, Map<String, Object> variables) {
    if (from.getLocalName().equals("parallelGateway")
        || from.getLocalName().equals("eventBasedGateway")) {
      return flows;
    }
    boolean one = from.getLocalName().equals("exclusiveGateway");
    String otherwise = from.getAttribute("default");
    List<Element> taken = new ArrayList<>();
    for (Element flow : flows) {
      if (flow.getAttribute("id").equals(otherwise)) {
        continue;
      }
      Optional<String> condition = condition(flow);
      if (condition.isPresent()) {
        Optional<Boolean> holds = conditions.holds(condition.get(), variables);
        if (holds.isEmpty()) {
          // the engine stops at a condition that is neither true nor false
          return List.of();
        }
        if (!holds.get()) {
          continue;
        }
      }
      taken.add(flow);
      if (one) {
        return taken;
      }
    }
    return taken.isEmpty()
        ? flows.stream().filter(flow -> flow.getAttribute("id").equals(otherwise)).toList()
        : taken;
  }

  private static Optional<String> condition(Element flow) {
    return Model.children(flow, BPMN, "conditionExpression")
        .map(Model::text)
        .map(String::strip)
        .findFirst();
  }

  private Set<String> reads(List<Element> flows) {
    Set<String> reads = new HashSet<>();
    flows.forEach(flow -> condition(flow).ifPresent(it -> reads.addAll(conditions.reads(it))));
    return reads;
  }

  private String answer(Element flow) {
    String name = flow.getAttribute("name").strip();
    return name.isEmpty() ? "on to " + name(target(flow)) : name;
  }

  private String target(Element flow) {
    return flow.getAttribute("targetRef");
  }
}
