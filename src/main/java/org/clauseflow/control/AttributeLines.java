package org.clauseflow.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.cmdb.CiType;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;

/**
 * Attributes as lines of a form's text, since each type has others: of an item "Serial number:
 * 4711", of a type "serial: Serial number (text), needed".
 */
class AttributeLines {

  private static final Pattern DEFINITION =
      Pattern.compile(
          "([a-z][A-Za-z0-9]*)\\s*:\\s*(.+?)\\s*\\((text|number|date|choice)(?:\\s*:\\s*([^)]*))?\\)\\s*(,\\s*needed)?");

  private AttributeLines() {}

  /** All attributes of the type, with the values that there are. */
  static String of(CiType type, Map<String, Object> values) {
    return type.attributes().stream()
        .map(
            attribute ->
                attribute.label() + ": " + Objects.toString(values.get(attribute.name()), ""))
        .collect(Collectors.joining("\n"));
  }

  /** The values of the lines by name of the attribute, null where a line has none. */
  static Map<String, String> values(CiType type, String text) {
    Map<String, String> values = new LinkedHashMap<>();
    lines(text)
        .forEach(
            line -> {
              CiType.Attribute attribute = attribute(type, line);
              String value = line.substring(line.indexOf(':') + 1).strip();
              values.put(attribute.name(), value.isEmpty() ? null : value);
            });
    return values;
  }

  private static CiType.Attribute attribute(CiType type, String line) {
    int colon = line.indexOf(':');
    String said = (colon < 0 ? line : line.substring(0, colon)).strip();
    return type.attributes().stream()
        .filter(a -> colon > 0)
        .filter(a -> said.equalsIgnoreCase(a.label()) || said.equals(a.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.INVALID,
                    "attributes",
                    "\"%s\" names none; there are %s, each with a colon and its value"
                        .formatted(
                            said,
                            type.attributes().stream()
                                .map(CiType.Attribute::label)
                                .collect(Collectors.joining(", ")))));
  }

  static String of(CiType type) {
    return type.attributes().stream()
        .map(
            a ->
                "%s: %s (%s%s)%s"
                    .formatted(
                        a.name(),
                        a.label(),
                        a.kind(),
                        a.choices() == null ? "" : ": " + String.join(", ", a.choices()),
                        a.required() ? ", needed" : ""))
        .collect(Collectors.joining("\n"));
  }

  static List<CiType.Attribute> definitions(String text) {
    return lines(text).map(AttributeLines::definition).toList();
  }

  private static CiType.Attribute definition(String line) {
    Matcher parts = DEFINITION.matcher(line);
    if (!parts.matches()) {
      throw new Refusal(
          Reason.INVALID,
          "attributes",
          "\"%s\" is not of the form \"serial: Serial number (text), needed\" or \"kind: Kind (choice: one, other)\""
              .formatted(line));
    }
    return new CiType.Attribute(
        parts.group(1),
        parts.group(2),
        parts.group(3),
        parts.group(4) == null
            ? null
            : Arrays.stream(parts.group(4).split(",")).map(String::strip).toList(),
        parts.group(5) != null);
  }

  private static Stream<String> lines(String text) {
    return text == null ? Stream.of() : text.lines().map(String::strip).filter(l -> !l.isEmpty());
  }
}
