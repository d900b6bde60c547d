package org.clauseflow.conformity;

import java.util.List;
import org.w3c.dom.Element;

/** What a case can pass through in a process, as people call it; in the order of the model. */
public record Outline(List<Node> nodes, List<Flow> flows) {

  /**
   * @param kind such as "user task"
   */
  public record Node(String id, String name, String kind) {}

  public record Flow(String id, String from, String to) {}

  public static Outline of(Model model) {
    List<Element> steps = model.elements().filter(Wording::isStep).toList();
    return new Outline(
        steps.stream().filter(step -> !isFlow(step)).map(Outline::node).toList(),
        steps.stream()
            .filter(Outline::isFlow)
            .map(
                flow ->
                    new Flow(
                        flow.getAttribute("id"),
                        flow.getAttribute("sourceRef"),
                        flow.getAttribute("targetRef")))
            .toList());
  }

  private static boolean isFlow(Element step) {
    return step.getLocalName().equals("sequenceFlow");
  }

  private static Node node(Element step) {
    String id = step.getAttribute("id");
    String name = Wording.name(step);
    return new Node(id, name.isEmpty() ? id : name, Wording.kind(step));
  }
}
