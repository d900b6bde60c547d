package org.clauseflow.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.clock.TargetReport;
import org.clauseflow.clock.TargetSweep;
import org.clauseflow.record.Entry;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A manager looks at a month of incidents of a service that nobody else tells stories of; every
 * figure is what the engine's history, the journals and the targets give when one adds up by hand.
 */
@ClauseflowTest
class PerformanceTest extends PerformanceStory {

  private static final String SERVICE = "accounting";
  private static final Instant FIRST = Instant.parse("2033-03-01T09:00:00Z");
  private static final Instant BEGIN = Instant.parse("2033-03-01T00:00:00Z");
  private static final Instant END = Instant.parse("2033-04-01T00:00:00Z");
  private static final String MARCH = "from=2033-03-01&until=2033-03-31&service=" + SERVICE;

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private FigureCollector collector;
  @Autowired private HistoryService history;
  @Autowired private TargetSweep sweep;
  @Autowired private PlatformTransactionManager transactions;

  private record Answer(int status, JsonNode body) {}

  @Test
  void everyFigureIsWhatTheRawHistoryGives() throws Exception {
    marchOfIncidents();
    Map<String, Long> expected = recomputed(true);

    JsonNode row = row(get("katja", "overview?" + MARCH), "incident-management");
    for (String figure :
        List.of(
            "opened",
            "closed",
            "open",
            "late",
            "leadMedian",
            "leadP90",
            "targetsMet",
            "targetsMissed",
            "reopened")) {
      assertThat(row.path(figure).asLong()).as(figure).isEqualTo(expected.get(figure));
    }
    assertThat(row.path("opened").asInt()).isGreaterThanOrEqualTo(6);
    assertThat(row.path("late").asInt()).isPositive();
    assertThat(row.path("attention").asLong())
        .isEqualTo(expected.get("late") + expected.get("targetsMissed") + expected.get("reopened"));
    assertThat(row.path("why").asText()).contains("late now", "missed", "reopened");
    assertThat(row.path("versions")).isNotEmpty();
    assertThat(sum(row.path("versions"), "opened")).isEqualTo(row.path("opened").asLong());

    JsonNode march = month(get("katja", "overview?" + MARCH), null, "2033-03");
    for (String figure : expected.keySet()) {
      assertThat(march.path(figure).asLong())
          .as("trend: " + figure)
          .isEqualTo(expected.get(figure));
    }
    assertThat(get("katja", "overview?" + MARCH).body().path("asOf").asText()).isNotEmpty();
  }

  @Test
  void theDaysOfAllCasesAddUpToWhatTheRegisterHas() throws Exception {
    marchOfIncidents();
    Map<String, Object> expected =
        jdbc.sql(
                """
                select count(*) filter (where opened_at >= :begin) as "opened",
                       count(*) filter (where closed_at >= :begin and closed_at < :end) as "closed",
                       count(*) filter (where closed_at is null or closed_at >= :end) as "open",
                       percentile_disc(0.5) within group (order by extract(epoch from closed_at - opened_at)::int)
                         filter (where closed_at >= :begin and closed_at < :end) as "leadMedian",
                       percentile_disc(0.9) within group (order by extract(epoch from closed_at - opened_at)::int)
                         filter (where closed_at >= :begin and closed_at < :end) as "leadP90"
                from sms.record where process_key = 'incident-management' and opened_at < :end
                """)
            .param("begin", Timestamp.from(BEGIN))
            .param("end", Timestamp.from(END))
            .query()
            .singleRow();

    Answer answer = get("katja", "overview?from=2033-03-01&until=2033-03-31");
    JsonNode row = row(answer, "incident-management");
    JsonNode march = month(answer, "incident-management", "2033-03");
    expected.forEach(
        (figure, value) -> {
          assertThat(row.path(figure).asText()).as(figure).isEqualTo(value.toString());
          assertThat(march.path(figure).asText())
              .as("trend: " + figure)
              .isEqualTo(value.toString());
        });
    assertThat(row.path("opened").asInt()).isGreaterThanOrEqualTo(6);
    assertThat(row.path("late").asInt()).isPositive();
  }

  @Test
  void whatAManagerMayNotSeeIsNeitherShownNorCounted() throws Exception {
    marchOfIncidents();
    long all =
        row(get("katja", "overview?" + MARCH), "incident-management").path("opened").asLong();
    long open =
        row(get("marta", "overview?" + MARCH), "incident-management").path("opened").asLong();
    assertThat(open).as("without the confidential ones").isEqualTo(recomputed(false).get("opened"));
    assertThat(open).isLessThan(all);

    assertThat(names(get("petra", "overview?" + MARCH)))
        .contains("problem-management")
        .doesNotContain("incident-management");
    assertThat(get("petra", "overview?process=incident-management").status()).isEqualTo(404);
    assertThat(get("petra", "waiting?process=incident-management").status()).isEqualTo(404);
    assertThat(get("anna", "overview").status()).isEqualTo(403);
    assertThat(get("rosa", "waiting").status()).isEqualTo(403);
  }

