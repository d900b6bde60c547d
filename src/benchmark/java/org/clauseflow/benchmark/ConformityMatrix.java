package org.clauseflow.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clauseflow.conformity.Conformity;
import org.clauseflow.conformity.Evidence;
import org.clauseflow.conformity.Matrix;
import org.clauseflow.conformity.Period;
import org.clauseflow.security.RecordAccess;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * How long the matrix of obligations and the evidence of one take over a million entries of
 * journals, three years of them; against the same figures in one plain statement.
 */
final class ConformityMatrix {

  private static final int RECORDS = 50_000;
  private static final int ENTRIES = 20;
  private static final int TIMES = 20;
  private static final LocalDate LAST = LocalDate.parse("2026-12-31");
  private static final RecordAccess.Condition ALL = new RecordAccess.Condition("true", Map.of());

  /** Entries as the models in force would write them: 14 of 20 are evidence. */
  private static final String JOURNALS =
      """
      create table sms.benchmark_element as
        select row_number() over () as n, process, element, kind, requirement
        from json_to_recordset(:elements::json) x (process text, element text, kind text, requirement json);

      insert into sms.record (number, type, title, status, opened_at, process_key, process_version, process_instance_id,
                              entries, updated_at)
        select 'INC-2000-' || lpad(n::text, 6, '0'), 'incident', 'Benchmark', 'closed',
               timestamptz '2024-01-01' + n * interval '31 minutes', 'incident-management', 1, 'none', :entries, now()
        from generate_series(1, :records) n;
      """;

  private static final String ENTRIES_OF_RECORDS =
      """
      insert into sms.record_entry (record_number, seq, at, actor, kind, process_key, process_version, element_id,
                                    element_name, requirement, changes)
        select 'INC-2000-' || lpad(g::text, 6, '0'), s,
               timestamptz '2024-01-01' + g * interval '31 minutes' + s * interval '7 minutes', 'person' || g % 40,
               case when s % 10 < 7 then e.kind else 'status' end, e.process, 1, e.element, e.element,
               case when s % 10 < 7 then array(select json_array_elements_text(e.requirement)) else '{}' end,
               jsonb_build_object('status', 'in progress', 'note', repeat('x', 80))
        from generate_series(:from, :until) g cross join generate_series(1, :entries) s
        join sms.benchmark_element e on e.n = 1 + (g * 7 + s * 13) % (select count(*) from sms.benchmark_element)
      """;

  /** What somebody would write who has the journals alone. */
  private static final String PLAIN =
      """
      select e.process_key, e.element_id, id, count(*) as times, max(e.at) as last_at
      from sms.record_entry e, unnest(e.requirement) id
      where e.kind in ('task', 'step', 'decision', 'event') and e.at >= '2024-01-01' and e.at < '2027-01-01'
      group by e.process_key, e.element_id, id
      """;

  private final JdbcClient jdbc;
  private final Conformity conformity;
  private final Evidence evidence;

  private ConformityMatrix(ConfigurableApplicationContext product) {
    this.jdbc = product.getBean(JdbcClient.class);
    this.conformity = product.getBean(Conformity.class);
    this.evidence = product.getBean(Evidence.class);
  }

  public static void main(String[] args) throws Exception {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      new ConformityMatrix(product).run();
    }
  }

  private void run() {
    fill();
    System.out.printf(
        Locale.ROOT,
        "%nThe matrix over %,d entries of %,d records, %d times each%n%n%-42s %8s %8s %8s %8s%n",
        count(),
        RECORDS,
        TIMES,
        "ms",
        "median",
        "p95",
        "longest",
        "goal");
    Period year = new Period(LAST.minusYears(1).plusDays(1), LAST);
    Period all = new Period(LocalDate.parse("2024-01-01"), LAST);
    measure("matrix of a year", "< 1000", () -> conformity.matrix(year, ALL).rows().size());
    measure("matrix of three years", "< 1000", () -> conformity.matrix(all, ALL).rows().size());
    Matrix.Row busiest =
        conformity.matrix(all, ALL).rows().stream()
            .max((a, b) -> Long.compare(a.times(), b.times()))
            .orElseThrow();
    measure(
        "evidence of %s, %,d entries, first page".formatted(busiest.id(), busiest.times()),
        "",
        () -> {
          var question = new Evidence.Question(busiest.id(), null, null, all);
          return evidence.items(question, ALL, 0, 50).size() + (int) evidence.count(question, ALL);
        });
    Matrix.Element element = busiest.elements().get(0);
    measure(
        "evidence of one of its elements, %,d entries".formatted(element.times()),
        "",
        () -> {
          var question =
              new Evidence.Question(busiest.id(), element.process(), element.element(), all);
          return evidence.items(question, ALL, 0, 50).size() + (int) evidence.count(question, ALL);
        });
    measure(
        "the same figures in one plain statement",
        "",
        () -> jdbc.sql(PLAIN).query((row, n) -> row.getLong("times")).list().size());
  }

  private void fill() {
    Instant start = Instant.now();
    List<String> elements = new ArrayList<>();
    conformity
        .matrix(new Period(LAST, LAST), ALL)
        .rows()
        .forEach(
            row ->
                row.elements()
                    .forEach(
                        e ->
                            elements.add(
                                "{\"process\":\"%s\",\"element\":\"%s\",\"kind\":\"%s\",\"requirement\":[\"%s\"]}"
                                    .formatted(
                                        e.process(),
                                        e.element(),
                                        e.kind().equals("userTask") ? "task" : "step",
                                        row.id()))));
    for (String statement : JOURNALS.split(";\n")) {
      if (!statement.isBlank()) {
        jdbc.sql(statement)
            .param("elements", "[" + String.join(",", elements) + "]")
            .param("entries", ENTRIES)
            .param("records", RECORDS)
            .update();
      }
    }
    for (int from = 1; from <= RECORDS; from += 10_000) {
      jdbc.sql(ENTRIES_OF_RECORDS)
          .param("from", from)
          .param("until", from + 9_999)
          .param("entries", ENTRIES)
          .update();
    }
    jdbc.sql("vacuum analyze sms.record_entry").update();
    System.out.printf(
        "%,d entries written, each with its hash, in %d s%n",
        count(), Duration.between(start, Instant.now()).toSeconds());
  }

  private long count() {
    return jdbc.sql("select count(*) from sms.record_entry").query(Long.class).single();
  }

  private interface Question {
    int ask();
  }

  private static void measure(String name, String goal, Question question) {
    for (int i = 0; i < 3; i++) {
      question.ask();
    }
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      if (question.ask() == 0) {
        throw new IllegalStateException(name + ": nothing was found");
      }
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "%-42s %8.1f %8.1f %8.1f %8s%n",
        name,
        times[TIMES / 2],
        times[(int) (TIMES * 0.95) - 1],
        times[TIMES - 1],
        goal);
  }
}
