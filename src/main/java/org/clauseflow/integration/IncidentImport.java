package org.clauseflow.integration;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.clauseflow.clock.DatabaseTime;
import org.clauseflow.engine.EngineTime;
import org.clauseflow.resolution.ReplayedIncidents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Replays the log of another system through the running process, at the times of the log.
 *
 * <p>An incident is imported in one transaction, whole or not at all: a run that breaks off is
 * simply started again, and nobody's job executor sees the timers of a past that is being replayed.
 */
@Service
class IncidentImport {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentImport.class);

  private final ReplayedIncidents incidents;
  private final EngineTime time;
  private final DataSource dataSource;
  private final TransactionTemplate transaction;

  IncidentImport(
      ReplayedIncidents incidents,
      EngineTime time,
      DataSource dataSource,
      PlatformTransactionManager transactions) {
    this.incidents = incidents;
    this.time = time;
    this.dataSource = dataSource;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * @param log CSV with a header, plain or gzip; the rows of an incident follow one another
   * @param limit of incidents to read, 0: all
   * @param progress hears of the sums after each incident
   */
  ImportReport.Summary run(
      Path log,
      ImportMapping mapping,
      Path reportFile,
      long limit,
      Consumer<ImportReport.Summary> progress) {
    incidents.ensureReporter(mapping.reporter());
    try (Connection lock = lock();
        ImportReport report = new ImportReport(reportFile);
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(true)
                .ofNamedCsvRecord(Zipped.open(log))) {
      LOG.info("Importing {}, report in {}", log, reportFile);
      try {
        replay(rows.iterator(), mapping, report, limit, progress);
      } finally {
        unlock(lock);
      }
      return report.summary();
    } catch (IOException | UncheckedIOException | CsvParseException e) {
      throw new ImportStopped("The log cannot be read: " + e.getMessage(), e);
    } catch (SQLException
        | CannotCreateTransactionException
        | DataAccessResourceFailureException e) {
      throw new ImportStopped(
          "The database is gone; start the import again when it is back, it goes on where it was",
          e);
    } finally {
      time.reset();
    }
  }

  private void replay(
      Iterator<NamedCsvRecord> rows,
      ImportMapping mapping,
      ImportReport report,
      long limit,
      Consumer<ImportReport.Summary> progress) {
    Set<String> imported = incidents.imported();
    Set<String> seen = new HashSet<>();
    NamedCsvRecord row = rows.hasNext() ? rows.next() : null;
    if (row != null) {
      mapping.check(row.getHeader());
    }
    for (long count = 0; row != null && (limit == 0 || count < limit); count++) {
      List<LogRow> group = new ArrayList<>();
      LogRow first = LogRow.of(row, mapping);
      LogRow next = first;
      do {
        group.add(next);
        row = rows.hasNext() ? rows.next() : null;
        next = row == null ? null : LogRow.of(row, mapping);
      } while (next != null && Objects.equals(next.id(), first.id()));
      report.add(incident(first.id(), group, mapping, imported, seen));
      progress.accept(report.summary());
    }
  }

  private List<ImportReport.Line> incident(
      String id, List<LogRow> rows, ImportMapping mapping, Set<String> imported, Set<String> seen) {
    if (id == null) {
      return all(rows, ImportReport.Result.REFUSED, "the row has no number of an incident");
    }
    if (!seen.add(id)) {
      return all(
          rows,
          ImportReport.Result.REFUSED,
          "the rows of the incident do not follow one another: sort the log");
    }
    if (imported.contains(id)) {
      return all(rows, ImportReport.Result.SKIPPED, "the incident was imported before");
    }
    try {
      return transaction.execute(
          status -> new IncidentReplay(id, mapping, incidents, time).replay(rows));
    } catch (CannotCreateTransactionException | DataAccessResourceFailureException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warn("Incident {} of the log was not imported", id, e);
      return all(
          rows, ImportReport.Result.REFUSED, "the process refused the incident: " + firstLine(e));
    }
  }

  private static List<ImportReport.Line> all(
      List<LogRow> rows, ImportReport.Result result, String reason) {
    return rows.stream()
        .map(row -> new ImportReport.Line(row.line(), row.id(), null, result, reason, null, null))
        .toList();
  }

  private static String firstLine(Exception e) {
    return Objects.toString(e.getMessage(), e.getClass().getSimpleName())
        .lines()
        .findFirst()
        .orElse("");
  }

  /** Sweeps and senders of other nodes pause as long as this connection holds the lock. */
  private Connection lock() throws SQLException {
    Connection connection = dataSource.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(" + DatabaseTime.IMPORT + ")");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void unlock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_unlock(" + DatabaseTime.IMPORT + ")");
    }
  }

  /**
   * A row of the log.
   *
   * @param id number of its incident, null if it has none
   */
  record LogRow(long line, String id, Map<String, String> values) {

    static LogRow of(NamedCsvRecord row, ImportMapping mapping) {
      Map<String, String> values = row.getFieldsAsMap();
      return new LogRow(row.getStartingLineNumber(), mapping.raw("number", values), values);
    }
  }
}
