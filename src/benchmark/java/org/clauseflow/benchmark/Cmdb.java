package org.clauseflow.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.clauseflow.cmdb.ConfigurationItems;
import org.clauseflow.cmdb.Impact;
import org.clauseflow.cmdb.ImpactAnalysis;
import org.clauseflow.cmdb.ItemImport;
import org.clauseflow.cmdb.ItemImportReport.Summary;
import org.clauseflow.cmdb.ItemSource;
import org.clauseflow.cmdb.Mandate;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * How long an answer takes to what the loss of an item touches, over 15,000 items and 60,000
 * relations; and how fast 100,000 items and as many relations are imported, next to plain batched
 * inserts of the same rows into tables with the same indexes.
 */
final class Cmdb {

  private static final int WARM_UP = 100;
  private static final int QUESTIONS = 500;
  private static final int IMPORTED = 100_000;
  private static final int BATCH = 1000;
  private static final Mandate LOAD = new Mandate("benchmark", "First load");

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;
  private final TransactionTemplate transaction;
  private final ImpactAnalysis impact;
  private final ItemImport imports;
  private final Random random = new Random(20000);

  private Cmdb(ConfigurableApplicationContext product) {
    this.jdbc = product.getBean(JdbcClient.class);
    this.batches = product.getBean(JdbcTemplate.class);
    this.transaction = product.getBean(TransactionTemplate.class);
    this.impact = product.getBean(ImpactAnalysis.class);
    this.imports = product.getBean(ItemImport.class);
  }

