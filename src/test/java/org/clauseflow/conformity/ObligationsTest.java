package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObligationsTest {

  private final Obligations obligations = new Obligations();

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
              assertThat(lost.requirement()).isEqualTo("8.1-a");
              assertThat(lost.carriedBy())
                  .isEqualTo(
                      List.of(
                          new Carrier("8.1-a", "start", "Name of start", "startEvent"),
                          new Carrier("8.1-a", "task", "Name of task", "task")));
            });
  }

  @Test
  void whatCannotBeReachedCarriesNothingAndIsNamed() {
    Model model =
        model(
            node("startEvent", "start", "")
                + flow("start", "gateway")
                + "<exclusiveGateway id=\"gateway\" />"
                + flow("gateway", "always")
                + flow("gateway", "never")
                + node("userTask", "always", "8.1-a")
                + node("userTask", "never", "8.1-b")
                + flow("always", "repeated")
                + "<userTask id=\"repeated\"><extensionElements><camunda:properties><camunda:property name=\"requirement\" value=\"8.1-c\" /></camunda:properties></extensionElements><multiInstanceLoopCharacteristics><loopCardinality>0</loopCardinality></multiInstanceLoopCharacteristics></userTask>"
                + node("userTask", "alone", "8.1-d"));

    assertThat(obligations.carriers(model))
        .extracting(Carrier::requirement)
        .containsExactly("8.1-a");
    assertThat(obligations.unreachable(model))
        .extracting(Carrier::requirement)
        .containsExactlyInAnyOrder("8.1-b", "8.1-c", "8.1-d");
  }

  @Test
  void whatEveryPathMustPassMayNotBecomeAWayThatNobodyNeedsToTake() {
    String straight =
        node("startEvent", "start", "")
            + flow("start", "review")
            + node("userTask", "review", "8.1-a")
            + flow("review", "end")
            + "<endEvent id=\"end\" />";
    String around =
        node("startEvent", "start", "")
            + flow("start", "wanted")
            + "<inclusiveGateway id=\"wanted\" />"
            + flow("wanted", "review")
            + flow("wanted", "end")
            + node("userTask", "review", "8.1-a")
            + flow("review", "end")
            + "<endEvent id=\"end\" />";

    assertThat(obligations.skippable(model(straight), model(around)))
        .extracting(Obligations.Lost::requirement)
        .containsExactly("8.1-a");
    assertThat(obligations.skippable(model(around), model(around))).isEmpty();
    assertThat(obligations.skippable(model(around), model(straight))).isEmpty();
    assertThat(obligations.lost(model(straight), model(around))).isEmpty();
  }

  @Test
  void aSubProcessEndsOnlyThroughItsOwnEnds() {
    String inside =
        node("startEvent", "start", "")
            + flow("start", "sub")
            + "<subProcess id=\"sub\">"
            + node("startEvent", "in", "")
            + flow("in", "review")
            + node("userTask", "review", "8.1-a")
            + flow("review", "out")
            + "<endEvent id=\"out\" /></subProcess>"
            + flow("sub", "end")
            + "<endEvent id=\"end\" />";
    String around = inside.replace(flow("in", "review"), flow("in", "review") + flow("in", "out"));

    assertThat(obligations.skippable(model(inside), model(around)))
        .extracting(Obligations.Lost::requirement)
        .containsExactly("8.1-a");
  }

  @Test
  void whatAPersonDidIsNotLeftToTheSystem() {
    Model person =
        model(
            node("startEvent", "start", "") + flow("start", "x") + node("userTask", "x", "8.1-a"));
    Model table =
        model(
            node("startEvent", "start", "")
                + flow("start", "x")
                + node("businessRuleTask", "x", "8.1-a"));
    Model system =
        model(
            node("startEvent", "start", "")
                + flow("start", "x")
                + node("serviceTask", "x", "8.1-a"));
    Model call =
        model(
            node("startEvent", "start", "")
                + flow("start", "x")
                + node("callActivity", "x", "8.1-a", "calledElement=\"called\""));

    assertThat(weakened(person, table, person))
        .containsExactly("8.1-a by a person by a decision table");
    assertThat(weakened(person, system, person)).hasSize(1);
    assertThat(weakened(table, system, person)).hasSize(1);
    assertThat(weakened(person, call, person)).as("the called process has a user task").isEmpty();
    assertThat(weakened(person, call, system)).as("the called process has none").hasSize(1);
    assertThat(weakened(person, call, call)).as("one that calls itself").hasSize(1);
    assertThat(weakened(system, person, person)).isEmpty();
  }

  private List<String> weakened(Model was, Model becomes, Model called) {
    return obligations
        .weakened(
            was, becomes, key -> key.equals("called") ? Optional.of(called) : Optional.empty())
        .stream()
        .map(each -> each.requirement() + " " + each.was() + " " + each.becomes())
        .toList();
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
