package org.clauseflow.redesign;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small processes and tables to redesign, as the Modeler would write them. */
final class Sketch {

  private Sketch() {}

  /**
   * A process of incident managers: one task after the other.
   *
   * @param tasks id and name of each, and what it carries out, if anything, such as look=Look at
   *     it@8.1-a
   */
  static DraftFile process(String key, String tag, String... tasks) {
    StringBuilder nodes = new StringBuilder();
    StringBuilder flows = new StringBuilder();
    String before = "startEvent_begun";
    for (String task : tasks) {
      String[] parts = task.split("[=@]");
      String id = "userTask_" + parts[0];
      nodes.append(
          """
              <bpmn:userTask id="%s" name="%s" camunda:candidateGroups="incidentManager">
                <bpmn:extensionElements>
                  <camunda:properties><camunda:property name="requirement" value="%s" /></camunda:properties>
                </bpmn:extensionElements>
              </bpmn:userTask>
          """
              .formatted(id, parts[1], parts.length > 2 ? parts[2] : ""));
      flows.append(flow(before, id));
      before = id;
    }
    flows.append(flow(before, "endEvent_done"));
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_1" targetNamespace="urn:test">
          <bpmn:process id="%s" name="Sketched" isExecutable="true" camunda:historyTimeToLive="P30D" camunda:versionTag="%s">
            <bpmn:extensionElements>
              <camunda:properties><camunda:property name="owner" value="incidentManager" /></camunda:properties>
            </bpmn:extensionElements>
            <bpmn:startEvent id="startEvent_begun" name="Begun" />
        %s    <bpmn:endEvent id="endEvent_done" name="Done" />
        %s  </bpmn:process>
        </bpmn:definitions>
        """
            .formatted(key, tag, nodes, flows);
    return new DraftFile(key + ".bpmn", xml.getBytes(StandardCharsets.UTF_8));
  }

  private static String flow(String from, String to) {
    return "    <bpmn:sequenceFlow id=\"flow_%s_%s\" sourceRef=\"%s\" targetRef=\"%s\" />\n"
        .formatted(from, to, from, to);
  }

  /** A table that says how urgent something is by its impact. */
  static DraftFile table(String key, String tag, String ofHigh) {
    String rules = "";
    for (List<String> rule : List.of(List.of("high", ofHigh), List.of("low", "later"))) {
      rules +=
          """
                <rule id="Rule_%s">
                  <inputEntry id="Rule_%s_in"><text>"%s"</text></inputEntry>
                  <outputEntry id="Rule_%s_out"><text>"%s"</text></outputEntry>
                </rule>
          """
              .formatted(rule.get(0), rule.get(0), rule.get(0), rule.get(0), rule.get(1));
    }
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="Definitions_1" name="Urgency" namespace="http://camunda.org/schema/1.0/dmn">
          <decision id="%s" name="Urgency" camunda:historyTimeToLive="P30D" camunda:versionTag="%s">
            <decisionTable id="DecisionTable_1" hitPolicy="FIRST">
              <input id="Input_1" label="Impact">
                <inputExpression id="InputExpression_1" typeRef="string"><text>impact</text></inputExpression>
                <inputValues id="InputValues_1"><text>"high", "low"</text></inputValues>
              </input>
              <output id="Output_1" label="When" name="when" typeRef="string" />
        %s      <rule id="Rule_otherwise">
                <inputEntry id="Rule_otherwise_in"><text></text></inputEntry>
                <outputEntry id="Rule_otherwise_out"><text>"later"</text></outputEntry>
              </rule>
            </decisionTable>
          </decision>
        </definitions>
        """
            .formatted(key, tag, rules);
    return new DraftFile(key + ".dmn", xml.getBytes(StandardCharsets.UTF_8));
  }
}
