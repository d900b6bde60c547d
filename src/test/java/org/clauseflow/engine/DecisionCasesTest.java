package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.clauseflow.conformity.DecisionTable;
import org.clauseflow.conformity.DecisionTable.Input;
import org.clauseflow.conformity.DecisionTable.Rule;
import org.clauseflow.conformity.Model;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Beside each decision table lie its cases: what happens in words, the inputs, and what its owner
 * wants to be answered. An empty cell is what nobody knows.
 */
class DecisionCasesTest {

  /** Heads an output of the name of an input. */
  private static final String EXPECTED = "expected ";

  /** By table, the rules that have decided. */
  private final Map<String, Set<String>> decided = new HashMap<>();

  private final DmnEngine engine = engine();

  @TestFactory
  Stream<DynamicContainer> everyCaseIsAnsweredAsItsOwnerWants() throws IOException {
    return tables().stream()
        .map(
            file -> {
              String id = file.getFileName().toString().replace(".dmn", "");
              return DynamicContainer.dynamicContainer(id, tests(id, file));
            });
  }

  private Stream<DynamicTest> tests(String id, Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      DecisionTable table = DecisionTable.of(Model.read(Files.readAllBytes(file))).orElseThrow();
      DmnDecision decision = engine.parseDecision(id, content);
      List<NamedCsvRecord> cases = cases(file.resolveSibling(id + ".csv"), table);
      Stream<DynamicTest> rows =
          cases.stream()
              .map(
                  row ->
                      DynamicTest.dynamicTest(
                          row.getField("case"), () -> run(table, decision, row)));
      DynamicTest all =
          DynamicTest.dynamicTest("every rule has a case", () -> everyRuleHasACase(id, table));
      return Stream.concat(rows, Stream.of(all));
    } catch (IOException | Model.Unreadable e) {
      throw new AssertionError(id, e);
    }
  }

  private static List<NamedCsvRecord> cases(Path file, DecisionTable table) throws IOException {
    assertThat(file).as("the cases of the table").exists();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
      List<NamedCsvRecord> cases = csv.stream().toList();
      List<String> columns = new ArrayList<>(List.of("case"));
      table.inputs().forEach(input -> columns.add(input.expression()));
      table.outputs().forEach(output -> columns.add(column(table, output)));
      assertThat(cases).as("cases in %s", file).isNotEmpty();
      assertThat(cases.get(0).getHeader()).as("columns of %s", file).isEqualTo(columns);
      return cases;
    }
  }

  private void run(DecisionTable table, DmnDecision decision, NamedCsvRecord row) {
    Map<String, Object> inputs = new HashMap<>();
    for (Input input : table.inputs()) {
      inputs.put(input.expression(), value(row.getField(input.expression()), input.type()));
    }
    DmnDecisionResult result = engine.evaluateDecision(decision, inputs);
    for (String output : table.outputs()) {
      Object answer = result.getSingleResult().get(output);
      assertThat(answer == null ? "" : answer.toString())
          .as("%s for %s", output, inputs)
          .isEqualTo(row.getField(column(table, output)));
    }
  }

  private void everyRuleHasACase(String id, DecisionTable table) {
    assertThat(decided.get(id))
        .as("rules of %s that decide a case", id)
        .containsExactlyInAnyOrderElementsOf(table.rules().stream().map(Rule::id).toList());
  }

  private static String column(DecisionTable table, String output) {
    boolean isInput = table.inputs().stream().anyMatch(i -> i.expression().equals(output));
    return isInput ? EXPECTED + output : output;
  }

  private static Object value(String cell, String type) {
    if (cell.isEmpty()) {
      return null;
    }
    return switch (type) {
      case "boolean" -> Boolean.valueOf(cell);
      case "integer", "long", "double", "number" -> new BigDecimal(cell).doubleValue();
      case "string" -> cell;
      default -> throw new AssertionError("Tell this test how to read a " + type);
    };
  }

  private static List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("dmn"))) {
      return files.filter(file -> file.toString().endsWith(".dmn")).sorted().toList();
    }
  }

  private DmnEngine engine() {
    DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
    configuration.setFeelEngineFactory(
        () -> new PlainCells.Feel(new ScalaFeelEngineFactory().createInstance()));
    configuration.setCustomPostDecisionTableEvaluationListeners(List.of(this::note));
    return configuration.buildEngine();
  }

  private void note(DmnDecisionTableEvaluationEvent event) {
    Set<String> rules =
        decided.computeIfAbsent(event.getDecision().getKey(), id -> new HashSet<>());
    event.getMatchingRules().forEach(rule -> rules.add(rule.getId()));
  }
}
