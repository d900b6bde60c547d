package org.clauseflow.integration;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * How a table of configuration items is to be read.
 *
 * @param source the name under which the identities of the items are kept
 * @param columns what we read (see {@link #FIELDS}) → the table's column
 * @param attributes of the items' types → the table's column
 * @param relations columns that name other items
 * @param optional whether columns may be missing from the table, except those of id and name
 * @param nothing what the table writes where it has no value
 * @param values what we read → value in the table → ours
 * @param defaults what we read → our value where the table has none
 */
record ItemMapping(
    String source,
    Map<String, String> columns,
    Map<String, String> attributes,
    List<Related> relations,
    boolean optional,
    String nothing,
    Map<String, Map<String, String>> values,
    Map<String, String> defaults) {

  /**
   * @param separator between several in one cell
   * @param redundancy the name of it, if these stand in for one another
   * @param needed how many of them must work
   */
  record Related(String kind, String column, String separator, String redundancy, Integer needed) {}

  private static final List<String> FIELDS =
      List.of(
          "id",
          "type",
          "name",
          "description",
          "status",
          "version",
          "location",
          "owner",
          "masterCopy");

  ItemMapping {
    columns = columns == null ? Map.of() : Map.copyOf(columns);
    attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
    relations = relations == null ? List.of() : List.copyOf(relations);
    nothing = nothing == null ? "" : nothing;
    values = values == null ? Map.of() : Map.copyOf(values);
    defaults = defaults == null ? Map.of() : Map.copyOf(defaults);
    if (source == null || source.isBlank()) {
      throw new IllegalArgumentException("source is missing");
    }
    known(columns.keySet(), "columns");
    known(values.keySet(), "values");
    known(defaults.keySet(), "defaults");
    if (!columns.containsKey("id") || !columns.containsKey("name")) {
      throw new IllegalArgumentException("columns: id and name are required");
    }
  }

  static ItemMapping read(Resource file, ObjectMapper json) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (InputStream in = file.getInputStream()) {
      Object content = new Yaml(new SafeConstructor(options)).load(in);
      return json.convertValue(content, ItemMapping.class);
    } catch (IOException | RuntimeException e) {
      throw new ImportStopped(
          "The mapping " + file.getDescription() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void known(Collection<String> names, String where) {
    for (String name : names) {
      if (!FIELDS.contains(name)) {
        throw new IllegalArgumentException(where + ": " + name + " is nothing that is read");
      }
    }
  }

  /** Stops where the table has not the columns that this mapping names. */
  void check(List<String> header) {
    Stream<String> required =
        optional
            ? Stream.of(columns.get("id"), columns.get("name"))
            : Stream.of(
                    columns.values().stream(),
                    attributes.values().stream(),
                    relations.stream().map(Related::column))
                .flatMap(names -> names);
    required
        .filter(name -> !header.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ImportStopped(
                  "The file has no column " + name + ", which the mapping names; it has " + header,
                  null);
            });
  }

  /** Our value of a field for what a row says, null if neither it nor a default says any. */
  String field(String name, Map<String, String> row) {
    String raw = cell(columns.get(name), row);
    return raw == null
        ? defaults.get(name)
        : values.getOrDefault(name, Map.of()).getOrDefault(raw, raw);
  }

  /** What a cell says, null for nothing. */
  String cell(String column, Map<String, String> row) {
    String text = column == null ? null : row.get(column);
    return text == null || text.isBlank() || text.equals(nothing) ? null : text.strip();
  }
}
