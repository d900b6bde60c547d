package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.JournalEntry;
import org.clauseflow.record.Link;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trend analysis as a story: planned and asked for, decided, raised, concluded, late. */
@ClauseflowTest
class ProblemTrendAnalysisProcessTest extends ProcessStory {

  @BeforeEach
  void petra() {
    at(Instant.parse("2012-06-04T09:00:00Z"));
    as("petra");
  }

  @Test
  void findingsAreDecidedOnRaisedAndConcluded() throws IOException {
    TrendData data = new TrendData(jdbc, 1993);
    List<String> printing = recurring(data, 12, "workplace", "hardware", "Printer prints nothing");
    recurring(data, 11, "telephony", "other", "Hotline is silent");
    recurring(data, 6, "accounting", "software", "Ledger closes");
    recurring(data, 5, "catalogue", "data", "Search finds nothing");
    String number = ask(1993);
    assertThat(record(number))
        .returns("in review", ServiceRecord::status)
        .returns("Trends from 1993-05-01 to 1993-05-30", ServiceRecord::title);
    assertThat(candidates(number)).containsExactly("problemManager");
    assertThat(put(number))
        .containsExactly(
            tuple("Recurring: Printer prints nothing (Managed workplace)", "problem"),
            tuple("Recurring: Hotline is silent (Telephony)", "problem"),
            tuple("Recurring: Ledger closes (Accounting)", "problem"),
            tuple("Recurring: Search finds nothing (Library catalogue)", "problem"));
    assertThat(runtime.getVariable(record(number).processInstanceId(), "problems"))
        .as("what is proposed stands in the form")
        .isEqualTo(List.of("1", "2", "3", "4"));

    assertThatThrownBy(() -> decide(number, List.of("1", "2"), List.of("2"), List.of(), null))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Finding 02 stands in several lists");
    assertThatThrownBy(() -> decide(number, List.of("1", "5"), List.of(), List.of(), null))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("problems");
    assertThatThrownBy(() -> decide(number, List.of("1"), List.of(), List.of("2"), null))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("dismissalReason");
    decide(number, List.of("1"), List.of("2"), List.of("4"), "The index was rebuilt");

    assertThat(record(number)).returns("concluding", ServiceRecord::status);
    assertThat(
            jdbc.sql(
                    """
                    select name, variables->>'title', variables->>'service', variables->>'impact',
                           variables->>'urgency', variables->>'reporter', variables->>'description'
                    from sms.message where from_record = ? order by id
                    """)
                .param(number)
                .query(
                    (rs, i) ->
                        tuple(
                            rs.getString(1),
                            rs.getString(2),
                            rs.getString(3),
                            rs.getString(4),
                            rs.getString(5),
                            rs.getString(6),
                            rs.getString(7).lines().findFirst().orElseThrow()))
                .list())
        .containsExactly(
            tuple(
                "problem.raised",
                "Recurring: Printer prints nothing (Managed workplace)",
                "workplace",
                "medium",
                "medium",
                "petra",
                "Trends from 1993-05-01 to 1993-05-30 (%s): 12 incidents, 0 in the period that it is compared with (+1200 %%), 35.3 %% of all."
                    .formatted(number)),
            tuple(
                "correctiveAction.raised",
                "Recurring: Hotline is silent (Telephony)",
                "telephony",
                null,
                null,
                "petra",
                "Trends from 1993-05-01 to 1993-05-30 (%s): 11 incidents, 0 in the period that it is compared with (+1100 %%), 32.4 %% of all."
                    .formatted(number)));

    String problem = data.problem(LocalDate.of(1993, 6, 1), "workplace", null, null, "Printing");
    opened(number, "problem.raised", problem);
    complete(
        number,
        "userTask_conclude",
        Map.of("conclusions", "Two causes make two thirds of all incidents"));
    assertThat(record(number))
        .returns("issued", ServiceRecord::status)
        .returns("Conclusions issued", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(
            jdbc.sql(
                    "select recipient from sms.mail where record_number = ? and template = 'trend-analysis-issued' order by 1")
                .param(number)
                .query(String.class)
                .list())
        .contains("marta", "petra");
    assertThat(register.links(problem))
        .hasSize(12)
        .allMatch(link -> link.kind().equals("caused by"))
        .extracting(Link::from)
        .containsExactlyInAnyOrderElementsOf(printing);
    assertThat(register.journal(printing.get(0)))
        .last()
        .returns("caused by " + problem, JournalEntry::note);
    assertThat(register.verify(printing.get(0))).isEmpty();
    assertThat(register.journal(number))
        .anyMatch(e -> "Not opened yet: Recurring: Hotline is silent (Telephony)".equals(e.note()));
    assertThat(decided(number))
        .containsExactly(
            tuple("problem", null, "petra", problem),
            tuple("preventiveAction", null, "petra", null),
            tuple("watch", null, "petra", null),
            tuple("dismiss", "The index was rebuilt", "petra", null));
    JournalEntry review = entry(number, "userTask_review");
    assertThat(review.actor()).isEqualTo("petra");
    assertThat(review.requirement()).containsExactly("8.2-2");

    // the next one: what is in hand is not proposed again, and what was said before is shown
    String next = ask(1993);
    assertThat(put(next))
        .extracting(finding -> finding.toList().get(0))
        .containsExactly(
            "Recurring: Ledger closes (Accounting)",
            "Recurring: Search finds nothing (Library catalogue)");
    try (InputStream form = forms.getDeployedTaskForm(task(next, "userTask_review").getId())) {
      assertThat(
              new String(form.readAllBytes(), StandardCharsets.UTF_8).replaceAll("&#(\\d+);", "-"))
          .contains(
              "Watched by", "Dismissed by", "The index was rebuilt", "02 – Recurring: Search");
    }
    complete(next, "userTask_review", Map.of("review", "withdraw", "reason", "Asked for twice"));
  }

  @Test
  void aPlannedAnalysisThatFindsNothingIsConcludedToo() {
    identity.clearAuthentication();
    management.executeJob(
        management
            .createJobQuery()
            .processDefinitionKey("problem-trend-analysis")
            .activityId("startEvent_due")
            .singleResult()
            .getId());
    String number =
        jdbc.sql(
                "select max(number) from sms.record where type = 'trend-analysis' and closed_at is null")
            .query(String.class)
            .single();
    assertThat(record(number))
        .returns("concluding", ServiceRecord::status)
        .returns("Trends from 2012-05-07 to 2012-06-03", ServiceRecord::title);

    fire(number, "event_weekOver");
    assertThat(mails(number)).containsExactly("trend-analysis-reminder");
    fire(number, "event_secondWeekOver");
    assertThat(mails(number)).contains("trend-analysis-overdue");

    assertThatThrownBy(() -> complete(number, "userTask_conclude", Map.of()))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("conclusions");
    complete(number, "userTask_conclude", Map.of("conclusions", "Nothing came twice"));
    assertThat(record(number)).returns("issued", ServiceRecord::status);
    assertThat(record(number).data())
        .containsEntry(
            "description",
            "0 incidents, 0 in the period before; 0 findings, 0 of them to decide on")
        .containsEntry("conclusions", "Nothing came twice");
  }

  @Test
  void aConcludedAnalysisIsNotEscalated() {
    recurring(new TrendData(jdbc, 1994), 5, "portal", "access", "Log-in refused");
    String number = ask(1994);
    fire(number, "event_weekOver");
    complete(number, "userTask_review", Map.of("review", "decide"));
    complete(number, "userTask_conclude", Map.of("conclusions", "To be watched"));
    assertThat(runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).count())
        .as("nothing waits to escalate what is done")
        .isZero();
  }

