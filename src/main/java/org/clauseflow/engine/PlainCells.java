package org.clauseflow.engine;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.springframework.stereotype.Component;

/**
 * Answers the plain cells of decision tables without the FEEL interpreter, which parses every cell
 * anew in every evaluation: that alone took a fifth of an incident's CPU time. Plain is a list of
 * texts or a comparison with a number as a test, a name as an input, and a text, true or false as
 * an output, where the value is a text, a number or absent; all else goes to the interpreter. What
 * nobody has set is null, as it is there.
 */
@Component
class PlainCells extends AbstractProcessEnginePlugin {

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    DefaultDmnEngineConfiguration decisions = new DefaultDmnEngineConfiguration();
    decisions.setFeelEngineFactory(() -> new Feel(new ScalaFeelEngineFactory().createInstance()));
    configuration.setDmnEngineConfiguration(decisions);
  }

  static final class Feel implements FeelEngine {

    private static final Pattern TEXT = Pattern.compile("\"([^\"\\\\]*)\"");
    private static final Pattern TEXTS =
        Pattern.compile("\\s*%1$s(\\s*,\\s*%1$s)*\\s*".formatted("\"[^\"\\\\]*\""));
    private static final Pattern NAME = Pattern.compile("[a-zA-Z]\\w*");

    private static final Pattern COMPARISON =
        Pattern.compile("\\s*(<=|>=|<|>)\\s*(-?\\d{1,12}(\\.\\d{1,6})?)\\s*");

    /** Names that FEEL reads as something else. */
    private static final Set<String> WORDS = Set.of("null", "item", "partial");

    /** The texts of a list; empty where a cell is no such list. */
    private final Map<String, Set<String>> lists = new ConcurrentHashMap<>();

    private final FeelEngine interpreter;

    Feel(FeelEngine interpreter) {
      this.interpreter = interpreter;
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String cell, String input, VariableContext variables) {
      Set<String> texts = lists.computeIfAbsent(cell, Feel::texts);
      Object value = variables.containsVariable(input) ? variables.resolve(input).getValue() : null;
      if (!texts.isEmpty() && (value == null || value instanceof String)) {
        return value != null && texts.contains(value);
      }
      Matcher comparison = COMPARISON.matcher(cell);
      if (value instanceof Number number && comparison.matches()) {
        return holds(number, comparison.group(1), comparison.group(2));
      }
      return interpreter.evaluateSimpleUnaryTests(cell, input, variables);
    }

    private static boolean holds(Number value, String comparison, String limit) {
      int order = new BigDecimal(value.toString()).compareTo(new BigDecimal(limit));
      return switch (comparison) {
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T evaluateSimpleExpression(String cell, VariableContext variables) {
      Matcher text = TEXT.matcher(cell.strip());
      if (text.matches()) {
        return (T) text.group(1);
      }
      String name = cell.strip();
      if (name.equals("true") || name.equals("false")) {
        return (T) Boolean.valueOf(name);
      }
      if (NAME.matcher(name).matches() && !WORDS.contains(name)) {
        Object value = variables.containsVariable(name) ? variables.resolve(name).getValue() : null;
        if (value == null || value instanceof String || value instanceof Boolean) {
          return (T) value;
        }
      }
      return interpreter.evaluateSimpleExpression(cell, variables);
    }

    private static Set<String> texts(String cell) {
      return TEXTS.matcher(cell).matches()
          ? TEXT.matcher(cell).results().map(r -> r.group(1)).collect(Collectors.toSet())
          : Set.of();
    }
  }
}
