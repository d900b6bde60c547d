package org.clauseflow.resolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.TaskService;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Merging never leads back to where it began, whoever merges what at which moment. */
@ClauseflowTest
class MergeDuplicateTest {

  @Autowired private Incidents incidents;
  @Autowired private TaskService tasks;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;
  @Autowired private PlatformTransactionManager transactions;

  @Test
  void whatIsMergedCannotBeMergedInto() {
    String first = report("rosa");
    String second = report("tina");
    merge(first, second);
    assertThatThrownBy(() -> merge(second, first))
        .isInstanceOf(InvalidFormException.class)
        .hasMessageContaining("duplicateOf: is not one of the choices offered");
    assertThat(record(second)).returns(true, ServiceRecord::open);
  }

  @Test
  void aCircleThroughOthersIsRefused() {
    String first = report("rosa");
    String second = report("rosa");
    String third = report("rosa");
    // what no process of ours would leave behind: merged, and open
    link(third, second);
    link(second, first);
    assertThatThrownBy(() -> merge(first, third))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("would come back to itself");
    assertThat(record(first)).returns("reported", ServiceRecord::status);
  }

  @Test
  void whoWasMergedFirstHearsOfTheLastResolution() {
    String first = report("rosa");
    String second = report("tina");
    String third = report("vera");
    merge(first, second);
    merge(second, third);
    complete(
        third,
        "userTask_classify",
        Map.of(
            "classification", "proceed",
            "service", "mail",
            "category", "software",
            "securityRisk", "none",
            "impact", "low",
            "urgency", "low"));
    complete(
        third,
        "userTask_diagnose",
        Map.of("diagnosis", "resolved", "resolutionCode", "fixed", "resolution", "Done"));
    assertThat(
            jdbc.sql(
                    "select recipient from sms.mail where template = 'incident-resolved' and record_number in (:all)")
                .param("all", List.of(first, second, third))
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder("rosa", "tina", "vera");
  }

  @RepeatedTest(3)
  void ofTwoThatAreMergedIntoOneAnotherAtOnceOneStays() throws Exception {
    String first = report("rosa");
    String second = report("tina");
    List<String> outcomes = atOnce(() -> merge(first, second), () -> merge(second, first));
    assertThat(outcomes).containsOnlyOnce("merged").anyMatch(o -> o.contains("choose"));
    assertThat(List.of(record(first).open(), record(second).open()))
        .containsExactlyInAnyOrder(true, false);
  }

  private static List<String> atOnce(Runnable... merges) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(merges.length);
    try {
      List<Callable<String>> calls =
          java.util.Arrays.stream(merges).map(MergeDuplicateTest::outcome).toList();
      List<String> outcomes = new java.util.ArrayList<>();
      for (Future<String> future : pool.invokeAll(calls)) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      pool.shutdown();
    }
  }

  private static Callable<String> outcome(Runnable merge) {
    return () -> {
      try {
        merge.run();
        return "merged";
      } catch (RuntimeException e) {
        return String.valueOf(e.getMessage());
      }
    };
  }

  private String report(String reporter) {
    return incidents.report(
        new Incidents.Report("Mail is slow", "Since today", "mail", null, "low", "low"), reporter);
  }

  private void merge(String number, String into) {
    complete(
        number, "userTask_classify", Map.of("classification", "duplicate", "duplicateOf", into));
  }

  private void complete(String number, String element, Map<String, Object> values) {
    tasks.complete(
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(number)
            .taskDefinitionKey(element)
            .singleResult()
            .getId(),
        values);
  }

  private void link(String from, String to) {
    new TransactionTemplate(transactions)
        .executeWithoutResult(status -> register.link(from, "duplicates", to, "anna"));
  }

  private ServiceRecord record(String number) {
    return register.find(number).orElseThrow();
  }
}
