package org.clauseflow.integration;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * How a log of another system is to be read: which column is what, and what its values mean here.
 *
 * @param columns what we read (see {@link #REQUIRED} and {@link #OPTIONAL}) → the log's column
 * @param nothing what the log writes where it has no value
 * @param dates the format and zone of its times
 * @param values what we read → value in the log → ours
 * @param defaults what we read → our value where the log's is not in {@code values}
 * @param texts title, description, row and resolution, with the log's columns in braces
 * @param reporter the person who reports what is imported
 * @param keep column of the log → name under which the record's data keeps it
 */
record ImportMapping(
    Map<String, String> columns,
    String nothing,
    Dates dates,
    Map<String, Map<String, String>> values,
    Map<String, String> defaults,
    Map<String, String> texts,
    String reporter,
    Map<String, String> keep) {

  /**
   * @param format of {@link DateTimeFormatter}, with u for the year
   * @param zone of times that say none
   */
  record Dates(String format, String zone) {

    /** Strict: 31 June is no time. */
    DateTimeFormatter formatter() {
      return DateTimeFormatter.ofPattern(format, Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);
    }
  }

  private static final List<String> REQUIRED =
      List.of("number", "state", "openedAt", "updatedAt", "impact", "urgency");
  private static final List<String> OPTIONAL =
      List.of("priority", "category", "service", "resolutionCode");
  private static final List<String> TEXTS = List.of("title", "description", "row", "resolution");
  private static final Pattern COLUMN = Pattern.compile("\\{([^{}]+)}");

  ImportMapping {
    columns = columns == null ? Map.of() : Map.copyOf(columns);
    nothing = nothing == null ? "" : nothing;
    values = values == null ? Map.of() : Map.copyOf(values);
    defaults = defaults == null ? Map.of() : Map.copyOf(defaults);
    texts = texts == null ? Map.of() : Map.copyOf(texts);
    keep = keep == null ? Map.of() : Map.copyOf(keep);
    require(columns.keySet(), REQUIRED, "columns");
    require(texts.keySet(), TEXTS, "texts");
    require(defaults.keySet(), List.of("category", "service", "resolutionCode"), "defaults");
    for (String name : columns.keySet()) {
      if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
        throw new IllegalArgumentException("columns: " + name + " is nothing that is read");
      }
    }
    if (dates == null || dates.format == null || dates.zone == null) {
      throw new IllegalArgumentException("dates: format and zone are required");
    }
    if (reporter == null) {
      throw new IllegalArgumentException("reporter is required");
    }
    ZoneId.of(dates.zone);
    dates.formatter();
  }

  static ImportMapping read(Resource file, ObjectMapper json) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (InputStream in = file.getInputStream()) {
      Object content = new Yaml(new SafeConstructor(options)).load(in);
      return json.convertValue(content, ImportMapping.class);
    } catch (IOException | RuntimeException e) {
      throw new ImportStopped(
          "The mapping " + file.getDescription() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static void require(
      java.util.Collection<String> found, List<String> required, String where) {
    for (String name : required) {
      if (!found.contains(name)) {
        throw new IllegalArgumentException(where + ": " + name + " is missing");
      }
    }
  }

  /** Stops where the log has not the columns that this mapping names. */
  void check(List<String> header) {
    java.util.stream.Stream.of(
            columns.values().stream(),
            keep.keySet().stream(),
            texts.values().stream().flatMap(t -> COLUMN.matcher(t).results().map(m -> m.group(1))))
        .flatMap(names -> names)
        .filter(name -> !header.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new ImportStopped(
                  "The log has no column " + name + ", which the mapping names; it has " + header,
                  null);
            });
  }

  /** The log's own value, null for none. */
  String raw(String name, Map<String, String> row) {
    String column = columns.get(name);
    return column == null ? null : value(row.get(column));
  }

  private String value(String text) {
    return text == null || text.isBlank() || text.equals(nothing) ? null : text;
  }

  /** Our value for what a row says; the row is refused where neither it nor a default gives one. */
  String ours(String name, Map<String, String> row) {
    String raw = raw(name, row);
    String mapped = raw == null ? null : values.getOrDefault(name, Map.of()).get(raw);
    if (mapped == null) {
      mapped = defaults.get(name);
    }
    if (mapped == null) {
      throw new RefusedRow(
          raw == null
              ? columns.get(name) + " is empty"
              : columns.get(name) + " '" + raw + "' is not in the mapping");
    }
    return mapped;
  }

  Instant time(String name, Map<String, String> row) {
    String raw = raw(name, row);
    if (raw == null) {
      throw new RefusedRow(columns.get(name) + " is empty");
    }
    try {
      return LocalDateTime.parse(raw, dates.formatter()).atZone(ZoneId.of(dates.zone)).toInstant();
    } catch (DateTimeException e) {
      throw new RefusedRow(columns.get(name) + " '" + raw + "' is not a time as " + dates.format);
    }
  }

  String text(String name, Map<String, String> row, int limit) {
    Matcher matcher = COLUMN.matcher(texts.get(name));
    String text =
        matcher.replaceAll(
            found -> {
              String value = value(row.get(found.group(1)));
              return Matcher.quoteReplacement(value == null ? "–" : value);
            });
    return text.length() <= limit ? text : text.substring(0, limit);
  }

  /** What the record's data keeps of a row. */
  Map<String, Object> kept(Map<String, String> row) {
    Map<String, Object> kept = new HashMap<>();
    keep.forEach((column, name) -> kept.put(name, value(row.get(column))));
    return kept;
  }
}
