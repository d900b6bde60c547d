package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.clauseflow.conformity.ModelDifference.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelDifferenceTest {

  private static final String AUDIT = "bpmn/9-control/configuration-audit.bpmn";
  private static final String PRIORITY = "dmn/8-resolution/priority.dmn";

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> bpmn = Files.walk(Path.of("bpmn"));
        Stream<Path> dmn = Files.walk(Path.of("dmn"))) {
      return Stream.concat(bpmn, dmn)
          .filter(file -> file.toString().matches(".*\\.(bpmn|dmn)"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void drawingItAnewChangesNothing(Path file) throws Exception {
    String was = Files.readString(file);
    String drawnAnew =
        was.replaceAll(" x=\"\\d+", " x=\"7").replaceAll("<bpmn:(incoming|outgoing)>.*", "");

    assertThat(between(was, drawnAnew)).isEmpty();
  }

  @Test
  void aChangedStepSaysWhatOfItIsDifferent() {
    List<Change> changes =
        difference(
            AUDIT,
            was ->
                was.replace("name=\"Plan the audit\"", "name=\"Plan it\"")
                    .replace(
                        "formRef=\"configuration-audit-plan\" camunda:formRefBinding=\"latest\" camunda:candidateGroups=\"configurationManager\"",
                        "formRef=\"other\" camunda:candidateGroups=\"auditor\" camunda:asyncBefore=\"false\"")
                    .replace("value=\"9.1-4, 9.1-9, 4.1.4-d\"", "value=\"9.1-4\"")
                    .replace(
                        "${deficiencyDecision == 'correct'}", "${deficiencyDecision == 'mend'}")
                    .replace("R/2026-01-05T06:00:00Z/P91D", "R/2026-01-05T06:00:00Z/P182D")
                    .replace("<bpmn:flowNodeRef>userTask_check</bpmn:flowNodeRef>", "")
                    .replace(
                        "<bpmn:flowNodeRef>userTask_plan</bpmn:flowNodeRef>",
                        "<bpmn:flowNodeRef>userTask_plan</bpmn:flowNodeRef><bpmn:flowNodeRef>userTask_check</bpmn:flowNodeRef>")
                    .replace("isSequential=\"true\"", "isSequential=\"false\"")
                    .replace("versionTag=\"1.0.0\"", "versionTag=\"1.1.0\"")
                    .replace(
                        "name=\"size\">${size}</camunda", "name=\"size\">${largerSize}</camunda"));

    assertThat(changes).allMatch(change -> change.mark() == Mark.CHANGED);
    assertThat(changes)
        .extracting(change -> change.kind() + " " + change.name() + " " + change.what())
        .containsExactly(
            "process Configuration audit [version tag: 1.0.0 → 1.1.0]",
            "timer start event Quarter over, or asked for [time cycle: R/2026-01-05T06:00:00Z/P91D → R/2026-01-05T06:00:00Z/P182D]",
            "user task Plan it [name: Plan the audit → Plan it, candidate groups: configurationManager → auditor, form: configuration-audit-plan → other, form binding: latest → –]",
            "service task Draw the sample [input size: ${size} → ${largerSize}]",
            "user task Check items of the sample [lane: Auditor → Configuration manager]",
            "service task Compare CMDB with all that is known [requirement: 9.1-4, 9.1-9, 4.1.4-d → 9.1-4]",
            "sub-process For each one to be acted on [repeats: one after another → all at once]",
            "sequence flow A correction? → Ask for update of the CMDB (yes) [condition: ${deficiencyDecision == 'correct'} → ${deficiencyDecision == 'mend'}]");
  }

  @Test
  void whatIsNewAndWhatIsGoneSaysAllOfItself() {
    List<Change> changes =
        difference(
            AUDIT,
            was ->
                was.replaceAll("(?s)<bpmn:userTask id=\"userTask_plan\".*?</bpmn:userTask>", "")
                    .replaceAll("<bpmn:sequenceFlow id=\"flow_isPlanned_plan\".*?/>", "")
                    .replace(" default=\"flow_isPlanned_plan\"", "")
                    .replace(
                        "<bpmn:userTask id=\"userTask_check\"",
                        "<bpmn:sendTask id=\"sendTask_ask\" name=\"Ask\" camunda:topic=\"t\"/><bpmn:userTask id=\"userTask_check\""));

    assertThat(changes)
        .extracting(change -> change.mark() + " " + change.id() + " " + change.what())
        .containsExactly(
            "CHANGED gateway_isPlanned [default: Plan the audit (no) → –]",
            "ADDED sendTask_ask [topic: t]",
            "REMOVED userTask_plan [lane: Configuration manager, candidate groups: configurationManager,"
                + " form: configuration-audit-plan, form binding: latest,"
                + " documentation: What is audited, how, and by whom: by nobody who keeps most of it.,"
                + " requirement: 9.1-4, status: planned]",
            "REMOVED flow_isPlanned_plan [from: Planned by form?, to: Plan the audit]");
  }

  @Test
  void aStepOfAnotherKindIsTheSameStepChanged() {
    assertThat(
            difference(
                AUDIT,
                was ->
                    was.replaceAll(
                            "(?s)(<bpmn:startEvent id=\"event_calledOff\".*?)<bpmn:messageEventDefinition messageRef=\"Message_calledOff\" />",
                            "$1<bpmn:errorEventDefinition errorRef=\"Gone\" />")
                        .replace(
                            "<bpmn:process ",
                            "<bpmn:error id=\"Gone\" name=\"gone\" errorCode=\"gone\" /><bpmn:process ")))
        .extracting(Change::what)
        .containsExactly(
            List.of(
                "kind: message start event → error start event",
                "error: – → error code gone, name gone",
                "message: name configurationAudit.calledOff → –"));
  }

  @Test
  void aFlowThatIsDrawnBetweenTheSameStepsAgainIsTheSameFlow() {
    assertThat(difference(AUDIT, was -> was.replace("flow_isSample_areFactsThere", "Flow_0xyz")))
        .isEmpty();
    assertThat(
            difference(
                AUDIT,
                was ->
                    was.replace(
                        "id=\"flow_isCorrection_raiseUpdate\" name=\"yes\"",
                        "id=\"Flow_0xyz\" name=\"of course\"")))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.id()).isEqualTo("Flow_0xyz");
              assertThat(change.mark()).isEqualTo(Mark.CHANGED);
              assertThat(change.what()).containsExactly("name: yes → of course");
            });
  }

  @Test
  void aRuleIsReadCellByCell() {
    List<Change> changes =
        difference(
            PRIORITY,
            was ->
                was.replaceAll(
                        "(<inputEntry id=\"Rule_4_urgency\">\\s*<text>)\"high\"",
                        "$1\"high\", \"medium\"")
                    .replaceAll("(<inputEntry id=\"Rule_5_securityRisk\">\\s*<text>)", "$1\"none\"")
                    .replaceAll("(?s)<rule id=\"Rule_12\">.*?</rule>", "")
                    .replace("The business stands and it cannot wait", "Cannot wait")
                    .replace("\"low\", \"medium\", \"high\"", "\"low\", \"high\"")
                    .replace("hitPolicy=\"FIRST\"", "hitPolicy=\"COLLECT\" aggregation=\"SUM\""));

    assertThat(changes)
        .extracting(change -> change.mark() + " " + change.name() + " " + change.what())
        .containsExactly(
            "CHANGED Priority [hit policy: FIRST → COLLECT SUM]",
            "CHANGED Security risk [values: \"none\", \"low\", \"medium\", \"high\" → \"none\", \"low\", \"high\"]",
            "CHANGED Impact [values: \"low\", \"medium\", \"high\" → \"low\", \"high\"]",
            "CHANGED Urgency [values: \"low\", \"medium\", \"high\" → \"low\", \"high\"]",
            "CHANGED Rule 4 [Urgency: \"high\" → \"high\", \"medium\","
                + " annotation: The business stands and it cannot wait → Cannot wait]",
            "CHANGED Rule 5 [Security risk: – → \"none\"]",
            "REMOVED Rule 12 [Impact: \"low\", Urgency: \"low\", Priority: \"low\"]");
  }

  @Test
  void aRuleThatMovesIsToldAndThoseItPushesAlongAreNot() {
    List<Change> changes =
        difference(
            PRIORITY,
            was -> {
              int second = was.indexOf("<rule id=\"Rule_2\">");
              int third = was.indexOf("<rule id=\"Rule_3\">");
              int last = was.indexOf("<rule id=\"Rule_13\">");
              return was.substring(0, second)
                  + was.substring(third, last)
                  + was.substring(second, third)
                  + was.substring(last);
            });

    assertThat(changes)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.id()).isEqualTo("Rule_2");
              assertThat(change.what()).containsExactly("place: Rule 2 → Rule 12");
            });
  }

  @Test
  void rulesWithNewIdsAreTheSameRulesAndARenamedColumnIsOneChange() {
    assertThat(
            difference(
                PRIORITY,
                was ->
                    was.replaceAll("<rule id=\"Rule_(\\d+)\"", "<rule id=\"DecisionRule_0a$1\"")
                        .replace("label=\"Impact\"", "label=\"Effect\"")))
        .extracting(change -> change.name() + " " + change.what())
        .containsExactly("Effect [label: Impact → Effect]");
  }

  @Test
  void theMarksFitThePictureOfTheOldModelAndOfTheNew() {
    ModelDifference difference =
        new ModelDifference(
            List.of(
                new Change(Mark.ADDED, "a", "A", "user task", List.of()),
                new Change(Mark.REMOVED, "b", "B", "user task", List.of())));

    assertThat(difference.marks()).isEqualTo(Map.of("a", Mark.ADDED, "b", Mark.REMOVED));
  }

  private static List<Change> difference(String file, UnaryOperator<String> redesign) {
    try {
      String was = Files.readString(Path.of(file));
      String becomes = redesign.apply(was);
      assertThat(becomes).isNotEqualTo(was);
      return between(was, becomes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Change> between(String was, String becomes) {
    return ModelDifference.between(model(was), model(becomes)).changes();
  }

  private static Model model(String xml) {
    try {
      return Model.read(xml.getBytes(StandardCharsets.UTF_8));
    } catch (Model.Unreadable e) {
      throw new AssertionError(e);
    }
  }
}
