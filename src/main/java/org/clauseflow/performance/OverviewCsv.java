package org.clauseflow.performance;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** The overview for a spreadsheet: a line a process, a version, a month. */
public final class OverviewCsv {

  private OverviewCsv() {}

  public static String of(Overview overview) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(
          "process",
          "version",
          "from",
          "until",
          "opened",
          "closed",
          "open at the end",
          "late at the end",
          "median lead time in seconds",
          "90th percentile of lead time in seconds",
          "targets met",
          "targets missed",
          "reopened",
          "as of");
      for (Overview.Row row : overview.processes()) {
        csv.writeRecord(period(overview, row.process(), "", row.figures()));
        row.versions()
            .forEach(
                version ->
                    csv.writeRecord(
                        period(
                            overview,
                            row.process(),
                            String.valueOf(version.version()),
                            version.figures())));
      }
      for (Overview.Month month : overview.trend()) {
        csv.writeRecord(
            line(
                month.process() == null ? "all" : month.process(),
                "",
                month.month().atDay(1).toString(),
                month.month().atEndOfMonth().toString(),
                month.figures(),
                overview));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String[] period(
      Overview overview, String process, String version, Figures figures) {
    return line(
        process,
        version,
        overview.from().toString(),
        overview.until().toString(),
        figures,
        overview);
  }

  private static String[] line(
      String process, String version, String from, String until, Figures figures, Overview whole) {
    return Stream.of(
            process,
            version,
            from,
            until,
            figures.opened(),
            figures.closed(),
            figures.open(),
            figures.late(),
            figures.leadMedian(),
            figures.leadP90(),
            figures.targetsMet(),
            figures.targetsMissed(),
            figures.reopened(),
            whole.asOf())
        .map(value -> value == null ? "" : value.toString())
        .toArray(String[]::new);
  }
}
