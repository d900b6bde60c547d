package org.clauseflow.conformity;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The matrix to print, to keep and to calculate with. */
@Component
public class MatrixDocuments {

  private static final Map<Matrix.State, String> STATES =
      Map.of(
          Matrix.State.evidenced, "evidenced",
          Matrix.State.carriedWithoutEvidence, "carried, no evidence in the period",
          Matrix.State.carriedByNothing, "carried by nothing");

  private final Template page;

  MatrixDocuments() throws IOException {
    try (var file =
        new InputStreamReader(
            new ClassPathResource("conformity/matrix.html").getInputStream(),
            StandardCharsets.UTF_8)) {
      page = Mustache.compiler().defaultValue("").emptyStringIsFalse(true).compile(file);
    }
  }

  /** One line an obligation and element. */
  public String csv(Matrix matrix) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(
          "clause",
          "obligation",
          "says",
          "origin",
          "state",
          "times",
          "last",
          "by",
          "record",
          "interval",
          "due",
          "late",
          "tailoring",
          "justification",
          "deviation until",
          "process",
          "version",
          "element",
          "element name",
          "times of element",
          "last of element");
      for (Matrix.Row row : matrix.rows()) {
        if (row.elements().isEmpty()) {
          csv.writeRecord(line(row, null));
        }
        row.elements().forEach(element -> csv.writeRecord(line(row, element)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String[] line(Matrix.Row row, Matrix.Element element) {
    Matrix.Last last = row.last();
    Tailoring tailoring = row.tailoring();
    return new String[] {
      row.clause(),
      row.id(),
      plain(row.says()),
      row.origin(),
      STATES.get(row.state()),
      Long.toString(row.times()),
      last == null ? "" : last.at().toString(),
      last == null ? "" : plain(last.actor()),
      last == null || last.record() == null ? "" : last.record(),
      row.interval() == null ? "" : row.interval(),
      row.dueAt() == null ? "" : row.dueAt().toString(),
      row.late() ? "late" : "",
      tailoring == null ? "" : plain(tailoring.note()),
      tailoring == null ? "" : plain(tailoring.justification()),
      row.deviations().stream()
          .map(deviation -> deviation.expiresOn().toString())
          .collect(Collectors.joining(" ")),
      element == null ? "" : element.process(),
      element == null || element.version() == null ? "" : element.version().toString(),
      element == null ? "" : element.element(),
      element == null ? "" : plain(element.name()),
      element == null ? "" : Long.toString(element.times()),
      element == null || element.lastAt() == null ? "" : element.lastAt().toString()
    };
  }

  /** What a spreadsheet would take for a formula stays text. */
  private static String plain(String text) {
    return text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
  }

  /** A page of its own: nothing is fetched for it, and text in it stays text. */
  public String html(Matrix matrix) {
    return page.execute(
        Map.of(
            "from", matrix.from(),
            "until", matrix.until(),
            "at", minute(matrix.at()),
            "counts", matrix.counts(),
            "clauses", clauses(matrix)));
  }

  private record Clause(String number, String title, List<Line> rows) {}

  private record Line(
      Matrix.Row row, String state, String last, String due, List<Where> elements) {}

  private record Where(Matrix.Element element, String last, boolean formerly) {}

  private static List<Clause> clauses(Matrix matrix) {
    return matrix.rows().stream()
        .collect(
            Collectors.groupingBy(
                Matrix.Row::clause,
                java.util.LinkedHashMap::new,
                Collectors.mapping(MatrixDocuments::row, Collectors.toList())))
        .entrySet()
        .stream()
        .map(
            entry ->
                new Clause(
                    entry.getKey(),
                    matrix.clauses().getOrDefault(entry.getKey(), ""),
                    entry.getValue()))
        .toList();
  }

  private static Line row(Matrix.Row row) {
    return new Line(
        row,
        STATES.get(row.state()),
        row.last() == null ? "" : minute(row.last().at()),
        row.dueAt() == null ? "" : minute(row.dueAt()),
        row.elements().stream()
            .map(
                element ->
                    new Where(
                        element,
                        element.lastAt() == null ? "" : minute(element.lastAt()),
                        element.definition() == null))
            .toList());
  }

  private static String minute(Instant at) {
    return at.truncatedTo(ChronoUnit.MINUTES).toString().replace("T", " ").replace(":00Z", " UTC");
  }
}
