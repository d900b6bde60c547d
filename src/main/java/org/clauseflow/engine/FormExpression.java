package org.clauseflow.engine;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

  /** Most conditions compare a field with a text; that needs no interpreter. */
  private static final Pattern COMPARISON =
      Pattern.compile("=?\\s*([a-zA-Z]\\w*)\\s*(!?=)\\s*\"([^\"\\\\]*)\"\\s*");

  private final String text;
  private final ParseResult parsed;
  private final MatchResult comparison;

  FormExpression(String text) {
    this.text = text;
    this.parsed = FEEL.parseExpression(text.startsWith("=") ? text.substring(1) : text);
    if (parsed.isFailure()) {
      throw new IllegalArgumentException(
          "%s is no FEEL: %s".formatted(text, parsed.failure().message()));
    }
    Matcher matcher = COMPARISON.matcher(text);
    this.comparison = matcher.matches() ? matcher.toMatchResult() : null;
  }

  Object evaluate(Map<String, Object> values) {
    EvaluationResult result = FEEL.evaluate(parsed.parsedExpression(), values);
    if (result.isFailure()) {
      throw new IllegalStateException("%s: %s".formatted(text, result.failure().message()));
    }
    return result.result();
  }

  boolean holds(Map<String, Object> values) {
    if (comparison != null) {
      Object value = values.get(comparison.group(1));
      if (value == null || value instanceof String) {
        return comparison.group(3).equals(value) == comparison.group(2).equals("=");
      }
    }
    return Boolean.TRUE.equals(evaluate(values));
  }
}
