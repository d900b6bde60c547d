package org.clauseflow.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.clauseflow.Clauseflow;
import org.clauseflow.clock.TargetSweep;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * What records, clock, decisions and notification cost: an incident from report to closure through
 * the product and through a bare engine, in turns, in one JVM, on one PostgreSQL. Prints tables and
 * fails nothing.
 */
final class Benchmark {

  static final Path DATA = Path.of("target", "benchmark");
  private static final int WARM_UP = Integer.getInteger("benchmark.warmUp", 800);
  private static final int BATCHES = Integer.getInteger("benchmark.batches", 15);
  private static final int BATCH = Integer.getInteger("benchmark.batch", 40);

  private static final int COUNTED = 100;

  private static final String MODEL = "bpmn/8-resolution/incident-management.bpmn";

  private static final double CPU_GOAL = 1.25;
  private static final int STATEMENTS_GOAL = 12;

  private Benchmark() {}

  public static void main(String[] args) throws Exception {
    FileSystemUtils.deleteRecursively(DATA.resolve("postgres"));
    SqlTally fullSql = new SqlTally();
    SqlTally bareSql = new SqlTally();
    try (ConfigurableApplicationContext product = startProduct(fullSql)) {
      DataSource source = product.getBean(DataSource.class);
      try (HikariDataSource second = secondDatabase(source)) {
        DataSource bareSource = CountingDataSource.around(second, bareSql);
        ProcessEngine bare = BareEngine.start(bareSource);
        BareEngine.deploy(bare, MODEL);
        BareEngine.copyRights(source, bareSource);
        compare(
            new Side(new IncidentCase(product.getBean(ProcessEngine.class), Map.of()), fullSql),
            new Side(new IncidentCase(bare, givenToBare()), bareSql),
            postmaster());
        bare.close();
      }
      new DueTargets(product.getBean(JdbcClient.class), product.getBean(TargetSweep.class)).run();
    }
  }

