package org.clauseflow.conformity;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.w3c.dom.Element;

/**
 * Decision tables as a part of a page. It brings no styles of its own: what a redesign does with a
 * column or a rule is said by a word and a sign.
 */
public final class DecisionTableView {

  private static final Template PAGE = page();

  private static final Map<String, String> POLICIES =
      Map.ofEntries(
          Map.entry("UNIQUE", "one rule fits"),
          Map.entry("FIRST", "the first rule that fits counts"),
          Map.entry("ANY", "all rules that fit say the same"),
          Map.entry("COLLECT", "all rules that fit count"),
          Map.entry("COLLECT SUM", "the results of all rules that fit are added up"),
          Map.entry("COLLECT MIN", "of all rules that fit the smallest result counts"),
          Map.entry("COLLECT MAX", "of all rules that fit the largest result counts"),
          Map.entry("COLLECT COUNT", "the result is how many different results fit"),
          Map.entry("RULE ORDER", "all rules that fit count, in their order"),
          Map.entry("OUTPUT ORDER", "all rules that fit count, in the order of their results"),
          Map.entry("PRIORITY", "of all rules that fit the first of the listed results counts"));

  private record Decision(
      String id, String name, Mark mark, String description, String expression, Table table) {}

  /**
   * @param inputs how many, null if none
   * @param outputs likewise
   */
  private record Table(
      String policy, Integer inputs, Integer outputs, List<Column> columns, List<Rule> rules) {}

  private record Column(
      String id, Mark mark, String label, String expression, String type, String values) {}

  private record Rule(String id, Mark mark, int number, List<String> cells, String annotation) {}

  private final Map<String, Mark> marks;

  private DecisionTableView(Map<String, Mark> marks) {
    this.marks = marks;
  }

  /**
   * @param marks by id of the decision, the input, the output or the rule
   */
  public static String html(Model decision, Map<String, Mark> marks) {
    DecisionTableView view = new DecisionTableView(marks);
    return PAGE.execute(
        Map.of("decisions", DecisionParts.decisions(decision).map(view::decision).toList()));
  }

  private Decision decision(Element decision) {
    String id = decision.getAttribute("id");
    String name = decision.getAttribute("name").strip();
    return new Decision(
        id,
        name.isEmpty() ? id : name,
        marks.get(id),
        DecisionParts.children(decision, "description")
            .map(Model::text)
            .collect(Collectors.joining(" "))
            .strip(),
        DecisionParts.text(decision, "literalExpression"),
        DecisionParts.children(decision, "decisionTable")
            .findFirst()
            .map(this::table)
            .orElse(null));
  }

  private Table table(Element table) {
    List<Column> inputs = columns(table, "input");
    List<Column> outputs = columns(table, "output");
    String policy = DecisionParts.hitPolicy(table);
    return new Table(
        policy + (POLICIES.containsKey(policy) ? ", " + POLICIES.get(policy) : ""),
        inputs.isEmpty() ? null : inputs.size(),
        outputs.isEmpty() ? null : outputs.size(),
        Stream.concat(inputs.stream(), outputs.stream()).toList(),
        rules(table));
  }

  private List<Column> columns(Element table, String kind) {
    List<Column> columns = new ArrayList<>();
    List<String> ids = DecisionParts.ids(table, kind);
    for (Element column : DecisionParts.children(table, kind).toList()) {
      String id = ids.get(columns.size());
      String label = DecisionParts.label(column);
      String means =
          kind.equals("input")
              ? DecisionParts.text(column, "inputExpression")
              : column.getAttribute("name");
      String type =
          Stream.concat(Stream.of(column), DecisionParts.children(column, "inputExpression"))
              .map(typed -> typed.getAttribute("typeRef"))
              .filter(ref -> !ref.isEmpty())
              .findFirst()
              .orElse(null);
      columns.add(
          new Column(
              id,
              marks.get(id),
              label,
              means.equals(label) ? null : means,
              type,
              DecisionParts.text(column, kind + "Values")));
    }
    return columns;
  }

  private List<Rule> rules(Element table) {
    List<Rule> rules = new ArrayList<>();
    List<String> ids = DecisionParts.ids(table, "rule");
    for (Element rule : DecisionParts.children(table, "rule").toList()) {
      String id = ids.get(rules.size());
      List<String> cells =
          Stream.concat(
                  DecisionParts.children(rule, "inputEntry"),
                  DecisionParts.children(rule, "outputEntry"))
              .map(DecisionParts::cell)
              .map(cell -> cell.isEmpty() ? "–" : cell)
              .toList();
      rules.add(
          new Rule(id, marks.get(id), rules.size() + 1, cells, DecisionParts.annotation(rule)));
    }
    return rules;
  }

  private static Template page() {
    try (Reader page =
        new InputStreamReader(
            new ClassPathResource("conformity/decision-table.mustache").getInputStream(),
            StandardCharsets.UTF_8)) {
      return Mustache.compiler().defaultValue("").emptyStringIsFalse(true).compile(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
