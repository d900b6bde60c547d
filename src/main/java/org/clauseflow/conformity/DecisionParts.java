package org.clauseflow.conformity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * The parts of a decision: its inputs, outputs and rules, and the decision itself. Known by their
 * names alone, as the engine reads several versions of DMN.
 */
final class DecisionParts {

  private static final Set<String> REQUIRED =
      Set.of("requiredDecision", "requiredInput", "requiredKnowledge", "requiredAuthority");

  private DecisionParts() {}

  static List<Part> of(Model model) {
    return decisions(model).flatMap(DecisionParts::parts).toList();
  }

  static Stream<Element> decisions(Model model) {
    return model.elements().filter(element -> "decision".equals(element.getLocalName()));
  }

  static Stream<Element> children(Element parent, String name) {
    return Model.children(parent).filter(child -> name.equals(child.getLocalName()));
  }

  /** What the element's text stands in, without quotes taken off: it is an expression. */
  static String text(Element element) {
    return children(element, "text").map(Model::text).collect(Collectors.joining()).strip();
  }

  static String text(Element parent, String name) {
    return children(parent, name).map(DecisionParts::text).collect(Collectors.joining());
  }

  /** A cell that says nothing fits whatever comes, and people write that as a dash too. */
  static String cell(Element cell) {
    String text = text(cell);
    return text.equals("-") ? "" : text;
  }

  static String label(Element column) {
    return Stream.of(
            column.getAttribute("label"),
            column.getAttribute("name"),
            text(column, "inputExpression"))
        .map(String::strip)
        .filter(label -> !label.isEmpty())
        .findFirst()
        .orElse(column.getAttribute("id"));
  }

  /** The ids of inputs, outputs or rules of a table; by its place where one has none. */
  static List<String> ids(Element table, String name) {
    List<String> ids = new ArrayList<>();
    for (Element element : children(table, name).toList()) {
      String id = element.getAttribute("id");
      ids.add(id.isEmpty() ? name + " " + (ids.size() + 1) : id);
    }
    return ids;
  }

  static String hitPolicy(Element table) {
    String policy = table.getAttribute("hitPolicy");
    return ((policy.isEmpty() ? "UNIQUE" : policy) + " " + table.getAttribute("aggregation"))
        .strip();
  }

  private static Stream<Part> parts(Element decision) {
    return Stream.concat(
        Stream.of(whole(decision)),
        children(decision, "decisionTable")
            .flatMap(
                table ->
                    Stream.of(
                            columns(table, "input"),
                            columns(table, "output"),
                            rules(table, decision))
                        .flatMap(List::stream)));
  }

  private static Part whole(Element decision) {
    Part.Sayings says = new Part.Sayings();
    says.add("name", decision.getAttribute("name"));
    says.add("version tag", camunda(decision, "versionTag"));
    says.add("history time to live", camunda(decision, "historyTimeToLive"));
    for (String words : List.of("description", "question", "allowedAnswers")) {
      children(decision, words).forEach(said -> says.add(Wording.words(words), Model.text(said)));
    }
    children(decision, "decisionTable").forEach(table -> says.add("hit policy", hitPolicy(table)));
    children(decision, "literalExpression")
        .forEach(literal -> says.add("expression", text(literal)));
    children(decision, "variable")
        .forEach(
            variable ->
                says.add(
                    "result",
                    variable.getAttribute("name") + " " + variable.getAttribute("typeRef")));
    Model.within(decision)
        .filter(element -> REQUIRED.contains(element.getLocalName()))
        .forEach(required -> says.add("needs", required.getAttribute("href").replace("#", "")));
    String id = decision.getAttribute("id");
    String name = decision.getAttribute("name").strip();
    return new Part(id, null, null, "decision", name.isEmpty() ? id : name, says);
  }

  private static List<Part> columns(Element table, String kind) {
    List<Element> columns = children(table, kind).toList();
    List<String> ids = ids(table, kind);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Element column = columns.get(i);
      Part.Sayings says = new Part.Sayings();
      says.add("label", column.getAttribute("label"));
      says.add("variable", column.getAttribute("name") + camunda(column, "inputVariable"));
      says.add("type", column.getAttribute("typeRef"));
      children(column, "inputExpression")
          .forEach(
              expression -> {
                says.add("expression", text(expression));
                says.add("expression language", expression.getAttribute("expressionLanguage"));
                says.add("type", expression.getAttribute("typeRef"));
              });
      says.add("values", text(column, kind + "Values"));
      says.add("default", text(column, "defaultOutputEntry"));
      String means =
          kind.equals("input") ? text(column, "inputExpression") : column.getAttribute("name");
      parts.add(new Part(ids.get(i), kind + " " + means, null, kind, label(column), says));
    }
    return parts;
  }

  private static List<Part> rules(Element table, Element decision) {
    List<String> inputs = ids(table, "input");
    List<String> outputs = ids(table, "output");
    Map<String, String> labels = new HashMap<>();
    put(labels, inputs, children(table, "input").toList());
    put(labels, outputs, children(table, "output").toList());
    List<Element> rules = children(table, "rule").toList();
    List<String> ids = ids(table, "rule");
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Part.Sayings says = new Part.Sayings();
      cells(says, children(rules.get(i), "inputEntry").toList(), inputs, labels);
      cells(says, children(rules.get(i), "outputEntry").toList(), outputs, labels);
      Map<String, Object> likeness = new TreeMap<>();
      says.forEach((column, said) -> likeness.put(column, said.values().keySet()));
      says.add("annotation", annotation(rules.get(i)));
      parts.add(
          new Part(
              ids.get(i),
              "rule " + likeness,
              decision.getAttribute("id"),
              "rule",
              "Rule " + (i + 1),
              says));
    }
    return parts;
  }

  static String annotation(Element rule) {
    return Stream.concat(
            children(rule, "description").map(Model::text),
            children(rule, "annotationEntry").map(DecisionParts::text))
        .map(String::strip)
        .filter(said -> !said.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static void put(Map<String, String> labels, List<String> ids, List<Element> columns) {
    for (int i = 0; i < ids.size(); i++) {
      labels.put(ids.get(i), label(columns.get(i)));
    }
  }

  /** By the column that each stands under. */
  private static void cells(
      Part.Sayings says, List<Element> cells, List<String> columns, Map<String, String> labels) {
    for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
      String cell = cell(cells.get(i));
      says.add(columns.get(i), labels.get(columns.get(i)), cell, cell);
    }
  }

  private static String camunda(Element element, String name) {
    return element.getAttributeNS("http://camunda.org/schema/1.0/dmn", name);
  }
}
