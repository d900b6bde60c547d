package org.clauseflow.integration;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.clauseflow.cmdb.ItemSource;

/** Configuration items of a CSV file with a header, an item a row. */
class CsvItems implements ItemSource {

  private final Path file;
  private final ItemMapping mapping;

  CsvItems(Path file, ItemMapping mapping) {
    this.file = file;
    this.mapping = mapping;
  }

  @Override
  public String name() {
    return mapping.source();
  }

  @Override
  public void items(Sink<Item> sink) throws IOException {
    rows(
        (line, row) -> {
          if (row == null) {
            sink.broken(line, null, "the row has not as many cells as the header");
            return;
          }
          Map<String, Object> attributes = new HashMap<>();
          mapping
              .attributes()
              .forEach((name, column) -> attributes.put(name, mapping.cell(column, row)));
          sink.take(
              new Item(
                  line,
                  mapping.field("id", row),
                  mapping.field("type", row),
                  mapping.field("name", row),
                  mapping.field("description", row),
                  mapping.field("status", row),
                  mapping.field("version", row),
                  mapping.field("location", row),
                  mapping.field("owner", row),
                  mapping.field("masterCopy", row),
                  attributes));
        });
  }

  @Override
  public void relations(Sink<Link> sink) throws IOException {
    rows(
        (line, row) -> {
          if (row == null) {
            return;
          }
          for (ItemMapping.Related related : mapping.relations()) {
            String cell = mapping.cell(related.column(), row);
            for (String other : cell == null ? new String[0] : split(related, cell)) {
              if (!other.isBlank()) {
                sink.take(
                    new Link(
                        line,
                        mapping.field("id", row),
                        related.kind(),
                        other.strip(),
                        related.redundancy(),
                        related.needed()));
              }
            }
          }
        });
  }

  private static String[] split(ItemMapping.Related related, String cell) {
    return related.separator() == null
        ? new String[] {cell}
        : cell.split(Pattern.quote(related.separator()));
  }

  private interface Row {
    /**
     * @param row null if it is broken
     */
    void take(long line, Map<String, String> row);
  }

  private void rows(Row row) throws IOException {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .detectBomHeader(true)
            .ofNamedCsvRecord(Zipped.open(file))) {
      List<String> header = null;
      for (NamedCsvRecord next : csv) {
        if (header == null) {
          header = next.getHeader();
          mapping.check(header);
        }
        boolean whole = next.getFieldCount() == header.size();
        row.take(next.getStartingLineNumber(), whole ? next.getFieldsAsMap() : null);
      }
    }
  }
}
