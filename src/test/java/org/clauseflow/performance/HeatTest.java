package org.clauseflow.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricIdentityLinkLog;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.clock.TargetSweep;
import org.clauseflow.record.Entry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A manager looks at the elements of incident management in a month in which nobody else tells
 * stories, and at the way of single cases; every figure is what the engine's history gives when one
 * adds up by hand.
 */
@ClauseflowTest
class HeatTest extends PerformanceStory {

  private static final String SERVICE = "accounting";
  private static final String PROCESS = "process=incident-management";

  @Autowired private MockMvc http;
  @Autowired private ObjectMapper json;
  @Autowired private FigureCollector collector;
  @Autowired private HistoryService history;
  @Autowired private TargetSweep sweep;
  @Autowired private PlatformTransactionManager transactions;

  private record Answer(int status, String text, JsonNode body) {

    private String detail() {
      return body.path("detail").asText();
    }
  }

  /** What is added up by hand of the passages through one element. */
  private static class Sum {
    private final List<Long> seconds = new ArrayList<>();
    private final List<Long> waiting = new ArrayList<>();
    private int canceled;
  }

  /** Closed late, closed in time, confidential, and one that still stands at its diagnosis. */
  private record Month(String late, String met, String confidential, String open, String days) {}

  @Test
  void everyFigureIsWhatTheHistoryGives() throws Exception {
    Month month = month("2034-05");
    JsonNode heat = get("katja", "heat?" + PROCESS + "&" + month.days()).body();
    Map<String, Sum> expected = recomputed("2034-05");

    assertThat(heat.path("cases").asInt())
        .isGreaterThanOrEqualTo(4)
        .isEqualTo(
            get(
                    "katja",
                    "cases?" + PROCESS + "&version=" + heat.path("version") + "&" + month.days())
                .body()
                .path("total")
                .asInt());
    assertThat(heat.path("asOf").asText()).isNotEmpty();
    assertThat(expected).containsKeys("userTask_classify", "userTask_diagnose");
    for (JsonNode element : heat.path("elements")) {
      Sum sum = expected.getOrDefault(element.path("element").asText(), new Sum());
      String name = element.path("element").asText();
      assertThat(element.path("passes").asInt()).as(name).isEqualTo(sum.seconds.size());
      assertThat(element.path("canceled").asInt()).as(name).isEqualTo(sum.canceled);
      if (sum.seconds.isEmpty()) {
        assertThat(element.path("median").isNull()).as(name).isTrue();
        continue;
      }
      assertThat(element.path("median").asLong()).as(name).isEqualTo(percentile(sum.seconds, 0.5));
      assertThat(element.path("p90").asLong()).as(name).isEqualTo(percentile(sum.seconds, 0.9));
      long all = sum(sum.seconds);
      assertThat(element.path("waitingSum").asLong() + element.path("workingSum").asLong())
          .as(name)
          .isEqualTo(all);
      if (name.startsWith("userTask")) {
        assertThat(element.path("waiting").asLong())
            .as(name)
            .isEqualTo(percentile(sum.waiting, 0.5));
        assertThat(element.path("waitingSum").asLong()).as(name).isEqualTo(sum(sum.waiting));
      }
    }
    JsonNode diagnose = element(heat, "userTask_diagnose");
    assertThat(diagnose.path("name").asText()).isEqualTo("Diagnose and resolve");
    assertThat(diagnose.path("kind").asText()).isEqualTo("user task");
    assertThat(diagnose.path("breaches").asInt()).isEqualTo(1);
    assertThat(diagnose.path("breachesHere").asInt()).isPositive();
    assertThat(diagnose.path("here").asLong())
        .isEqualTo(
            runtime
                .createExecutionQuery()
                .processDefinitionId(latest())
                .activityId("userTask_diagnose")
                .count());
  }

