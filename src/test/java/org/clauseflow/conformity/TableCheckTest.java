package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.clauseflow.conformity.TableCheck.Finding;
import org.clauseflow.conformity.TableCheck.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an owner hears of a table that does not always have one answer. */
class TableCheckTest {

  private static final String IMPACT = "impact:string";
  private static final String URGENCY = "urgency:string";

  @Test
  void aTableWithALastRuleForAllElseIsSound() {
    assertThat(
            check(
                "FIRST",
                List.of(IMPACT, URGENCY),
                rule("\"high\"", "\"high\""),
                rule("\"high\"", ""),
                rule("-", "-")))
        .isEmpty();
  }

  @Test
  void aGapIsShownByAnExampleAsShortAsItCanBe() {
    assertThat(
            check(
                "FIRST",
                List.of(IMPACT, URGENCY),
                rule("\"high\"", "\"high\", \"low\""),
                rule("not(\"high\")", "")))
        .extracting(Finding::kind, Finding::example, Finding::says)
        .containsExactly(
            tuple(
                Kind.GAP,
                Map.of("impact", "high", "urgency", "(something else)"),
                "no rule answers impact = high, urgency = (something else): add a rule for it, or a"
                    + " last one with - in every column"));
    assertThat(check("FIRST", List.of(IMPACT, URGENCY), rule("\"high\"", ""), rule("\"low\"", "")))
        .extracting(Finding::says)
        .containsExactly(
            "no rule answers impact = (something else): add a rule for it, or a last one with - in"
                + " every column");
  }