  public static void main(String[] args) throws Exception {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      Cmdb cmdb = new Cmdb(product);
      cmdb.impact();
      cmdb.history(product.getBean(ConfigurationItems.class));
      cmdb.imports();
    }
  }

  /** Layers as they are: what is far down is needed by thousands. */
  private static final String LANDSCAPE =
      """
      select set_config('cmdb.person', 'benchmark', true), set_config('cmdb.change', 'First load', true),
             set_config('cmdb.at', now()::text, true);

      create function pg_temp.one(kind text, among int) returns text language sql volatile as
        $$ select kind || '-' || (1 + floor(random() * among))::int $$;
      select setseed(0.2);

      insert into sms.ci (id, type_id, name, description)
        select kind || '-' || n, type, kind || '-' || n, 'Benchmark'
        from (values ('site', 'site', 20), ('rack', 'rack', 280), ('line', 'line', 8), ('firewall', 'network', 4),
              ('core', 'network', 4), ('distribution', 'network', 40), ('access', 'network', 400), ('storage', 'storage', 60),
              ('directory', 'server', 4), ('host', 'server', 1500), ('vm', 'virtual', 6680), ('database', 'database', 1500),
              ('app', 'application', 4500)) k (kind, type, many), generate_series(1, many) n;

      create temp table r (f text, k text, t text, g text, n int) on commit drop;
      insert into r select 'rack-' || n, 'part of', pg_temp.one('site', 20) from generate_series(1, 280) n;
      insert into r select 'firewall-' || n, 'connects to', 'line-' || l from generate_series(1, 4) n, generate_series(1, 8) l;
      insert into r select 'core-' || n, 'connects to', 'firewall-' || f from generate_series(1, 4) n, generate_series(1, 4) f;
      insert into r select 'distribution-' || n, 'connects to', 'core-' || c from generate_series(1, 40) n, generate_series(1, 4) c;
      insert into r select 'access-' || n, 'connects to', pg_temp.one('distribution', 40) from generate_series(1, 400) n, generate_series(1, 2);
      insert into r select k || '-' || n, 'part of', pg_temp.one('rack', 280)
        from (values ('host', 1500), ('access', 400), ('storage', 60), ('distribution', 40)) x (k, m), generate_series(1, m) n;
      insert into r select 'host-' || n, 'connects to', pg_temp.one('access', 400) from generate_series(1, 1500) n, generate_series(1, 2);
      insert into r select 'host-' || n, 'depends on', pg_temp.one('storage', 60), 'storage', 1 from generate_series(1, 1500) n, generate_series(1, 2);
      insert into r select 'directory-' || n, 'connects to', pg_temp.one('access', 400) from generate_series(1, 4) n, generate_series(1, 2);
      insert into r select 'vm-' || n, 'runs on', pg_temp.one('host', 1500) from generate_series(1, 6680) n;
      insert into r select 'vm-' || n, 'depends on', pg_temp.one('directory', 4), 'directory', 1 from generate_series(1, 6680) n, generate_series(1, 2);
      insert into r select 'database-' || n, 'runs on', pg_temp.one('vm', 6680), 'nodes', 1 from generate_series(1, 1500) n, generate_series(1, 2);
      insert into r select 'app-' || n, 'runs on', pg_temp.one('vm', 6680), 'nodes', 1 from generate_series(1, 4500) n, generate_series(1, 2);
      insert into r select 'app-' || n, 'depends on', pg_temp.one('database', 1500) from generate_series(1, 4500) n;
      insert into r select 'app-' || n, 'depends on', 'app-' || (1 + floor(random() * least(n, 4500)))::int
        from generate_series(1, 4500) n, generate_series(1, 8);
      insert into sms.ci_relation (from_ci, kind, to_ci, redundancy, needed)
        select f, k, t, min(g), min(n) from r where f <> t group by f, k, t order by random() limit
          60000 - (select count(*) from sms.ci_relation);

      insert into sms.service (id, name) select 'service-' || n, 'Service ' || n from generate_series(1, 200) n;
      insert into sms.service_component (id, service_id, name)
        select 'component-' || n, 'service-' || (1 + n % 200), 'Component ' || n from generate_series(1, 600) n;
      insert into sms.ci_component (ci_id, component_id)
        select distinct pg_temp.one('app', 4500), 'component-' || n from generate_series(1, 600) n, generate_series(1, 3);
      """;

  private void impact() {
    transaction.executeWithoutResult(status -> batches.execute(LANDSCAPE));
    jdbc.sql("analyze").update();
    List<String> all = jdbc.sql("select id from sms.ci order by id").query(String.class).list();
    System.out.printf(
        "%nWhat the loss of an item touches, both ways, over %,d items and %,d relations; %d steps,"
            + " %d listed%n%n",
        all.size(), count("sms.ci_relation"), ImpactAnalysis.DEPTH, ImpactAnalysis.MOST);
    System.out.printf(
        Locale.ROOT,
        "%-22s %8s %8s %8s %10s %10s   %s%n",
        "ms",
        "median",
        "p95",
        "longest",
        "goal p95",
        "p95 of CPU",
        "touched, at most");
    List<String> any = new ArrayList<>();
    for (int i = 0; i < WARM_UP + QUESTIONS; i++) {
      any.add(all.get(random.nextInt(all.size())));
    }
    ask("any item", any, WARM_UP, "≤ 50");
    for (String kind :
        List.of("vm", "database", "host", "storage", "access", "core", "firewall", "directory")) {
      List<String> of = all.stream().filter(id -> id.startsWith(kind + "-")).limit(40).toList();
      ask("  " + kind, of, 0, "");
    }
  }

  private void ask(String name, List<String> items, int warmUp, String goal) {
    double[] milliseconds = new double[items.size() - warmUp];
    double[] cpu = new double[milliseconds.length];
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    int most = 0;
    for (int i = 0; i < items.size(); i++) {
      long start = System.nanoTime();
      long cpuStart = threads.getCurrentThreadCpuTime();
      Impact answer = impact.of(List.of(items.get(i)));
      if (i >= warmUp) {
        milliseconds[i - warmUp] = (System.nanoTime() - start) / 1e6;
        cpu[i - warmUp] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e6;
        most = Math.max(most, answer.affected().total());
      }
    }
    Arrays.sort(milliseconds);
    Arrays.sort(cpu);
    System.out.printf(
        Locale.ROOT,
        "%-22s %8.1f %8.1f %8.1f %10s %10.1f   %,d items%n",
        name,
        milliseconds[milliseconds.length / 2],
        milliseconds[Math.min(milliseconds.length - 1, milliseconds.length * 95 / 100)],
        milliseconds[milliseconds.length - 1],
        goal,
        cpu[Math.min(cpu.length - 1, cpu.length * 95 / 100)],
        most);
  }

  /** The whole CMDB at an instant, and what changed between two. */
  private void history(ConfigurationItems items) {
    var before = jdbc.sql("select now()").query(Timestamp.class).single().toInstant();
    for (int i = 0; i < 200; i++) {
      items.change("vm-" + (1 + random.nextInt(6680)), Map.of("version", "v" + i), LOAD);
    }
    long start = System.nanoTime();
    long then = items.list(before, null, null, null, null, 0, 1).total();
    double state = (System.nanoTime() - start) / 1e6;
    start = System.nanoTime();
    var after = jdbc.sql("select now()").query(Timestamp.class).single().toInstant();
    int changes = items.difference(before, after.plusSeconds(1)).size();
    System.out.printf(
        Locale.ROOT,
        "%nAll %,d items of an instant counted and listed: %.0f ms; the %d differences since: %.0f"
            + " ms%n",
        then,
        state,
        changes,
        (System.nanoTime() - start) / 1e6);
  }

  private void imports() throws IOException {
    jdbc.sql("create table sms.plain_ci (like sms.ci including all)").update();
    jdbc.sql("create table sms.plain_relation (like sms.ci_relation including all)").update();
    jdbc.sql("create table sms.plain_origin (like sms.ci_origin including all)").update();
    System.out.printf(
        "%nImporting %,d items and as many relations, in batches of %d%n%n", IMPORTED, BATCH);
    System.out.printf(Locale.ROOT, "%-34s %10s %10s %10s%n", "", "seconds", "rows/s", "goal");
    double plain = Math.min(plain("a"), plain("b"));
    Generated rows = new Generated();
    double first = time(() -> imports.run(rows, LOAD, false, line -> {}), 2L * IMPORTED, 0);
    print("plain batched inserts", plain, "");
    print("import", first, "");
    System.out.printf(
        Locale.ROOT, "%-34s %10s %10.2f %10s%n", "ratio of the rates", "", plain / first, "≥ 0.3");
    print(
        "import of the same again",
        time(() -> imports.run(rows, LOAD, false, line -> {}), 0, 2L * IMPORTED),
        "");
  }

  private static void print(String name, double seconds, String goal) {
    System.out.printf(
        Locale.ROOT, "%-34s %10.1f %,10.0f %10s%n", name, seconds, 2 * IMPORTED / seconds, goal);
  }

  private interface Work {
    Summary run() throws IOException;
  }

  private static double time(Work work, long created, long unchanged) throws IOException {
    long start = System.nanoTime();
    Summary summary = work.run();
    if (summary.created() != created || summary.unchanged() != unchanged) {
      throw new IllegalStateException("Not what was to be imported: " + summary);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** What the import writes, row for row, by nothing but batched inserts. */
  private double plain(String prefix) {
    long start = System.nanoTime();
    Timestamp now = new Timestamp(0);
    for (int from = 0; from < IMPORTED; from += BATCH) {
      List<Object[]> items = new ArrayList<>();
      List<Object[]> origins = new ArrayList<>();
      for (int n = from; n < from + BATCH; n++) {
        items.add(
            new Object[] {
              prefix + n,
              "server",
              "imported-" + n,
              "Row " + n,
              "in use",
              "1." + n % 7,
              "Hall " + n % 9,
              """
              {"serial": "%s%d", "model": "R640", "manufacturer": "Dell", "memoryMb": %d}\
              """
                  .formatted(prefix, n, 1024 * (1 + n % 64)),
              now,
              "benchmark",
              "First load"
            });
        origins.add(new Object[] {"plain", prefix + n, prefix + n, now});
      }
      transaction.executeWithoutResult(
          status -> {
            batches.batchUpdate(
                """
                insert into sms.plain_ci (id, type_id, name, description, status, version, location, attributes, valid_from,
                  changed_by, change) values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                """,
                items);
            batches.batchUpdate("insert into sms.plain_origin values (?, ?, ?, ?)", origins);
          });
    }
    for (int from = 0; from < IMPORTED; from += BATCH) {
      List<Object[]> relations = new ArrayList<>();
      for (int n = from; n < from + BATCH; n++) {
        relations.add(
            new Object[] {
              prefix + n,
              prefix + (n == 0 ? 1 : n / 20),
              n == 0 ? "depends on" : "runs on",
              now,
              "benchmark",
              "First load"
            });
      }
      transaction.executeWithoutResult(
          status ->
              batches.batchUpdate(
                  """
                  insert into sms.plain_relation (from_ci, to_ci, kind, valid_from, changed_by, change)
                  values (?, ?, ?, ?, ?, ?) on conflict do nothing
                  """,
                  relations));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private long count(String table) {
    return jdbc.sql("select count(*) from " + table).query(Long.class).single();
  }

  /** Items that each run on one of the twentieth part of them. */
  private static final class Generated implements ItemSource {

    @Override
    public String name() {
      return "benchmark";
    }

    @Override
    public void items(Sink<Item> sink) {
      for (int n = 0; n < IMPORTED; n++) {
        sink.take(
            new Item(
                n,
                "i" + n,
                "server",
                "imported-" + n,
                "Row " + n,
                "in use",
                "1." + n % 7,
                "Hall " + n % 9,
                null,
                null,
                Map.of(
                    "serial",
                    "i" + n,
                    "model",
                    "R640",
                    "manufacturer",
                    "Dell",
                    "memoryMb",
                    1024 * (1 + n % 64))));
      }
    }

    @Override
    public void relations(Sink<Link> sink) {
      for (int n = 0; n < IMPORTED; n++) {
        sink.take(
            new Link(
                n,
                "i" + n,
                n == 0 ? "depends on" : "runs on",
                "i" + (n == 0 ? 1 : n / 20),
                null,
                null));
      }
    }
  }
}
