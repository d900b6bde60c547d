package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.cmdb.Relation;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What collides with what, who is told, who accepts; all of it in 2024. */
class ChangeScheduleTest extends ScheduleStory {

  private static final Instant NOW = Instant.parse("2024-03-05T09:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2024-03-12T20:00:00Z");

  @Autowired private ChangeSchedule schedule;
  @Autowired private ConfigurationItems items;
  @Autowired private TransactionTemplate transaction;

  @BeforeEach
  void carla() {
    at(NOW);
    as("carla");
  }

  @Test
  void twoChangesOfOneItemAtOneTimeCollideUntilOneMoves() {
    String first = plan(TUESDAY, after(2), "configurationItems", List.of("CI-0005"));
    assertThat(variable(first, "collision")).isEqualTo("none");
    String second = plan(after(1), after(3), "configurationItems", List.of("CI-0005", "CI-0022"));
    assertThat(collisions(first)).containsExactly(tuple("sameCi", second, "decide"));
    assertThat(collisions(second)).containsExactly(tuple("sameCi", first, "decide"));
    assertThat(variable(second, "collision")).isEqualTo("decide");
    assertThat(told(second)).as("who acts sees it at once").isZero();

    deliver();
    assertThat(told(first)).isEqualTo(1);
    assertThat(variable(first, "collision")).isEqualTo("decide");
    assertThat(register.journal(first))
        .filteredOn(entry -> entry.kind().equals("collision"))
        .extracting(JournalEntry::note)
        .containsExactly(
            "New: %s: both change mx-01, 2024-03-12 21:00 to 22:00 UTC".formatted(second));
    assertThat(register.journal(first))
        .anyMatch(entry -> ("change.collided from " + second).equals(entry.note()));

    next(second, "plannedStart", after(1).plusSeconds(1800).toString());
    deliver();
    assertThat(told(first)).as("the same collision, a little smaller").isEqualTo(1);

    next(second, "plannedStart", after(2).toString(), "plannedEnd", after(4).toString());
    assertThat(collisions(first)).as("one ends when the other begins").isEmpty();
    assertThat(variable(second, "collision")).isEqualTo("none");

    next(second, "plannedStart", TUESDAY.toString());
    deliver();
    assertThat(told(first)).isEqualTo(2);
    next(first, "configurationItems", List.of("CI-0007"));
    assertThat(collisions(second)).as("another item now").isEmpty();
    next(first, "configurationItems", List.of("CI-0005"));
    deliver();
    assertThat(told(second)).isEqualTo(1);
    next(first, "wanted", "cancelled");
    assertThat(collisions(second)).isEmpty();
    assertThat(
            jdbc.sql("select moved from sms.scheduled_change where change = :number")
                .param("number", second)
                .query(Integer.class)
                .single())
        .isEqualTo(3);
  }

  @Test
  void whatStandsOnOneAnotherAndWhoDoesBothCollideToo() {
    String host = plan(TUESDAY, after(2), "configurationItems", List.of("CI-0001"));
    String mail =
        plan(
            TUESDAY,
            after(2),
            "configurationItems",
            List.of("CI-0005"),
            "implementer",
            "elif",
            "risk",
            "high");
    assertThat(collisions(host)).containsExactly(tuple("relatedCi", mail, "note"));
    assertThat(collisions(mail))
        .as("it weighs more for the riskier one")
        .containsExactly(tuple("relatedCi", host, "decide"));
    String portal =
        plan(
            after(1),
            after(2),
            "configurationItems",
            List.of("CI-0021"),
            "implementer",
            "elif",
            "risk",
            "low");
    assertThat(collisions(portal)).containsExactly(tuple("sameImplementer", mail, "note"));
    assertThat(collisions(mail)).contains(tuple("sameImplementer", portal, "decide"));
    next(portal, "implementer", "farid");
    assertThat(collisions(portal)).isEmpty();
  }