  static ConfigurableApplicationContext startProduct(SqlTally tally) {
    return new SpringApplicationBuilder(Clauseflow.class)
        .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new Counting(tally)))
        .run(
            "--DATA_DIR=" + DATA,
            "--server.port=0",
            "--camunda.bpm.job-execution.enabled=false",
            "--db-scheduler.enabled=false",
            "--logging.level.root=warn",
            "--spring.main.banner-mode=off");
  }

  /** A database of its own for the bare engine, on the same server. */
  private static HikariDataSource secondDatabase(DataSource product) throws SQLException {
    new JdbcTemplate(product).execute("create database bare");
    String url;
    try (var connection = product.getConnection()) {
      url = connection.getMetaData().getURL();
    }
    return DataSourceBuilder.create()
        .type(HikariDataSource.class)
        .url(url.replaceFirst("/postgres(\\?|$)", "/bare$1"))
        .username("postgres")
        .build();
  }

  /** What the product's decisions and delegates set and the flow reads. */
  private static Map<String, Object> givenToBare() {
    Map<String, Object> given = new HashMap<>();
    given.put("source", "person");
    given.put("classification", null);
    given.put("supportGroup", "applicationSupport");
    given.put("contactGroup", "serviceDesk");
    given.put("majorCandidate", false);
    given.put("majorKnown", false);
    given.put("raiseProblem", null);
    given.put("responseDue", null);
    given.put("resolutionDue", null);
    return given;
  }

  static long postmaster() throws IOException {
    return Long.parseLong(
        Files.readAllLines(DATA.resolve("postgres").resolve("postmaster.pid")).get(0).strip());
  }

  private static void compare(Side full, Side bare, long postmaster) {
    System.out.printf(
        "%nHeap of at most %d MB, %d processors, Java %s, Camunda and PostgreSQL in one run%n",
        Runtime.getRuntime().maxMemory() >> 20,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"));
    full.run(WARM_UP);
    bare.run(WARM_UP);
    for (int i = 0; i < BATCHES; i++) {
      full.measure(BATCH, postmaster);
      bare.measure(BATCH, postmaster);
    }
    full.sql.count(() -> full.run(COUNTED));
    bare.sql.count(() -> bare.run(COUNTED));
    System.out.printf(
        "%d batches of %d incidents a side, in turns, after %d to warm up; medians, per incident;%n"
            + "statements and commits of %d incidents more%n%n",
        BATCHES, BATCH, WARM_UP, COUNTED);
    System.out.printf(
        Locale.ROOT, "%-34s %10s %10s %10s %10s%n", "", "product", "bare", "ratio", "goal");
    ratio("CPU of the JVM, ms", full, bare, Cpu::jvm, CPU_GOAL);
    ratio("  of the working thread, ms", full, bare, Cpu::thread, 0);
    ratio("CPU of PostgreSQL, ms", full, bare, Cpu::database, 0);
    ratio("CPU of both, ms", full, bare, cpu -> cpu.jvm() + cpu.database(), 0);
    System.out.printf(
        Locale.ROOT, "%n%-34s %10s %10s %10s %10s%n", "", "product", "bare", "more", "goal");
    difference(
        "SQL statements", full.sql.statements(), bare.sql.statements(), "≤ " + STATEMENTS_GOAL);
    difference("  each row of a batch counted", full.sql.rows(), bare.sql.rows(), "");
    difference("commits", full.sql.commits(), bare.sql.commits(), "≤ 0");
    statements(full.sql, bare.sql);
    System.gc();
    System.out.printf(
        "%nHeap in use after the run: %d MB%n",
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
  }

  private static void ratio(
      String name, Side full, Side bare, ToDoubleFunction<Cpu> part, double goal) {
    double mine = full.median(part);
    double theirs = bare.median(part);
    System.out.printf(
        Locale.ROOT,
        "%-34s %10.2f %10.2f %10.2f %10s%n",
        name,
        mine,
        theirs,
        mine / theirs,
        goal == 0 ? "" : "≤ " + goal);
  }

  private static void difference(String name, double mine, double theirs, String goal) {
    System.out.printf(
        Locale.ROOT,
        "%-34s %10.1f %10.1f %10.1f %10s%n",
        name,
        mine / COUNTED,
        theirs / COUNTED,
        (mine - theirs) / COUNTED,
        goal);
  }

  /** Where the statements go. */
  private static void statements(SqlTally full, SqlTally bare) {
    System.out.printf("%nStatements that differ, per incident%n");
    Map<String, Long> mine = full.kinds();
    Map<String, Long> theirs = bare.kinds();
    TreeSet<String> kinds = new TreeSet<>(mine.keySet());
    kinds.addAll(theirs.keySet());
    for (String kind : kinds) {
      double of = mine.getOrDefault(kind, 0L) / (double) COUNTED;
      double ofBare = theirs.getOrDefault(kind, 0L) / (double) COUNTED;
      if (Math.abs(of - ofBare) >= 0.05) {
        System.out.printf(
            Locale.ROOT, "%-44s %10.1f %10.1f %+10.1f%n", kind, of, ofBare, of - ofBare);
      }
    }
  }

  /** One of the two that are compared. */
  private static final class Side {
    private final IncidentCase incident;
    private final SqlTally sql;
    private final List<Cpu> batches = new ArrayList<>();
    private int number;

    Side(IncidentCase incident, SqlTally sql) {
      this.incident = incident;
      this.sql = sql;
    }

    void run(int cases) {
      for (int i = 0; i < cases; i++) {
        incident.run(++number);
      }
    }

    void measure(int cases, long postmaster) {
      Cpu before = Cpu.now(postmaster);
      run(cases);
      batches.add(Cpu.now(postmaster).since(before).per(cases));
    }

    double median(ToDoubleFunction<Cpu> part) {
      double[] sorted = batches.stream().mapToDouble(part).sorted().toArray();
      return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
  }

  /** Counts what the product sends to its database. */
  private record Counting(SqlTally tally) implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      return bean instanceof DataSource source ? CountingDataSource.around(source, tally) : bean;
    }
  }
}
