package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.clauseflow.resolution.TrendAnalysis.Result;
import org.clauseflow.resolution.TrendAnalysis.Search;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is found in a few records whose figures were counted by hand. */
@ClauseflowTest
class TrendAnalysisTest {

  /** Day after the last of the period of four weeks, which begins on 2 May. */
  private static final LocalDate TODAY = LocalDate.of(2011, 5, 30);

  private record Row(
      String kind,
      String service,
      String about,
      int incidents,
      int before,
      int growth,
      String share,
      int reopened,
      int breached,
      int explained,
      String proposal) {}

  @Autowired private TrendAnalysis trends;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void recurrencesClustersAndGrowthAreCountedAsByHand() {
    TrendData data = new TrendData(jdbc, 2011);
    String m1 = mail(data, 3, "rosa", "CI-0005", "Outlook does not start");
    String m2 = mail(data, 9, "rosa", "CI-0005", "Outlook not starting");
    String m3 = mail(data, 10, "rosa", "CI-0005", "Starts not: OUTLOOK! (0049401234567)");
    mail(data, 17, "rosa", "CI-0005", "Outlook does not start");
    mail(data, 18, "stefan", "CI-0005", "Outlook does not start");
    mail(data, 24, "stefan", null, "Outlook does not start");
    data.status(mail(data, 24, "rosa", "CI-0005", "Outlook does not start"), "merged");
    data.confidential(mail(data, 25, "rosa", "CI-0005", "Outlook does not start"));
    data.reopened(m1);
    data.reopened(m2);
    data.breached(m3);
    String open = data.problem(LocalDate.of(2011, 5, 4), "mail", "software", null, "Outlook");
    data.causedBy(m1, open);
    String f0 = files(data, 5, "The share is full");
    files(data, 12, "Share is full");
    files(data, 16, "Share is full!");
    files(data, 23, "Shares are full");
    String solved =
        data.problem(LocalDate.of(2011, 4, 5), "files", "software", null, "Full shares");
    data.causedBy(f0, solved);
    data.resolved(solved, LocalDate.of(2011, 5, 10));
    data.incident(
        LocalDate.of(2011, 5, 6), "network", "network", null, "vera", "No signal upstairs");
    data.incident(LocalDate.of(2011, 5, 29), "network", "network", null, "vera", "Cable torn");
    // the period before
    data.incident(
        LocalDate.of(2011, 4, 4), "mail", "software", "CI-0005", "rosa", "Outlook does not start");
    data.incident(
        LocalDate.of(2011, 5, 1), "mail", "software", "CI-0005", "rosa", "Outlook does not start");
    data.incident(LocalDate.of(2011, 4, 20), "network", "network", null, "vera", "Cable torn");
    // neither
    data.incident(
        LocalDate.of(2011, 4, 3), "mail", "software", "CI-0005", "rosa", "Outlook does not start");
    data.incident(TODAY, "mail", "software", "CI-0005", "rosa", "Outlook does not start");

    String number = data.analysis();
    Result result = analyse(number, 3, 20);

    assertThat(result.title()).isEqualTo("Trends from 2011-05-02 to 2011-05-29");
    assertThat(result.figures())
        .isEqualTo("12 incidents, 3 in the period before; 12 findings, 3 of them to decide on");
    assertThat(rows(number))
        .containsExactlyInAnyOrder(
            new Row("category", null, "software", 10, 2, 400, "83.3", 2, 1, 1, "nothing"),
            new Row("service", "mail", null, 6, 2, 200, "50.0", 2, 1, 1, "nothing"),
            new Row("service", "files", null, 4, 0, 400, "33.3", 0, 0, 0, "nothing"),
            new Row("symptom", "mail", "outlook start", 6, 2, 200, "50.0", 2, 1, 1, "problem"),
            new Row("symptom", "files", "full share", 4, 0, 400, "33.3", 0, 0, 0, "watch"),
            new Row("serviceCi", "mail", "CI-0005", 5, 2, 150, "41.7", 2, 1, 1, "watch"),
            new Row("serviceCi", "files", "CI-0007", 4, 0, 400, "33.3", 0, 0, 0, "watch"),
            new Row("serviceCategory", "mail", "software", 6, 2, 200, "50.0", 2, 1, 1, "nothing"),
            new Row("serviceCategory", "files", "software", 4, 0, 400, "33.3", 0, 0, 0, "nothing"),
            new Row("caller", "mail", "rosa", 4, 2, 100, "33.3", 2, 1, 1, "nothing"),
            new Row("caller", "files", "tina", 4, 0, 400, "33.3", 0, 0, 0, "nothing"),
            new Row("afterResolution", "files", solved, 3, 0, 300, "25.0", 0, 0, 0, "problem"));
    assertThat(result)
        .returns(3, Result::toDecide)
        .returns(List.of("1", "2"), Result::problems)
        .returns(List.of(), Result::preventiveActions);
    assertThat(
            jdbc.sql(
                    "select title, open_problem, proposal from sms.trend_finding where analysis = ? and place is not null order by place")
                .param(number)
                .query((rs, i) -> tuple(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list())
        .as("the symptom covers the configuration item of mail, and that of files its symptom")
        .containsExactly(
            tuple("Recurring: Outlook does not start (E-mail and calendar)", open, "problem"),
            tuple("Goes on after " + solved + ": Full shares", null, "problem"),
            tuple("Recurring on file-01 (File storage)", null, "watch"));
  }

  @Test
  void growthBelowTheThresholdCountsAsNoneAndLessThanTheFewestIsNoFinding() {
    TrendData data = new TrendData(jdbc, 2010);
    for (int day = 1; day <= 7; day++) {
      data.incident(LocalDate.of(2010, 5, day), "portal", "access", null, "rosa", "Log-in refused");
    }
    for (int day = 1; day <= 4; day++) {
      data.incident(LocalDate.of(2010, 4, day), "portal", "access", null, "rosa", "Log-in refused");
    }
    TrendPeriods may = TrendPeriods.of("dates", "2010-05-01", "2010-05-30", "before", null);
    assertThat(analyse(data.analysis(), may, 5, 20)).returns(List.of("1"), Result::problems);
    assertThat(analyse(data.analysis(), may, 5, 80))
        .returns(1, Result::toDecide)
        .returns(List.of(), Result::problems);
    assertThat(analyse(data.analysis(), may, 8, 20))
        .returns(
            "7 incidents, 4 in the period before; 0 findings, 0 of them to decide on",
            Result::figures);
  }

  @Test
  void whatAnOpenProblemExplainsIsInHand() {
    TrendData data = new TrendData(jdbc, 2009);
    String problem = data.problem(LocalDate.of(2009, 5, 1), "remote", null, null, "Gateway");
    for (int day = 1; day <= 12; day++) {
      String incident =
          data.incident(LocalDate.of(2009, 5, day), "remote", null, null, null, "VPN drops");
      if (day <= 8) {
        data.causedBy(incident, problem);
      }
    }
    TrendPeriods may = TrendPeriods.of("dates", "2009-05-01", "2009-05-31", "yearBefore", null);
    String number = data.analysis();
    assertThat(analyse(number, may, 5, 20).toDecide()).isZero();
    assertThat(
            jdbc.sql(
                    "select kind, explained, in_hand, proposal from sms.trend_finding where analysis = ? order by kind")
                .param(number)
                .query(
                    (rs, i) ->
                        tuple(rs.getString(1), rs.getInt(2), rs.getString(3), rs.getString(4)))
                .list())
        .containsExactly(
            tuple("service", 8, problem, "nothing"), tuple("symptom", 8, problem, "nothing"));
  }

  @Test
  void periodsAreOfOneLength() {
    TrendPeriods month = TrendPeriods.of("28", null, null, "before", TODAY);
    assertThat(month.from()).isEqualTo(Instant.parse("2011-05-02T00:00:00Z"));
    assertThat(month.until()).isEqualTo(Instant.parse("2011-05-30T00:00:00Z"));
    assertThat(month.beforeFrom()).isEqualTo(Instant.parse("2011-04-04T00:00:00Z"));
    assertThat(month.beforeUntil()).isEqualTo(month.from());
    TrendPeriods dates = TrendPeriods.of("dates", "2011-05-02", "2011-05-02", "yearBefore", TODAY);
    assertThat(dates.until()).isEqualTo(Instant.parse("2011-05-03T00:00:00Z"));
    assertThat(dates.beforeFrom()).isEqualTo(Instant.parse("2010-05-03T00:00:00Z"));
    assertThat(dates.beforeUntil()).isEqualTo(Instant.parse("2010-05-04T00:00:00Z"));
    assertThatThrownBy(() -> TrendPeriods.of("dates", "2011-05-02", "2011-05-01", "before", TODAY))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("choose a later last day");
  }

  private static String mail(TrendData data, int dayOfMay, String caller, String ci, String title) {
    return data.incident(LocalDate.of(2011, 5, dayOfMay), "mail", "software", ci, caller, title);
  }

  private static String files(TrendData data, int dayOfMay, String title) {
    return data.incident(
        LocalDate.of(2011, 5, dayOfMay), "files", "software", "CI-0007", "tina", title);
  }

  private Result analyse(String number, int least, int leastGrowth) {
    return analyse(number, TrendPeriods.of("28", null, null, "before", TODAY), least, leastGrowth);
  }

  private Result analyse(String number, TrendPeriods periods, int least, int leastGrowth) {
    return new TransactionTemplate(transactions)
        .execute(
            transaction ->
                trends.analyse(
                    number, new Search(periods, least, leastGrowth, 20, "trend-significance")));
  }

  private List<Row> rows(String number) {
    return jdbc.sql(
            """
            select kind, service_id as service, coalesce(problem, symptom, ci, category, caller) as about, incidents, before,
                   growth, share::text, reopened, breached, explained, proposal
            from sms.trend_finding where analysis = :number
            """)
        .param("number", number)
        .query(Row.class)
        .list();
  }
}