  @Test
  void nothingIsChangedInAFreezeAndMaintenanceHasItsWindows() {
    String portal = plan(TUESDAY, after(2), "configurationItems", List.of("CI-0021"));
    String mail = plan(TUESDAY, after(2), "configurationItems", List.of("CI-0005"));
    String freeze =
        windows.add(
            window("freeze", "Meter readings", "portal", null, TUESDAY, after(1), null), "carla");
    deliver();
    assertThat(collisions(portal)).containsExactly(tuple("freeze", null, "blocks"));
    assertThat(collisions(mail)).as("of another service").isEmpty();
    assertThat(told(portal)).isEqualTo(1);
    assertThat(variable(portal, "collision")).isEqualTo("blocks");

    windows.change(
        new ChangeWindow(
            freeze,
            "freeze",
            "Meter readings",
            null,
            "portal",
            null,
            after(5),
            after(6),
            null,
            "UTC"),
        "carla");
    assertThat(collisions(portal)).as("the freeze has moved").isEmpty();

    String sundays =
        windows.add(
            window(
                "maintenance",
                "Sunday nights",
                "mail",
                null,
                Instant.parse("2024-03-10T01:00:00Z"),
                Instant.parse("2024-03-10T04:00:00Z"),
                "FREQ=WEEKLY;BYDAY=SU"),
            "carla");
    deliver();
    assertThat(collisions(mail)).containsExactly(tuple("outsideWindow", null, "decide"));
    assertThat(collisions(portal)).isEmpty();
    next(mail, "plannedStart", "2024-03-17T01:00:00Z", "plannedEnd", "2024-03-17T02:00:00Z");
    assertThat(collisions(mail)).isEmpty();
    next(mail, "plannedStart", "2024-03-17T03:00:00Z", "plannedEnd", "2024-03-17T05:00:00Z");
    assertThat(collisions(mail)).as("it is not over in time").hasSize(1);
    windows.remove(sundays, "carla");
    assertThat(collisions(mail)).isEmpty();

    String audit =
        windows.add(window("freeze", "Audit", null, "nordwind", TUESDAY, after(1), null), "carla");
    assertThat(collisions(portal))
        .as("a freeze of a customer who uses the service")
        .containsExactly(tuple("freeze", null, "blocks"));
    windows.remove(audit, "carla");
    windows.add(window("freeze", "Move of the hall", null, null, TUESDAY, after(1), null), "carla");
    assertThat(collisions(portal)).hasSize(1);
  }

