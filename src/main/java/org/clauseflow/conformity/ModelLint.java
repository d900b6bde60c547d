package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;
import static org.clauseflow.conformity.Model.children;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * What makes a model hard to read for those who work by it, although it runs: a controlled document
 * has names, and leaves nothing in the air.
 */
public final class ModelLint {

  private static final String DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/";
  private static final String DI = "http://www.omg.org/spec/BPMN/20100524/DI";

  private final List<Element> flows;
  private final Set<String> drawn;
  private final List<String> findings = new ArrayList<>();

  private ModelLint(Model model) {
    this.flows = model.elements("sequenceFlow").toList();
    this.drawn =
        model
            .elements()
            .filter(element -> DI.equals(element.getNamespaceURI()))
            .map(element -> element.getAttribute("bpmnElement"))
            .collect(Collectors.toSet());
  }

  /** In the order of the document; empty for a model that reads well. */
  public static List<String> findings(Model model) {
    ModelLint lint = new ModelLint(model);
    model
        .elements()
        .filter(
            element ->
                BPMN.equals(element.getNamespaceURI())
                    && Model.FLOW_NODES.contains(element.getLocalName()))
        .forEach(lint::check);
    model.elements().filter(element -> DMN.equals(element.getNamespaceURI())).forEach(lint::column);
    return lint.findings;
  }

  private void check(Element node) {
    String kind = node.getLocalName();
    List<Element> leaving = flows("sourceRef", node);
    List<Element> coming = flows("targetRef", node);
    boolean gateway = kind.endsWith("Gateway");
    if (!gateway && node.getAttribute("name").isBlank()) {
      add(
          node,
          kind.endsWith("Event")
              ? "has no name: say what has happened"
              : "has no name: say what is done, with verb and object");
    }
    if (kind.equals("exclusiveGateway") || kind.equals("inclusiveGateway")) {
      checkQuestion(node, leaving);
    }
    if (gateway && leaving.size() > 1 && coming.size() > 1) {
      add(node, "joins and splits at once: draw a gateway for each");
    }
    boolean beside =
        kind.equals("boundaryEvent")
            || node.getAttribute("triggeredByEvent").equals("true")
            || children(node, BPMN, "linkEventDefinition").findAny().isPresent();
    if (coming.isEmpty() && !kind.equals("startEvent") && !beside) {
      add(node, "is reached by nothing: connect it, or take it out");
    }
    boolean compensates =
        node.getAttribute("isForCompensation").equals("true")
            || children(node, BPMN, "compensateEventDefinition").findAny().isPresent();
    boolean ends =
        kind.equals("endEvent") || compensates || beside && !kind.equals("boundaryEvent");
    if (leaving.isEmpty() && !ends) {
      add(node, "leads nowhere: lead it to an end that says what has come of it");
    }
    if (!drawn.isEmpty() && !drawn.contains(node.getAttribute("id"))) {
      add(node, "is not in the diagram: nobody sees it in the Modeler");
    }
  }

  private void checkQuestion(Element gateway, List<Element> leaving) {
    if (leaving.size() < 2) {
      return;
    }
    if (gateway.getAttribute("name").isBlank()) {
      add(gateway, "decides without a question: name it by one");
    }
    leaving.stream()
        .filter(flow -> flow.getAttribute("name").isBlank())
        .forEach(
            flow -> add(gateway, "has a way without an answer: name " + flow.getAttribute("id")));
  }

  private void column(Element element) {
    String kind = element.getLocalName();
    if ((kind.equals("input") || kind.equals("output"))
        && element.getAttribute("label").isBlank()) {
      add(element, "is a column without a heading: label it");
    }
  }

  private List<Element> flows(String end, Element node) {
    return flows.stream()
        .filter(flow -> flow.getAttribute(end).equals(node.getAttribute("id")))
        .toList();
  }

  private void add(Element element, String finding) {
    String name = element.getAttribute("name");
    findings.add(
        element.getAttribute("id") + (name.isBlank() ? "" : " (" + name + ")") + " " + finding);
  }
}
