package org.clauseflow.integration;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.clauseflow.cmdb.ItemImportReport;
import org.clauseflow.cmdb.Mandate;
import org.clauseflow.record.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/** The command {@code cmdb-import}: imports configuration items and ends. */
@Component
@Profile("cmdb-import")
class CmdbImportCommand implements ApplicationRunner, ExitCodeGenerator {

  private static final Logger LOG = LoggerFactory.getLogger(CmdbImportCommand.class);

  private final CmdbImports imports;
  private final String file;
  private final String kind;
  private final Resource mapping;
  private final String change;
  private final String person;
  private final Path report;
  private int exitCode = 1;

  /**
   * @param file to import
   * @param kind csv, netbox or inventory
   * @param mapping how to read a CSV file, a file or the one shipped
   * @param change the request for change by which items come that are under control
   * @param person who imports
   * @param report is written
   */
  CmdbImportCommand(
      CmdbImports imports,
      @Value("${file:}") String file,
      @Value("${kind:}") String kind,
      @Value("${mapping:classpath:import/cis.yaml}") Resource mapping,
      @Value("${change:}") String change,
      @Value("${person:cmdb-import}") String person,
      @Value("${report:cmdb-import-report.csv}") Path report) {
    this.imports = imports;
    this.file = file;
    this.kind = kind;
    this.mapping = mapping;
    this.change = change;
    this.person = person;
    this.report = report;
  }

  @Override
  public void run(ApplicationArguments arguments) throws IOException {
    if (file.isEmpty() || !Files.isReadable(Path.of(file))) {
      LOG.error("Name the file to import, such as --file=items.csv; '{}' cannot be read", file);
      return;
    }
    CmdbImports.Kind known =
        Arrays.stream(CmdbImports.Kind.values())
            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(kind))
            .findFirst()
            .orElse(null);
    if (known == null) {
      LOG.error("Say what kind of file it is: --kind=csv, netbox or inventory, not '{}'", kind);
      return;
    }
    long started = System.nanoTime();
    try (ReportFile lines = new ReportFile(report)) {
      CmdbImports.Result result =
          imports.run(
              known,
              Path.of(file),
              mapping,
              new Mandate(person, change.isBlank() ? null : change),
              arguments.containsOption("preview"),
              lines);
      tell(result, started);
      exitCode = 0;
    } catch (ImportStopped | Refusal e) {
      LOG.error("{}", e.getMessage());
    }
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }

  private void tell(CmdbImports.Result result, long started) {
    ItemImportReport.Summary sums = result.summary();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    StringBuilder text =
        new StringBuilder(
            """
            %s
              rows          %,10d in %,.1f s, items and relations; %s has a line for each
              created       %,10d
              changed       %,10d
              unchanged     %,10d
              refused       %,10d
            """
                .formatted(
                    sums.preview() ? "Preview done, nothing was kept" : "Import done",
                    sums.rows(),
                    millis / 1000.0,
                    report,
                    sums.created(),
                    sums.changed(),
                    sums.unchanged(),
                    sums.refused()));
    sums.refusals()
        .forEach((reason, rows) -> text.append("    %,10d %s%n".formatted(rows, reason)));
    if (!result.left().isEmpty()) {
      text.append("  no items      ").append(result.left());
    }
    LOG.info("{}", text);
  }

  /** A CSV file with a line for each row. */
  private static final class ReportFile implements ItemImportReport, AutoCloseable {

    private final CsvWriter csv;

    ReportFile(Path file) throws IOException {
      csv = CsvWriter.builder().build(file);
      csv.writeRecord("line", "what", "id", "item", "result", "detail");
    }

    @Override
    public void add(Line line) {
      csv.writeRecord(
          Long.toString(line.line()),
          line.what(),
          Objects.toString(line.id(), ""),
          Objects.toString(line.ci(), ""),
          line.result().name().toLowerCase(Locale.ROOT),
          Objects.toString(line.detail(), ""));
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }
}
