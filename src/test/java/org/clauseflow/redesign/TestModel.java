package org.clauseflow.redesign;

import java.nio.charset.StandardCharsets;
import org.clauseflow.conformity.Model;

/** Processes and tables of a few lines, for stories about their redesign. */
final class TestModel {

  private TestModel() {}

  static DraftFile process(String key, String content) {
    return process(key, "", content);
  }

  /**
   * @param properties extension properties of the process
   */
  static DraftFile process(String key, String properties, String content) {
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="http://clauseflow.org">
          <bpmn:process id="%s" name="Test of redesign" isExecutable="true"
              camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
            <bpmn:extensionElements><camunda:properties>%s</camunda:properties></bpmn:extensionElements>
            %s
          </bpmn:process>
          <bpmn:message id="Message_news" name="test.news" />
        </bpmn:definitions>
        """
            .formatted(key, properties, content);
    return new DraftFile(key + ".bpmn", xml.getBytes(StandardCharsets.UTF_8));
  }

  static String start() {
    return "<bpmn:startEvent id=\"startEvent_begun\" name=\"Begun\" />";
  }

  static String task(String id, String name) {
    return "<bpmn:userTask id=\"userTask_%s\" name=\"%s\" />".formatted(id, name);
  }

  static String end(String id) {
    return "<bpmn:endEvent id=\"endEvent_%s\" name=\"%s\" />".formatted(id, id);
  }

  static String flow(String from, String to) {
    return "<bpmn:sequenceFlow id=\"flow_%s_%s\" sourceRef=\"%s\" targetRef=\"%s\" />"
        .formatted(from, to, from, to);
  }

  static String flow(String from, String to, String name, String condition) {
    return """
        <bpmn:sequenceFlow id="flow_%s_%s" name="%s" sourceRef="%s" targetRef="%s">
          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">%s</bpmn:conditionExpression>
        </bpmn:sequenceFlow>
        """
        .formatted(from, to, name, from, to, condition);
  }

  static Model model(DraftFile file) {
    try {
      return Model.read(file.content());
    } catch (Model.Unreadable e) {
      throw new AssertionError(e);
    }
  }
}
