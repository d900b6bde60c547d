package org.clauseflow.conformity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.clauseflow.record.JournalFault;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.security.RecordAccess;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * All that an auditor takes along for a period, in one ZIP that proves itself: the matrix, the
 * models in force, and records drawn by lot with their journals.
 */
@Service
public class AuditPack {

  /**
   * What a pack is to hold.
   *
   * @param seed by which records are drawn; with the same one the same are drawn again
   * @param sample how many records of each type
   * @param person for whom it is
   * @param visible which records that person may see; no others are in it, nor counted
   */
  public record Order(
      Period period, String seed, int sample, String person, RecordAccess.Condition visible) {

    /** It stands in a line for the shell that the reader copies. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public Order {
      if (!PLAIN.matcher(seed).matches()) {
        throw new Refusal(
            Refusal.Reason.INVALID,
            "seed",
            "has 1 to 100 letters without accents, digits, points, hyphens and underscores");
      }
    }
  }

  /**
   * What was drawn of one type of record.
   *
   * @param leftOut records that the person may not see
   */
  record Lot(String type, long population, long leftOut, List<Sample.Drawn> drawn) {

    int sampled() {
      return drawn.size();
    }
  }

  private record Verification(
      Instant at, long records, long entries, boolean intact, List<JournalFault> faults) {}

  private record Manifest(
      String pack,
      Period period,
      Instant at,
      String person,
      String seed,
      int sample,
      List<Lot> records,
      boolean journalsIntact,
      List<Archive.File> files) {}

  private static final int ROWS_AT_A_TIME = 1000;

  private final Conformity conformity;
  private final MatrixDocuments matrices;
  private final ModelVersions models;
  private final RecordFiles records;
  private final Register register;
  private final JdbcClient jdbc;
  private final TransactionTemplate snapshot;
  private final ObjectMapper json;
  private final Clock clock;
  private final Map<String, Template> pages = new HashMap<>();

  AuditPack(
      Conformity conformity,
      MatrixDocuments matrices,
      ModelVersions models,
      RecordFiles records,
      Register register,
      DataSource database,
      PlatformTransactionManager transactions,
      ObjectMapper json,
      Clock clock)
      throws IOException {
    this.conformity = conformity;
    this.matrices = matrices;
    this.models = models;
    this.records = records;
    this.register = register;
    JdbcTemplate template = new JdbcTemplate(database);
    template.setFetchSize(ROWS_AT_A_TIME);
    this.jdbc = JdbcClient.create(template);
    this.snapshot = new TransactionTemplate(transactions);
    this.snapshot.setReadOnly(true);
    this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    this.json = json;
    this.clock = clock;
    for (String page : List.of("page", "readme", "models", "records", "record")) {
      try (Reader file =
          new InputStreamReader(
              new ClassPathResource("conformity/pack/" + page + ".mustache").getInputStream(),
              StandardCharsets.UTF_8)) {
        pages.put(
            page,
            Mustache.compiler()
                .defaultValue("")
                .emptyStringIsFalse(true)
                .zeroIsFalse(true)
                .compile(file));
      }
    }
  }

  /** Everything in it is of one moment. What it is written to stays open. */
  public void write(Order order, OutputStream out) throws IOException {
    try {
      snapshot.executeWithoutResult(
          transaction -> {
            try (Archive archive = new Archive(out, json, clock.instant())) {
              write(order, archive);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write(Order order, Archive archive) throws IOException {
    Instant at = clock.instant();
    Matrix matrix = conformity.matrix(order.period(), order.visible());
    archive.add("matrix.html", matrices.html(matrix));
    archive.add("matrix.csv", matrices.csv(matrix));
    models(order, archive);
    List<Lot> lots = records(order, archive);
    Verification verification = verification(at);
    archive.addJson("verification.json", verification);
    archive.add(
        "README.html",
        page(
            "Audit pack " + order.period().from() + " to " + order.period().until(),
            "readme",
            Map.of("order", order, "at", moment(at), "lots", lots, "verification", verification)));
    archive.addJson(
        "manifest.json",
        new Manifest(
            "Clauseflow audit pack",
            order.period(),
            at,
            order.person(),
            order.seed(),
            order.sample(),
            lots,
            verification.intact(),
            archive.files()));
    archive.add(
        "SHA256SUMS",
        archive.files().stream()
            .map(file -> file.sha256() + "  " + file.name() + "\n")
            .collect(Collectors.joining()));
  }

  /**
   * @param view its picture or its table as a page, null if it has none
   * @param unreadable why it has none
   */
  private record Shown(
      ModelVersions.Version model,
      String since,
      String until,
      String file,
      String view,
      String unreadable) {}

  private void models(Order order, Archive archive) throws IOException {
    List<Shown> all = new ArrayList<>();
    for (ModelVersions.Version model : models.inForce(order.period())) {
      byte[] content = models.content(model);
      String name =
          "%s/%s-v%d".formatted(model.kind().folder, fileName(model.key()), model.version());
      String file = name + model.kind().ending;
      archive.add("models/" + file, content);
      String view = null;
      String unreadable = null;
      try {
        switch (model.kind()) {
          case process -> {
            view = name + ".svg";
            archive.add("models/" + view, ModelPicture.svg(Model.read(content), Map.of()));
          }
          case decision -> {
            view = name + ".html";
            archive.add(
                "models/" + view,
                page(
                    model.name() + ", version " + model.version(),
                    DecisionTableView.html(Model.read(content), Map.of())));
          }
          case form -> {}
        }
      } catch (Model.Unreadable e) {
        view = null;
        unreadable = e.getMessage();
      }
      all.add(
          new Shown(
              model,
              moment(model.since()),
              model.until() == null ? null : moment(model.until()),
              file,
              view,
              unreadable));
    }
    archive.add(
        "models/index.html",
        page(
            "Models in force " + order.period().from() + " to " + order.period().until(),
            "models",
            Map.of("models", all)));
  }

  private List<Lot> records(Order order, Archive archive) throws IOException {
    List<Lot> lots = new ArrayList<>();
    for (Map.Entry<String, Long> type : types(order).entrySet()) {
      Sample sample = new Sample(order.seed(), order.sample());
      archive.add(
          "records/" + type.getKey() + "/population.txt",
          out -> population(order, type.getKey(), sample, out));
      Lot lot =
          new Lot(
              type.getKey(),
              sample.population(),
              type.getValue() - sample.population(),
              sample.drawn());
      for (Sample.Drawn drawn : lot.drawn()) {
        RecordFiles.RecordFile record = records.of(drawn.number());
        String name = "records/" + lot.type() + "/" + fileName(drawn.number());
        archive.addJson(name + ".json", record);
        archive.add(name + ".html", page(drawn.number(), "record", shown(record)));
      }
      lots.add(lot);
    }
    archive.add(
        "records/index.html",
        page("Records drawn", "records", Map.of("order", order, "lots", lots)));
    return lots;
  }

  private static final String IN_PERIOD =
      """
      exists (select from sms.record_entry e
              where e.record_number = r.number and e.at >= :begins and e.at < :ends)
      """;

  /** How many records of each type have entries in the period, seen or not. */
  private Map<String, Long> types(Order order) {
    Map<String, Long> types = new TreeMap<>();
    jdbc.sql("select r.type, count(*) from sms.record r where " + IN_PERIOD + " group by r.type")
        .param("begins", Timestamp.from(order.period().begins()))
        .param("ends", Timestamp.from(order.period().ends()))
        .query((RowCallbackHandler) rs -> types.put(rs.getString(1), rs.getLong(2)));
    return types;
  }

  /** One number a line, in the order of their bytes: as sort does it anywhere. */
  private void population(Order order, String type, Sample sample, OutputStream out) {
    jdbc.sql(
            "select r.number from sms.record r where r.type = :type and "
                + order.visible().sql()
                + " and "
                + IN_PERIOD
                + " order by r.number collate \"C\"")
        .params(order.visible().params())
        .param("type", type)
        .param("begins", Timestamp.from(order.period().begins()))
        .param("ends", Timestamp.from(order.period().ends()))
        .query(
            rs -> {
              String number = rs.getString(1);
              sample.offer(number);
              try {
                out.write((number + "\n").getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private Verification verification(Instant at) {
    List<JournalFault> faults = register.verify(null);
    return new Verification(
        at,
        jdbc.sql("select count(*) from sms.record").query(Long.class).single(),
        jdbc.sql("select count(*) from sms.record_entry").query(Long.class).single(),
        faults.isEmpty(),
        faults);
  }

  private record Line(RecordFiles.Entry entry, String at, String obligations, String changes) {}

  private record Named(String name, String value) {}

  private Map<String, Object> shown(RecordFiles.RecordFile file) {
    return Map.of(
        "record",
        file.record(),
        "fields",
        named(file.record()).stream().filter(field -> !field.name().equals("data")).toList(),
        "data",
        named(file.record().data()),
        "journal",
        file.journal().stream()
            .map(
                entry ->
                    new Line(
                        entry,
                        moment(entry.at()),
                        String.join(", ", entry.requirement()),
                        entry.changes().isEmpty() ? "" : entry.changes().toString()))
            .toList(),
        "links",
        file.links(),
        "attachments",
        file.attachments(),
        "faults",
        file.faults());
  }

  private List<Named> named(Object values) {
    JsonNode tree = json.valueToTree(values);
    return tree.properties().stream()
        .filter(value -> !value.getValue().isNull())
        .map(
            value ->
                new Named(
                    value.getKey(),
                    value.getValue().isTextual()
                        ? value.getValue().asText()
                        : value.getValue().toString()))
        .toList();
  }

  private String page(String title, String content, Map<String, Object> values) {
    return page(title, pages.get(content).execute(values));
  }

  private String page(String title, String content) {
    return pages.get("page").execute(Map.of("title", title, "content", content));
  }

  /** Keys and numbers become names of files, and of nothing else. */
  private static String fileName(String key) {
    return key.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String moment(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace("T", " ").replace("Z", " UTC");
  }
}
