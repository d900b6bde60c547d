package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class ModelPictureTest {

  private static final String HEAD =
      """
      <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
        xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI">
      """;

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("bpmn"))) {
      return files.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyNodeAndFlowOfAShippedModelIsInItsPictureWithItsName(Path file) throws Exception {
    Model model = Model.read(Files.readAllBytes(file));

    Model picture = picture(ModelPicture.svg(model, Map.of()));

    Set<String> drawn =
        picture.elements().map(e -> e.getAttribute("data-element")).collect(Collectors.toSet());
    String words = words(picture);
    List<Element> all =
        model
            .elements()
            .filter(
                e ->
                    Wording.isStep(e)
                        || Set.of("participant", "lane", "textAnnotation", "association")
                            .contains(e.getLocalName()))
            .toList();
    assertThat(all)
        .isNotEmpty()
        .allSatisfy(element -> assertThat(drawn).contains(element.getAttribute("id")))
        .allSatisfy(element -> assertThat(words).contains(Wording.name(element).replace(" ", "")));
    assertThat(words).doesNotContain("Notdrawn");
    assertThat(picture.elements()).noneMatch(e -> e.hasAttribute("style") || e.hasAttribute("id"));
  }

  @Test
  void marksAreSeenByColorLineAndSignAndReadByWhoCannotSee() throws Exception {
    Model model =
        Model.read(Files.readAllBytes(Path.of("bpmn/9-control/configuration-audit.bpmn")));

    Model picture =
        picture(
            ModelPicture.svg(
                model,
                Map.of(
                    "userTask_plan", Mark.ADDED,
                    "flow_plan_planning", Mark.CHANGED,
                    "endEvent_issued", Mark.REMOVED,
                    "configuration-audit", Mark.CHANGED,
                    "not in this model", Mark.REMOVED)));

    assertThat(group(picture, "userTask_plan").getAttribute("data-mark")).isEqualTo("added");
    assertThat(group(picture, "flow_plan_planning").getAttribute("stroke-dasharray"))
        .isEqualTo("2 3");
    assertThat(group(picture, "Participant_configuration-audit").getAttribute("data-mark"))
        .as("the process is seen by its pool")
        .isEqualTo("changed");
    assertThat(group(picture, "endEvent_issued").getFirstChild().getTextContent())
        .isEqualTo("terminate end event \"Report issued\": removed");
    assertThat(picture.elements().filter(e -> e.getTextContent().equals("−"))).hasSize(2);
    assertThat(Model.children(picture.root()).limit(2).map(Element::getTextContent))
        .containsExactly(
            "Configuration audit",
            "48 nodes and 50 flows."
                + " Added: user task \"Plan the audit\"."
                + " Changed: process \"Configuration audit\"; sequence flow \"Plan the audit → Takes place?\"."
                + " Removed: terminate end event \"Report issued\".");
  }

  @Test
  void textStaysText() throws Exception {
    String name = "<img src=x onerror=alert(1)> &amp; \"quoted\" ]]>";
    Model model =
        Model.read(
            (HEAD
                    + """
                    <process id="p" name="%1$s"><userTask id="t" name="%1$s"/></process>
                    <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
                      <bpmndi:BPMNShape bpmnElement="t"><dc:Bounds x="0" y="0" width="400" height="80"/></bpmndi:BPMNShape>
                    </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>
                    """
                        .formatted(
                            name.replace("&", "&amp;")
                                .replace("<", "&lt;")
                                .replace("\"", "&quot;")))
                .getBytes(StandardCharsets.UTF_8));

    String svg = ModelPicture.svg(model, Map.of());

    assertThat(svg).doesNotContain("<img");
    assertThat(words(picture(svg))).contains(name.replace(" ", ""));
  }

  @Test
  void aModelThatIsNotDrawnOrCannotBeLookedAtStillShowsWhatItDoes() throws Exception {
    Model model =
        Model.read(
            (HEAD
                    + """
                    <process id="p"><startEvent id="begin"/><userTask id="far" name="Far away"/><userTask id="nowhere"/>
                      <sequenceFlow id="f" sourceRef="begin" targetRef="far"/></process>
                    <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
                      <bpmndi:BPMNShape bpmnElement="far"><dc:Bounds x="1e300" y="0" width="10" height="80"/></bpmndi:BPMNShape>
                      <bpmndi:BPMNShape bpmnElement="nowhere"><dc:Bounds x="NaN" y="0" width="10" height="80"/></bpmndi:BPMNShape>
                      <bpmndi:BPMNShape bpmnElement="who?"><dc:Bounds x="0" y="0" width="10" height="80"/></bpmndi:BPMNShape>
                      <bpmndi:BPMNEdge bpmnElement="f"><di:waypoint x="1" y="1"/></bpmndi:BPMNEdge>
                    </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>
                    """)
                .getBytes(StandardCharsets.UTF_8));

    Model picture = picture(ModelPicture.svg(model, Map.of("far", Mark.ADDED)));

    assertThat(picture.elements().filter(e -> e.getLocalName().equals("tspan")))
        .extracting(Element::getTextContent)
        .containsExactly(
            "Not drawn in the model:",
            "start event begin",
            "+ added: user task \"Far away\"",
            "user task nowhere",
            "sequence flow \"begin → Far away\"",
            "added: 1");
  }

  @Test
  void aSubProcessThatIsDrawnByItselfStandsBelowWithItsName() throws Exception {
    Model model =
        Model.read(
            (HEAD
                    + """
                    <process id="p"><subProcess id="s" name="More of it"><task id="t" name="Inside"/></subProcess></process>
                    <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">
                      <bpmndi:BPMNShape bpmnElement="s" isExpanded="false"><dc:Bounds x="0" y="0" width="100" height="80"/></bpmndi:BPMNShape>
                    </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
                    <bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="s">
                      <bpmndi:BPMNShape bpmnElement="t"><dc:Bounds x="-500" y="-500" width="100" height="80"/></bpmndi:BPMNShape>
                    </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>
                    """)
                .getBytes(StandardCharsets.UTF_8));

    Model picture = picture(ModelPicture.svg(model, Map.of()));

    assertThat(picture.elements().filter(e -> e.getLocalName().equals("tspan")))
        .extracting(Element::getTextContent)
        .containsExactly("More of it", "More of it", "Inside");
    assertThat(picture.elements().filter(e -> e.getAttribute("transform").contains("524 ")))
        .as("what is drawn left of all others begins at the same margin")
        .hasSize(1);
  }

  private static Element group(Model picture, String element) {
    return picture
        .elements()
        .filter(e -> e.getAttribute("data-element").equals(element))
        .findFirst()
        .orElseThrow();
  }

  /** All that is written in the picture, without the blanks at which it may be broken. */
  private static String words(Model picture) {
    return picture
        .elements()
        .filter(e -> e.getLocalName().equals("text"))
        .map(text -> text.getTextContent().replaceAll("\\s+", ""))
        .collect(Collectors.joining("\n"));
  }

  private static Model picture(String svg) throws Model.Unreadable {
    return Model.read(svg.getBytes(StandardCharsets.UTF_8));
  }
}