  @Test
  void whatAManagerMayNotSeeIsNeitherShownNorCounted() throws Exception {
    Month month = month("2034-06");
    JsonNode all = get("katja", "heat?" + PROCESS + "&" + month.days()).body();
    JsonNode open = get("marta", "heat?" + PROCESS + "&" + month.days()).body();

    assertThat(open.path("cases").asInt()).isLessThan(all.path("cases").asInt());
    assertThat(element(open, "userTask_classify").path("passes").asInt())
        .isEqualTo(element(all, "userTask_classify").path("passes").asInt() - 1);
    assertThat(get("katja", "cases/" + month.confidential()).status()).isEqualTo(200);
    assertThat(get("marta", "cases/" + month.confidential()).status()).isEqualTo(404);
    assertThat(get("marta", "cases/" + month.confidential() + "/picture").status()).isEqualTo(404);
    assertThat(numbers(get("marta", "cases?size=200&" + month.days())))
        .contains(month.late(), month.open())
        .doesNotContain(month.confidential());

    for (String what : List.of("heat?" + PROCESS, "heat/picture?" + PROCESS, "cases?" + PROCESS)) {
      assertThat(get("petra", what).status()).as(what).isEqualTo(404);
      assertThat(get("anna", what).status()).as(what).isEqualTo(403);
    }
    assertThat(get("petra", "cases/" + month.late()))
        .returns(404, Answer::status)
        .returns("There is no record " + month.late() + " that you may see", Answer::detail);
    assertThat(get("petra", "cases/" + month.late() + "/picture").status()).isEqualTo(404);
    assertThat(get("petra", "cases?text=" + month.late()).body().path("total").asInt()).isZero();
    assertThat(get("rosa", "cases/" + month.late()).status()).isEqualTo(403);
  }

  @Test
  void aCaseTellsItsWayAndWhatWasDecided() throws Exception {
    Month month = month("2034-07");
    JsonNode late = get("katja", "cases/" + month.late()).body();

    List<HistoricActivityInstance> raw =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(record(month.late()).processInstanceId())
            .finished()
            .unlimitedList();
    assertThat(late.path("passages")).hasSameSizeAs(raw);
    assertThat(stream(late.path("passages")).mapToLong(one -> one.path("seconds").asLong()).sum())
        .isEqualTo(raw.stream().mapToLong(one -> one.getDurationInMillis() / 1000).sum());
    JsonNode diagnosed =
        stream(late.path("passages"))
            .filter(one -> one.path("element").asText().equals("userTask_diagnose"))
            .findFirst()
            .orElseThrow();
    assertThat(diagnosed.path("breaches").asInt()).isEqualTo(1);
    assertThat(diagnosed.path("assignee").asText()).isEqualTo("chloe");
    assertThat(diagnosed.path("waiting").asLong()).isEqualTo(Duration.ofDays(2).toSeconds());
    assertThat(late.path("row").path("missed").asInt()).isEqualTo(1);
    assertThat(late.path("row").path("outcome").asText()).isEqualTo("Incident closed");

    JsonNode priority =
        stream(late.path("decisions"))
            .filter(one -> one.path("decision").asText().equals("priority"))
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(priority.path("element").asText()).isEqualTo("businessRuleTask_determinePriority");
    assertThat(priority.path("outputs").toString()).contains(record(month.late()).priority());
    assertThat(priority.path("rules")).hasSize(1);
    assertThat(priority.path("rules").path(0).path("number").asInt()).isPositive();
    assertThat(priority.path("rules").path(0).path("inputs").toString())
        .contains("Impact: ", "Urgency: ");

    assertThat(get("katja", "cases/" + month.late() + "/picture").text())
        .contains(
            "user task &quot;Diagnose and resolve&quot;: passed once, a target came due",
            "data-mark=\"a target came due here\"",
            "sequence flow &quot;Classify incident",
            ": taken");
    JsonNode open = get("katja", "cases/" + month.open()).body();
    assertThat(open.path("here").path(0).path("element").asText()).isEqualTo("userTask_diagnose");
    assertThat(open.path("row").path("lead").isNull()).isTrue();
    assertThat(get("katja", "cases/" + month.open() + "/picture").text())
        .contains("stands here now");
    assertThat(get("katja", "cases/INC-1").status()).isEqualTo(404);
    assertThat(get("katja", "cases/" + month.open() + "/picture?process=cab-vote").status())
        .isEqualTo(404);
  }