  @Test
  void recurringWindowsAreKeptKnownAhead() {
    String id =
        windows.add(
            window(
                "maintenance",
                "Second Saturday",
                null,
                null,
                Instant.parse("2024-03-09T21:00:00Z"),
                Instant.parse("2024-03-10T03:00:00Z"),
                "FREQ=MONTHLY;BYDAY=2SA"),
            "carla");
    assertThat(occurrences(id)).isEqualTo(13);
    at(NOW.plus(Duration.ofDays(100)));
    windows.keepAhead();
    assertThat(occurrences(id)).isEqualTo(17);
    assertThatThrownBy(
            () ->
                windows.add(
                    window("freeze", "x", null, null, TUESDAY, after(1), "FREQ=OFTEN"), "carla"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is no rule");
  }

  @Test
  void whatIsAcceptedStaysAcceptedWhileItIsNoMore() {
    String other = plan(TUESDAY, after(2), "configurationItems", List.of("CI-0020"));
    String mine = plan(after(1), after(3), "configurationItems", List.of("CI-0020"));
    next(mine, "next", "accept", "why", "One restart for both");
    assertThat(variable(mine, "collision")).isEqualTo("none");
    assertThat(
            jdbc.sql(
                    "select accepted_by, accepted_why from sms.change_collision where change = :mine")
                .param("mine", mine)
                .query((rs, i) -> tuple(rs.getString(1), rs.getString(2)))
                .list())
        .containsExactly(tuple("carla", "One restart for both"));
    assertThat(collisions(other)).as("for the other one it is still open").hasSize(1);

    next(other, "plannedStart", TUESDAY.plusSeconds(600).toString());
    deliver();
    assertThat(told(mine)).as("no more than was accepted").isZero();
    next(other, "plannedEnd", after(3).toString());
    deliver();
    assertThat(told(mine)).as("more than was accepted").isEqualTo(1);
    assertThat(variable(mine, "collision")).isEqualTo("decide");

    windows.add(window("freeze", "Elections", null, null, TUESDAY, after(9), null), "carla");
    assertThatThrownBy(() -> next(mine, "next", "accept", "why", "I want it"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("inside the freeze \"Elections\"")
        .hasMessageContaining("choose another time");
  }

  @Test
  void datesThatCannotBeAreRefused() {
    assertRefused("plannedEnd", TUESDAY, TUESDAY);
    assertRefused("plannedEnd", after(2), TUESDAY);
    assertRefused("plannedStart", NOW.minusSeconds(3600), TUESDAY);
    assertThatThrownBy(
            () -> plan(TUESDAY, after(1), "configurationItems", List.of("CI-unheard-of")))
        .isInstanceOf(Refusal.class)
        .returns("configurationItems", refusal -> ((Refusal) refusal).field());
    assertThatThrownBy(() -> plan(TUESDAY, after(1), "plannedStart", null))
        .isInstanceOf(Refusal.class)
        .returns("plannedStart", refusal -> ((Refusal) refusal).field());

    String number = plan(TUESDAY, after(2));
    at(TUESDAY.plusSeconds(60));
    next(number, "wanted", "approved");
    assertThat(record(number).data()).as("its time came while it was decided").isNotEmpty();
    next(number, "wanted", "deployed");
    assertThat(state(number)).isEqualTo("deployed");
  }

  private void assertRefused(String field, Instant start, Instant end) {
    assertThatThrownBy(() -> plan(start, end))
        .isInstanceOf(Refusal.class)
        .returns(Refusal.Reason.INVALID, refusal -> ((Refusal) refusal).reason())
        .returns(field, refusal -> ((Refusal) refusal).field());
  }

  @Test
  void relationsThatChangeInTheCmdbAreLookedAt() {
    Mandate mandate = new Mandate("wanda", null);
    String app = items.register(Map.of("type", "device", "name", "Scanner 2024"), mandate);
    String host = items.register(Map.of("type", "device", "name", "Desk 2024"), mandate);
    schedule.lookAgain();
    String one = plan(TUESDAY, after(1), "configurationItems", List.of(app));
    String two = plan(TUESDAY, after(1), "configurationItems", List.of(host));
    assertThat(collisions(one)).isEmpty();
    items.relate(Relation.of(app, "depends on", host), mandate);
    items.relate(Relation.of(app, "makes up", "portalWeb"), mandate);
    schedule.lookAgain();
    assertThat(collisions(one)).containsExactly(tuple("relatedCi", two, "note"));
    assertThat(services(one)).containsExactly("portal");
    assertThat(services(two)).as("what the portal needs touches it").containsExactly("portal");
    deliver();
    assertThat(told(one)).isEqualTo(1);
    assertThat(told(two)).isEqualTo(1);
    schedule.lookAgain();
    assertThat(told(one)).isEqualTo(1);

    items.unrelate(app, "makes up", "portalWeb", mandate);
    items.unrelate(app, "depends on", host, mandate);
    schedule.lookAgain();
    assertThat(collisions(one)).isEmpty();
    assertThat(services(two)).isEmpty();
  }

  @Test
  void twoAtTheSameMomentDoNotMissOneAnother() throws Exception {
    CountDownLatch placed = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> slow =
        CompletableFuture.supplyAsync(
            () ->
                transaction.execute(
                    status -> {
                      String number =
                          plan(TUESDAY, after(1), "configurationItems", List.of("CI-0015"));
                      placed.countDown();
                      await(begun);
                      pause();
                      return number;
                    }));
    await(placed);
    CompletableFuture<String> fast =
        CompletableFuture.supplyAsync(
            () -> {
              begun.countDown();
              return plan(TUESDAY, after(1), "configurationItems", List.of("CI-0015"));
            });
    String first = slow.get(20, TimeUnit.SECONDS);
    String second = fast.get(20, TimeUnit.SECONDS);
    assertThat(collisions(first)).containsExactly(tuple("sameCi", second, "decide"));
    assertThat(collisions(second)).containsExactly(tuple("sameCi", first, "decide"));
    deliver();
    assertThat(told(first)).isEqualTo(1);
    assertThat(told(second)).isZero();
  }

  @Test
  void interestedPartiesAreToldOfWhatIsApproved() {
    String number =
        plan(
            TUESDAY,
            after(2),
            "service",
            "portal",
            "configurationItems",
            List.of("CI-0021"),
            "implementer",
            "chloe");
    assertThat(mails(number)).as("a proposal is no news").isEmpty();
    next(number, "wanted", "approved");
    assertThat(recipients(number, "schedule-approved")).containsExactly("chloe", "marta", "stefan");
    next(number, "plannedStart", after(1).toString());
    assertThat(recipients(number, "schedule-moved")).containsExactly("chloe", "marta", "stefan");
    assertThat(
            jdbc.sql(
                    "select body from sms.mail where record_number = :number and template = 'schedule-moved' limit 1")
                .param("number", number)
                .query(String.class)
                .single())
        .contains("Before:  2024-03-12 20:00 UTC", "Now:     2024-03-12 21:00 UTC");
    next(number);
    next(number, "wanted", "cancelled");
    assertThat(recipients(number, "schedule-cancelled")).hasSize(3);
    assertThat(mails(number)).hasSize(3);
    next(number);
    assertThat(state(number)).isEqualTo("cancelled");
  }

  @Test
  void aFormShowsWhatANeededDateHasToFit() {
    windows.add(
        window(
            "maintenance",
            "Tuesday nights",
            "accounting",
            null,
            TUESDAY,
            after(4),
            "FREQ=WEEKLY;COUNT=3"),
        "carla");
    windows.add(
        window("freeze", "Year end", "accounting", null, after(7 * 24), after(8 * 24), null),
        "carla");
    String other =
        plan(
            TUESDAY,
            after(2),
            "service",
            "accounting",
            "configurationItems",
            List.of("CI-0016"),
            "implementer",
            "chloe",
            "title",
            "Ledger patch");
    String mine =
        plan(TUESDAY, after(1), "service", "accounting", "configurationItems", List.of("CI-0016"));
    String form = text(mine);
    assertThat(form)
        .contains("To be decided – " + other + " both change ledger")
        .contains(
            "2024-03-12 20:00 to 21:00 UTC. Ledger patch, proposed, implemented by Chloe Martin")
        .contains("2024-03-12 20:00 to 22:00 UTC – " + other + " Ledger patch")
        .contains("Freeze: Year end")
        .contains("2024-03-12 20:00 to 2024-03-13 00:00 UTC – Tuesday nights: taken by " + other)
        .contains("2024-03-19 20:00 to 2024-03-20 00:00 UTC – Tuesday nights: not free: the freeze")
        .contains("2024-03-26 20:00 to 2024-03-27 00:00 UTC – Tuesday nights: free");
    next(mine, "next", "accept", "why", "One window for both");
    assertThat(text(mine))
        .contains("Accepted by Carla Mendes 2024-03-05 09:00: One window for both");
  }

  /** As people read it: what was written by others is escaped in it. */
  private String text(String number) {
    return Pattern.compile("&#(\\d+);")
        .matcher(form(number, "userTask_plan"))
        .replaceAll(code -> String.valueOf((char) Integer.parseInt(code.group(1))));
  }

  @Test
  void aKindOfChangeIsRatedByItsOwnHistory() {
    String early = plan(TUESDAY, after(1), "template", "tpl-2024");
    assertThat(variable(early, "successScore")).as("none says nothing").isNull();
    next(early, "next", "over");
    for (String outcome :
        List.of("successful", "successful", "failed", "successful", "failed", "successful")) {
      String past = plan(TUESDAY, after(1), "template", "tpl-2024");
      next(past, "next", "over");
      jdbc.sql(
              "update sms.record set data = data || jsonb_build_object('changeOutcome', :outcome::text) where number = :past")
          .param("outcome", outcome)
          .param("past", past)
          .update();
    }
    String next = plan(TUESDAY, after(1), "template", "tpl-2024");
    assertThat(variable(next, "successScore")).isEqualTo(67);
    assertThat(variable(next, "pastChanges")).isEqualTo(6);
    String unheardOf = plan(TUESDAY, after(1), "template", "tpl-unheard-of");
    assertThat(variable(unheardOf, "successScore")).isNull();
    assertThat(variable(unheardOf, "pastChanges")).isEqualTo(0);
  }

  private static Instant after(int hours) {
    return TUESDAY.plus(Duration.ofHours(hours));
  }

  static ChangeWindow window(
      String kind,
      String name,
      String service,
      String customer,
      Instant from,
      Instant until,
      String recurrence) {
    return new ChangeWindow(
        null, kind, name, null, service, customer, from, until, recurrence, "UTC");
  }

  private int occurrences(String window) {
    return jdbc.sql("select count(*) from sms.change_window_occurrence where change_window = :id")
        .param("id", window)
        .query(Integer.class)
        .single();
  }

  private String state(String number) {
    return jdbc.sql("select state from sms.scheduled_change where change = :number")
        .param("number", number)
        .query(String.class)
        .single();
  }

  private List<String> services(String number) {
    return jdbc.sql("select service_id from sms.scheduled_change_service where change = :number")
        .param("number", number)
        .query(String.class)
        .list();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Long enough for the other one to come to the schedule. */
  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
