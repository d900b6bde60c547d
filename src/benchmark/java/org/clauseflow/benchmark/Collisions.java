package org.clauseflow.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.clauseflow.control.ChangeSchedule;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * How long it takes to find what a change collides with among 20,000 that are scheduled within a
 * year, on 2,000 items with 8,000 relations, with maintenance windows and freezes; and how long the
 * step takes that places one, with the process, record and collisions that it writes.
 */
final class Collisions {

  private static final int SCHEDULED = 20_000;
  private static final int ITEMS = 2_000;
  private static final int WARM_UP = 100;
  private static final int QUESTIONS = 500;
  private static final Path MODEL = Path.of("src/test/resources/org/clauseflow/control");

  private static final String SCHEDULE =
      """
      select set_config('cmdb.person', 'benchmark', true), set_config('cmdb.change', 'First load', true),
             set_config('cmdb.at', now()::text, true), setseed(0.2);
      insert into sms.ci (id, type_id, name, description)
        select 'bench-' || n, 'server', 'bench-' || n, 'Benchmark' from generate_series(1, %1$d) n;
      insert into sms.ci_relation (from_ci, kind, to_ci)
        select 'bench-' || n, 'depends on', 'bench-' || (1 + mod(n + floor(random() * (%1$d - 1))::int, %1$d)) from generate_series(1, %1$d) n, generate_series(1, 4)
        on conflict do nothing;
      insert into sms.ci_component (ci_id, component_id)
        select 'bench-' || n, 'portalWeb' from generate_series(1, 20) n;
      insert into sms.person (id, name) select 'bench' || n, 'Bench ' || n from generate_series(0, 199) n;
      insert into sms.record (number, type, title, status, opened_at, process_key, process_version, process_instance_id, updated_at)
        select 'CHG-BENCH-' || n, 'change', 'Benchmark', 'scheduled', now(), 'benchmark', 1, '', now() from generate_series(1, %2$d) n;
      insert into sms.scheduled_change (change, period, implementer, state, change_type, risk, updated_at)
        select 'CHG-BENCH-' || n, tstzrange(at, at + (1 + floor(random() * 8)) * interval '1 hour'), 'bench' || mod(n, 200),
               case when mod(n, 2) = 0 then 'proposed' else 'approved' end, 'normal', 'moderate', now()
        from generate_series(1, %2$d) n, lateral (select now() + random() * interval '365 days' + 0 * n * interval '1 second' as at) x;
      insert into sms.scheduled_change_ci
        select distinct 'CHG-BENCH-' || n, 'bench-' || (1 + floor(random() * %1$d)::int) from generate_series(1, %2$d) n, generate_series(1, 3);
      insert into sms.scheduled_change_service
        select 'CHG-BENCH-' || n, (array['mail', 'portal', 'files', 'records'])[1 + mod(n, 4)] from generate_series(1, %2$d) n;
      insert into sms.change_window (id, kind, name, service_id, starts_at, ends_at, time_zone, updated_at, updated_by)
        select 'CW-BENCH-' || n, case when mod(n, 3) = 0 then 'freeze' else 'maintenance' end, 'Benchmark',
               (array['mail', 'portal', 'files', 'records'])[1 + mod(n, 4)], now(), now() + interval '4 hours', 'UTC', now(), 'admin'
        from generate_series(1, 24) n;
      insert into sms.change_window_occurrence
        select 'CW-BENCH-' || n, d::text, tstzrange(now() + d * interval '7 days', now() + d * interval '7 days' + interval '4 hours')
        from generate_series(1, 24) n, generate_series(1, 52) d;
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final TransactionTemplate transaction;
  private final ChangeSchedule schedule;
  private final RuntimeService runtime;
  private final RepositoryService models;
  private final Random random = new Random(20000);
  private final Instant now = Instant.now();

  private Collisions(ConfigurableApplicationContext product) {
    this.jdbc = product.getBean(JdbcClient.class);
    this.batches = product.getBean(JdbcTemplate.class);
    this.transaction = product.getBean(TransactionTemplate.class);
    this.schedule = product.getBean(ChangeSchedule.class);
    this.runtime = product.getBean(RuntimeService.class);
    this.models = product.getBean(RepositoryService.class);
  }

  public static void main(String[] args) throws IOException {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      new Collisions(product).run();
    }
  }

  private void run() throws IOException {
    prepare();
    System.out.printf(
        "%nWhat one change collides with among %,d scheduled ones; %d questions%n%n",
        SCHEDULED, QUESTIONS);
    System.out.printf(
        Locale.ROOT, "%-34s %10s %10s %10s %10s%n", "ms", "median", "p95", "longest", "goal p95");
    measure("collisions found", i -> schedule.imagine(plan()), "≤ 20");
    models
        .createDeployment()
        .addInputStream(
            "scheduled-change.bpmn",
            new FileSystemResource(MODEL.resolve("scheduled-change.bpmn")).getInputStream())
        .addInputStream(
            "scheduled-change-plan.form",
            new FileSystemResource(MODEL.resolve("scheduled-change-plan.form")).getInputStream())
        .deploy();
    measure("placed by a process, all written", i -> place(plan()), "");
    System.out.printf(
        "%nCollisions found and kept: %,d%n",
        jdbc.sql("select count(*) from sms.change_collision").query(Long.class).single());
  }

  private void measure(String name, IntConsumer work, String goal) {
    double[] milliseconds = new double[QUESTIONS];
    for (int i = -WARM_UP; i < QUESTIONS; i++) {
      long start = System.nanoTime();
      work.accept(i);
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "%-34s %10.1f %10.1f %10.1f %10s%n",
        name,
        milliseconds[QUESTIONS / 2],
        milliseconds[QUESTIONS * 95 / 100],
        milliseconds[QUESTIONS - 1],
        goal);
  }

  private ChangeSchedule.Plan plan() {
    Instant start = now.plus(Duration.ofMinutes(60 + random.nextInt(525_000)));
    return new ChangeSchedule.Plan(
        null,
        "proposed",
        start,
        start.plus(Duration.ofHours(1 + random.nextInt(8))),
        "bench" + random.nextInt(200),
        null,
        List.of(item(), item(), item()),
        "normal",
        "moderate");
  }

  private String item() {
    return "bench-" + (1 + random.nextInt(ITEMS));
  }

  private void place(ChangeSchedule.Plan plan) {
    Map<String, Object> change = new HashMap<>();
    change.put("title", "Benchmark");
    change.put("wanted", "proposed");
    change.put("plannedStart", plan.start().toString());
    change.put("plannedEnd", plan.end().toString());
    change.put("implementer", plan.implementer());
    change.put("configurationItems", plan.items());
    change.put("changeType", plan.changeType());
    change.put("risk", plan.risk());
    for (String none : List.of("service", "template", "changeKind", "next", "why")) {
      change.put(none, null);
    }
    runtime.createMessageCorrelation("change.wanted").setVariables(change).correlateStartMessage();
  }

  private void prepare() {
    transaction.executeWithoutResult(
        status -> batches.execute(SCHEDULE.formatted(ITEMS, SCHEDULED)));
    jdbc.sql("analyze").update();
  }
}