  @Test
  void whatIsAskedWronglyIsSaidSo() throws Exception {
    assertThat(get("katja", "overview?from=1633-03-01&until=2033-03-31"))
        .returns(400, Answer::status)
        .extracting(answer -> answer.body().path("detail").asText())
        .asString()
        .contains("longer than 20 years");
    assertThat(get("katja", "overview?from=2033-03-31&until=2033-03-01").status()).isEqualTo(400);
    assertThat(get("katja", "overview?from=yesterday").status()).isEqualTo(400);
    assertThat(get("katja", "overview?until=-999999999-01-01").status()).isEqualTo(400);
    assertThat(get("katja", "overview?version=1").status()).isEqualTo(400);
    assertThat(get("katja", "overview?process=incident-management&version=4711").status())
        .isEqualTo(400);
    for (String what : List.of("service", "customer", "team", "priority")) {
      assertThat(get("katja", "overview?" + what + "=<img src=x>"))
          .returns(400, Answer::status)
          .extracting(answer -> answer.body().path("detail").asText())
          .asString()
          .contains("There is no " + what + " <img src=x>");
    }
    assertThat(get("katja", "overview?process=nothing").status()).isEqualTo(404);
    assertThat(get("katja", "planned?year=12026").status()).isEqualTo(400);
  }

  @Test
  void workWaitsWhereItsTasksAreAndIsForecastToBeLate() throws Exception {
    marchOfIncidents();
    Instant now = Instant.parse("2033-03-20T12:00:00Z");
    at(now);
    String number = report(SERVICE);
    classify(number, SERVICE, "medium");
    Instant due =
        targets.explain(number).stream()
            .filter(target -> target.metAt() == null)
            .map(target -> target.dueAt().toInstant())
            .findFirst()
            .orElseThrow();
    collector.collectAll();
    at(due.minus(Duration.ofMinutes(30)));

    JsonNode waiting = get("katja", "waiting?process=incident-management&size=200").body();
    JsonNode queue =
        find(waiting.path("queues"), "role", "applicationSupport")
            .orElseThrow(() -> new AssertionError(waiting.path("queues")));
    long tasksOfGroup =
        tasks
            .createTaskQuery()
            .processDefinitionKey("incident-management")
            .taskCandidateGroup("applicationSupport")
            .includeAssignedTasks()
            .count();
    assertThat(queue.path("unclaimed").asLong() + queue.path("claimed").asLong())
        .isEqualTo(tasksOfGroup);
    assertThat(sum(queue, List.of("under1h", "under8h", "under1d", "under3d", "under7d", "over7d")))
        .isEqualTo(tasksOfGroup);

    long inAnHour =
        find(waiting.path("forecast"), "within", "1 h").orElseThrow().path("breaches").asLong();
    long inAWeek =
        find(waiting.path("forecast"), "within", "7 d").orElseThrow().path("breaches").asLong();
    assertThat(inAnHour).isPositive();
    assertThat(inAWeek).isGreaterThanOrEqualTo(inAnHour);
    JsonNode mine =
        find(everyNext(), "record", number).orElseThrow(() -> new AssertionError("not named"));
    assertThat(mine.path("left").asLong()).isEqualTo(30 * 60);
    assertThat(mine.path("waitsAt").asText()).isEqualTo("Diagnose and resolve");
    assertThat(find(waiting.path("inProgress"), "process", "incident-management")).isPresent();
  }

  @Test
  void whatStartsByItselfIsHeldAgainstItsPlan() throws Exception {
    JsonNode planned = get("petra", "planned?year=2027").body();
    JsonNode trends =
        find(planned.path("processes"), "process", "problem-trend-analysis").orElseThrow();
    assertThat(trends.path("interval").asText()).isEqualTo("P28D");
    assertThat(trends.path("starts")).hasSize(13);
    assertThat(find(planned.path("processes"), "process", "change-trend-analysis")).isEmpty();
  }

  private JsonNode everyNext() throws Exception {
    var all = json.createArrayNode();
    for (int page = 0; page < 50; page++) {
      JsonNode next =
          get("katja", "waiting?process=incident-management&size=200&page=" + page)
              .body()
              .path("next");
      next.path("items").forEach(all::add);
      if (all.size() >= next.path("total").asInt()) {
        break;
      }
    }
    return all;
  }

