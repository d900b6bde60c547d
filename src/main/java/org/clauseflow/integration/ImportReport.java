package org.clauseflow.integration;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What became of each row of a log: a line each in a CSV file, and the sums. */
class ImportReport implements AutoCloseable {

  enum Result {
    APPLIED,
    REFUSED,
    /** Its incident was imported by an earlier run. */
    SKIPPED
  }

  /**
   * @param line in the log
   * @param id of the incident in the log
   * @param record our number, null if there is none
   * @param priority as the log has it, null if it says none
   * @param computed priority as our decision has it after the row, null if not applied
   */
  record Line(
      long line,
      String id,
      String record,
      Result result,
      String reason,
      String priority,
      String computed) {

    boolean compared() {
      return priority != null && computed != null;
    }
  }

  /**
   * @param incidents that the log speaks of
   * @param opened by this run
   * @param agreeing rows whose computed priority is the log's, of those that were compared
   * @param refusals how many rows for each reason
   */
  record Summary(
      long rows,
      long incidents,
      long opened,
      long applied,
      long refused,
      long skipped,
      long compared,
      long agreeing,
      Map<String, Long> refusals) {}

  private final CsvWriter csv;
  private final Map<String, Long> refusals = new TreeMap<>();
  private long incidents;
  private long opened;
  private long applied;
  private long refused;
  private long skipped;
  private long compared;
  private long agreeing;

  ImportReport(Path file) throws IOException {
    csv = CsvWriter.builder().build(file);
    csv.writeRecord(
        "line", "incident", "record", "result", "reason", "priority in log", "priority computed");
  }

  void add(List<Line> incident) {
    incidents++;
    if (incident.stream().anyMatch(line -> line.result == Result.APPLIED)) {
      opened++;
    }
    incident.forEach(this::add);
  }

  private void add(Line line) {
    csv.writeRecord(
        Long.toString(line.line),
        Objects.toString(line.id, ""),
        Objects.toString(line.record, ""),
        line.result.name().toLowerCase(java.util.Locale.ROOT),
        Objects.toString(line.reason, ""),
        Objects.toString(line.priority, ""),
        Objects.toString(line.computed, ""));
    switch (line.result) {
      case APPLIED -> applied++;
      case SKIPPED -> skipped++;
      case REFUSED -> {
        refused++;
        refusals.merge(line.reason, 1L, Long::sum);
      }
    }
    if (line.compared()) {
      compared++;
      if (line.priority.equals(line.computed)) {
        agreeing++;
      }
    }
  }

  Summary summary() {
    return new Summary(
        applied + refused + skipped,
        incidents,
        opened,
        applied,
        refused,
        skipped,
        compared,
        agreeing,
        Map.copyOf(refusals));
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