  @Test
  void casesAreFoundByWhatIsKnownOfThem() throws Exception {
    Month month = month("2034-08");
    String days = "size=200&" + month.days();

    assertThat(numbers(get("katja", "cases?text=" + month.met()))).containsExactly(month.met());
    assertThat(numbers(get("katja", "cases?text=<b>100%</b>&" + days)))
        .containsExactly(month.late());
    assertThat(numbers(get("katja", "cases?text=100_&" + days))).isEmpty();
    assertThat(numbers(get("katja", "cases?state=closed&" + days)))
        .containsExactlyInAnyOrder(month.late(), month.met());
    assertThat(numbers(get("katja", "cases?state=open&" + days)))
        .contains(month.open(), month.confidential())
        .doesNotContain(month.late());
    assertThat(numbers(get("katja", "cases?outcome=CLOSED&" + days)))
        .containsExactlyInAnyOrder(month.late(), month.met());
    assertThat(numbers(get("katja", "cases?person=chloe&" + days)))
        .containsExactlyInAnyOrder(month.late(), month.met());
    assertThat(
            numbers(
                get("katja", "cases?" + PROCESS + "&element=userTask_confirmResolution&" + days)))
        .containsExactlyInAnyOrder(month.late(), month.met());
    assertThat(
            numbers(
                get("katja", "cases?" + PROCESS + "&element=userTask_diagnose&here=true&" + days)))
        .contains(month.open());
    assertThat(numbers(get("katja", "cases?service=accounting&team=applicationSupport&" + days)))
        .contains(month.open());

    JsonNode first = get("katja", "cases?size=1&" + month.days()).body();
    assertThat(first.path("items")).hasSize(1);
    assertThat(first.path("total").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(first.path("asOf").asText()).isNotEmpty();
  }

  @Test
  void whatIsAskedWronglyIsSaidSo() throws Exception {
    assertThat(get("katja", "heat?" + PROCESS + "&from=1634-01-01&until=2034-01-01"))
        .returns(400, Answer::status)
        .returns("The period is longer than 20 years: shorten it", Answer::detail);
    assertThat(get("katja", "cases?from=1634-01-01&until=2034-01-01").status()).isEqualTo(400);
    assertThat(get("katja", "cases?from=2034-02-01&until=2034-01-01").detail())
        .contains("before it begins");
    assertThat(get("katja", "heat").status()).isEqualTo(400);
    assertThat(get("katja", "heat?" + PROCESS + "&version=4711"))
        .returns(404, Answer::status)
        .returns("incident-management has no version 4711", Answer::detail);
    assertThat(get("katja", "cases?element=userTask_classify").detail())
        .isEqualTo("element is of no process: say which");
    assertThat(get("katja", "cases?" + PROCESS + "&element={{7*7}}"))
        .returns(404, Answer::status)
        .extracting(Answer::detail)
        .asString()
        .endsWith("has no element {{7*7}}");
    assertThat(get("katja", "cases?person=<img src=x>").detail())
        .isEqualTo("person is nobody: <img src=x>; give an id or a part of a name");
    assertThat(get("katja", "cases?state=sleeping").detail())
        .isEqualTo("state is not of the expected kind");
    assertThat(get("katja", "cases?from=yesterday").detail())
        .isEqualTo("from is not of the expected kind");
    assertThat(get("katja", "cases?service=nothing").status()).isEqualTo(400);
    assertThat(get("katja", "cases?size=1000").status()).isEqualTo(400);
  }

  private Month month(String month) {
    Instant first = Instant.parse(month + "-02T08:00:00Z");
    at(first);
    String late = report(SERVICE);
    classify(late, SERVICE, "medium");
    String met = report(SERVICE);
    classify(met, SERVICE, "medium");
    String confidential = report(SERVICE);
    classify(confidential, SERVICE, "medium");
    String open = report(SERVICE);
    at(first.plus(Duration.ofMinutes(20)));
    claim(open, "userTask_classify", "anna");
    at(first.plus(Duration.ofMinutes(50)));
    classify(open, SERVICE, "medium");
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            tx -> {
              register.add(
                  confidential, Entry.of("ines", "note", null, Map.of("confidential", true)));
              register.add(
                  late, Entry.of("anna", "note", null, Map.of("title", "<b>100%</b> of it fails")));
            });
    at(first.plus(Duration.ofHours(1)));
    claim(met, "userTask_diagnose", "chloe");
    at(first.plus(Duration.ofMinutes(90)));
    confirm(met);
    at(first.plus(Duration.ofDays(2)));
    claim(late, "userTask_diagnose", "chloe");
    at(first.plus(Duration.ofDays(20)));
    sweep.sweep(first.plus(Duration.ofDays(20)));
    confirm(late);
    collector.collectAll();
    return new Month(
        late, met, confidential, open, "from=%s-01&until=%s-28".formatted(month, month));
  }

