package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever answers a cell, the answer is the interpreter's. */
class PlainCellsTest {

  private static final String INPUT = "cellInput";

  private final FeelEngine interpreter = new ScalaFeelEngineFactory().createInstance();
  private final FeelEngine plain = new PlainCells.Feel(interpreter);

  static Stream<Arguments> tests() {
    List<String> cells =
        List.of(
            "\"high\"",
            "\"low\", \"medium\" ,\"high\"",
            "\"\"",
            "\"a, b\"",
            "\"say \\\"high\\\"\"",
            "not(\"high\")",
            "not(\"low\", \"high\")",
            "null",
            "other",
            "> 3",
            ">= 4",
            " <4.5 ",
            "<= -1",
            "> 3, < 0",
            "[1..5]",
            "-",
            "true");
    List<Object> values =
        Arrays.asList("high", "low", "", "a, b", "say \"high\"", null, 4, 3, -1L, 4.5, true);
    return cells.stream().flatMap(cell -> values.stream().map(v -> Arguments.of(cell, v)));
  }

  @ParameterizedTest(name = "{0} for {1}")
  @MethodSource("tests")
  void testsAsTheInterpreterDoes(String cell, Object value) {
    VariableContext variables =
        Variables.createVariables()
            .putValue(INPUT, value)
            .putValue("other", "high")
            .asVariableContext();

    assertThat(answer(() -> plain.evaluateSimpleUnaryTests(cell, INPUT, variables)))
        .isEqualTo(answer(() -> interpreter.evaluateSimpleUnaryTests(cell, INPUT, variables)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"PT8H\"",
        " \"PT8H\" ",
        "\"\"",
        "\"a\" + \"b\"",
        "\"a\\nb\"",
        "text",
        " text ",
        "nothing",
        "number",
        "flag",
        "unknown",
        "null",
        "true",
        " false ",
        "4",
        "number + 1",
        "if flag then text else null"
      })
  void evaluatesAsTheInterpreterDoes(String cell) {
    VariableContext variables =
        Variables.fromMap(Map.of("text", "high", "number", 4, "flag", true))
            .putValue("nothing", null)
            .asVariableContext();

    assertThat(answer(() -> plain.evaluateSimpleExpression(cell, variables)))
        .isEqualTo(answer(() -> interpreter.evaluateSimpleExpression(cell, variables)));
  }

  private static Object answer(Supplier<Object> evaluation) {
    try {
      return evaluation.get();
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }
}
