package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.TableCheck;
import org.clauseflow.conformity.TableCheck.Finding;
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

  private final DmnEngine engine = engine();

  @TestFactory
  Stream<DynamicTest> completeWithoutOverlapAndDeadRules() throws IOException {
    return tables().stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> prove(file)));
  }

  private void prove(Path file) throws IOException, Model.Unreadable {
    Decision model;
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
    DecisionTable table = (DecisionTable) model.getExpression();
    assertThat(table.getHitPolicy()).isIn(HitPolicy.UNIQUE, HitPolicy.FIRST);
    assertThat(TableCheck.check(Files.readAllBytes(file))).extracting(Finding::says).isEmpty();
    int column = 0;
    for (Output output : table.getOutputs()) {
      for (Rule rule : table.getRules()) {
        String answer = List.copyOf(rule.getOutputEntries()).get(column).getTextContent().strip();
        assertThat(answer).as("%s of %s", output.getName(), rule.getId()).isNotEmpty();
        if (output.getOutputValues() != null) {
          assertThat(output.getOutputValues().getTextContent()).contains(answer);
        }
      }
      column++;
    }
  }

  @Test
  void theTableOfTheImportCanBeDeployed() throws IOException, Model.Unreadable {
    assertThat(
            TableCheck.check(Files.readAllBytes(Path.of("src/main/resources/import/priority.dmn"))))
        .isEmpty();
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

  private static DmnEngine engine() {
    DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
    // as in the application; PlainCellsTest holds it against the interpreter
    configuration.setFeelEngineFactory(
        () -> new PlainCells.Feel(new ScalaFeelEngineFactory().createInstance()));
    return configuration.buildEngine();
  }
}
