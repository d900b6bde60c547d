package org.clauseflow.conformity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A decision table as its owner sees it: a column for each input and output, a row for each rule.
 *
 * @param aggregates whether what several rules answer becomes one number
 */
public record DecisionTable(
    String hitPolicy,
    boolean aggregates,
    List<Input> inputs,
    List<String> outputs,
    List<Rule> rules) {

  private static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";

  /** As the engine calls the value of an input where its column does not. */
  private static final String CELL_INPUT = "cellInput";

  /**
   * @param id of the column
   * @param label as the column is headed, or the expression where it is not
   * @param variable under which a cell may name the value
   * @param values that the column lists, empty if it lists none
   */
  public record Input(
      String id, String label, String expression, String variable, String type, String values) {}

  /**
   * The tests and the answers of a row, in the order of the columns; empty where "-".
   *
   * @param annotation why the rule is there, empty if nobody says it
   */
  public record Rule(String id, List<String> cells, List<String> answers, String annotation) {}

  /** Empty if it decides without a table. */
  public static Optional<DecisionTable> of(Model decision) {
    return decision
        .elements()
        .filter(element -> element.getLocalName().equals("decisionTable"))
        .findFirst()
        .map(DecisionTable::read);
  }

  private static DecisionTable read(Element table) {
    String hitPolicy = table.getAttribute("hitPolicy");
    return new DecisionTable(
        hitPolicy.isEmpty() ? "UNIQUE" : hitPolicy,
        !table.getAttribute("aggregation").isEmpty(),
        children(table, "input").map(DecisionTable::input).toList(),
        children(table, "output").map(output -> output.getAttribute("name")).toList(),
        children(table, "rule")
            .map(
                rule ->
                    new Rule(
                        rule.getAttribute("id"),
                        cells(rule, "inputEntry"),
                        cells(rule, "outputEntry"),
                        DecisionParts.annotation(rule)))
            .toList());
  }

  private static Input input(Element input) {
    Optional<Element> expression = children(input, "inputExpression").findFirst();
    String asks = expression.map(DecisionTable::text).orElse("");
    String label = input.getAttribute("label").strip();
    String variable = input.getAttributeNS(CAMUNDA, "inputVariable");
    return new Input(
        input.getAttribute("id"),
        label.isEmpty() ? asks : label,
        asks,
        variable.isEmpty() ? CELL_INPUT : variable,
        expression.map(element -> element.getAttribute("typeRef")).orElse(""),
        children(input, "inputValues").map(DecisionTable::text).findFirst().orElse(""));
  }

  private static List<String> cells(Element rule, String name) {
    return children(rule, name)
        .map(DecisionTable::text)
        .map(text -> text.equals("-") ? "" : text)
        .toList();
  }

  private static String text(Element holder) {
    return children(holder, "text").map(Model::text).findFirst().orElse("").strip();
  }

  private static Stream<Element> children(Element parent, String name) {
    return Model.children(parent).filter(child -> child.getLocalName().equals(name));
  }
}
