package org.clauseflow.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;

/**
 * Trends of changes as a story: planned and asked for, concluded, reviewed, raised, late; each in a
 * year of its own.
 */
@ClauseflowTest
class ChangeTrendAnalysisProcessTest extends ProcessStory {

  @Autowired private MockMvc http;

  private int numbers;

  @BeforeEach
  void carla() {
    at(Instant.parse("2011-06-07T09:00:00Z"));
    as("carla");
  }

  @Test
  void figuresAreConcludedFromReviewedAndImprove() throws Exception {
    for (int i = 0; i < 3; i++) {
      change(1983, 3 + i, "portal", "emergency", "moderate", "successful", null, "Fix " + i);
    }
    change(1983, 6, "portal", "normal", "moderate", "failed", "test", "Portal 7");
    change(1983, 9, "portal", "normal", "moderate", "failed", "test", "Portal 8");
    for (int i = 0; i < 4; i++) {
      change(
          1983,
          10 + i,
          "mail",
          "normal",
          "low",
          "successful",
          null,
          "Renew certificate 1234" + i + "6");
    }
    ended(1983, 12, "files", "rejected");
    String number = ask(1983);

    assertThat(record(number))
        .returns("concluding", ServiceRecord::status)
        .returns("Changes from 1983-05-01 to 1983-05-30", ServiceRecord::title);
    assertThat(record(number).data())
        .containsEntry(
            "description",
            "10 changes requested, 0 in the period before; 7 successful, 2 failed; 3 emergencies;"
                + " 0 changes of the CMDB without a request; 4 findings");
    assertThat(findings(number))
        .containsExactly(
            tuple("standardCandidate", 4, 100, "improvement"),
            tuple("emergencies", 3, 60, "improvement"),
            tuple("failures", 2, 40, "improvement"),
            tuple("causes", 2, 100, "improvement"));
    assertThat(candidates(number, "userTask_conclude")).containsExactly("changeManager");
    assertThat(form(number, "userTask_conclude"))
        .contains("by service – Customer portal: 5 ", "Success", "from request to the end");
    assertThat(runtime.getVariable(record(number).processInstanceId(), "improvements"))
        .as("what is proposed stands in the form")
        .isEqualTo(List.of("1", "2", "3", "4"));

    assertThatThrownBy(
            () -> complete(number, "userTask_conclude", Map.of("conclusion", "conclude")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("conclusions");
    conclude(number, "Tests are too thin", List.of("1", "3", "4"));
    assertThat(record(number)).returns("in review", ServiceRecord::status);
    assertThat(candidates(number, "userTask_review")).containsExactly("serviceManager");

    as("marta");
    assertThatThrownBy(() -> complete(number, "userTask_review", Map.of("review", "returned")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("remarks");
    complete(
        number, "userTask_review", Map.of("review", "returned", "remarks", "What of emergencies?"));
    assertThat(recipients(number, "change-trend-returned")).containsExactly("carla", "dario");
    as("carla");
    assertThat(form(number, "userTask_conclude")).contains("What of emergencies");
    conclude(number, "Tests are too thin; the portal has no window", List.of("1", "2", "3"));
    as("marta");
    assertThat(form(number, "userTask_review"))
        .contains("the portal has no window", "Carla Mendes");
    complete(
        number, "userTask_review", values("review", "agreed", "improvements", List.of("1", "3")));

    assertThat(record(number))
        .returns("issued", ServiceRecord::status)
        .returns("Conclusions issued", ServiceRecord::outcome)
        .returns(false, ServiceRecord::open);
    assertThat(
            jdbc.sql(
                    """
                    select name, variables->>'title', variables->>'service', variables->>'reporter'
                    from sms.message where from_record = :number order by id
                    """)
                .param("number", number)
                .query(
                    (rs, i) ->
                        tuple(rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4)))
                .list())
        .containsExactly(
            tuple(
                "improvement.raised",
                "Again and again without a failure: Renew certificate 123436",
                "mail",
                "marta"),
            tuple("improvement.raised", "Failed changes of Customer portal", "portal", "marta"));
    deliver();
    assertThat(register.journal(number))
        .as("until clause 4 has its process")
        .anyMatch(
            entry ->
                ("No process starts with improvement.raised yet: it will when one does")
                    .equals(entry.note()));
    assertThat(recipients(number, "change-trend-issued"))
        .containsExactly("carla", "dario", "marta", "ruth", "wanda");
    assertThat(entry(number, "task", "userTask_review").requirement()).containsExactly("9.2-16");
    assertThat(register.verify(number)).isEmpty();
    theApiShowsThem(number);
  }

  private void theApiShowsThem(String number) throws Exception {
    String path = "/api/change-trend-analyses";
    http.perform(get(path + "?status=issued&size=200").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items[?(@.number=='%s')].title".formatted(number)).exists());
    http.perform(get(path + "/" + number + "/findings").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(jsonPath("$.total").value(4))
        .andExpect(jsonPath("$.items[0].service").value("mail"))
        .andExpect(jsonPath("$.items[0].improvedAt").value("2011-06-07T09:00:00Z"))
        .andExpect(jsonPath("$.items[1].improvedAt").isEmpty());
    http.perform(
            get(path + "/" + number + "/figures?size=1").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(jsonPath("$.items[0].topic").value("Requested"))
        .andExpect(jsonPath("$.items[0].now").value(10));
    http.perform(get(path + "/CTA-1980-000001/figures").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(status().isNotFound());
    http.perform(get(path).with(httpBasic("rosa", "Welcome-20000")))
        .andExpect(status().isForbidden());
    http.perform(get(path + "?size=0").with(httpBasic("olga", "Welcome-20000")))
        .andExpect(status().isBadRequest());
  }

  @Test
  void aPlannedAnalysisThatFindsNothingIsConcludedToo() {
    identity.clearAuthentication();
    management.executeJob(
        management
            .createJobQuery()
            .processDefinitionKey("change-trend-analysis")
            .activityId("startEvent_due")
            .singleResult()
            .getId());
    String number =
        jdbc.sql(
                "select max(number) from sms.record where type = 'change-trend-analysis' and closed_at is null")
            .query(String.class)
            .single();
    assertThat(record(number))
        .returns("concluding", ServiceRecord::status)
        .returns("Changes from 2011-05-10 to 2011-06-06", ServiceRecord::title);

    fire(number, "event_weekOver");
    assertThat(recipients(number, "change-trend-reminder"))
        .containsExactly("carla", "dario", "marta");
    fire(number, "event_secondWeekOver");
    assertThat(recipients(number, "change-trend-overdue")).containsExactly("paul");

    as("dario");
    conclude(number, "Nothing was changed", List.of());
    as("marta");
    complete(number, "userTask_review", values("review", "agreed", "improvements", List.of()));
    assertThat(record(number)).returns("issued", ServiceRecord::status);
    assertThat(
            jdbc.sql("select count(*) from sms.message where from_record = :number")
                .param("number", number)
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void anotherPeriodIsLookedAtAndAMistakeWithdrawn() {
    change(1984, 3, "mail", "normal", "low", "failed", null, "Mail 5");
    String number = ask(1985);
    assertThat(findings(number)).isEmpty();
    complete(
        number,
        "userTask_conclude",
        values(
            "conclusion", "again",
            "period", "dates",
            "first", "1984-05-01",
            "last", "1984-05-30",
            "comparedWith", "before"));
    assertThat(record(number))
        .returns("Changes from 1984-05-01 to 1984-05-30", ServiceRecord::title);
    assertThat(findings(number)).containsExactly(tuple("failures", 1, 100, "watch"));
    assertThatThrownBy(
            () -> complete(number, "userTask_conclude", Map.of("conclusion", "withdraw")))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("reason");
    complete(number, "userTask_conclude", Map.of("conclusion", "withdraw", "reason", "Wrong year"));
    assertThat(record(number))
        .returns("withdrawn", ServiceRecord::status)
        .returns(false, ServiceRecord::open);
  }

  @Test
  void aPeriodThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> ask("1986-05-01", "1986-04-30"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("choose a later last day");
  }

  private void conclude(String number, String conclusions, List<String> improvements) {
    complete(
        number,
        "userTask_conclude",
        values("conclusion", "conclude", "conclusions", conclusions, "improvements", improvements));
  }

  private String ask(int year) {
    return ask(year + "-05-01", year + "-05-30");
  }

  private String ask(String first, String last) {
    String definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey("change-trend-analysis")
            .latestVersion()
            .singleResult()
            .getId();
    return forms
        .submitStartForm(
            definition,
            values("period", "dates", "first", first, "last", last, "comparedWith", "before"))
        .getBusinessKey();
  }

  private List<Tuple> findings(String number) {
    return jdbc.sql(
            "select kind, changes, percent, proposal from sms.change_trend_finding where analysis = :number order by id")
        .param("number", number)
        .query((rs, i) -> tuple(rs.getString(1), rs.getInt(2), rs.getInt(3), rs.getString(4)))
        .list();
  }

  /** A change as change management leaves it. */
  private void change(
      int year,
      int day,
      String service,
      String type,
      String risk,
      String outcome,
      String cause,
      String title) {
    record(
        year,
        day,
        service,
        "closed",
        title,
        """
        {"changeKind": "change", "changeType": "%s", "risk": "%s", "changeOutcome": "%s", "failureKind": %s}
        """
            .formatted(type, risk, outcome, cause == null ? "null" : "\"" + cause + "\""));
  }

  private void ended(int year, int day, String service, String status) {
    record(year, day, service, status, "Unwanted", "{}");
  }

  private void record(int year, int day, String service, String status, String title, String data) {
    Instant opened = Instant.parse("%d-05-%02dT09:00:00Z".formatted(year, day));
    jdbc.sql(
            """
            insert into sms.record (number, type, title, status, service_id, opened_at, closed_at, process_key, process_version,
              process_instance_id, data, updated_at)
            values (:number, 'change', :title, :status, :service, :opened, :closed, 'none', 1, 'none', :data::jsonb, :closed)
            """)
        .param("number", "CHG-%d-9%05d".formatted(year, ++numbers))
        .param("title", title)
        .param("status", status)
        .param("service", service)
        .param("opened", Timestamp.from(opened))
        .param("closed", Timestamp.from(opened.plus(Duration.ofDays(2))))
        .param("data", data)
        .update();
  }
}
