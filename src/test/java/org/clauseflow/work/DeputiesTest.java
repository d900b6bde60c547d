package org.clauseflow.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Somebody is away, and somebody else acts for them. */
@ClauseflowTest
class DeputiesTest extends ProcessStory {

  private static final Instant NOON = MORNING.plus(Duration.ofHours(3));
  private static final Instant EVENING = MORNING.plus(Duration.ofHours(8));

  @Autowired private Absences absences;
  @Autowired private Deputies deputies;

  private Deployment model;

  @BeforeEach
  void deploy() {
    model =
        repository
            .createDeployment()
            .name("second-person")
            .addClasspathResource("org/clauseflow/work/second-person.bpmn")
            .deploy();
  }

  @AfterEach
  void comeBack() {
    jdbc.sql("update sms.absence set ended_at = from_at where ended_at is null").update();
    repository.deleteDeployment(model.getId(), true);
  }

  @Test
  void tasksGoToTheDeputyAndBack() {
    String first = assigned("anna", null);
    String second = assigned("anna", null);
    String others = assigned("katja", null);
    absences.enter("anna", "ben", NOON, EVENING, person("anna", "serviceDesk"));
    deputies.turn(MORNING);
    assertThat(holder(first)).as("not before it begins").isEqualTo("anna");

    at(NOON);
    deputies.turn(NOON);
    assertThat(holder(first)).isEqualTo("ben");
    assertThat(holder(second)).isEqualTo("ben");
    assertThat(holder(others)).isEqualTo("katja");
    assertThat(entry(first, "assigned", "userTask_check").note()).isEqualTo("acting for anna");
    assertThat(record(first).owner()).isEqualTo("ben");
    assertThat(mailsTo("ben", "absence-deputy")).isNotEmpty();
    assertThat(mailsTo("ben", "absence-tasks"))
        .singleElement()
        .asString()
        .contains(first, second, "Anna", "Check it");
    assertThat(mailsTo("anna", "absence-entered")).as("she did it herself").isEmpty();

    String later = assigned("anna", null);
    deputies.turn(NOON.plusSeconds(5));
    assertThat(holder(later)).as("what comes meanwhile goes there too").isEqualTo("ben");

    as("ben");
    complete(first, "userTask_check", Map.of());
    assertThat(entry(first, "task", "userTask_check"))
        .satisfies(
            done -> {
              assertThat(done.actor()).isEqualTo("ben");
              assertThat(done.note()).isEqualTo("acting for anna");
            });

    identity.clearAuthentication();
    at(EVENING);
    deputies.turn(EVENING);
    assertThat(holder(second)).isEqualTo("anna");
    assertThat(holder(later)).isEqualTo("anna");
    assertThat(task(second, "userTask_check").getOwner()).isNull();
    assertThat(entry(second, "assigned", "userTask_check").note()).isNull();
    assertThat(mailsTo("anna", "absence-over"))
        .singleElement()
        .asString()
        .contains(second, later)
        .doesNotContain(first);
    assertThat(absences.list(true, 0, 100, person("anna", "serviceDesk")))
        .filteredOn(absence -> absence.person().equals("anna") && absence.from().equals(NOON))
        .filteredOn(absence -> absence.given() > 0)
        .singleElement()
        .returns("over", Absence::state)
        .satisfies(
            // others leave tasks of hers behind
            absence -> assertThat(absence.given()).isGreaterThanOrEqualTo(3));
    assertThat(register.verify(second)).isEmpty();
  }

  @Test
  void rulesOfATaskHoldForTheDeputyToo() {
    String asked = assigned("anna", "ben");
    String free = assigned("anna", "rosa");
    absences.enter("anna", "ben", null, EVENING, person("marta", "serviceManager"));
    deputies.turn(MORNING);
    deputies.turn(MORNING.plusSeconds(5));
    assertThat(holder(asked)).as("ben has asked for it").isEqualTo("anna");
    assertThat(holder(free)).isEqualTo("ben");
    assertThat(refusals(asked)).as("tried once").hasSize(1);
    assertThat(mailsTo("anna", "absence-entered")).as("somebody else has entered it").hasSize(1);
    Absence absence = absences.list(false, 0, 10, person("anna", "serviceDesk")).get(0);
    assertThat(absence.staying())
        .singleElement()
        .satisfies(
            stays -> {
              assertThat(stays.record()).isEqualTo(asked);
              assertThat(stays.why()).contains("is not for ben, who is the asker");
            });

    at(MORNING.plusSeconds(60));
    absences.end(absence.id(), person("anna", "serviceDesk"));
    deputies.turn(MORNING.plusSeconds(61));
    assertThat(holder(free)).isEqualTo("anna");
    assertThatThrownBy(() -> absences.end(absence.id(), person("marta", "serviceManager")))
        .isInstanceOf(Refusal.class);
  }

