package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The catalogue of requests follows what owners deploy and take away. */
@ClauseflowTest
class RequestItemsTest {

  private static final String PROCESS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_1" targetNamespace="urn:test">
        <bpmn:process id="request-parking" name="Parking space" isExecutable="true" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
          <bpmn:documentation>A place to park.</bpmn:documentation>
          <bpmn:extensionElements>
            <camunda:properties>
              <camunda:property name="requestItem" value="offered" />
              <camunda:property name="service" value="workplace" />
            </camunda:properties>
          </bpmn:extensionElements>
          <bpmn:startEvent id="startEvent_ordered" name="Ordered" camunda:formRef="request-parking-details" camunda:formRefBinding="latest" />
        </bpmn:process>
      </bpmn:definitions>
      """;

  private static final String FORM =
      """
      {"id": "request-parking-details", "type": "default", "schemaVersion": 16, "components": [
        {"type": "textfield", "id": "field_1", "key": "plate", "label": "Number plate", "validate": {"maxLength": 20}},
        {"type": "select", "id": "field_2", "key": "place", "label": "Where?", "values": [{"label": "North", "value": "n"}]}]}
      """;

  @Autowired private RepositoryService repository;
  @Autowired private JdbcClient jdbc;

  private final List<Deployment> deployments = new ArrayList<>();

  @AfterEach
  void takeAway() {
    deployments.forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
    jdbc.sql("delete from sms.request_item where id = 'request-parking'").update();
  }

  @Test
  void sixItemsShip() {
    assertThat(
            jdbc.sql("select id from sms.request_item where not retired order by id")
                .query(String.class)
                .list())
        .containsExactly(
            "request-access",
            "request-equipment",
            "request-information",
            "request-leaver",
            "request-new-starter",
            "request-password-help");
  }

  @Test
  void aDeployedItemIsOfferedWithWhatItAsks() {
    deploy(PROCESS, FORM);
    assertThat(item())
        .containsEntry("name", "Parking space")
        .containsEntry("description", "A place to park.")
        .containsEntry("form", "request-parking-details")
        .containsEntry("service_id", "workplace")
        .containsEntry("retired", false);
    assertThat(questions()).containsExactly("Number plate", "Where?");
  }

  @Test
  void aNewVersionCountsOfProcessAndForm() {
    deploy(PROCESS, FORM);
    deploy(PROCESS.replace("A place to park.", "A place in the garage."), null);
    assertThat(item()).containsEntry("description", "A place in the garage.");
    deploy(null, FORM.replace("Number plate", "Licence plate"));
    assertThat(questions()).containsExactly("Licence plate", "Where?");
  }

  @Test
  void whatIsRetiredOrDeclaredNoMoreIsNotOffered() {
    deploy(PROCESS, FORM);
    deploy(PROCESS.replace("value=\"offered\"", "value=\"retired\""), null);
    assertThat(item()).containsEntry("retired", true);
    deploy(PROCESS, null);
    assertThat(item()).containsEntry("retired", false);
    deploy(
        PROCESS.replace("name=\"requestItem\" value=\"offered\"", "name=\"x\" value=\"y\""), null);
    assertThat(item()).containsEntry("retired", true);
  }

  @Test
  void whereALaterVersionIsTakenAwayTheEarlierOneIsOfferedAgain() {
    deploy(PROCESS, FORM);
    deploy(PROCESS.replace("value=\"offered\"", "value=\"retired\""), null);
    repository.deleteDeployment(deployments.remove(1).getId(), true);
    assertThat(item()).containsEntry("retired", false);
    repository
        .deleteProcessDefinitions()
        .byKey("request-parking")
        .withoutTenantId()
        .cascade()
        .delete();
    assertThat(item()).as("taken away").containsEntry("retired", true);
  }

  @Test
  void anItemWithoutAFormIsRefused() {
    assertThatThrownBy(
            () ->
                deploy(
                    PROCESS.replace(
                        " camunda:formRef=\"request-parking-details\" camunda:formRefBinding=\"latest\"",
                        ""),
                    null))
        .isInstanceOf(ModelRefused.class)
        .hasMessageContaining("asks for its details: give the start event a form");
  }

  private void deploy(String process, String form) {
    DeploymentBuilder deployment = repository.createDeployment().name("parking");
    if (process != null) {
      deployment.addString("request-parking.bpmn", process);
    }
    if (form != null) {
      deployment.addString("request-parking-details.form", form);
    }
    deployments.add(deployment.deploy());
  }

  private Map<String, Object> item() {
    return jdbc.sql("select * from sms.request_item where id = 'request-parking'")
        .query()
        .singleRow();
  }

  private List<String> questions() {
    return jdbc.sql(
            """
            select q->>'label' from sms.request_item, jsonb_array_elements(questions) q
            where id = 'request-parking'
            """)
        .query(String.class)
        .list();
  }
}
