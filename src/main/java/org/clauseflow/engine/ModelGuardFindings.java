package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.clauseflow.conformity.Model;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the guard found wrong with a deployment, in words for the person who designed it. */
class ModelGuardFindings {

  /** The Modeler shows a refusal in a small window. */
  private static final int MOST = 20;

  private static final int LONGEST = 700;
  private static final int LONGEST_QUOTE = 60;

  private static final Set<String> DETAILS =
      Set.of(
          "condition",
          "completionCondition",
          "loopCardinality",
          "multiInstanceLoopCharacteristics",
          "documentation",
          "text");

  private final Set<String> findings = new LinkedHashSet<>();

  /** What is wrong with the whole file. */
  void add(String file, String finding) {
    findings.add(cut(quote(file) + ": " + finding, LONGEST));
  }

  /** What is wrong with one part of a file. */
  void add(String file, String part, String finding) {
    add(file, quote(part) + ": " + finding);
  }

  /** What is wrong with an element; named is the one that stands in the diagram. */
  void add(String file, Element element, String finding) {
    Element shown = shown(element);
    String name = shown.getAttribute("name");
    String id = shown.getAttribute("id");
    String label = id.isEmpty() ? shown.getLocalName() : quote(id);
    add(file, label + (name.isBlank() ? "" : " (" + quote(name) + ")") + ": " + finding);
  }

  List<String> all() {
    return new ArrayList<>(findings);
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  String message() {
    StringBuilder message = new StringBuilder("Not deployed, nothing was changed. To put right:");
    findings.stream().limit(MOST).forEach(finding -> message.append("\n- ").append(finding));
    if (findings.size() > MOST) {
      message.append("\n- and ").append(findings.size() - MOST).append(" more");
    }
    return message.toString();
  }

  /**
   * A piece of the deployment inside a message: short, on one line, without characters that
   * disguise it.
   */
  static String quote(String text) {
    String plain = text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ");
    return cut(plain, LONGEST_QUOTE);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  /** The nearest element that a person sees in the diagram. */
  private static Element shown(Element element) {
    Node at = element;
    while (at.getParentNode() instanceof Element parent && isDetail((Element) at)) {
      at = parent;
    }
    return (Element) at;
  }

  private static boolean isDetail(Element element) {
    String name = element.getLocalName();
    return !element.hasAttribute("id")
        || Model.CAMUNDA.equals(element.getNamespaceURI())
        || name.endsWith("EventDefinition")
        || name.endsWith("Expression")
        || name.startsWith("time")
        || DETAILS.contains(name);
  }
}