  @Test
  void whatTheDeputyHasPassedOnStaysThere() {
    String number = assigned("anna", null);
    absences.enter("anna", "ben", null, EVENING, person("anna", "serviceDesk"));
    deputies.turn(MORNING);
    tasks.setAssignee(task(number, "userTask_check").getId(), "katja");
    at(EVENING);
    deputies.turn(EVENING);
    assertThat(holder(number)).isEqualTo("katja");
  }

  @Test
  void whoClaimsWhatTheDeputyGaveBackActsForNobody() {
    String number = assigned("anna", null);
    absences.enter("anna", "ben", null, EVENING, person("anna", "serviceDesk"));
    deputies.turn(MORNING);
    String task = task(number, "userTask_check").getId();
    tasks.setAssignee(task, null);
    tasks.claim(task, "katja");
    assertThat(task(number, "userTask_check").getOwner()).isNull();
    assertThat(entry(number, "assigned", "userTask_check").note()).isNull();
  }

  @Test
  void whatCannotBeIsRefusedWithAReason() {
    Authentication anna = person("anna", "serviceDesk");
    refused("choose somebody who has", () -> absences.enter("anna", "greta", null, EVENING, anna));
    refused("choose a later time", () -> absences.enter("anna", "ben", EVENING, NOON, anna));
    refused(
        "more than 400 days",
        () -> absences.enter("anna", "ben", null, MORNING.plus(Duration.ofDays(146_000)), anna));
    refused("is not there", () -> absences.enter("anna", "nobody", null, EVENING, anna));
    refused("You enter your own absence", () -> absences.enter("ben", "anna", null, EVENING, anna));
    absences.enter("anna", "ben", NOON, EVENING, anna);
    refused("end that first", () -> absences.enter("anna", "katja", null, EVENING, anna));
    refused(
        "acts for Anna",
        () -> absences.enter("ben", "katja", null, EVENING, person("ben", "serviceDesk")));
    refused(
        "choose another deputy",
        () -> absences.enter("katja", "anna", null, EVENING, person("katja", "incidentManager")));
    assertThat(absences.list(false, 0, 10, person("rosa", "customer"))).isEmpty();
    long id = absences.list(false, 0, 10, anna).get(0).id();
    refused("no such absence", () -> absences.find(id, person("rosa", "customer")));
    refused("is ended by who is away", () -> absences.end(id, person("ben", "serviceDesk")));
  }

  private static void refused(
      String why, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(Refusal.class).hasMessageContaining(why);
  }

  private String assigned(String person, String asker) {
    identity.clearAuthentication();
    String number =
        runtime
            .startProcessInstanceByKey(
                "second-person",
                values("asker", asker, "title", "To be checked", "reporter", "rosa"))
            .getBusinessKey();
    Task task = task(number, "userTask_check");
    tasks.setAssignee(task.getId(), person);
    return number;
  }

  private String holder(String number) {
    return task(number, "userTask_check").getAssignee();
  }

  private List<String> refusals(String number) {
    return register.journal(number).stream()
        .filter(entry -> entry.kind().equals("refused"))
        .map(entry -> entry.note())
        .toList();
  }

  private List<String> mailsTo(String person, String template) {
    return jdbc.sql(
            "select body from sms.mail where address = (select mail from sms.person where id = :person) and template = :template and created_at >= :since order by id")
        .param("person", person)
        .param("template", template)
        .param("since", java.sql.Timestamp.from(MORNING))
        .query(String.class)
        .list();
  }

  private static Authentication person(String id, String... roles) {
    return UsernamePasswordAuthenticationToken.authenticated(
        id, null, Arrays.stream(roles).map(SimpleGrantedAuthority::new).toList());
  }
}
