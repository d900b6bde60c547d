package org.clauseflow.conformity;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.clauseflow.conformity.Model.BPMN;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Which elements of a model carry out which requirements, and what a redesign would weaken. Only an
 * element that can be reached from a start counts: an obligation on a step that never runs is not
 * carried out.
 */
public class Obligations {

  /** A requirement and the elements that carried it until now. */
  public record Lost(String requirement, List<Carrier> carriedBy) {}

  /**
   * A requirement that a stronger kind of element carried until now.
   *
   * @param was by whom it was carried out, such as "by a person"
   * @param carriedBy the elements of that kind
   * @param becomes by whom it is to be
   */
  public record Weakened(
      String requirement,
      String was,
      List<Carrier> carriedBy,
      String becomes,
      List<Carrier> carries) {}

  /** What the redesign would leave without an element. */
  public List<Lost> lost(Model was, Model becomes) {
    Set<String> carried = carriers(becomes).stream().map(Carrier::requirement).collect(toSet());
    return byRequirement(was).entrySet().stream()
        .filter(entry -> !carried.contains(entry.getKey()))
        .map(entry -> new Lost(entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * What every path to some end passed until now, and what the redesign lets every path go around.
   */
  public List<Lost> skippable(Model was, Model becomes) {
    Map<String, List<Carrier>> carries = byRequirement(becomes);
    Reach before = new Reach(was);
    Reach after = new Reach(becomes);
    return byRequirement(was).entrySet().stream()
        .filter(entry -> carries.containsKey(entry.getKey()))
        .filter(
            entry ->
                !endsOnlyThrough(entry.getKey(), was, before).isEmpty()
                    && endsOnlyThrough(entry.getKey(), becomes, after).isEmpty())
        .map(entry -> new Lost(entry.getKey(), carries.get(entry.getKey())))
        .toList();
  }

  /**
   * What a person did until now, and a table or the system is to do; likewise a table and the
   * system.
   *
   * @param called the model of a process that is called, if it is known
   */
  public List<Weakened> weakened(
      Model was, Model becomes, Function<String, Optional<Model>> called) {
    Map<String, List<Carrier>> carries = byRequirement(becomes);
    List<Weakened> weakened = new ArrayList<>();
    byRequirement(was)
        .forEach(
            (requirement, carriedBy) -> {
              List<Carrier> now = carries.getOrDefault(requirement, List.of());
              EvidenceKind before = strongest(was, carriedBy, called);
              EvidenceKind after = strongest(becomes, now, called);
              if (!now.isEmpty() && after.compareTo(before) < 0) {
                weakened.add(
                    new Weakened(
                        requirement,
                        before.words(),
                        carriedBy.stream()
                            .filter(each -> strongest(was, List.of(each), called) == before)
                            .toList(),
                        after.words(),
                        now));
              }
            });
    return weakened;
  }

  /** In the order of the document. */
  public List<Carrier> carriers(Model model) {
    Set<Element> reached = new Reach(model).without(Set.of());
    return model.elements().filter(reached::contains).flatMap(Obligations::carried).toList();
  }

  /** Elements that claim to carry out an obligation and can never run. */
  public List<Carrier> unreachable(Model model) {
    Set<Element> reached = new Reach(model).without(Set.of());
    return model
        .elements()
        .filter(element -> !reached.contains(element))
        .flatMap(Obligations::carried)
        .toList();
  }

  private Map<String, List<Carrier>> byRequirement(Model model) {
    return carriers(model).stream()
        .collect(
            groupingBy(
                Carrier::requirement,
                java.util.LinkedHashMap::new,
                java.util.stream.Collectors.toList()));
  }

  private static Stream<Carrier> carried(Element element) {
    return Model.properties(element)
        .filter(property -> property.name().equals("requirement"))
        .flatMap(Model.Property::values)
        .map(
            id ->
                new Carrier(
                    id,
                    element.getAttribute("id"),
                    element.getAttribute("name"),
                    element.getLocalName()));
  }

  /** Ends of the process that nobody comes to but through what carries the requirement. */
  private static Set<Element> endsOnlyThrough(String requirement, Model model, Reach reach) {
    Set<Element> carriers =
        model
            .elements()
            .filter(e -> carried(e).anyMatch(c -> c.requirement().equals(requirement)))
            .collect(toSet());
    Set<Element> ends = ends(reach.without(Set.of()));
    ends.removeAll(ends(reach.without(carriers)));
    return ends;
  }

  private static Set<Element> ends(Set<Element> reached) {
    return reached.stream()
        .filter(
            element ->
                element.getLocalName().equals("endEvent")
                    && element.getParentNode().getLocalName().equals("process"))
        .collect(toSet());
  }

  private static EvidenceKind strongest(
      Model model, List<Carrier> carriers, Function<String, Optional<Model>> called) {
    Set<String> ids = carriers.stream().map(Carrier::elementId).collect(toSet());
    return model
        .elements()
        .filter(element -> ids.contains(element.getAttribute("id")))
        .map(element -> kind(element, called, new HashSet<>()))
        .max(EvidenceKind::compareTo)
        .orElse(EvidenceKind.SYSTEM);
  }

  private static EvidenceKind kind(
      Element element, Function<String, Optional<Model>> called, Set<String> seen) {
    return switch (element.getLocalName()) {
      case "userTask" -> EvidenceKind.PERSON;
      case "businessRuleTask" -> EvidenceKind.TABLE;
      case "subProcess", "transaction" ->
          strongest(
              Model.within(element).skip(1).filter(e -> BPMN.equals(e.getNamespaceURI())),
              called,
              seen);
      case "callActivity" -> {
        String process = element.getAttribute("calledElement");
        yield seen.add(process)
            ? called
                .apply(process)
                .map(model -> strongest(model.elements(), called, seen))
                .orElse(EvidenceKind.SYSTEM)
            : EvidenceKind.SYSTEM;
      }
      default -> EvidenceKind.SYSTEM;
    };
  }

  private static EvidenceKind strongest(
      Stream<Element> elements, Function<String, Optional<Model>> called, Set<String> seen) {
    return elements
        .map(element -> kind(element, called, seen))
        .max(EvidenceKind::compareTo)
        .orElse(EvidenceKind.SYSTEM);
  }
}
