package org.clauseflow.benchmark;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.RepositoryService;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * An analysis of trends from the moment a problem manager starts it until its findings wait to be
 * decided on: over many incidents, all in the two periods, each with two service targets and eight
 * entries in its journal, which are not chained.
 *
 * <pre>mvn -q -Pbenchmark spring-boot:test-run -Dbenchmark=TrendAnalyses</pre>
 */
final class TrendAnalyses {

  private static final int INCIDENTS = Integer.getInteger("benchmark.incidents", 100_000);
  private static final int RUNS = 6;
  private static final double GOAL = 5;

  private final FormService forms;
  private final RepositoryService models;
  private final JdbcClient jdbc;

  private TrendAnalyses(ConfigurableApplicationContext product) {
    this.forms = product.getBean(FormService.class);
    this.models = product.getBean(RepositoryService.class);
    this.jdbc = product.getBean(JdbcClient.class);
  }

  public static void main(String[] args) throws IOException {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      new TrendAnalyses(product).run();
    }
  }

  private void run() {
    System.out.printf(Locale.ROOT, "Trend analysis over %,d incidents%n%n", INCIDENTS);
    prepare();
    System.out.printf("%-18s %8s %10s %12s %12s%n", "", "s", "findings", "assessed", "to decide");
    double worst = 0;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      String number = analyse();
      double seconds = (System.nanoTime() - start) / 1e9;
      worst = Math.max(worst, seconds);
      jdbc.sql(
              "select count(*), count(proposal), count(place) from sms.trend_finding where analysis = :number")
          .param("number", number)
          .query(
              found -> {
                System.out.printf(
                    Locale.ROOT,
                    "%-18s %8.2f %10d %12d %12d%n",
                    number,
                    seconds,
                    found.getInt(1),
                    found.getInt(2),
                    found.getInt(3));
              });
    }
    System.out.printf(Locale.ROOT, "%nThe slowest %.2f s, goal %.0f s%n", worst, GOAL);
  }

  private String analyse() {
    String definition =
        models
            .createProcessDefinitionQuery()
            .processDefinitionKey("problem-trend-analysis")
            .latestVersion()
            .singleResult()
            .getId();
    return forms
        .submitStartForm(
            definition,
            Map.of("period", "28", "comparedWith", "before", "least", 5, "leastGrowth", 20))
        .getBusinessKey();
  }

  /** Services, configuration items, callers and titles are as uneven as they are in real logs. */
  private void prepare() {
    for (String statement :
        """
            insert into sms.person (id, name) select 'caller' || n, 'Caller ' || n from generate_series(1, 3000) n;
            insert into sms.record (number, type, title, status, service_id, reporter_id, source, opened_at, resolved_at,
              closed_at, process_key, process_version, process_instance_id, entries, data, updated_at)
            select 'INC-BENCH-' || n, 'incident',
              (array['Printer', 'Mail', 'Calendar', 'VPN', 'Wireless network', 'Telephone', 'Ledger', 'Search', 'Terminal', 'Portal',
                     'Shared drive', 'Notebook', 'Password', 'Headset', 'Docking station'])[1 + floor(power(random(), 2) * 15)::int]
              || ' ' ||
              (array['does not start', 'is very slow', 'cannot be reached', 'loses its connection', 'shows an error', 'freezes',
                     'is gone', 'is blank', 'is locked', 'rejects the password'])[1 + floor(power(random(), 1.5) * 10)::int]
              || ' in room ' || floor(power(random(), 2) * 200)::int || ', call ' || (100000 + n),
              case when random() < 0.95 then 'closed' else 'in progress' end,
              (array['mail', 'workplace', 'files', 'network', 'remote', 'telephony', 'accounting', 'records', 'catalogue', 'portal'])
                [1 + floor(power(random(), 1.7) * 10)::int],
              'caller' || (1 + floor(power(random(), 2) * 3000)::int), case when random() < 0.05 then 'alert' else 'person' end,
              date_trunc('day', now()) - random() * interval '56 days', now(), now(), 'incident-management', 1, '', 8,
              jsonb_build_object('category',
                  (array['hardware', 'software', 'network', 'access', 'data', 'other'])[1 + floor(power(random(), 1.5) * 6)::int],
                  'description', repeat('It does not work as it should. ', 8))
                || case when random() < 0.6
                     then jsonb_build_object('ci', 'CI-' || to_char(1 + floor(power(random(), 1.5) * 27), 'FM0000')) else '{}' end,
              now()
            from generate_series(1, :incidents) n;
            alter table sms.record_entry disable trigger record_entry_chain;
            insert into sms.record_entry (record_number, seq, at, actor, kind, changes, hash)
            select r.number, seq, r.opened_at, 'benchmark', 'status',
                   case when seq = 8 and random() < 0.06 then '{"resolvedAt": null}'::jsonb else '{"status": "in progress"}' end, ''
            from generate_series(1, 8) seq, sms.record r where r.type = 'incident';
            alter table sms.record_entry enable trigger record_entry_chain;
            insert into sms.target (record_number, kind, hours_id, calendar, agreed, started_at, warn_at, due_at, breached_at, ended_at)
            select r.number, kind, 'always', '{}', '1 hour', r.opened_at, r.opened_at, r.opened_at,
                   case when random() < 0.1 then r.opened_at end, r.opened_at
            from sms.record r, unnest(array['response', 'resolution']) kind where r.type = 'incident';
            insert into sms.record (number, type, title, status, service_id, opened_at, resolved_at, process_key, process_version,
              process_instance_id, data, updated_at)
            select 'PRB-BENCH-' || n, 'problem', 'Problem ' || n, 'open', (array['mail', 'network', 'files'])[1 + n % 3],
              date_trunc('day', now()) - n * interval '6 hours', case when n % 2 = 0 then now() - n * interval '5 hours' end,
              'problem-management', 1, '', '{"ci": "CI-0005", "category": "software"}', now()
            from generate_series(1, 200) n;
            insert into sms.record_link
            select number, 'PRB-BENCH-' || (1 + floor(random() * 200)::int), 'caused by', opened_at, 'benchmark'
            from sms.record where type = 'incident' and random() < 0.05
            """
            .split(";\n")) {
      jdbc.sql(statement.replace(":incidents", String.valueOf(INCIDENTS))).update();
    }
    // autovacuum would, a little later
    jdbc.sql("vacuum analyze sms.record, sms.record_entry, sms.record_link, sms.target").update();
  }
}