  private void confirm(String number) {
    as("chloe");
    resolve(number);
    as("rosa");
    complete(number, "userTask_confirmResolution", values("confirmed", "yes"));
  }

  /** By element: all that the engine's history has of the version in force in the month. */
  private Map<String, Sum> recomputed(String month) {
    Map<String, Sum> sums = new TreeMap<>();
    Set<String> cases = new HashSet<>();
    for (HistoricActivityInstance one :
        history
            .createHistoricActivityInstanceQuery()
            .processDefinitionId(latest())
            .finishedAfter(Date.from(Instant.parse(month + "-01T00:00:00Z")))
            .finishedBefore(Date.from(Instant.parse(month + "-28T23:59:59Z")))
            .unlimitedList()) {
      cases.add(one.getProcessInstanceId());
      Sum sum = sums.computeIfAbsent(one.getActivityId(), id -> new Sum());
      sum.seconds.add(one.getDurationInMillis() / 1000);
      sum.waiting.add(waited(one));
      sum.canceled += one.isCanceled() ? 1 : 0;
    }
    assertThat(cases).hasSize(4);
    return sums;
  }

  /** Until the task was first assigned; all of it if it never was. */
  private long waited(HistoricActivityInstance one) {
    if (one.getTaskId() == null) {
      return 0;
    }
    return history
            .createHistoricIdentityLinkLogQuery()
            .taskId(one.getTaskId())
            .type("assignee")
            .operationType("add")
            .unlimitedList()
            .stream()
            .map(HistoricIdentityLinkLog::getTime)
            .min(Date::compareTo)
            .map(claimed -> claimed.getTime() - one.getStartTime().getTime())
            .orElse(one.getDurationInMillis())
        / 1000;
  }

  private String latest() {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey("incident-management")
        .latestVersion()
        .singleResult()
        .getId();
  }

  private static long percentile(List<Long> values, double part) {
    List<Long> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private static JsonNode element(JsonNode heat, String id) {
    return stream(heat.path("elements"))
        .filter(one -> one.path("element").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> numbers(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return stream(answer.body().path("items")).map(one -> one.path("number").asText()).toList();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private Answer get(String person, String path) throws Exception {
    identity.clearAuthentication();
    // parameters one by one, so that they are escaped
    String[] parts = path.split("\\?", 2);
    var request = MockMvcRequestBuilders.get("/api/performance/" + parts[0]);
    if (parts.length > 1) {
      for (String parameter : parts[1].split("&")) {
        String[] pair = parameter.split("=", 2);
        request.param(pair[0], pair[1]);
      }
    }
    MockHttpServletResponse response =
        http.perform(request.with(httpBasic(person, "Welcome-20000"))).andReturn().getResponse();
    String text = response.getContentAsString(StandardCharsets.UTF_8);
    boolean isJson = text.startsWith("{");
    return new Answer(response.getStatus(), text, isJson ? json.readTree(text) : null);
  }
}
