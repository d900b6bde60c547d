package org.clauseflow.conformity;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.clauseflow.conformity.DecisionTable.Input;
import org.clauseflow.conformity.DecisionTable.Rule;

/**
 * One thing that a table asks about, and which rules answer to what it can be. Columns that ask the
 * same are one. A cell that reads more than its own input answers perhaps, and for certain never.
 *
 * @param values one for all that the same rules answer
 * @param certain by value, the rules that answer it
 * @param perhaps by value, the rules that answer it or may
 * @param calculating the rules whose cell here does more than compare: other values than those that
 *     were tried may fit it
 * @param unsure what a rule reads here besides its input, in its own words, by rule
 */
record TableAxis(
    String name,
    List<Object> values,
    List<BitSet> certain,
    List<BitSet> perhaps,
    BitSet calculating,
    Map<Integer, String> unsure) {

  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern TEXTS =
      Pattern.compile("%1$s(?:\\s*,\\s*%1$s)*+".formatted("\"[^\"\\\\]*+\""));
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*+)\"");
  private static final Pattern COMPARISONS =
      Pattern.compile(
          "(?:date and time|date|not|true|false|null|and|or|in|between|[\\s\\d()\\[\\].,<>=!?@\"-])*+");
  private static final Pattern TIMES = Pattern.compile("\\b(?:now|today)\\s*\\(");

  /** What a cell answers to each value, in their order. */
  private record Answers(BitSet certain, BitSet perhaps, boolean unsure) {}

  /** How often cells of these columns are to be worked out by the interpreter. */
  static int evaluations(DecisionTable table, List<Integer> columns) {
    Set<String> cells = cells(table, columns);
    int values = new TableValues(cells).of(type(table, columns)).size();
    long worked = cells.stream().filter(cell -> !isPlain(cell)).count();
    return (int) Math.min(Integer.MAX_VALUE, worked * values);
  }

  static TableAxis of(DecisionTable table, List<Integer> columns, String name) {
    List<Object> values =
        new ArrayList<>(new TableValues(cells(table, columns)).of(type(table, columns)));
    Input input = table.inputs().get(columns.get(0));
    Map<String, Answers> answers = new HashMap<>();
    BitSet calculating = new BitSet();
    Map<Integer, String> unsure = new LinkedHashMap<>();
    List<BitSet> certain = sets(values);
    List<BitSet> perhaps = sets(values);
    for (int rule = 0; rule < table.rules().size(); rule++) {
      BitSet certainly = all(values);
      BitSet possibly = all(values);
      for (int column : columns) {
        String cell = cell(table.rules().get(rule), column);
        Answers found = answers.computeIfAbsent(cell, text -> answers(text, input, values));
        certainly.and(found.certain);
        possibly.and(found.perhaps);
        if (found.unsure) {
          unsure.putIfAbsent(rule, cell);
        }
        if (!COMPARISONS.matcher(TableValues.withoutTexts(cell)).matches()) {
          calculating.set(rule);
        }
      }
      int answering = rule;
      certainly.stream().forEach(value -> certain.get(value).set(answering));
      possibly.stream().forEach(value -> perhaps.get(value).set(answering));
    }
    return merged(name, values, certain, perhaps, calculating, unsure);
  }

  private static TableAxis merged(
      String name,
      List<Object> values,
      List<BitSet> certain,
      List<BitSet> perhaps,
      BitSet calculating,
      Map<Integer, String> unsure) {
    Map<List<BitSet>, Object> different = new LinkedHashMap<>();
    for (int value = 0; value < values.size(); value++) {
      List<BitSet> rules = List.of(certain.get(value), perhaps.get(value));
      if (!different.containsKey(rules)) {
        different.put(rules, values.get(value));
      }
    }
    return new TableAxis(
        name,
        new ArrayList<>(different.values()),
        different.keySet().stream().map(rules -> rules.get(0)).toList(),
        different.keySet().stream().map(rules -> rules.get(1)).toList(),
        calculating,
        unsure);
  }

  private static Set<String> cells(DecisionTable table, List<Integer> columns) {
    Set<String> cells = new LinkedHashSet<>();
    for (int column : columns) {
      cells.add(table.inputs().get(column).values());
      table.rules().forEach(rule -> cells.add(cell(rule, column)));
    }
    return cells;
  }

  private static String cell(Rule rule, int column) {
    return column < rule.cells().size() ? rule.cells().get(column) : "";
  }

  private static String type(DecisionTable table, List<Integer> columns) {
    return table.inputs().get(columns.get(0)).type();
  }

  private static boolean isPlain(String cell) {
    return cell.isEmpty() || TEXTS.matcher(cell).matches();
  }

  private static Answers answers(String cell, Input input, List<Object> values) {
    if (cell.isEmpty()) {
      return new Answers(all(values), all(values), false);
    }
    if (TIMES.matcher(TableValues.withoutTexts(cell)).find()) {
      return new Answers(new BitSet(), all(values), true);
    }
    BitSet fits = new BitSet();
    Collection<String> listed =
        TEXTS.matcher(cell).matches()
            ? TEXT.matcher(cell).results().map(text -> text.group(1)).toList()
            : List.of();
    ParseResult test = listed.isEmpty() ? FEEL.parseUnaryTests(cell) : null;
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (test == null) {
        fits.set(i, value instanceof String && listed.contains(value));
      } else if (test.isSuccess()) {
        EvaluationResult result = evaluate(test, input, value);
        if (result.suppressedFailures().toString().contains("[NO_VARIABLE_FOUND]")) {
          return new Answers(new BitSet(), all(values), true);
        }
        fits.set(i, result.isSuccess() && Boolean.TRUE.equals(result.result()));
      }
    }
    return new Answers(fits, fits, false);
  }

  private static EvaluationResult evaluate(ParseResult test, Input input, Object value) {
    Map<String, Object> variables = new HashMap<>();
    variables.put(input.variable(), value);
    if (NAME.matcher(input.expression()).matches()) {
      variables.put(input.expression(), value);
    }
    return FEEL.evaluateWithInput(test.parsedExpression(), value, variables);
  }

  private static BitSet all(List<Object> values) {
    BitSet all = new BitSet();
    all.set(0, values.size());
    return all;
  }

  private static List<BitSet> sets(List<Object> values) {
    List<BitSet> sets = new ArrayList<>();
    values.forEach(value -> sets.add(new BitSet()));
    return sets;
  }
}
