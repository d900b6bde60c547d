package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObligationsTest {

  private final Obligations obligations = new Obligations(new Requirements());

  @Test
  void anElementCarriesWhatItNamesWhereverItsScopeLetsItRun() {
    String model =
        node("startEvent", "start", "8.1-a")
            + flow("start", "task")
            + node("userTask", "task", "8.1-b, 8.1-c")
            + node("boundaryEvent", "late", "8.1-d", "attachedToRef=\"task\"")
            + flow("late", "undo")
            + node("task", "undo", "8.1-e")
            + flow("task", "inner")
            + "<subProcess id=\"inner\">"
            + node("startEvent", "innerStart", "8.1-f")
            + flow("innerStart", "innerEnd")
            + node("endEvent", "innerEnd", "8.1-g")
            + "<subProcess id=\"listens\" triggeredByEvent=\"true\">"
            + node("startEvent", "heard", "8.1-1")
            + "</subProcess></subProcess>"
            + "<intermediateCatchEvent id=\"link\"><linkEventDefinition name=\"x\" /></intermediateCatchEvent>"
            + flow("link", "afterLink")
            + node("task", "afterLink", "8.1-2")
            + node("task", "neverReached", "8.1-3")
            + flow("neverReached", "behindIt")
            + node("task", "behindIt", "8.1-4");

    assertThat(obligations.carriers(model(model)))
        .extracting(carrier -> carrier.elementId() + " " + carrier.requirement())
        .containsExactlyInAnyOrder(
            "start 8.1-a",
            "task 8.1-b",
            "task 8.1-c",
            "late 8.1-d",
            "undo 8.1-e",
            "innerStart 8.1-f",
            "innerEnd 8.1-g",
            "heard 8.1-1",
            "afterLink 8.1-2");
  }

  @Test
  void aRequirementMayMoveToAnotherElement() {
    Model was =
        model(
            node("startEvent", "start", "8.1-a")
                + flow("start", "task")
                + node("task", "task", "8.1-b"));
    Model becomes = model(node("startEvent", "start", "8.1-a, 8.1-b"));

    assertThat(obligations.lost(was, becomes)).isEmpty();
  }

  @Test
  void whatIsLostIsNamedWithEveryElementThatCarriedIt() {
    Model was =
        model(
            node("startEvent", "start", "8.1-a")
                + flow("start", "task")
                + node("task", "task", "8.1-a, 8.1-b"));
    Model becomes = model(node("startEvent", "start", "8.1-b"));

    assertThat(obligations.lost(was, becomes))
        .singleElement()
        .satisfies(
            lost -> {
              assertThat(lost.requirement().says())
                  .isEqualTo("The incident procedure defines recording.");
              assertThat(lost.carriedBy())
                  .isEqualTo(
                      List.of(
                          new Carrier("8.1-a", "start", "Name of start"),
                          new Carrier("8.1-a", "task", "Name of task")));
            });
  }

  @Test
  void whatTheCatalogueNoLongerKnowsIsNoObligation() {
    assertThat(obligations.lost(model(node("startEvent", "start", "8.1-formerly")), model("")))
        .isEmpty();
  }

  private static String node(String kind, String id, String requirement, String... attributes) {
    return "<%s id=\"%s\" name=\"Name of %s\" %s><extensionElements><camunda:properties><camunda:property name=\"requirement\" value=\"%s\" /></camunda:properties></extensionElements></%s>"
        .formatted(kind, id, id, String.join(" ", attributes), requirement, kind);
  }

  private static String flow(String from, String to) {
    return "<sequenceFlow id=\"%s_%s\" sourceRef=\"%s\" targetRef=\"%s\" />"
        .formatted(from, to, from, to);
  }

  private static Model model(String content) {
    String xml =
        "<definitions xmlns=\"%s\" xmlns:camunda=\"%s\"><process id=\"x\">%s</process></definitions>"
            .formatted(Model.BPMN, Model.CAMUNDA, content);
    try {
      return Model.read(xml.getBytes(StandardCharsets.UTF_8));
    } catch (Model.Unreadable e) {
      throw new AssertionError(e);
    }
  }
}
