package org.clauseflow.security;

import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;

/** One task of the service desk, to see who may do what with it. */
final class AccessCheckModel {

  static final String KEY = "access-check";

  private static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="http://clauseflow.org">
        <bpmn:process id="access-check" name="Access check" isExecutable="true"
            camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
          <bpmn:startEvent id="startEvent_asked" name="Asked">
            <bpmn:outgoing>flow_toWork</bpmn:outgoing>
          </bpmn:startEvent>
          <bpmn:sequenceFlow id="flow_toWork" sourceRef="startEvent_asked" targetRef="userTask_work" />
          <bpmn:userTask id="userTask_work" name="Do the work" camunda:candidateGroups="serviceDesk">
            <bpmn:incoming>flow_toWork</bpmn:incoming>
            <bpmn:outgoing>flow_toEnd</bpmn:outgoing>
          </bpmn:userTask>
          <bpmn:sequenceFlow id="flow_toEnd" sourceRef="userTask_work" targetRef="endEvent_done" />
          <bpmn:endEvent id="endEvent_done" name="Done">
            <bpmn:incoming>flow_toEnd</bpmn:incoming>
          </bpmn:endEvent>
        </bpmn:process>
      </bpmn:definitions>
      """;

  private AccessCheckModel() {}

  static Task start(RepositoryService repository, RuntimeService runtime, TaskService tasks) {
    repository
        .createDeployment()
        .name(KEY)
        .addString("bpmn/" + KEY + ".bpmn", XML)
        .enableDuplicateFiltering(true)
        .deploy();
    String instance =
        runtime.startProcessInstanceByKey(KEY, Map.of("title", "Printer on fire")).getId();
    return tasks.createTaskQuery().processInstanceId(instance).singleResult();
  }
}
