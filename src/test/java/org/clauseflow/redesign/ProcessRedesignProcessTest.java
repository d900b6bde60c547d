package org.clauseflow.redesign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.Entry;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Redesigns as a story, from the first draft to the cases that follow the new version: what is
 * found, who decides, what moves, and every way back.
 */
@ClauseflowTest
class ProcessRedesignProcessTest extends ProcessStory {

  @Autowired private Redesigns redesigns;
  @Autowired private PlatformTransactionManager transactions;

  private final String key = "sketched-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void takeAway() {
    identity.clearAuthentication();
    Set<String> deployments =
        repository.createProcessDefinitionQuery().processDefinitionKey(key).list().stream()
            .map(ProcessDefinition::getDeploymentId)
            .collect(Collectors.toSet());
    repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).list().stream()
        .forEach(decision -> deployments.add(decision.getDeploymentId()));
    deployments.forEach(deployment -> repository.deleteDeployment(deployment, true));
  }

  @Test
  void aMinorVersionIsCorrectedApprovedByTwoAndTakesRunningCasesAlong() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it", "act=Act on it"));
    finish(start("CASE-1"));
    String first = start("CASE-2");
    String second = start("CASE-3");
    finishOne(second);

    as("noah");
    String number = ask("Cases are looked at by two people");
    assertThat(record(number))
        .returns("draft asked", ServiceRecord::status)
        .returns("noah", ServiceRecord::reporter);
    assertThat(task(number, "userTask_bring").getAssignee()).isEqualTo("noah");
    fire(number, "event_draftMissing");
    assertThat(recipients(number, "redesign-draft-missing")).containsExactly("noah");
    assertThatThrownBy(() -> complete(number, "userTask_bring", values("bringing", "brought")))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("No draft was brought for " + number + " yet");
    assertThatThrownBy(() -> redesigns.bring(number, draft("1.1.0", "look=Look at it"), "katja"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("only its author brings drafts");

    redesigns.bring(number, draft("1.0.0", "look=Look at it", "act=Act on it"), "noah");
    work(number);
    assertThat(record(number)).returns("draft asked", ServiceRecord::status);
    assertThat(shown(number, "userTask_bring"))
        .contains("the version tag 1.0.0 is not above 1.0.0", "1.1.0 where running cases move")
        .contains("nothing differs");
    assertThat(recipients(number, "redesign-to-correct")).containsExactly("noah");

    redesigns.bring(
        number, draft("1.1.0", "look=Look closely", "check=Check it", "act=Act on it"), "noah");
    assertThat(record(number)).returns("in check", ServiceRecord::status);
    assertThatThrownBy(() -> redesigns.bring(number, draft("1.2.0", "look=Look"), "noah"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is in check: a draft is brought when it is asked for");
    work(number);
    assertThat(record(number))
        .as("every past case would have gone otherwise: policy wants a change first")
        .returns("waiting for change", ServiceRecord::status);
    as("nina");
    complete(
        number,
        "userTask_change",
        values("changeDecision", "approved", "change", approvedChange()));
    assertThat(record(number)).returns("waiting for owner", ServiceRecord::status);
    assertThat(candidates(number, "userTask_approve")).containsExactly("incidentManager");
    assertThat(shown(number, "userTask_approve"))
        .contains("1.1.0, minor, revision 2", "added – user task Check it")
        .contains("Running cases – 2")
        .contains("Past cases replayed – 1, as before: 0")
        .contains("CASE-1");

    as("noah");
    assertThatThrownBy(() -> complete(number, "userTask_approve", values("approval", "approved")))
        .as("never its author")
        .isInstanceOf(Refusal.class);
    as("katja");
    complete(number, "userTask_approve", values("approval", "approved", "comment", "Good"));
    assertThat(record(number)).returns("waiting for controller", ServiceRecord::status);
    assertThat(candidates(number, "userTask_control")).containsExactly("documentController");
    assertThatThrownBy(() -> complete(number, "userTask_control", values("approval", "approved")))
        .as("two people")
        .isInstanceOf(Refusal.class);
    as("nina");
    complete(number, "userTask_control", values("approval", "approved"));
    work(number);
    assertThat(latest().getVersionTag()).isEqualTo("1.1.0");
    assertThat(record(number)).returns("migration to be decided", ServiceRecord::status);
    assertThatThrownBy(() -> redesigns.withdraw(number, "Too late", "noah"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it is approved and on its way");
    assertThat(versionOf(first)).as("nobody moves unasked").isEqualTo(1);
    assertThat(shown(number, "userTask_choose"))
        .contains("Look at it – 1", "Act on it – 1", "All of them can move");
    fire(number, "event_chooseWaits");
    assertThat(recipients(number, "migration-reminder")).containsExactly("katja", "luis");
    as("katja");
    complete(number, "userTask_choose", values("migrationChoice", "move"));
    work(number);

    assertThat(record(number))
        .returns("in force", ServiceRecord::status)
        .returns("Redesign in force", ServiceRecord::outcome);
    assertThat(versionOf(first)).isEqualTo(2);
    assertThat(versionOf(second)).isEqualTo(2);
    assertThat(recipients(number, "redesign-in-force")).contains("noah", "nina", "katja", "luis");
    assertThat(entry(number, "step", "serviceTask_deploy").requirement())
        .containsExactly("4.3.1-f", "4.5.5.2-c");
    assertThat(entry(number, "task", "userTask_approve").actor()).isEqualTo("katja");
    assertThat(entry(number, "task", "userTask_control").actor()).isEqualTo("nina");
    assertThat(register.verify(number)).isEmpty();
    finish(first);
    finish(second);
  }

  @Test
  void aPatchTakesRunningCasesAlongByItselfAndWhoeverSleepsIsReminded() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String running = start("CASE-1");
    String number = submit("noah", "1.0.1", "look=Look at this");
    work(number);
    fire(number, "event_ownerWaits");
    assertThat(recipients(number, "redesign-reminder")).containsExactly("katja", "luis");
    fire(number, "event_ownerLate");
    assertThat(recipients(number, "redesign-overdue")).containsExactly("marta");
    as("katja");
    complete(
        number, "userTask_approve", values("approval", "returned", "reason", "Say what this is"));
    assertThat(shown(number, "userTask_bring")).contains("Say what this is");
    redesigns.bring(number, draft("1.0.1", "look=Look at the case"), "noah");
    work(number);
    complete(number, "userTask_approve", values("approval", "approved"));
    fire(number, "event_controllerWaits");
    assertThat(recipients(number, "redesign-reminder")).contains("nina");
    fire(number, "event_controllerLate");
    as("nina");
    complete(number, "userTask_control", values("approval", "returned", "reason", "Which case?"));
    redesigns.bring(number, draft("1.0.1", "look=Look at this case"), "noah");
    work(number);
    approve(number);
    work(number);
    assertThat(record(number)).returns("in force", ServiceRecord::status);
    assertThat(versionOf(running)).isEqualTo(2);
    finish(running);
  }

  @Test
  void aPatchThatCannotTakeAllAlongIsNone() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String running = start("CASE-1");
    String number = submit("noah", "1.0.1", "see=See it");
    work(number);
    assertThat(shown(number, "userTask_bring"))
        .contains("a patch takes running cases along, and 1 of 1 cannot move")
        .contains("\"Look at it\" is no longer there");
    as("noah");
    complete(
        number, "userTask_bring", values("bringing", "withdraw", "reason", "It was a bad idea"));
    assertThat(record(number))
        .returns("withdrawn", ServiceRecord::status)
        .returns("Redesign withdrawn", ServiceRecord::outcome);
    assertThat(recipients(number, "redesign-withdrawn")).containsExactly("nina", "noah");
    assertThat(latest().getVersion()).isEqualTo(1);
    finish(running);
  }

  @Test
  void aMajorVersionIsAChangeFirstAndLetsRunningCasesFinishAsTheyBegan() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String running = start("CASE-1");
    String number = submit("noah", "2.0.0", "see=See it");
    work(number);
    assertThat(record(number)).returns("waiting for change", ServiceRecord::status);
    as("nina");
    complete(
        number, "userTask_change", values("changeDecision", "return", "reason", "Why so much?"));
    redesigns.bring(number, draft("2.0.0", "see=See it", "act=Act on it"), "noah");
    work(number);
    as("nina");
    complete(number, "userTask_change", values("changeDecision", "request", "service", "portal"));
    assertThat(
            jdbc.sql("select name from sms.message where from_record = ?")
                .param(number)
                .query(String.class)
                .list())
        .containsExactly("change.requested");
    String change = approvedChange();
    as("nina");
    complete(number, "userTask_change", values("changeDecision", "approved", "change", change));
    assertThat(linked(number, "relates to")).containsExactly(change);
    approve(number);
    work(number);
    assertThat(record(number)).returns("in force", ServiceRecord::status);
    assertThat(versionOf(running)).isEqualTo(1);
    finish(running);
  }

  @Test
  void whatCannotMoveIsDecidedOnAndARollBackPutsTheFormerVersionInForce() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it", "act=Act on it"));
    String stays = start("CASE-1");
    String moves = start("CASE-2");
    finishOne(moves);
    String number = submit("noah", "1.1.0", "see=See it@8.1-a", "act=Act on it");
    work(number);
    policyAsksNoChange(number);
    approve(number);
    work(number);
    assertThat(shown(number, "userTask_choose")).contains("\"Look at it\" is no longer there");
    as("katja");
    complete(number, "userTask_choose", values("migrationChoice", "move"));
    work(number);
    assertThat(record(number)).returns("migration incomplete", ServiceRecord::status);
    assertThat(versionOf(moves)).isEqualTo(2);
    assertThat(versionOf(stays)).isEqualTo(1);
    assertThat(shown(number, "userTask_decide"))
        .contains("On the new version – 1", "Not moved – 1", "CASE-1");
    fire(number, "event_decideWaits");
    assertThat(recipients(number, "migration-reminder")).contains("nina");
    as("nina");
    complete(
        number, "userTask_decide", values("migrationDecision", "retry", "reason", "Once more"));
    work(number);
    assertThat(record(number)).returns("migration incomplete", ServiceRecord::status);
    as("nina");
    complete(
        number,
        "userTask_decide",
        values("migrationDecision", "rollBack", "reason", "Too many are left"));
    work(number);

    assertThat(record(number))
        .returns("rolled back", ServiceRecord::status)
        .returns("Redesign rolled back", ServiceRecord::outcome);
    // although it carries out less
    assertThat(latest())
        .returns(3, ProcessDefinition::getVersion)
        .returns("1.0.0", ProcessDefinition::getVersionTag);
    assertThat(versionOf(moves)).isEqualTo(1);
    assertThat(register.journal(number))
        .filteredOn(e -> e.kind().equals("restored"))
        .extracting(JournalEntry::note)
        .containsExactly("Version 1 of %s is in force again, as version 3".formatted(key));
    assertThat(recipients(number, "redesign-rolled-back")).contains("noah", "nina", "katja");
    finish(stays);
    finish(moves);
  }

  @Test
  void whatCannotGoBackStaysAndTheNewVersionRemains() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it", "act=Act on it"));
    String stays = start("CASE-1");
    String goesOn = start("CASE-2");
    finishOne(goesOn);
    String number = submit("noah", "1.1.0", "see=See it", "act=Act on it", "tell=Tell them");
    work(number);
    policyAsksNoChange(number);
    approve(number);
    work(number);
    as("katja");
    complete(number, "userTask_choose", values("migrationChoice", "move"));
    work(number);
    finishOne(goesOn);
    as("nina");
    complete(number, "userTask_decide", values("migrationDecision", "rollBack", "reason", "Back"));
    work(number);
    assertThat(shown(number, "userTask_decide")).contains("CASE-2", "Tell them");
    as("nina");
    complete(number, "userTask_decide", values("migrationDecision", "leave", "reason", "So be it"));
    work(number);
    assertThat(record(number)).returns("in force", ServiceRecord::status);
    assertThat(latest().getVersion()).isEqualTo(2);
    assertThat(versionOf(goesOn)).isEqualTo(2);
    finish(stays);
    finish(goesOn);
  }

  @Test
  void theOwnerMayLetThemFinishAsTheyBegan() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String running = start("CASE-1");
    String number = submit("noah", "1.1.0", "look=Look closely");
    work(number);
    approve(number);
    work(number);
    as("katja");
    complete(number, "userTask_choose", values("migrationChoice", "finish"));
    work(number);
    assertThat(record(number)).returns("in force", ServiceRecord::status);
    assertThat(versionOf(running)).isEqualTo(1);
    finish(running);
  }

  @Test
  void whoMayDecideMayReject() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String byOwner = submit("noah", "1.0.1", "look=Look here");
    work(byOwner);
    as("katja");
    complete(
        byOwner, "userTask_approve", values("approval", "rejected", "reason", "We look there"));
    assertThat(record(byOwner))
        .returns("rejected", ServiceRecord::status)
        .returns("Redesign rejected", ServiceRecord::outcome);
    assertThat(recipients(byOwner, "redesign-rejected")).containsExactly("noah");

    String byController = submit("noah", "1.0.1", "look=Look there");
    work(byController);
    as("katja");
    complete(byController, "userTask_approve", values("approval", "approved"));
    as("nina");
    complete(byController, "userTask_control", values("approval", "rejected", "reason", "No"));
    assertThat(record(byController)).returns("rejected", ServiceRecord::status);

    String byChange = submit("noah", "2.0.0", "look=Look everywhere");
    work(byChange);
    as("nina");
    complete(
        byChange,
        "userTask_change",
        values("changeDecision", "rejected", "reason", "The change was rejected"));
    assertThat(record(byChange)).returns("rejected", ServiceRecord::status);
    assertThat(latest().getVersion()).isEqualTo(1);
    finish(start("CASE-1"));
  }

  @Test
  void anAuthorWithdrawsItAndSilenceDoesToo() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String number = submit("noah", "1.0.1", "look=Look here");
    work(number);
    assertThatThrownBy(() -> redesigns.withdraw(number, "Not mine", "katja"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("only its author");
    redesigns.withdraw(number, "It can wait", "noah");
    assertThat(record(number)).returns("withdrawn", ServiceRecord::status);
    assertThatThrownBy(() -> redesigns.withdraw(number, "Again", "noah"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("it is over already");

    as("katja");
    String silent = ask("To be thought about");
    identity.clearAuthentication();
    fire(silent, "event_neverBrought");
    assertThat(record(silent)).returns("withdrawn", ServiceRecord::status);
    finish(start("CASE-1"));
  }

  @Test
  void anotherVersionInForceMeanwhileSendsItBack() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String number = submit("noah", "1.1.0", "look=Look here");
    work(number);
    as("katja");
    complete(number, "userTask_approve", values("approval", "approved"));
    identity.clearAuthentication();
    deploy(Sketch.process(key, "1.0.1", "look=Look at that"));
    as("nina");
    complete(number, "userTask_control", values("approval", "approved"));
    work(number);
    assertThat(record(number)).returns("draft asked", ServiceRecord::status);
    assertThat(shown(number, "userTask_bring"))
        .contains("version 2 has come in force since the draft was compared");
    redesigns.withdraw(number, "Another was faster", "noah");
    finish(start("CASE-1"));
  }

  @Test
  void theOnlyHolderOfTheRoleDoesNotApproveTheirOwnAndSomebodyStandsIn() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    jdbc.sql("delete from sms.person_role where person_id = 'luis' and role_id = 'incidentManager'")
        .update();
    try {
      String number = submit("katja", "1.0.1", "look=Look here");
      work(number);
      assertThat(candidates(number, "userTask_approve")).containsExactly("processOwner");
      redesigns.withdraw(number, "Only to see", "katja");
    } finally {
      jdbc.sql(
              "insert into sms.person_role (person_id, role_id) values ('luis', 'incidentManager')")
          .update();
    }
    finish(start("CASE-1"));
  }

  @Test
  void aTableIsApprovedTheSameWayAndHasNoCasesToMove() {
    deploy(Sketch.table(key, "1.0.0", "at once"));
    String number =
        redesigns
            .handIn(
                new Redesigns.HandedIn(
                    key,
                    "What is high can wait for the morning",
                    "Nobody works at night",
                    List.of(Sketch.table(key, "1.0.1", "tomorrow")),
                    "api"),
                "noah")
            .number();
    work(number);
    assertThat(record(number).data()).containsEntry("kind", "decision");
    assertThat(candidates(number, "userTask_approve"))
        .as("nobody's table, and its author is the only process owner")
        .containsExactly("serviceManager");
    assertThat(shown(number, "userTask_approve")).contains("at once", "tomorrow");
    as("marta");
    complete(number, "userTask_approve", values("approval", "approved"));
    as("nina");
    complete(number, "userTask_control", values("approval", "approved"));
    work(number);
    assertThat(record(number)).returns("in force", ServiceRecord::status);
    assertThat(
            repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(key)
                .latestVersion()
                .singleResult()
                .getVersionTag())
        .isEqualTo("1.0.1");
  }

  @Test
  void whatAnotherProcessAsksForIsItsWhoBringsTheFirstDraft() {
    deploy(Sketch.process(key, "1.0.0", "look=Look at it"));
    String number =
        runtime
            .createMessageCorrelation("redesign.submitted")
            .setVariables(
                values("subject", key, "title", "Found in a review", "description", "Too slow"))
            .correlateStartMessage()
            .getBusinessKey();
    assertThat(candidates(number, "userTask_bring")).containsExactly("incidentManager");
    assertThatThrownBy(() -> redesigns.bring(number, draft("1.0.1", "look=Look"), "anna"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("by people with the role incidentManager or processOwner");
    redesigns.bring(number, draft("1.0.1", "look=Look"), "katja");
    assertThat(record(number))
        .returns("katja", ServiceRecord::reporter)
        .returns("in check", ServiceRecord::status);
    redesigns.withdraw(number, "Only to see", "katja");
    finish(start("CASE-1"));
  }

  private String ask(String title) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("process-redesign")
            .latestVersion()
            .singleResult()
            .getId();
    return forms
        .submitStartForm(
            definition, values("subject", key, "title", title, "description", "It was asked for"))
        .getBusinessKey();
  }

  private String submit(String author, String tag, String... tasks) {
    return redesigns
        .handIn(
            new Redesigns.HandedIn(
                key, "Sketched " + tag, "It was asked for", draft(tag, tasks), "api"),
            author)
        .number();
  }

  private List<DraftFile> draft(String tag, String... tasks) {
    return List.of(Sketch.process(key, tag, tasks));
  }

  private void approve(String number) {
    as("katja");
    complete(number, "userTask_approve", values("approval", "approved"));
    as("nina");
    complete(number, "userTask_control", values("approval", "approved"));
  }

  /** Where past cases would have gone otherwise, policy may ask for a change. */
  private void policyAsksNoChange(String number) {
    assertThat(openTasks(number)).containsExactly("userTask_approve");
  }

  /** What waits for the job executor is done, in nobody's name. */
  private void work(String number) {
    identity.clearAuthentication();
    for (int round = 0; round < 10; round++) {
      Set<String> instances =
          runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).list().stream()
              .map(ProcessInstance::getId)
              .collect(Collectors.toSet());
      List<Job> due =
          management.createJobQuery().messages().unlimitedList().stream()
              .filter(job -> instances.contains(job.getProcessInstanceId()))
              .toList();
      if (due.isEmpty()) {
        return;
      }
      due.forEach(job -> management.executeJob(job.getId()));
    }
    throw new AssertionError(number + " goes round in circles");
  }

  private void deploy(DraftFile file) {
    DeploymentBuilder deployment = repository.createDeployment().name(key);
    deployment.addInputStream(file.name(), new ByteArrayInputStream(file.content())).deploy();
  }

  private String start(String record) {
    identity.clearAuthentication();
    return runtime.startProcessInstanceByKey(key, record).getId();
  }

  private void finishOne(String instance) {
    identity.clearAuthentication();
    Task task = tasks.createTaskQuery().processInstanceId(instance).singleResult();
    tasks.complete(task.getId());
  }

  private void finish(String instance) {
    while (runtime.createProcessInstanceQuery().processInstanceId(instance).count() > 0) {
      finishOne(instance);
    }
  }

  private ProcessDefinition latest() {
    identity.clearAuthentication();
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .latestVersion()
        .singleResult();
  }

  private int versionOf(String instance) {
    identity.clearAuthentication();
    return repository
        .getProcessDefinition(
            runtime
                .createProcessInstanceQuery()
                .processInstanceId(instance)
                .singleResult()
                .getProcessDefinitionId())
        .getVersion();
  }

  private String approvedChange() {
    return new TransactionTemplate(transactions)
        .execute(
            status -> {
              String number = register.nextNumber("change");
              register.open(
                  new Opening(number, "change", "change-management", 1, number),
                  Entry.of(
                      "carla",
                      "opened",
                      null,
                      Map.of("title", "Another way", "service", "portal", "approved", "yes")));
              return number;
            });
  }

  /** What the form says, its character references as characters. */
  private String shown(String number, String element) {
    return java.util.regex.Pattern.compile("&#(\\d+);")
        .matcher(form(number, element))
        .replaceAll(
            m ->
                java.util.regex.Matcher.quoteReplacement(
                    Character.toString(Integer.parseInt(m.group(1)))));
  }
}
