package org.clauseflow.engine;

import java.util.Map;
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

  private final String text;
  private final ParseResult parsed;

  FormExpression(String text) {
    this.text = text;
    this.parsed = FEEL.parseExpression(text.startsWith("=") ? text.substring(1) : text);
    if (parsed.isFailure()) {
      throw new IllegalArgumentException(
          "%s is no FEEL: %s".formatted(text, parsed.failure().message()));
    }
  }

  Object evaluate(Map<String, Object> values) {
    EvaluationResult result = FEEL.evaluate(parsed.parsedExpression(), values);
    if (result.isFailure()) {
      throw new IllegalStateException("%s: %s".formatted(text, result.failure().message()));
    }
    return result.result();
  }

  boolean holds(Map<String, Object> values) {
    return Boolean.TRUE.equals(evaluate(values));
  }
}
