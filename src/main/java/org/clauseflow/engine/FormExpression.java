package org.clauseflow.engine;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;

/**
 * An expression of a form in FEEL, such as {@code =diagnosis != "resolved"}; a name that nobody
 * knows is null.
 */
final class FormExpression {

  private static final FeelEngineApi FEEL = FeelEngineBuilder.forJava().build();

  private static final String COMPARISON = "\\s*([a-zA-Z]\\w*)\\s*(!?=)\\s*\"([^\"\\\\]*)\"\\s*";

  /**
   * Most conditions compare a field with a text, or say that none of some comparisons holds; that
   * needs no interpreter.
   */
  private static final Pattern PLAIN =
      Pattern.compile("=?(?:%1$s|\\s*not\\(%1$s(?:\\bor\\b%1$s)*\\)\\s*)".formatted(COMPARISON));

  private static final Pattern PART = Pattern.compile(COMPARISON);

  private final String text;
  private final ParseResult parsed;

  /** What a plain condition compares; empty where the interpreter is to be asked. */
  private final List<MatchResult> comparisons;

  private final boolean none;

  FormExpression(String text) {
    this.text = text;
    this.parsed = FEEL.parseExpression(text.startsWith("=") ? text.substring(1) : text);
    if (parsed.isFailure()) {
      throw new IllegalArgumentException(
          "%s is no FEEL: %s".formatted(text, parsed.failure().message()));
    }
    this.comparisons =
        PLAIN.matcher(text).matches() ? PART.matcher(text).results().toList() : List.of();
    this.none = text.matches("=?\\s*not\\(.*");
  }

  Object evaluate(Map<String, Object> values) {
    EvaluationResult result = FEEL.evaluate(parsed.parsedExpression(), values);
    if (result.isFailure()) {
      throw new IllegalStateException("%s: %s".formatted(text, result.failure().message()));
    }
    return result.result();
  }

  boolean holds(Map<String, Object> values) {
    boolean texts =
        comparisons.stream()
            .map(comparison -> values.get(comparison.group(1)))
            .allMatch(value -> value == null || value instanceof String);
    if (comparisons.isEmpty() || !texts) {
      return Boolean.TRUE.equals(evaluate(values));
    }
    return none != comparisons.stream().anyMatch(comparison -> holds(comparison, values));
  }

  private static boolean holds(MatchResult comparison, Map<String, Object> values) {
    return comparison.group(3).equals(values.get(comparison.group(1)))
        == comparison.group(2).equals("=");
  }
}
