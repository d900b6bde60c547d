package org.clauseflow.redesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.clauseflow.redesign.TestModel.end;
import static org.clauseflow.redesign.TestModel.flow;
import static org.clauseflow.redesign.TestModel.model;
import static org.clauseflow.redesign.TestModel.process;
import static org.clauseflow.redesign.TestModel.start;
import static org.clauseflow.redesign.TestModel.task;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.redesign.CaseReport.Divergence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Closed cases sent through a draft of their process. */
@ClauseflowTest
class CaseReplayTest {

  /** All at one instant, as in a transaction: the order must come from elsewhere. */
  private static final Instant NOW = Instant.parse("2026-03-03T09:00:00Z");

  @Autowired private CaseReplay replay;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private HistoryService history;
  @Autowired private ManagementService management;

  private final String key = "replay-" + UUID.randomUUID().toString().substring(0, 8);
  private final String table = key + "-level";

  @BeforeEach
  void deploy() {
    ClockUtil.setCurrentTime(Date.from(NOW));
    deploy(level("\"high\"", "\"high\"", "\"low\""));
    deploy(draft(flows()));
  }

  @AfterEach
  void takeAway() {
    repository.createDeploymentQuery().list().stream()
        .filter(deployment -> key.equals(deployment.getName()))
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @Test
  void theSameModelLeadsEveryCaseTheSameWay() {
    close("CASE-1", "high");
    close("CASE-2", "low");

    assertThat(replay.replay(key, model(draft(flows())), Map.of(), 10))
        .isEqualTo(new CaseReport(2, 2, List.of()));
    assertThat(replay.replay(key, model(draft(flows())), Map.of(), 1).cases()).isEqualTo(1);
  }

  @Test
  void aConditionThatAnswersOtherwise() {
    close("CASE-1", "high");
    close("CASE-2", "low");

    CaseReport report = replay(flows().replace("level == 'high'", "level == 'urgent'"));

    assertThat(report)
        .isEqualTo(
            new CaseReport(
                2,
                1,
                List.of(
                    new Divergence(
                        "CASE-1",
                        NOW,
                        "businessRuleTask_level",
                        "Determine level",
                        "\"Is it major?\" would answer \"no\" instead of \"yes\":"
                            + " next \"Diagnose\" instead of \"Major incident\""))));
  }

  @Test
  void aTableThatDecidesOtherwise() {
    close("CASE-1", "high");
    close("CASE-2", "low");
    byte[] stricter = level("\"high\"", "\"high\"", "\"high\"").content();

    CaseReport report = replay.replay(key, model(draft(flows())), Map.of(table, stricter), 10);

    assertThat(report)
        .returns(1, CaseReport::same)
        .extracting(CaseReport::divergences)
        .isEqualTo(
            List.of(
                new Divergence(
                    "CASE-2",
                    NOW,
                    "businessRuleTask_level",
                    "Determine level",
                    "\"Is it major?\" would answer \"yes\" instead of \"no\", since \"Determine level\" would decide"
                        + " level \"high\" instead of \"low\": next \"Major incident\" instead of \"Diagnose\"")));
  }

  @Test
  void aTableWithoutAnAnswer() {
    close("CASE-1", "high");
    close("CASE-2", "low");

    assertThat(
            replay
                .replay(
                    key,
                    model(draft(flows())),
                    Map.of(table, level("\"high\"", "\"high\"", null).content()),
                    10)
                .divergences())
        .extracting(Divergence::record, Divergence::text)
        .containsExactly(
            tuple("CASE-2", "\"Determine level\" would find no answer in its table, or several"));
  }

  @Test
  void aStepThatComesInBetween() {
    close("CASE-2", "low");

    CaseReport report =
        replay(
            flows()
                    .replace(
                        flow("userTask_classify", "businessRuleTask_level"),
                        flow("userTask_classify", "userTask_budget")
                            + flow("userTask_budget", "businessRuleTask_level"))
                + task("budget", "Check budget"));

    assertThat(report.divergences())
        .extracting(Divergence::elementName, Divergence::text)
        .as("what comes after a step in between is not known")
        .containsExactly(
            tuple(
                "Classify",
                "After \"Classify\": next \"Check budget\" instead of \"Determine level\""));
  }

  @Test
  void aStepThatIsGone() {
    close("CASE-1", "high");
    close("CASE-2", "low");

    CaseReport report =
        replay(
            flows()
                .replace(task("major", "Major incident"), "")
                .replace(flow("userTask_major", "gateway_merge"), "")
                .replace("targetRef=\"userTask_major\"", "targetRef=\"gateway_merge\""));

    assertThat(report.divergences())
        .extracting(Divergence::record, Divergence::text)
        .containsExactly(
            tuple(
                "CASE-1",
                "After \"Determine level\": next \"Tell\" and \"Check\" instead of \"Major incident\","
                    + " which is no longer there"));
  }

  @Test
  void theFirstDifferenceOfEachBranch() {
    close("CASE-2", "low");

    CaseReport report =
        replay(
            flows()
                    .replace(
                        flow("userTask_tell", "gateway_join"),
                        flow("userTask_tell", "userTask_tellMore")
                            + flow("userTask_tellMore", "gateway_join"))
                    .replace(
                        flow("userTask_check", "gateway_join"),
                        flow("userTask_check", "userTask_checkMore")
                            + flow("userTask_checkMore", "gateway_join"))
                + task("tellMore", "Tell more")
                + task("checkMore", "Check more"));

    assertThat(report.same()).isZero();
    assertThat(report.divergences())
        .extracting(Divergence::elementName, Divergence::text)
        .containsExactlyInAnyOrder(
            tuple("Tell", "After \"Tell\": next \"Tell more\" instead of \"gateway_join\""),
            tuple("Check", "After \"Check\": next \"Check more\" instead of \"gateway_join\""));
  }

  @Test
  void eachTimeWithWhatWasKnownThen() {
    String instance = begin("CASE-3");
    complete(instance, "classify", Map.of("impact", "low"));
    complete(instance, "diagnose", Map.of("again", true));
    complete(instance, "classify", Map.of("impact", "high"));
    complete(instance, "major", Map.of());
    complete(instance, "tell", Map.of());
    complete(instance, "check", Map.of());

    assertThat(replay(flows()).same()).isEqualTo(1);
    assertThat(replay(flows().replace("again == true", "again == 'yes'")).divergences())
        .extracting(Divergence::elementName, Divergence::text)
        .containsExactly(
            tuple(
                "Diagnose",
                "\"Once more?\" would answer \"no\" instead of \"yes\":"
                    + " next \"Tell\" and \"Check\" instead of \"Classify\""));
  }

  @Test
  void aConditionThatIsNeitherTrueNorFalse() {
    close("CASE-2", "low");

    assertThat(replay(flows().replace("${again == true}", "${again}")).divergences())
        .extracting(Divergence::text)
        .containsExactly(
            "After \"Diagnose\": no way would lead on from \"Once more?\" instead of going on to \"Tell\" and \"Check\"");
  }

  @Test
  void anEventThatIsGone() {
    String instance = begin("CASE-4");
    complete(instance, "classify", Map.of("impact", "low"));
    management.executeJob(
        management.createJobQuery().processInstanceId(instance).timers().singleResult().getId());
    complete(instance, "remind", Map.of());
    complete(instance, "diagnose", Map.of());
    complete(instance, "tell", Map.of());
    complete(instance, "check", Map.of());

    assertThat(replay(flows()).same()).isEqualTo(1);
    assertThat(replay(flows().replace(timer(), "")).divergences())
        .extracting(Divergence::elementName, Divergence::text)
        .containsExactly(tuple("Overdue", "\"Overdue\" is no longer there"));
  }

  @Test
  void oneMoreEventToWaitForChangesNothingForWhomAnotherCame() {
    deploy(draft(waiting("")));
    String instance = begin("CASE-6");
    runtime.createMessageCorrelation("test.news").processInstanceId(instance).correlate();

    String timer =
        """
        <bpmn:intermediateCatchEvent id="event_late" name="Late">
          <bpmn:timerEventDefinition>
            <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT4H</bpmn:timeDuration>
          </bpmn:timerEventDefinition>
        </bpmn:intermediateCatchEvent>
        """
            + flow("gateway_wait", "event_late")
            + flow("event_late", "endEvent_closed");
    assertThat(replay(waiting(timer)).same()).isEqualTo(1);
    assertThat(replay(waiting(timer).replace("event_news", "event_other")).divergences())
        .extracting(Divergence::elementName, Divergence::text)
        .containsExactly(tuple("News", "\"News\" is no longer there"));
  }

  private static String waiting(String more) {
    return start()
        + "<bpmn:eventBasedGateway id=\"gateway_wait\" name=\"What comes first?\" />"
        + """
          <bpmn:intermediateCatchEvent id="event_news" name="News">
            <bpmn:messageEventDefinition id="definition_news" messageRef="Message_news" />
          </bpmn:intermediateCatchEvent>
          """
        + end("closed")
        + flow("startEvent_begun", "gateway_wait")
        + flow("gateway_wait", "event_news")
        + flow("event_news", "endEvent_closed")
        + more;
  }

  @Test
  void whatTheHistoryDoesNotExplainIsNotHeldAgainstTheDraft() {
    close("CASE-1", "high");
    history.deleteHistoricVariableInstance(
        history.createHistoricVariableInstanceQuery().variableName("level").list().stream()
            .filter(level -> level.getProcessDefinitionKey().equals(key))
            .findFirst()
            .orElseThrow()
            .getId());

    assertThat(replay(flows().replace("level == 'high'", "level == null")).divergences()).isEmpty();
  }

  @Test
  void whatWasTakenAwayIsNotKnownAnyMore() {
    String instance = begin("CASE-5");
    complete(instance, "classify", Map.of("impact", "low"));
    runtime.setVariable(instance, "again", true);
    runtime.removeVariable(instance, "again");
    complete(instance, "diagnose", Map.of());
    complete(instance, "tell", Map.of());
    complete(instance, "check", Map.of());

    assertThat(replay(flows().replace("again == true", "again == 'yes'")).divergences()).isEmpty();
  }

  private CaseReport replay(String flows) {
    return replay.replay(key, model(draft(flows)), Map.of(), 10);
  }

  private String begin(String number) {
    return runtime.startProcessInstanceByKey(key, number).getId();
  }

  private void close(String number, String impact) {
    String instance = begin(number);
    complete(instance, "classify", Map.of("impact", impact));
    complete(instance, impact.equals("high") ? "major" : "diagnose", Map.of());
    complete(instance, "tell", Map.of());
    complete(instance, "check", Map.of());
  }

  private void complete(String instance, String task, Map<String, Object> variables) {
    tasks.complete(
        tasks
            .createTaskQuery()
            .processInstanceId(instance)
            .taskDefinitionKey("userTask_" + task)
            .singleResult()
            .getId(),
        new HashMap<>(variables));
  }

  private DraftFile draft(String flows) {
    return process(key, flows);
  }

  private String flows() {
    return start()
        + task("classify", "Classify")
        + "<bpmn:businessRuleTask id=\"businessRuleTask_level\" name=\"Determine level\" camunda:decisionRef=\"%s\" />"
            .formatted(table)
        + "<bpmn:exclusiveGateway id=\"gateway_isMajor\" name=\"Is it major?\" default=\"flow_notMajor\" />"
        + task("major", "Major incident")
        + task("diagnose", "Diagnose")
        + timer()
        + "<bpmn:exclusiveGateway id=\"gateway_again\" name=\"Once more?\" default=\"flow_notAgain\" />"
        + "<bpmn:exclusiveGateway id=\"gateway_merge\" />"
        + "<bpmn:parallelGateway id=\"gateway_fork\" />"
        + task("tell", "Tell")
        + task("check", "Check")
        + "<bpmn:parallelGateway id=\"gateway_join\" />"
        + end("closed")
        + flow("startEvent_begun", "userTask_classify")
        + flow("userTask_classify", "businessRuleTask_level")
        + flow("businessRuleTask_level", "gateway_isMajor")
        + flow("gateway_isMajor", "userTask_major", "yes", "${level == 'high'}")
        + "<bpmn:sequenceFlow id=\"flow_notMajor\" name=\"no\" sourceRef=\"gateway_isMajor\" targetRef=\"userTask_diagnose\" />"
        + flow("userTask_diagnose", "gateway_again")
        + flow("gateway_again", "userTask_classify", "yes", "${again == true}")
        + "<bpmn:sequenceFlow id=\"flow_notAgain\" name=\"no\" sourceRef=\"gateway_again\" targetRef=\"gateway_merge\" />"
        + flow("userTask_major", "gateway_merge")
        + flow("gateway_merge", "gateway_fork")
        + flow("gateway_fork", "userTask_tell")
        + flow("gateway_fork", "userTask_check")
        + flow("userTask_tell", "gateway_join")
        + flow("userTask_check", "gateway_join")
        + flow("gateway_join", "endEvent_closed");
  }

  private static String timer() {
    return """
        <bpmn:boundaryEvent id="event_overdue" name="Overdue" attachedToRef="userTask_diagnose" cancelActivity="false">
          <bpmn:timerEventDefinition>
            <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT4H</bpmn:timeDuration>
          </bpmn:timerEventDefinition>
        </bpmn:boundaryEvent>
        """
        + task("remind", "Remind")
        + flow("event_overdue", "userTask_remind");
  }

  /** What the table decides for a high impact, and for all others, null for nothing. */
  private DraftFile level(String impact, String then, String otherwise) {
    String rules = rule("1", impact, then);
    if (otherwise != null) {
      rules += rule("2", "not(" + impact + ")", otherwise);
    }
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="definitions" name="x" namespace="http://camunda.org/schema/1.0/dmn">
          <decision id="%s" name="Level" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
            <decisionTable id="table" hitPolicy="UNIQUE">
              <input id="input"><inputExpression id="expression" typeRef="string"><text>impact</text></inputExpression></input>
              <output id="output" name="level" typeRef="string" />
              %s
            </decisionTable>
          </decision>
        </definitions>
        """
            .formatted(table, rules);
    return new DraftFile(table + ".dmn", xml.getBytes(StandardCharsets.UTF_8));
  }

  private static String rule(String id, String when, String then) {
    return """
        <rule id="rule_%1$s">
          <inputEntry id="when_%1$s"><text>%2$s</text></inputEntry>
          <outputEntry id="then_%1$s"><text>%3$s</text></outputEntry>
        </rule>
        """
        .formatted(id, when, then);
  }

  private void deploy(DraftFile file) {
    repository
        .createDeployment()
        .name(key)
        .addInputStream(file.name(), new ByteArrayInputStream(file.content()))
        .deploy();
  }
}
