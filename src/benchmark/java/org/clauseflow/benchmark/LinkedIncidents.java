package org.clauseflow.benchmark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.engine.RecordMessenger;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * One major incident with many incidents that are part of it: how long a change of its state takes
 * until the last of them has it, and whether each has it once.
 *
 * <pre>mvn -q -Pbenchmark spring-boot:test-run -Dbenchmark=LinkedIncidents</pre>
 */
final class LinkedIncidents {

  private static final int INCIDENTS = Integer.getInteger("benchmark.incidents", 2_000);
  private static final int GOAL = 10;

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final RecordMessenger messenger;
  private final JdbcClient jdbc;
  private final long postmaster;
  private String major;

  private LinkedIncidents(ConfigurableApplicationContext product) throws IOException {
    this.postmaster = Benchmark.postmaster();
    this.runtime = product.getBean(RuntimeService.class);
    this.tasks = product.getBean(TaskService.class);
    this.messenger = product.getBean(RecordMessenger.class);
    this.jdbc = product.getBean(JdbcClient.class);
  }

  public static void main(String[] args) throws IOException {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      new LinkedIncidents(product).run();
    }
  }

  private void run() {
    System.out.printf(Locale.ROOT, "One major incident with %,d linked incidents%n%n", INCIDENTS);
    double reported = seconds(() -> report());
    messenger.deliver();
    major =
        jdbc.sql("select number from sms.record where type = 'major-incident'")
            .query(String.class)
            .single();
    complete(
        "userTask_decide",
        Map.of(
            "decision",
            "accept",
            "owner",
            "luis",
            "updateRhythm",
            "PT1H",
            "update",
            "We look for the cause"));
    complete("userTask_takeOn", Map.of("action", "takeOn"));
    messenger.deliver();
    complete("userTask_lead", Map.of("action", "link", "linkService", "portal"));
    double linked = seconds(() -> complete("userTask_confirmLink", Map.of("confirmLink", "yes")));
    System.out.printf(
        Locale.ROOT,
        "%,d incidents reported in %.1f s, %,d part of %s after %.2f s, each with its journal"
            + " entry: %,d%n%n",
        INCIDENTS,
        reported,
        count("select count(*) from sms.record_link where kind = 'part of'"),
        major,
        linked,
        count(
            "select count(*) from sms.record_entry where kind = 'linked' and record_number like"
                + " 'INC%'"));

    System.out.printf(
        Locale.ROOT,
        "%-20s %8s %8s %8s %8s %8s %14s %14s%n",
        "change of state",
        "step, s",
        "all, s",
        "goal, s",
        "told",
        "twice",
        "CPU of JVM, s",
        "CPU of DB, s");
    change(
        "incident.news",
        "userTask_update",
        Map.of("updateRhythm", "PT1H", "update", "We know the cause"));
    change(
        "incident.news",
        "userTask_lead",
        Map.of("action", "workaround", "workaround", "Use the old address"));
    change(
        "incident.restored",
        "userTask_lead",
        Map.of("action", "restored", "resolution", "The certificate was renewed"));
    System.out.printf(
        Locale.ROOT,
        "%nresolved: %,d of %,d; journals intact: %s%n",
        count(
            "select count(*) from sms.record where type = 'incident' and status = 'resolved' and"
                + " resolved_at is not null"),
        INCIDENTS,
        count("select count(*) from sms.verify_journal(null)") == 0);
  }

  /** By monitoring, which classifies them by itself: they wait for their support group. */
  private void report() {
    for (int i = 0; i < INCIDENTS; i++) {
      runtime
          .createMessageCorrelation("incident.reported")
          .setVariables(
              Map.of(
                  "title", "The portal does not answer",
                  "description", "No answer for five minutes",
                  "service", "portal",
                  "reporter", "monitoring",
                  "impact", "medium",
                  "urgency", "medium",
                  "category", "software",
                  "source", "alert",
                  "externalId", "benchmark-" + i))
          .correlateStartMessage();
    }
  }

  private void change(String message, String task, Map<String, Object> values) {
    long before = told(message);
    Cpu cpu = Cpu.now(postmaster);
    double step = seconds(() -> complete(task, values));
    double all = step + seconds(messenger::deliver);
    cpu = Cpu.now(postmaster).since(cpu);
    System.out.printf(
        Locale.ROOT,
        "%-20s %8.2f %8.2f %8s %8d %8d %14.1f %14.1f%n",
        message,
        step,
        all,
        "≤ " + GOAL,
        told(message) - before,
        twice(message, values),
        cpu.jvm() / 1000,
        cpu.database() / 1000);
  }

  /** Incidents that have this very news more than once. */
  private long twice(String message, Map<String, Object> values) {
    String news =
        (String)
            values.getOrDefault(
                "update", values.getOrDefault("workaround", values.get("resolution")));
    return jdbc.sql(
            """
            select count(*) from (
              select from sms.record_entry where kind = 'told' and note like :message || '%'
                and :news in (changes->>'update', changes->>'workaround', changes->>'resolution')
              group by record_number having count(*) > 1) twice
            """)
        .param("message", message)
        .param("news", news)
        .query(Long.class)
        .single();
  }

  private long told(String message) {
    return count(
        "select count(*) from sms.record_entry where kind = 'told' and note like '%s%%'"
            .formatted(message));
  }

  private long count(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private void complete(String element, Map<String, Object> values) {
    Task task =
        tasks
            .createTaskQuery()
            .processInstanceBusinessKey(major)
            .taskDefinitionKey(element)
            .singleResult();
    tasks.complete(task.getId(), new HashMap<>(values));
  }

  private static double seconds(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e9;
  }
}
