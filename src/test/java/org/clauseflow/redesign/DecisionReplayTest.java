package org.clauseflow.redesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.Refusal;
import org.clauseflow.redesign.DecisionReport.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** An owner sees what a draft of a table would have answered to what was asked before. */
@ClauseflowTest
class DecisionReplayTest extends ProcessStory {

  private static final String IMPACT = "Impact|string|impact";
  private static final String COST = "Cost|double|cost";

  @Autowired private DecisionReplay replay;
  @Autowired private DecisionService decisions;

  private final String key = "replayed-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void theTableInForce() {
    deploy(table(List.of(IMPACT), "\"high\" => \"high\"", "\"low\" => \"low\"", "=> \"moderate\""));
  }

  @AfterEach
  void takeAway() {
    repository.createDeploymentQuery().deploymentName(key).unlimitedList().stream()
        .map(Deployment::getId)
        .forEach(deployment -> repository.deleteDeployment(deployment, true));
  }

  @Test
  void whatWasNeverAskedIsNotReplayed() {
    assertThat(replay.replay(key, table(List.of(IMPACT), "=> \"low\""), 10))
        .isEqualTo(new DecisionReport(0, List.of()));
  }

  @Test
  void theSameTableAnswersTheSame() {
    decide("high");
    decide(null);

    assertThat(
            replay.replay(
                key,
                table(
                    List.of(IMPACT),
                    "\"high\" => \"high\"",
                    "\"low\" => \"low\"",
                    "=> \"moderate\""),
                10))
        .isEqualTo(new DecisionReport(2, List.of()));
  }

  @Test
  void answersThatChangeAreListedTheNewestFirst() {
    decide("high");
    at(MORNING.plus(Duration.ofMinutes(1)));
    decide("low");
    at(MORNING.plus(Duration.ofMinutes(2)));
    decide(null);

    DecisionReport report =
        replay.replay(key, table(List.of(IMPACT), "\"high\" => \"critical\"", "=> \"low\""), 10);

    Map<String, Object> nothing = new HashMap<>();
    nothing.put("Impact", null);
    assertThat(report)
        .isEqualTo(
            new DecisionReport(
                3,
                List.of(
                    new Outcome(
                        null,
                        MORNING.plus(Duration.ofMinutes(2)),
                        nothing,
                        Map.of("urgency", "moderate"),
                        Map.of("urgency", "low")),
                    new Outcome(
                        null,
                        MORNING,
                        Map.of("Impact", "high"),
                        Map.of("urgency", "high"),
                        Map.of("urgency", "critical")))));
    assertThat(
            replay
                .replay(key, table(List.of(IMPACT), "\"high\" => \"critical\"", "=> \"low\""), 2)
                .changed())
        .as("the last two")
        .extracting(Outcome::at)
        .containsExactly(MORNING.plus(Duration.ofMinutes(2)));
  }

  @Test
  void aDraftWithoutAnAnswerHasAnEmptyOne() {
    decide("high");

    assertThat(replay.replay(key, table(List.of(IMPACT), "\"low\" => \"low\""), 10).changed())
        .extracting(Outcome::becomes)
        .containsExactly(Map.of());
    assertThat(
            replay
                .replay(key, table(List.of("Impact|integer|impact"), "=> \"high\""), 10)
                .changed())
        .as("a text where it wants a number")
        .extracting(Outcome::becomes)
        .containsExactly(Map.of());
  }

  @Test
  void aCaseIsNamedAndWhatTheDraftAsksBesidesIsWhatTheCaseKnewThen() {
    deployCase();
    String cheap = decideIn(Map.of("impact", "low", "cost", 10));
    String dear = decideIn(Map.of("impact", "low", "cost", 2000));
    String unknown = decideIn(Map.of("impact", "low"));
    at(MORNING.plus(Duration.ofHours(1)));
    runtime.setVariable(instance(cheap), "cost", 5000);

    DecisionReport report =
        replay.replay(
            key,
            table(
                List.of(COST, IMPACT),
                "> 1000| => \"high\"",
                "|\"low\" => \"low\"",
                "| => \"high\""),
            10);

    assertThat(report.replayed()).isEqualTo(3);
    assertThat(report.changed())
        .containsExactly(
            new Outcome(
                dear,
                MORNING,
                Map.of("Cost", 2000, "Impact", "low"),
                Map.of("urgency", "low"),
                Map.of("urgency", "high")));
    assertThat(unknown).isNotEqualTo(dear);
  }

  @Test
  void everyVersionIsAskedByItsOwnColumns() {
    decide("high");
    at(MORNING.plus(Duration.ofMinutes(1)));
    deploy(
        table(
            List.of(COST, IMPACT), "> 1000| => \"high\"", "|\"high\" => \"high\"", "| => \"low\""));
    decide("low");

    DecisionReport report = replay.replay(key, table(List.of(IMPACT), "=> \"low\""), 10);

    assertThat(report.replayed()).isEqualTo(2);
    assertThat(report.changed()).extracting(Outcome::at).containsExactly(MORNING);
  }

  /** The report is for those who approve, and they may see few of the cases. */
  @Test
  void theReportIsTheSameWhoeverAsks() {
    decide("high");
    identity.setAuthentication("rosa", List.of());

    assertThat(replay.replay(key, table(List.of(IMPACT), "=> \"low\""), 10).replayed()).isOne();
  }

  @Test
  void whatIsNoTableIsRefused() {
    assertThatThrownBy(() -> replay.replay(key, "<".getBytes(StandardCharsets.UTF_8), 10))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("The table cannot be read: ");
  }

  private void decide(String impact) {
    Map<String, Object> inputs = new HashMap<>();
    inputs.put("impact", impact);
    decisions.evaluateDecisionByKey(key).variables(inputs).evaluate();
  }

  /** The number of the record. */
  private String decideIn(Map<String, Object> variables) {
    return runtime.startProcessInstanceByKey("case-" + key, variables).getBusinessKey();
  }

  private String instance(String number) {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(number)
        .singleResult()
        .getId();
  }

  private void deploy(byte[] table) {
    repository
        .createDeployment()
        .name(key)
        .addString(key + ".dmn", new String(table, StandardCharsets.UTF_8))
        .deploy();
  }

  private void deployCase() {
    repository
        .createDeployment()
        .name(key)
        .addString(
            "case-" + key + ".bpmn",
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="http://clauseflow.org">
              <bpmn:process id="case-%1$s" name="Case" isExecutable="true"
                  camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
                <bpmn:extensionElements>
                  <camunda:properties><camunda:property name="record" value="incident" /></camunda:properties>
                </bpmn:extensionElements>
                <bpmn:startEvent id="startEvent_asked" name="Asked" />
                <bpmn:sequenceFlow id="flow_toDecide" sourceRef="startEvent_asked" targetRef="businessRuleTask_decide" />
                <bpmn:businessRuleTask id="businessRuleTask_decide" name="Decide" camunda:decisionRef="%1$s"
                    camunda:decisionRefBinding="latest" />
                <bpmn:sequenceFlow id="flow_toWait" sourceRef="businessRuleTask_decide" targetRef="event_waited" />
                <bpmn:intermediateCatchEvent id="event_waited" name="Waited">
                  <bpmn:timerEventDefinition><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>
                </bpmn:intermediateCatchEvent>
                <bpmn:sequenceFlow id="flow_toEnd" sourceRef="event_waited" targetRef="endEvent_done" />
                <bpmn:endEvent id="endEvent_done" name="Done" />
              </bpmn:process>
            </bpmn:definitions>
            """
                .formatted(key))
        .deploy();
  }

  /**
   * @param inputs label|type|expression
   * @param rules cells|between|bars => answer
   */
  private byte[] table(List<String> inputs, String... rules) {
    StringBuilder table = new StringBuilder();
    for (String input : inputs) {
      String[] parts = input.split("\\|");
      table.append(
          """
          <input id="Input_%3$s" label="%1$s">
            <inputExpression id="InputExpression_%3$s" typeRef="%2$s"><text>%3$s</text></inputExpression>
          </input>
          """
              .formatted((Object[]) parts));
    }
    table.append("<output id=\"Output_1\" name=\"urgency\" typeRef=\"string\" />");
    for (String rule : rules) {
      int arrow = rule.indexOf("=> ");
      table.append("<rule id=\"Rule_%d\">".formatted(table.length()));
      for (String cell : rule.substring(0, arrow).split("\\|", -1)) {
        table.append(
            "<inputEntry id=\"InputEntry_%d\"><text><![CDATA[%s]]></text></inputEntry>"
                .formatted(table.length(), cell.strip()));
      }
      table.append(
          "<outputEntry id=\"OutputEntry_%d\"><text>%s</text></outputEntry></rule>"
              .formatted(table.length(), rule.substring(arrow + 3)));
    }
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="Definitions_1" name="x" namespace="http://camunda.org/schema/1.0/dmn">
          <decision id="%s" name="Table" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
            <decisionTable id="DecisionTable_1" hitPolicy="FIRST">%s</decisionTable>
          </decision>
        </definitions>
        """
        .formatted(key, table)
        .getBytes(StandardCharsets.UTF_8);
  }
}
