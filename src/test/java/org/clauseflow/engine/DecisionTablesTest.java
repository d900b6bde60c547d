package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every decision table gives exactly one answer to whatever its inputs may be, and no rule is
 * without use.
 */
class DecisionTablesTest {

  private static final Path TABLES = Path.of("dmn");
  private static final Pattern LITERAL =
      Pattern.compile("\"([^\"]*)\"|(?<![\\w.])(-?\\d+(?:\\.\\d+)?)");
  private static final String UNHEARD_OF = "unheardOf";

  private final Set<String> hit = new HashSet<>();
  private final DmnEngine engine = engine(hit);

  @TestFactory
  Stream<DynamicTest> completeWithoutOverlapAndDeadRules() throws IOException {
    return tables().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> prove(file)));
  }

  private void prove(Path file) throws IOException {
    Decision model;
    DmnDecision decision;
    try (InputStream content = Files.newInputStream(file)) {
      model =
          Dmn.readModelFromStream(content).getModelElementsByType(Decision.class).iterator().next();
    }
    String id = file.getFileName().toString().replace(".dmn", "");
    assertThat(model.getId()).as("decision id = file name").isEqualTo(id);
    assertThat(model.getVersionTag()).as("version tag").isNotBlank();
    assertThat(model.getCamundaHistoryTimeToLiveString())
        .as("history time to live")
        .isEqualTo("P1825D");
    try (InputStream content = Files.newInputStream(file)) {
      decision = engine.parseDecision(id, content);
    }
    DecisionTable table = (DecisionTable) model.getExpression();
    assertThat(table.getHitPolicy()).isIn(HitPolicy.UNIQUE, HitPolicy.FIRST);

    hit.clear();
    List<Map<String, Object>> combinations = combinations(table);
    for (Map<String, Object> inputs : combinations) {
      // two rules of a UNIQUE table that both fit make the engine throw
      DmnDecisionResult result = engine.evaluateDecision(decision, inputs);
      assertThat(result).as("%s of %s", id, inputs).hasSize(1);
      for (Output output : table.getOutputs()) {
        Object value = result.getSingleResult().get(output.getName());
        assertThat(value).as("%s of %s of %s", output.getName(), id, inputs).isNotNull();
        if (output.getOutputValues() != null) {
          assertThat(literals(output.getOutputValues().getTextContent())).contains(value);
        }
      }
    }
    assertThat(hit)
        .as("rules of %s that ever decide, over %d combinations", id, combinations.size())
        .containsExactlyInAnyOrderElementsOf(table.getRules().stream().map(Rule::getId).toList());
  }

  @Test
  void aSecurityRiskDecidesPriorityAlone() throws IOException {
    for (Object impact : new Object[] {"high", "low", null}) {
      assertThat(decide("priority", values("securityRisk", "high", "impact", impact)))
          .containsEntry("priority", "critical");
      assertThat(decide("priority", values("securityRisk", "medium", "impact", impact)))
          .containsEntry("priority", "high");
      assertThat(decide("priority", values("securityRisk", "low", "impact", impact)))
          .containsEntry("priority", "moderate");
    }
  }

  @Test
  void moreImpactOrUrgencyNeverLowersPriority() throws IOException {
    List<String> levels = List.of("low", "medium", "high");
    List<String> priorities = List.of("low", "moderate", "high", "critical");
    for (int impact = 0; impact < 3; impact++) {
      for (int urgency = 0; urgency < 3; urgency++) {
        int here = priorities.indexOf(priority(levels.get(impact), levels.get(urgency)));
        if (impact > 0) {
          assertThat(here)
              .isGreaterThanOrEqualTo(
                  priorities.indexOf(priority(levels.get(impact - 1), levels.get(urgency))));
        }
        if (urgency > 0) {
          assertThat(here)
              .isGreaterThanOrEqualTo(
                  priorities.indexOf(priority(levels.get(impact), levels.get(urgency - 1))));
        }
      }
    }
    assertThat(priority("high", "high")).isEqualTo("critical");
    assertThat(priority("low", "low")).isEqualTo("low");
    assertThat(priority(null, "low")).as("not known").isEqualTo("moderate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"incident", "service-request"})
  void aBetterServiceLevelAndAHigherPriorityNeverWaitLonger(String type) throws IOException {
    List<String> priorities = List.of("critical", "high", "moderate", "low");
    List<String> levels = List.of("gold", "standard", "basic");
    for (int level = 0; level < levels.size(); level++) {
      for (int priority = 0; priority < priorities.size(); priority++) {
        Map<String, Duration> here = targets(type, priorities.get(priority), levels.get(level));
        assertThat(here.get("responseTarget"))
            .isPositive()
            .isLessThan(here.get("resolutionTarget"));
        if (priority > 0) {
          assertNotLonger(targets(type, priorities.get(priority - 1), levels.get(level)), here);
        }
        if (level > 0) {
          assertNotLonger(targets(type, priorities.get(priority), levels.get(level - 1)), here);
        }
      }
    }
    assertThat(targets(type, "high", "platinum"))
        .as("a level of an owner's own")
        .isEqualTo(targets(type, "high", "standard"));
  }

  @Test
  void securityIncidentsGoToTheSecurityTeamWhateverTheirCategory() throws IOException {
    assertThat(decide("incident-routing", values("securityRisk", "low", "category", "hardware")))
        .containsEntry("supportGroup", "securityTeam");
    assertThat(decide("incident-routing", values("securityRisk", "none", "category", "hardware")))
        .containsEntry("supportGroup", "infrastructureSupport");
    assertThat(decide("incident-routing", Map.of())).containsEntry("supportGroup", "serviceDesk");
  }

  @Test
  void anAlertIsClassifiedByItsSeverity() throws IOException {
    assertThat(decide("alert-classification", values("severity", "critical")))
        .containsEntry("impact", "high")
        .containsEntry("urgency", "high");
    assertThat(decide("alert-classification", values("severity", null)))
        .containsEntry("impact", "medium");
  }

  @Test
  void whatAdministratorsMayDoGoesToTheSecurityTeamAndANewItemIsNeverFreeOfApproval()
      throws IOException {
    assertThat(
            decide(
                "request-approval",
                values("item", "request-access", "accessLevel", "administrator")))
        .containsEntry("approval", "required")
        .containsEntry("approverGroup", "securityTeam");
    assertThat(decide("request-approval", values("item", "request-equipment", "cost", 1000)))
        .containsEntry("approval", "preApproved");
    assertThat(decide("request-approval", values("item", "request-equipment", "cost", 1001)))
        .containsEntry("approval", "required")
        .containsEntry("approverGroup", "customerApprover");
    assertThat(decide("request-approval", values("item", "an-owners-own")))
        .containsEntry("approval", "required");
  }

  @Test
  void moreRiskNeverNeedsFewerVotesAndAnEmergencyWaitsForHours() throws IOException {
    assertThat(decide("cab-composition", values("board", "normal", "risk", "low")))
        .containsEntry("boardKind", "alone");
    int before = 0;
    for (String risk : List.of("low", "moderate", "high")) {
      Map<String, Object> board =
          decide("cab-composition", values("board", "normal", "risk", risk));
      assertThat((Integer) board.get("quorum")).isGreaterThanOrEqualTo(before);
      before = (Integer) board.get("quorum");
      assertThat(
              Duration.parse(
                  (String)
                      decide("cab-composition", values("board", "emergency", "risk", risk))
                          .get("votingTime")))
          .isLessThan(Duration.ofDays(1));
    }
    for (String kind : List.of("removal", "transfer", "newService")) {
      assertThat(decide("cab-composition", values("changeKind", kind, "risk", "low")))
          .as("whatever the risk: %s", kind)
          .containsEntry("vetoRoles", "customerApprover, topManagement");
    }
  }

  private String priority(String impact, String urgency) throws IOException {
    return (String)
        decide("priority", values("securityRisk", "none", "impact", impact, "urgency", urgency))
            .get("priority");
  }

  private Map<String, Duration> targets(String type, String priority, String level)
      throws IOException {
    Map<String, Duration> targets = new HashMap<>();
    decide(
            "service-target",
            values("recordType", type, "priority", priority, "serviceLevel", level))
        .forEach((name, value) -> targets.put(name, Duration.parse((String) value)));
    return targets;
  }

  private static void assertNotLonger(Map<String, Duration> better, Map<String, Duration> worse) {
    better.forEach((name, value) -> assertThat(value).isLessThanOrEqualTo(worse.get(name)));
  }

  private Map<String, Object> decide(String id, Map<String, Object> inputs) throws IOException {
    Path file =
        tables().stream().filter(path -> path.endsWith(id + ".dmn")).findFirst().orElseThrow();
    try (InputStream content = Files.newInputStream(file)) {
      return engine
          .evaluateDecision(engine.parseDecision(id, content), inputs)
          .getSingleResult()
          .getEntryMap();
    }
  }

  /**
   * Every combination of what the table's inputs may be: allowed values, values its rules name, not
   * known, absent.
   */
  private static List<Map<String, Object>> combinations(DecisionTable table) {
    List<Map<String, Object>> combinations = new ArrayList<>(List.of(Map.of()));
    List<Input> inputs = List.copyOf(table.getInputs());
    for (int column = 0; column < inputs.size(); column++) {
      String name = inputs.get(column).getInputExpression().getText().getTextContent().strip();
      Set<Object> values = values(inputs.get(column), table.getRules(), column);
      List<Map<String, Object>> more = new ArrayList<>();
      for (Map<String, Object> before : combinations) {
        more.add(before);
        for (Object value : values) {
          Map<String, Object> with = new LinkedHashMap<>(before);
          with.put(name, value);
          more.add(with);
        }
      }
      combinations = more;
    }
    return combinations;
  }

  private static Set<Object> values(Input input, Collection<Rule> rules, int column) {
    Set<Object> named = new LinkedHashSet<>();
    if (input.getInputValues() != null) {
      named.addAll(literals(input.getInputValues().getTextContent()));
    }
    rules.forEach(
        rule ->
            named.addAll(
                literals(List.copyOf(rule.getInputEntries()).get(column).getTextContent())));
    Set<Object> values = new LinkedHashSet<>();
    values.add(null);
    String type = input.getInputExpression().getTypeRef();
    switch (type) {
      case "boolean" -> values.addAll(List.of(true, false));
      case "string" -> {
        values.addAll(named);
        values.add(UNHEARD_OF);
      }
      case "integer", "long", "double", "number" ->
          named.forEach(
              number -> {
                double border = Double.parseDouble((String) number);
                values.addAll(List.of(border - 1, border, border + 1));
              });
      default ->
          throw new AssertionError("Tell this test what an input of type " + type + " may be");
    }
    return values;
  }

  private static Set<Object> literals(String text) {
    Set<Object> literals = new LinkedHashSet<>();
    Matcher matcher = LITERAL.matcher(text);
    while (matcher.find()) {
      literals.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return literals;
  }

  private static Map<String, Object> values(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }

  private static List<Path> tables() throws IOException {
    try (Stream<Path> files = Files.walk(TABLES)) {
      return files.filter(file -> file.toString().endsWith(".dmn")).sorted().toList();
    }
  }

  private static DmnEngine engine(Set<String> hit) {
    DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
    // as in the application; PlainCellsTest holds it against the interpreter
    configuration.setFeelEngineFactory(
        () -> new PlainCells.Feel(new ScalaFeelEngineFactory().createInstance()));
    configuration.setCustomPostDecisionTableEvaluationListeners(
        List.of(
            (DmnDecisionTableEvaluationEvent event) ->
                event.getMatchingRules().forEach(rule -> hit.add(rule.getId()))));
    return configuration.buildEngine();
  }
}
