package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The items of the catalogue as they ship, each called as the fulfilment of requests calls it:
 * every way through every item.
 */
@ClauseflowTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestItemsProcessTest extends ProcessStory {

  private static final Map<String, Object> ASK = Map.of("step", "ask", "question", "Which one?");
  private static final Map<String, Object> CANNOT =
      Map.of("step", "cannot", "reason", "It is not ours");
  private static final Map<String, Object> DONE = Map.of("step", "done", "resolution", "Done so");
  private static final Map<String, Object> NOTE = Map.of("note", "Done");

  private Deployment caller;

  @BeforeAll
  void standIn() {
    caller =
        repository
            .createDeployment()
            .addClasspathResource("org/clauseflow/resolution/request-item-caller.bpmn")
            .deploy();
  }

  @AfterAll
  void standDown() {
    repository.deleteDeployment(caller.getId(), true);
  }

  @Test
  void accessIsGranted() {
    String number = ordered("request-access", Map.of("service", "files", "accessLevel", "write"));
    assertThat(candidates(number, "userTask_grant"))
        .contains("applicationSupport", "infrastructureSupport");
    complete(number, "userTask_grant", ASK);
    assertThat(record(number)).returns("waiting for customer", ServiceRecord::status);
    say(number, "request.answered", Map.of("answer", "The shared drive"));
    complete(
        number,
        "userTask_grant",
        Map.of("step", "done", "account", "rvogel", "resolution", "In the group files-write"));
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void theRightsOfAdministratorsAreRegistered() {
    String number =
        ordered("request-access", Map.of("service", "files", "accessLevel", "administrator"));
    complete(
        number,
        "userTask_grant",
        Map.of("step", "done", "account", "adm-rvogel", "resolution", "A second account"));
    assertThat(candidates(number, "userTask_registerPrivileged")).containsExactly("securityTeam");
    complete(number, "userTask_registerPrivileged", NOTE);
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void accessThatCannotBeGivenIsHandedBack() {
    String number = ordered("request-access", Map.of("service", "files", "accessLevel", "read"));
    complete(number, "userTask_grant", CANNOT);
    assertThat(record(number)).returns("handed back", ServiceRecord::status);
    assertThat(entry(number, "task", "userTask_grant").changes())
        .containsEntry("reason", "It is not ours");
  }

  @Test
  void aNewStarterFindsEverythingReady() {
    String number = ordered("request-new-starter", starter("notebook", "yes"));
    complete(number, "userTask_prepare", ASK);
    as("anna");
    complete(number, "userTask_awaitCustomer", Map.of("answer", "On the second floor"));
    complete(number, "userTask_prepare", Map.of("step", "done"));
    assertThat(openTasks(number))
        .as("side by side")
        .containsExactly(
            "userTask_arrangeTelephone", "userTask_createAccount", "userTask_prepareWorkplace");
    complete(number, "userTask_arrangeTelephone", NOTE);
    complete(
        number, "userTask_prepareWorkplace", Map.of("assetTag", "NB-1234", "note", "Installed"));
    complete(number, "userTask_createAccount", NOTE);
    complete(number, "userTask_welcome", DONE);
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
    assertThat(record(number).data()).containsEntry("assetTag", "NB-1234");
  }

  @Test
  void aNewStarterWithDeviceAndTelephoneNeedsAnAccountOnly() {
    String number = ordered("request-new-starter", starter("none", "no"));
    complete(number, "userTask_prepare", Map.of("step", "done"));
    complete(number, "userTask_createAccount", NOTE);
    complete(number, "userTask_welcome", CANNOT);
    assertThat(record(number)).returns("handed back", ServiceRecord::status);
  }

  @Test
  void aNewStarterWhomNobodyKnowsIsHandedBack() {
    String number = ordered("request-new-starter", starter("none", "no"));
    complete(number, "userTask_prepare", CANNOT);
    assertThat(record(number)).returns("handed back", ServiceRecord::status);
  }

  @Test
  void aLeaverLosesAccessEquipmentAndDataOnTheLastDay() {
    String number = left();
    assertThat(openTasks(number))
        .containsExactly("userTask_disableAccess", "userTask_takeBack", "userTask_transferData");
    complete(number, "userTask_disableAccess", NOTE);
    complete(number, "userTask_takeBack", Map.of("equipmentBack", "all", "note", "NB-1234"));
    complete(number, "userTask_transferData", NOTE);
    assertThat(candidates(number, "userTask_verify")).containsExactly("securityTeam");
    complete(number, "userTask_verify", DONE);
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void whatALeaverLeftOpenIsHandedBack() {
    String number = left();
    complete(number, "userTask_disableAccess", NOTE);
    complete(number, "userTask_takeBack", Map.of("equipmentBack", "missing", "note", "No charger"));
    complete(number, "userTask_transferData", NOTE);
    complete(number, "userTask_verify", CANNOT);
    assertThat(record(number)).returns("handed back", ServiceRecord::status);
  }

  @Test
  void equipmentInStockIsHandedOver() {
    String number = ordered("request-equipment", Map.of("equipment", "headset"));
    complete(number, "userTask_checkStock", Map.of("step", "inStock"));
    handOver(number);
  }

  @Test
  void equipmentThatIsNotInStockIsOrdered() {
    String number = ordered("request-equipment", Map.of("equipment", "workstation"));
    complete(number, "userTask_checkStock", Map.of("step", "order", "supplier", "Datahall"));
    assertThat(record(number)).returns("waiting for supplier", ServiceRecord::status);
    complete(
        number,
        "userTask_receiveDelivery",
        Map.of("orderNumber", "4711", "arrivedOn", "2026-03-10"));
    handOver(number);
  }

  @Test
  void equipmentThatNobodySellsIsHandedBack() {
    String number = ordered("request-equipment", Map.of("equipment", "other"));
    complete(number, "userTask_checkStock", CANNOT);
    assertThat(record(number)).returns("handed back", ServiceRecord::status);
  }

  @Test
  void aPasswordIsSetOnceItIsProvenWhoAsks() {
    String number = ordered("request-password-help", Map.of("trouble", "forgotten"));
    complete(number, "userTask_proveIdentity", Map.of("step", "done"));
    complete(number, "userTask_reset", Map.of("resolution", "Told by telephone"));
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void whoCannotProveWhoTheyAreGetsNothing() {
    String number = ordered("request-password-help", Map.of("trouble", "forgotten"));
    complete(number, "userTask_proveIdentity", CANNOT);
    assertThat(recipients(number, "request-identity-doubted")).containsExactly("ines", "jonas");
    assertThat(record(number)).returns("handed back", ServiceRecord::status);
  }

  @Test
  void aQuestionIsAnswered() {
    String number = ordered("request-information", Map.of("wanted", "How long are mails kept?"));
    complete(number, "userTask_answer", ASK);
    fire(number, "event_reminderDue");
    say(number, "request.answered", Map.of("answer", "Those in the archive"));
    complete(number, "userTask_answer", DONE);
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void aQuestionIsPassedOnToThoseWhoKnow() {
    String number = ordered("request-information", Map.of("wanted", "How fast is the line?"));
    complete(number, "userTask_answer", Map.of("step", "passOn", "supportGroup", "networkSupport"));
    assertThat(candidates(number, "userTask_answerAsSpecialist")).containsExactly("networkSupport");
    complete(number, "userTask_answerAsSpecialist", Map.of("resolution", "10 Gbit/s"));
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
  }

  @Test
  void aQuestionThatIsNotOursIsHandedBackAndOneWithoutAnswerCancelled() {
    String foreign = ordered("request-information", Map.of("wanted", "When does the tram go?"));
    complete(foreign, "userTask_answer", CANNOT);
    assertThat(record(foreign)).returns("handed back", ServiceRecord::status);

    String vague = ordered("request-information", Map.of("wanted", "Why?"));
    complete(vague, "userTask_answer", ASK);
    fire(vague, "event_customerSilent");
    assertThat(record(vague)).returns("cancelled", ServiceRecord::status);
  }

  private String ordered(String item, Map<String, Object> details) {
    Map<String, Object> values = values("item", item, "title", item, "reporter", "rosa");
    values.put("requester", "rosa");
    values.putAll(details);
    return runtime.startProcessInstanceByKey("request-item-caller", values).getBusinessKey();
  }

  private static Map<String, Object> starter(String device, String telephone) {
    return Map.of("starter", "Kim Nguyen", "device", device, "telephone", telephone);
  }

  private String left() {
    String number = ordered("request-leaver", Map.of("leaver", "stefan", "lastDay", "2026-03-31"));
    assertThat(record(number)).returns("planned", ServiceRecord::status);
    assertThat(openTasks(number)).as("until the last day").isEmpty();
    fire(number, "event_lastDay");
    assertThat(record(number)).returns("in progress", ServiceRecord::status);
    return number;
  }

  private void handOver(String number) {
    complete(
        number,
        "userTask_deliver",
        Map.of("assetTag", "HS-77", "resolution", "Handed over at the desk"));
    assertThat(record(number)).returns("fulfilled", ServiceRecord::status);
    assertThat(register.verify(number)).isEmpty();
    assertThat(record(number).data()).containsEntry("assetTag", "HS-77");
  }
}
