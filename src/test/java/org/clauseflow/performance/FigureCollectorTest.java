package org.clauseflow.performance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is counted of a case is what its record, its targets and the engine's history say. */
@ClauseflowTest
class FigureCollectorTest extends PerformanceStory {

  @Autowired private FigureCollector collector;
  @Autowired private HistoryService history;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void aCaseThatWasLateAndReopenedIsCountedAsItWent() {
    String number = report("mail");
    at(MORNING.plus(Duration.ofMinutes(10)));
    claim(number, "userTask_classify", "anna");
    at(MORNING.plus(Duration.ofMinutes(25)));
    classify(number, "mail", "medium");
    Instant classified = MORNING.plus(Duration.ofMinutes(25));
    at(classified.plus(Duration.ofDays(10)));
    claim(number, "userTask_diagnose", "chloe");
    at(classified.plus(Duration.ofDays(10)).plusSeconds(90));
    resolve(number);
    as("rosa");
    complete(number, "userTask_confirmResolution", values("confirmed", "no", "comment", "Again"));
    as("chloe");
    resolve(number);
    at(classified.plus(Duration.ofDays(11)));
    as("rosa");
    complete(number, "userTask_confirmResolution", values("confirmed", "yes"));
    collector.collectAll();

    Figures figures = figures(number);
    assertThat(figures.process_key()).isEqualTo("incident-management");
    assertThat(figures.team()).isEqualTo("applicationSupport");
    assertThat(figures.lead_seconds())
        .isEqualTo(Duration.ofDays(11).plusMinutes(25).toSeconds())
        .isEqualTo(
            Duration.between(record(number).openedAt(), record(number).closedAt()).toSeconds());
    assertThat(figures.reopened()).isEqualTo(1);
    assertThat(figures.targets_met()).as("answered in time").isEqualTo(1);
    assertThat(figures.targets_missed()).as("not resolved in time").isEqualTo(1);
    assertThat(figures.entries()).isEqualTo(register.journal(number).size());

    List<Passed> passed = passed(number);
    assertThat(passed.stream().filter(p -> p.element_id().equals("userTask_classify")))
        .singleElement()
        .returns(25 * 60, Passed::seconds)
        .returns(10 * 60, Passed::waiting)
        .returns(0, Passed::breaches);
    assertThat(passed.stream().filter(p -> p.element_id().equals("userTask_diagnose")))
        .hasSize(2)
        .first()
        .returns((int) Duration.ofDays(10).plusSeconds(90).toSeconds(), Passed::seconds)
        .returns((int) Duration.ofDays(10).toSeconds(), Passed::waiting)
        .returns(1, Passed::breaches);
  }

  @Test
  void everyPassageThatTheEngineRemembersIsThereOnceHoweverOftenItIsCollected() {
    String number = report("mail");
    collector.collectAll();
    assertThat(passed(number)).isNotEmpty();
    classify(number, "mail", "medium");
    collector.collect();
    collector.collect();
    resolve(number);
    collector.collect();

    Map<String, Long> remembered =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(record(number).processInstanceId())
            .finished()
            .unlimitedList()
            .stream()
            .collect(groupingBy(HistoricActivityInstance::getActivityId, counting()));
    assertThat(passed(number).stream().collect(groupingBy(Passed::element_id, counting())))
        .isEqualTo(remembered);
    assertThat(figures(number).closed_at()).as("it still waits for its reporter").isNull();
  }

  @Test
  void whatBecomesConfidentialIsNoLongerCountedAsIfItWereOpenToAll() {
    String number = report("mail");
    collector.collectAll();
    assertThat(figures(number).confidential()).isFalse();
    assertThat(passed(number)).extracting(Passed::confidential).containsOnly(false);

    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx ->
                register.add(number, Entry.of("ines", "note", null, Map.of("confidential", true))));
    collector.collectAll();
    assertThat(figures(number).confidential()).isTrue();
    assertThat(passed(number)).extracting(Passed::confidential).containsOnly(true);
  }

  @AfterEach
  void daysAreTheSumsOfTheirCasesAndPassages() {
    assertThat(
            differences(
                """
                select day, process_key, process_version, confidential, opened, closed, late, met, missed, reopened,
                       (select array_agg(l order by l) from unnest(lead) l)
                from sms.case_day
                """,
                """
                select day, process_key, process_version, confidential, sum(opened), sum(closed), sum(late), sum(met),
                       sum(missed), sum(reopened), array_agg(lead order by lead) filter (where lead is not null)
                from sms.case_event group by 1, 2, 3, 4
                """))
        .isEmpty();
    assertThat(
            differences(
                """
                select place, day, confidential, passes, at_once, breaches, canceled,
                       (select array_agg((s, w)::text order by s, w) from unnest(seconds, waiting) t(s, w))
                from sms.passage_day
                """,
                """
                select place, (left_at at time zone 'UTC')::date, confidential, count(*),
                       count(*) filter (where seconds = 0), sum(breaches), count(*) filter (where canceled),
                       array_agg((seconds, waiting)::text order by seconds, waiting) filter (where seconds > 0)
                from sms.passage group by 1, 2, 3
                """))
        .isEmpty();
  }

  private List<String> differences(String one, String other) {
    return jdbc.sql(
            "select d::text from ((%1$s except %2$s) union all (%2$s except %1$s)) d"
                .formatted("(" + one + ")", "(" + other + ")"))
        .query(String.class)
        .list();
  }

  private record Figures(
      String process_key,
      String team,
      int entries,
      boolean confidential,
      Instant closed_at,
      Integer lead_seconds,
      int reopened,
      int targets_met,
      int targets_missed) {}

  private Figures figures(String number) {
    return jdbc.sql("select * from sms.case_figure where record_number = :number")
        .param("number", number)
        .query(Figures.class)
        .single();
  }

  private record Passed(
      String element_id, int seconds, int waiting, int breaches, boolean confidential) {}

  private List<Passed> passed(String number) {
    return jdbc.sql(
            """
            select s.element_id, p.seconds, p.waiting, p.breaches, p.confidential
            from sms.passage p join sms.passage_place s on s.id = p.place
            where p.record_number = :number order by p.entered_at
            """)
        .param("number", number)
        .query(Passed.class)
        .list();
  }
}