  @Test
  void otherThresholdsAreTriedBeforeAnythingIsDecided() {
    recurring(new TrendData(jdbc, 1995), 5, "portal", "access", "Log-in refused");
    String number = ask(1995);
    assertThat(put(number)).hasSize(1);
    Map<String, Object> again = search(1995);
    again.put("review", "again");
    again.put("least", 6);
    complete(number, "userTask_review", again);
    assertThat(record(number))
        .as("nothing is left to decide on")
        .returns("concluding", ServiceRecord::status);
    assertThat(
            jdbc.sql("select count(*) from sms.trend_finding where analysis = ?")
                .param(number)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void whatWasStartedByMistakeIsWithdrawnWithAReason() {
    recurring(new TrendData(jdbc, 1996), 5, "portal", "access", "Log-in refused");
    String number = ask(1996);
    assertThatThrownBy(() -> complete(number, "userTask_review", Map.of("review", "withdraw")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    complete(number, "userTask_review", Map.of("review", "withdraw", "reason", "Wrong year"));
    assertThat(record(number))
        .returns("withdrawn", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
  }

  @Test
  void aPeriodThatEndsBeforeItBeginsIsRefused() {
    Map<String, Object> search = search(1997);
    search.put("last", "1997-04-30");
    assertThatThrownBy(() -> ask(search))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("choose a later last day");
  }

  private static List<String> recurring(
      TrendData data, int times, String service, String category, String title) {
    List<String> incidents = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      incidents.add(
          data.incident(LocalDate.of(data.year(), 5, i), service, category, null, null, title));
    }
    return incidents;
  }

  private static Map<String, Object> search(int year) {
    Map<String, Object> search = new HashMap<>();
    search.put("period", "dates");
    search.put("first", year + "-05-01");
    search.put("last", year + "-05-30");
    search.put("comparedWith", "before");
    search.put("least", 5);
    search.put("leastGrowth", 20);
    return search;
  }

  private String ask(int year) {
    return ask(search(year));
  }

  private String ask(Map<String, Object> search) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("problem-trend-analysis")
            .latestVersion()
            .singleResult()
            .getId();
    return forms.submitStartForm(definition, search).getBusinessKey();
  }

  private void decide(
      String number,
      List<String> problems,
      List<String> preventiveActions,
      List<String> dismissed,
      String reason) {
    Map<String, Object> review = new HashMap<>();
    review.put("review", "decide");
    review.put("problems", problems);
    review.put("preventiveActions", preventiveActions);
    review.put("dismissed", dismissed);
    if (reason != null) {
      review.put("dismissalReason", reason);
    }
    complete(number, "userTask_review", review);
  }

  /** What the problem manager is asked about. */
  private List<Tuple> put(String number) {
    return jdbc.sql(
            "select title, proposal from sms.trend_finding where analysis = ? and place is not null order by place")
        .param(number)
        .query((rs, i) -> tuple(rs.getString(1), rs.getString(2)))
        .list();
  }

  /** As if the other process had started. */
  private void opened(String number, String message, String raised) {
    jdbc.sql(
            "update sms.message set raised = ?, outcome = 'delivered', delivered_at = now() where from_record = ? and name = ?")
        .params(raised, number, message)
        .update();
  }

  private List<Tuple> decided(String number) {
    return jdbc.sql(
            "select decision, reason, decided_by, raised from sms.trend_finding where analysis = ? and place is not null order by place")
        .param(number)
        .query((rs, i) -> tuple(rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4)))
        .list();
  }

  private List<String> candidates(String number) {
    return tasks.getIdentityLinksForTask(task(number, "userTask_review").getId()).stream()
        .map(link -> link.getGroupId())
        .toList();
  }

  private JournalEntry entry(String number, String element) {
    return register.journal(number).stream()
        .filter(e -> "task".equals(e.kind()) && element.equals(e.elementId()))
        .findFirst()
        .orElseThrow();
  }
}