  /** Met, missed, reopened, open, late and confidential ones. */
  private void marchOfIncidents() {
    at(FIRST);
    String met = report(SERVICE);
    classify(met, SERVICE, "medium");
    String reopened = report(SERVICE);
    classify(reopened, SERVICE, "medium");
    String missed = report(SERVICE);
    classify(missed, SERVICE, "medium");
    String late = report(SERVICE);
    classify(late, SERVICE, "high");
    String confidential = report(SERVICE);
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx ->
                register.add(
                    confidential, Entry.of("ines", "note", null, Map.of("confidential", true))));
    String untouched = report(SERVICE);
    assertThat(untouched).isNotNull();

    at(FIRST.plus(Duration.ofMinutes(50)));
    confirm(met, "yes");
    confirm(reopened, "no");
    at(FIRST.plus(Duration.ofMinutes(70)));
    confirm(reopened, "yes");
    at(FIRST.plus(Duration.ofDays(9)));
    sweep.sweep(FIRST.plus(Duration.ofDays(9)));
    confirm(missed, "yes");
    collector.collectAll();
  }

  private void confirm(String number, String confirmed) {
    as("chloe");
    resolve(number);
    as("rosa");
    complete(
        number,
        "userTask_confirmResolution",
        values("confirmed", confirmed, "comment", confirmed.equals("no") ? "Again" : null));
  }

  /** By the engine's history, the register's journals and the targets, case by case. */
  private Map<String, Long> recomputed(boolean confidentialToo) {
    List<Long> lead = new ArrayList<>();
    long[] n = new long[7];
    for (HistoricProcessInstance instance :
        history
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey("incident-management")
            .startedBefore(java.util.Date.from(END))
            .unlimitedList()) {
      ServiceRecord record = register.find(instance.getBusinessKey()).orElse(null);
      if (record == null
          || !SERVICE.equals(record.service())
          || (record.confidential() && !confidentialToo)) {
        continue;
      }
      List<TargetReport> reports = targets.explain(record.number());
      n[0] += instance.getStartTime().toInstant().isBefore(BEGIN) ? 0 : 1;
      Instant end = instance.getEndTime() == null ? null : instance.getEndTime().toInstant();
      if (end == null || !end.isBefore(END)) {
        n[2]++;
        n[3] +=
            reports.stream().anyMatch(one -> one.breachedAt() != null && one.metAt() == null)
                ? 1
                : 0;
      } else if (!end.isBefore(BEGIN)) {
        n[1]++;
        lead.add(instance.getDurationInMillis() / 1000);
        n[4] += reports.stream().filter(r -> r.metAt() != null && r.breachedAt() == null).count();
        n[5] += reports.stream().filter(r -> r.breachedAt() != null).count();
        n[6] +=
            history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(instance.getId())
                .activityId("serviceTask_reopen")
                .count();
      }
    }
    lead.sort(Comparator.naturalOrder());
    return Map.of(
        "opened", n[0],
        "closed", n[1],
        "open", n[2],
        "late", n[3],
        "targetsMet", n[4],
        "targetsMissed", n[5],
        "reopened", n[6],
        "leadMedian", lead.get((int) Math.ceil(lead.size() * 0.5) - 1),
        "leadP90", lead.get((int) Math.ceil(lead.size() * 0.9) - 1));
  }

  private static JsonNode row(Answer answer, String process) {
    return find(answer.body().path("processes"), "process", process)
        .orElseThrow(() -> new AssertionError(answer.body()));
  }

  private static JsonNode month(Answer answer, String process, String month) {
    return StreamSupport.stream(answer.body().path("trend").spliterator(), false)
        .filter(one -> one.path("month").asText().equals(month))
        .filter(one -> Objects.equals(one.path("process").textValue(), process))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.body()));
  }

  private static java.util.Optional<JsonNode> find(JsonNode list, String field, String value) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(one -> value.equals(one.path(field).asText()))
        .findFirst();
  }

  private static List<String> names(Answer answer) {
    return answer.body().path("processes").findValuesAsText("process");
  }

  private static long sum(JsonNode list, String field) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToLong(one -> one.path(field).asLong())
        .sum();
  }

  private static long sum(JsonNode one, List<String> fields) {
    return fields.stream().mapToLong(field -> one.path(field).asLong()).sum();
  }

  private Answer get(String person, String path) throws Exception {
    identity.clearAuthentication();
    MockHttpServletResponse response =
        http.perform(
                MockMvcRequestBuilders.get("/api/performance/" + path)
                    .with(httpBasic(person, "Welcome-20000")))
            .andReturn()
            .getResponse();
    return new Answer(response.getStatus(), json.readTree(response.getContentAsByteArray()));
  }
}