  @Test
  void whatNobodyHasFilledInIsAGapOfItsOwn() {
    assertThat(check("UNIQUE", List.of("cost:double"), rule("<= 1000"), rule("> 1000")))
        .extracting(Finding::says)
        .containsExactly(
            "no rule answers cost = (nothing): add a rule for it, or use the hit policy FIRST and a"
                + " last rule with - in every column");
    assertThat(
            check("UNIQUE", List.of("cost:double"), rule("<= 1000"), rule("> 1000"), rule("null")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "sound",
      textBlock =
          """
          integer | < 5        | > 5                    | = 5
          integer | < 5        | > 4                    | sound
          integer | [1..5]     | < 1, > 6               | = 6
          integer | ]1..5[     | not([2..4])            | sound
          integer | <= 2.5     | >= 3                   | sound
          double  | < 5        | > 4                    | sound
          double  | <= 4       | >= 5                   | = 4.5
          double  | < -0.5     | > -.5                  | = -0.5
          double  | < 1        | >= 1.0                 | sound
          boolean | true       | null                   | = false
          boolean | true       | false                  | sound
          date    | < date and time("2026-01-01T00:00:00") | > date and time("2026-01-01T00:00:00") | = 2026-01-01
          date    | < date and time("2026-01-01T00:00:00") | >= date and time("2026-01-02T00:00:00") | = 2026-01-01
          date    | < date and time("2026-01-01T00:00:00") | >= date and time("2026-01-01T00:00:00") | sound
          string  | "a, b"     | not("a, b")            | sound
          string  | "say \\"a\\"" | not("a")             | = a
          string  | ""         | not("")                | sound
          string  | "(something else)" | "high"         | = ((something else))
          ''      | true, 5, "x" | not("x", 5)          | sound
          """)
  void numbersDatesAndTextsAreTriedAtTheirBordersAndBetween(
      String type, String one, String other, String gap) {
    List<Finding> gaps =
        check("FIRST", List.of("input:" + type), rule(one), rule(other), rule("null")).stream()
            .filter(finding -> finding.kind() == Kind.GAP)
            .toList();
    if (gap == null) {
      assertThat(gaps).isEmpty();
    } else {
      assertThat(gaps).first().extracting(Finding::says).asString().contains("input " + gap);
    }
  }

  @Test
  void rulesThatBothAnswerAreNamedWithWhatTheyBothAnswer() {
    String[][] rules = {
      rule("\"high\"", ""), rule("\"low\"", "-"), rule("", "\"high\""), rule("", "not(\"high\")")
    };
    assertThat(check("UNIQUE", List.of(IMPACT, URGENCY), rules))
        .extracting(Finding::kind, Finding::rules, Finding::says)
        .containsExactly(
            tuple(
                Kind.OVERLAP,
                List.of(1, 3),
                "rules 1 and 3 both answer impact = high, urgency = high: narrow one of them, or"
                    + " use the hit policy FIRST"),
            tuple(
                Kind.OVERLAP,
                List.of(1, 4),
                "rules 1 and 4 both answer impact = high, urgency = (something else): narrow one of"
                    + " them, or use the hit policy FIRST"),
            tuple(
                Kind.OVERLAP,
                List.of(2, 3),
                "rules 2 and 3 both answer impact = low, urgency = high: narrow one of them, or use"
                    + " the hit policy FIRST"),
            tuple(
                Kind.OVERLAP,
                List.of(2, 4),
                "rules 2 and 4 both answer impact = low, urgency = (something else): narrow one of"
                    + " them, or use the hit policy FIRST"));
    assertThat(check("FIRST", List.of(IMPACT, URGENCY), rules)).isEmpty();
  }

  @Test
  void ofAnyTheAnswersMustBeTheSame() {
    String[] same = {"\"high\"", "=> \"a\""};
    String[] all = {"", "=> \"a\""};
    assertThat(check("ANY", List.of(IMPACT), same, all)).isEmpty();
    assertThat(check("ANY", List.of(IMPACT), same, new String[] {"", "=> \"b\""}))
        .extracting(Finding::says)
        .containsExactly(
            "rules 1 and 2 both answer impact = high, but not the same: narrow one of them, or use"
                + " the hit policy FIRST");
  }

  /** A step and a delegate take one answer; the engine alone would hand out any number. */
  @ParameterizedTest
  @ValueSource(strings = {"COLLECT", "RULE ORDER"})
  void whoAsksTakesOneAnswer(String hitPolicy) {
    assertThat(check(hitPolicy, List.of(IMPACT), rule("\"high\""), rule("not(\"low\")")))
        .extracting(Finding::kind)
        .containsExactly(Kind.GAP, Kind.OVERLAP);
    assertThat(check("COLLECT\" aggregation=\"MAX", List.of(IMPACT), rule("\"high\""), rule("")))
        .isEmpty();
  }

  @Test
  void aRuleThatNeverDecidesIsNamed() {
    assertThat(
            check(
                "FIRST",
                List.of("incidents:integer", IMPACT),
                rule(">= 5", "\"high\""),
                rule(">= 5", "not(\"high\")"),
                rule("> 7", ""),
                rule("\"many\"", ""),
                rule("", "")))
        .extracting(Finding::kind, Finding::rules, Finding::says)
        .containsExactly(
            tuple(
                Kind.DEAD_RULE,
                List.of(3),
                "rule 3 never decides: the rules above it answer all that it would: move it up, or"
                    + " take it out"),
            tuple(
                Kind.DEAD_RULE,
                List.of(4),
                "rule 4 never decides: nothing that incidents can be fits it: put it right"));
  }

  @Test
  void aCellThatReadsMoreThanItsColumnProvesNothing() {
    assertThat(check("FIRST", List.of("cost:double"), rule("> limit"), rule("not(> limit)")))
        .extracting(Finding::says)
        .containsExactly(
            "no rule ever answers (rule 1 does not count: its > limit depends on more than its own"
                + " column): add a rule for it, or a last one with - in every column");
    assertThat(check("FIRST", List.of("cost:double"), rule("> limit"), rule(""))).isEmpty();
    assertThat(check("FIRST", List.of("day:date"), rule("< now()"), rule(""))).isEmpty();
    assertThat(check("FIRST", List.of("cost:double"), rule("cost > 3"), rule(""))).isEmpty();
    assertThat(check("UNIQUE", List.of("cost:double"), rule("> limit"), rule("")))
        .extracting(Finding::says)
        .containsExactly(
            "rules 1 and 2 may both answer whatever is asked: narrow one of them, or use the hit"
                + " policy FIRST");
  }

  @Test
  void whatACellCalculatesIsTriedAndNotCalledDead() {
    assertThat(
            check(
                "FIRST",
                List.of("number:string"),
                rule("contains(?, \"a\") and contains(?, \"b\")"),
                rule("")))
        .isEmpty();
  }

  @Test
  void columnsThatAskTheSameAreOne() {
    assertThat(
            check(
                "UNIQUE",
                List.of("cost:double", "cost:double"),
                rule(">= 0", "< 5"),
                rule("", ">= 5"),
                rule("< 0", ""),
                rule("null", "null")))
        .isEmpty();
  }

  @Test
  void aTableOfNothing() {
    assertThat(check("FIRST", List.of(IMPACT)))
        .extracting(Finding::says)
        .singleElement()
        .asString()
        .startsWith("no rule ever answers: add");
    assertThat(check("FIRST", List.of(), rule())).isEmpty();
    assertThat(check("UNIQUE", List.of(), rule(), rule()))
        .extracting(Finding::says)
        .containsExactly(
            "rules 1 and 2 both answer whatever is asked: narrow one of them, or use the hit policy"
                + " FIRST");
  }

  /** Sixteen million combinations and more: they are never put together one by one. */
  @Test
  void eightInputsAreProvenWithoutTryingAllCombinations() {
    List<String> inputs = IntStream.range(0, 8).mapToObj(i -> "input" + i + ":string").toList();
    List<String[]> rules = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      for (String value : List.of("a", "b", "c", "d", "e", "f")) {
        String[] cells = rule("", "", "", "", "", "", "", "");
        cells[i] = "\"" + value + "\"";
        cells[(i + 1) % 8] = "not(\"" + value + "\")";
        rules.add(cells);
      }
    }
    assertThat(check("FIRST", inputs, rules.toArray(String[][]::new)))
        .extracting(Finding::kind)
        .containsOnly(Kind.GAP);
    rules.add(rule("", "", "", "", "", "", "", ""));
    assertThat(check("FIRST", inputs, rules.toArray(String[][]::new))).isEmpty();
  }

  @Test
  void whatIsTooLargeToProveNeedsALastRule() {
    String[][] rules =
        IntStream.range(0, 300).mapToObj(i -> rule("= " + 3 * i)).toArray(String[][]::new);
    assertThat(check("FIRST", List.of("number:integer"), rules))
        .singleElement()
        .returns(Kind.BEYOND_PROOF, Finding::kind)
        .extracting(Finding::says)
        .asString()
        .startsWith("is too large to prove that it always has one answer: split it");
    rules[299] = rule("-");
    assertThat(check("FIRST", List.of("number:integer"), rules)).isEmpty();
  }

  /** Held against the engine, combination by combination. */
  @Test
  void findsWhatTheEngineMeetsAndNothingElse() {
    DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
    Set<String> answering = new HashSet<>();
    configuration.setCustomPostDecisionTableEvaluationListeners(
        List.of(
            (DmnDecisionTableEvaluationEvent event) ->
                event.getMatchingRules().stream()
                    .map(DmnEvaluatedDecisionRule::getId)
                    .forEach(answering::add)));
    DmnEngine engine = configuration.buildEngine();
    Random random = new Random(20_000);
    Set<Kind> met = new HashSet<>();
    for (int i = 0; i < 25; i++) {
      String[][] rules =
          random
              .ints(1 + random.nextInt(5), 0, Integer.MAX_VALUE)
              .mapToObj(
                  any ->
                      rule(
                          pick(random, "", "", "\"a\"", "\"b\"", "not(\"a\")", "null"),
                          pick(random, "", "", "< 2", ">= 2", "null"),
                          pick(random, "", "", "true", "false", "not(true)", "null")))
              .toArray(String[][]::new);
      List<String> inputs = List.of("text:string", "number:integer", "truth:boolean");
      // RULE ORDER hands out all rules that answer
      DmnDecision all = parse(engine, dmn("RULE ORDER", inputs, rules));
      boolean gap = false;
      boolean overlap = false;
      for (Object text : Arrays.asList("a", "b", "else", null)) {
        for (Object number : Arrays.asList(1, 2, 3, null)) {
          for (Object truth : Arrays.asList(true, false, null)) {
            Map<String, Object> values = new HashMap<>();
            values.put("text", text);
            values.put("number", number);
            values.put("truth", truth);
            DmnDecisionResult result = engine.evaluateDecision(all, values);
            gap |= result.isEmpty();
            overlap |= result.size() > 1;
          }
        }
      }
      List<Finding> unique = check("UNIQUE", inputs, rules);
      assertThat(kinds(unique).contains(Kind.GAP)).as("gap in %s", table(rules)).isEqualTo(gap);
      assertThat(kinds(unique).contains(Kind.OVERLAP))
          .as("overlap in %s", table(rules))
          .isEqualTo(overlap);
      met.addAll(kinds(unique));
    }
    assertThat(met).contains(Kind.GAP, Kind.OVERLAP);
  }

  private static Set<Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).collect(Collectors.toSet());
  }

  private static String table(String[][] rules) {
    return Arrays.deepToString(rules);
  }

  private static String pick(Random random, String... cells) {
    return cells[random.nextInt(cells.length)];
  }

  private static DmnDecision parse(DmnEngine engine, byte[] dmn) {
    return engine.parseDecision("table", new ByteArrayInputStream(dmn));
  }

  private static String[] rule(String... cells) {
    return cells;
  }

  private static List<Finding> check(String hitPolicy, List<String> inputs, String[]... rules) {
    try {
      return TableCheck.check(dmn(hitPolicy, inputs, rules));
    } catch (Model.Unreadable e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param inputs name:type
   * @param rules the cells, and after => the answer; without one it is "x"
   */
  private static byte[] dmn(String hitPolicy, List<String> inputs, String[]... rules) {
    StringBuilder table = new StringBuilder();
    for (String input : inputs) {
      String[] parts = input.split(":", -1);
      table.append(
          "<input id=\"Input_%1$d\"><inputExpression id=\"Expression_%1$d\" typeRef=\"%2$s\"><text>%3$s</text></inputExpression></input>"
              .formatted(table.length(), parts[1], parts[0]));
    }
    table.append("<output id=\"Output_1\" name=\"answer\" typeRef=\"string\" />");
    for (int i = 0; i < rules.length; i++) {
      String answer = "\"x\"";
      table.append("<rule id=\"Rule_%d\">".formatted(i + 1));
      for (String cell : rules[i]) {
        if (cell.startsWith("=> ")) {
          answer = cell.substring(3);
        } else {
          table.append(
              "<inputEntry id=\"InputEntry_%d\"><text><![CDATA[%s]]></text></inputEntry>"
                  .formatted(table.length(), cell));
        }
      }
      table.append(
          "<outputEntry id=\"OutputEntry_%d\"><text>%s</text></outputEntry></rule>"
              .formatted(i, answer));
    }
    return """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="Definitions_1" name="x" namespace="x">
          <decision id="table" name="Table">
            <decisionTable hitPolicy="%s">%s</decisionTable>
          </decision>
        </definitions>
        """
        .formatted(hitPolicy, table)
        .getBytes(StandardCharsets.UTF_8);
  }
}
