package org.clauseflow.integration;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/**
 * The command {@code import}: replays a log and ends. It runs in a JVM of its own, because it moves
 * the engine's time.
 */
@Component
@Profile("import")
class ImportCommand implements ApplicationRunner, ExitCodeGenerator {

  private static final Logger LOG = LoggerFactory.getLogger(ImportCommand.class);

  private final IncidentImport incidents;
  private final ObjectMapper json;
  private final String file;
  private final Resource mapping;
  private final Path report;
  private final long limit;
  private int exitCode = 1;

  /**
   * @param file the log
   * @param mapping how to read it, a file or one of those shipped
   * @param report is written
   * @param limit of incidents to read, 0: all
   */
  ImportCommand(
      IncidentImport incidents,
      ObjectMapper json,
      @Value("${file:}") String file,
      @Value("${mapping:classpath:import/servicenow-log.yaml}") Resource mapping,
      @Value("${report:import-report.csv}") Path report,
      @Value("${limit:0}") long limit) {
    this.incidents = incidents;
    this.json = json;
    this.file = file;
    this.mapping = mapping;
    this.report = report;
    this.limit = limit;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    if (file.isEmpty() || !Files.isReadable(Path.of(file))) {
      LOG.error("Name the log to import, such as --file=log.csv.gz; '{}' cannot be read", file);
      return;
    }
    try {
      Progress progress = new Progress();
      ImportReport.Summary summary =
          incidents.run(
              Path.of(file), ImportMapping.read(mapping, json), report, limit, progress::tell);
      progress.end(summary);
      exitCode = 0;
    } catch (ImportStopped e) {
      LOG.error("{}", e.getMessage());
    }
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }

  /** Says every some thousand rows how far it is. */
  private static final class Progress {

    private static final long ROWS = 2000;

    private final long started = System.nanoTime();
    private long next = ROWS;

    void tell(ImportReport.Summary sums) {
      if (sums.rows() >= next) {
        LOG.info(
            "{} rows of {} incidents: {} applied, {} refused, {} skipped, {} rows/s",
            sums.rows(),
            sums.incidents(),
            sums.applied(),
            sums.refused(),
            sums.skipped(),
            rate(sums));
        next = sums.rows() + ROWS;
      }
    }

    void end(ImportReport.Summary sums) {
      StringBuilder text =
          new StringBuilder(
              """
              Import done
                rows          %,10d in %,d s, %s rows/s
                incidents     %,10d, of which %,d were opened now
                applied       %,10d
                skipped       %,10d, imported before
                refused       %,10d
              """
                  .formatted(
                      sums.rows(),
                      seconds(),
                      rate(sums),
                      sums.incidents(),
                      sums.opened(),
                      sums.applied(),
                      sums.skipped(),
                      sums.refused()));
      sums.refusals()
          .forEach((reason, rows) -> text.append("    %,10d %s%n".formatted(rows, reason)));
      text.append(
          "  the computed priority is the log's in %,d of %,d applied rows that have one"
              .formatted(sums.agreeing(), sums.compared()));
      LOG.info("{}", text);
    }

    private long seconds() {
      return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
    }

    private long rate(ImportReport.Summary sums) {
      return sums.rows() / Math.max(1, seconds());
    }
  }
}
