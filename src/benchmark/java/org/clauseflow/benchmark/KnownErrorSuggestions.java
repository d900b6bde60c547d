package org.clauseflow.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * How long it takes to suggest known errors for an incident among ten thousand: spread over the
 * services, and, as the worst that can be, all of one.
 */
final class KnownErrorSuggestions {

  private static final int KNOWN_ERRORS = 10_000;
  private static final int WARM_UP = 50;
  private static final int QUERIES = 400;

  private static final List<String> CATEGORIES =
      List.of("hardware", "software", "network", "access", "security", "other");

  private static final String[] THINGS =
      words(
          """
          mailbox calendar attachment gateway queue certificate connector client add-in profile folder share volume quota
          snapshot backup tape archive index catalogue reservation loan barcode reader terminal ward chart prescription
          laboratory invoice ledger posting period payment statement export template font printer spooler driver tray toner
          scanner notebook dock monitor keyboard battery firmware bios image patch policy login password token session account
          directory group permission proxy firewall rule tunnel gateway route switch port trunk uplink controller antenna
          roaming channel address lease resolver zone record telephone handset hotline announcement voicemail conference
          transfer headset portal form upload picture meter reading contract notification browser cookie cache page script
          database table lock deadlock statement replica pool transaction job schedule report dashboard filter sync device
          """);

  private static final String[] EVENTS =
      words(
          """
          fails hangs crashes restarts freezes disconnects expires overflows flickers duplicates disappears times-out slows
          loops rejects truncates garbles loses refuses blocks drops repeats misses ignores corrupts delays locks leaks
          """);

  private static final String[] CIRCUMSTANCES = {
    "after the update of last night",
    "when several users work at the same time",
    "as soon as the file is larger than usual",
    "in the morning when everybody starts",
    "only outside of the office",
    "on devices of the older model",
    "if the password was changed before",
    "while the backup is running",
    "with umlauts in the name",
    "for members of more than one group",
    "at the end of the month",
    "since the move to the other hall"
  };

  private final JdbcClient jdbc;
  private final Random random = new Random(20000);
  private final List<String> services;
  private final List<String> items;

  private KnownErrorSuggestions(ConfigurableApplicationContext product) {
    this.jdbc = product.getBean(JdbcClient.class);
    this.services = jdbc.sql("select id from sms.service order by id").query(String.class).list();
    this.items = jdbc.sql("select id from sms.ci order by id").query(String.class).list();
  }

  public static void main(String[] args) throws IOException {
    FileSystemUtils.deleteRecursively(Benchmark.DATA.resolve("postgres"));
    try (ConfigurableApplicationContext product = Benchmark.startProduct(new SqlTally())) {
      new KnownErrorSuggestions(product).run();
    }
  }

  private void run() throws IOException {
    prepare();
    System.out.printf(
        "%nSuggesting known errors for an incident among %,d, as its form asks; %d queries%n%n",
        KNOWN_ERRORS, QUERIES);
    System.out.printf(
        Locale.ROOT, "%-34s %10s %10s %10s %10s%n", "ms", "median", "p95", "longest", "goal p95");
    measure("spread over %d services".formatted(services.size()), services);
    jdbc.sql("update sms.known_error set service_id = :one").param("one", services.get(0)).update();
    jdbc.sql("vacuum analyze sms.known_error").update();
    measure("all of one service", services.subList(0, 1));
  }

  private void measure(String name, List<String> services) throws IOException {
    String sql =
        new ClassPathResource("choices/suggestedKnownErrors.sql")
            .getContentAsString(StandardCharsets.UTF_8);
    double[] milliseconds = new double[QUERIES];
    int found = 0;
    for (int i = -WARM_UP; i < QUERIES; i++) {
      var query =
          jdbc.sql(sql)
              .param("service", any(services))
              .param("category", any(CATEGORIES))
              .param("ci", random.nextInt(3) == 0 ? any(items) : null)
              .param("title", sentences(1))
              .param("description", sentences(1 + random.nextInt(6)));
      long start = System.nanoTime();
      int size = query.query().listOfRows().size();
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - start) / 1e6;
        found += size;
      }
    }
    Arrays.sort(milliseconds);
    System.out.printf(
        Locale.ROOT,
        "%-34s %10.1f %10.1f %10.1f %10s   %.1f suggested each%n",
        name,
        milliseconds[QUERIES / 2],
        milliseconds[QUERIES * 95 / 100],
        milliseconds[QUERIES - 1],
        "≤ 50",
        (double) found / QUERIES);
  }

  private void prepare() {
    jdbc.sql(
            """
            insert into sms.record (number, type, title, status, opened_at, process_key, process_version,
              process_instance_id, updated_at)
            select 'KERX-' || n, 'known-error', 'Benchmark', 'current', now(), 'benchmark', 1, '', now()
            from generate_series(1, :count) n
            """)
        .param("count", KNOWN_ERRORS)
        .update();
    jdbc.sql(
            """
            insert into sms.known_error (number, service_id, category, title, symptom, cause, workaround, confidential,
              published_at, helped)
            select 'KERX-' || n, service, category, title, symptom, cause, workaround, false, now(), n % 7
            from unnest(:services::text[], :categories::text[], :titles::text[], :symptoms::text[], :causes::text[],
                        :workarounds::text[])
              with ordinality as k(service, category, title, symptom, cause, workaround, n)
            """)
        .param("services", column(i -> services.get(i % services.size())))
        .param("categories", column(i -> any(CATEGORIES)))
        .param("titles", column(i -> sentences(1)))
        .param("symptoms", column(i -> sentences(3) + " Code " + (1000 + i) + "."))
        .param("causes", column(i -> sentences(2)))
        .param("workarounds", column(i -> sentences(4)))
        .update();
    jdbc.sql(
            """
            insert into sms.known_error_ci
            select 'KERX-' || n, item from unnest(:items::text[]) with ordinality as k(item, n)
            """)
        .param("items", column(i -> any(items)))
        .update();
    jdbc.sql("vacuum analyze sms.known_error").update();
    jdbc.sql("vacuum analyze sms.known_error_ci").update();
  }

  private String sentences(int count) {
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sentences.add(
          "The %s of the %s %s %s on host%03d."
              .formatted(
                  any(THINGS), any(THINGS), any(EVENTS), any(CIRCUMSTANCES), random.nextInt(400)));
    }
    return String.join(" ", sentences);
  }

  private static String[] column(IntFunction<String> value) {
    return IntStream.range(0, KNOWN_ERRORS).mapToObj(value).toArray(String[]::new);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String any(String[] words) {
    return words[random.nextInt(words.length)];
  }

  private static String[] words(String text) {
    return text.strip().split("\\s+");
  }
}
