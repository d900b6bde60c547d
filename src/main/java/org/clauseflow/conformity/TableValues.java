package org.clauseflow.conformity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The values that stand for all that an input of a table can be: what its column names, what lies
 * before, between and behind, a text that nobody has heard of, and nothing.
 */
final class TableValues {

  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

  /** Where an interval reads 1..5, both are numbers of their own. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.])-?\\.\\d{1,15}|(?<!\\w)-?\\d{1,15}(?:\\.\\d{1,15})?");

  private static final Pattern TRUTH = Pattern.compile("\\b(true|false)\\b");

  private static final LocalDateTime SOME_DAY = LocalDate.EPOCH.atStartOfDay();

  private final Set<String> texts = new LinkedHashSet<>();
  private final TreeSet<BigDecimal> numbers = new TreeSet<>();
  private final TreeSet<LocalDateTime> days = new TreeSet<>();
  private boolean truths;

  /**
   * @param cells all that the column lists and compares with
   */
  TableValues(Collection<String> cells) {
    for (String cell : cells) {
      TEXT.matcher(cell).results().map(TableValues::unquoted).forEach(texts::add);
      String bare = withoutTexts(cell);
      NUMBER.matcher(bare).results().map(n -> new BigDecimal(n.group())).forEach(numbers::add);
      truths |= TRUTH.matcher(bare).find();
    }
    texts.forEach(text -> day(text).ifPresent(days::add));
  }

  static String withoutTexts(String cell) {
    return TEXT.matcher(cell).replaceAll("\"\"");
  }

  private static String unquoted(MatchResult text) {
    return text.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /** What matters most to a reader comes first: an example is given with the first that fits. */
  Set<Object> of(String type) {
    Set<Object> values = new LinkedHashSet<>();
    switch (type) {
      case "boolean" -> values.addAll(List.of(true, false));
      case "integer", "long" -> values.addAll(wholeNumbers());
      case "double", "number" -> values.addAll(numbers());
      case "date" -> values.addAll(days());
      case "string" -> values.addAll(texts());
      default -> {
        // whatever it is sent
        if (truths) {
          values.addAll(List.of(true, false));
        }
        if (!numbers.isEmpty()) {
          values.addAll(numbers());
        }
        values.addAll(days.isEmpty() ? texts() : days());
      }
    }
    values.add(null);
    return values;
  }

  private List<Object> texts() {
    String unheardOf = "(something else)";
    while (texts.contains(unheardOf)) {
      unheardOf = "(" + unheardOf + ")";
    }
    List<Object> values = new ArrayList<>(texts);
    values.add(unheardOf);
    return values;
  }

  private List<Object> wholeNumbers() {
    TreeSet<Long> values = new TreeSet<>();
    for (BigDecimal number : numbers) {
      long floor = number.setScale(0, RoundingMode.FLOOR).longValue();
      long ceiling = number.setScale(0, RoundingMode.CEILING).longValue();
      values.addAll(List.of(ceiling - 1, floor, ceiling, floor + 1));
    }
    return values.isEmpty() ? List.of(0L) : List.copyOf(values);
  }

  private List<Object> numbers() {
    return around(
            numbers,
            BigDecimal.ZERO,
            (a, b) -> a.add(b).divide(BigDecimal.valueOf(2)),
            first -> first.subtract(BigDecimal.ONE),
            last -> last.add(BigDecimal.ONE))
        .stream()
        .<Object>map(BigDecimal::doubleValue)
        .toList();
  }

  private List<Object> days() {
    return around(
            days,
            SOME_DAY,
            (a, b) -> a.plus(Duration.between(a, b).dividedBy(2)),
            first -> first.minusDays(1),
            last -> last.plusDays(1))
        .stream()
        // the type of the engine
        .<Object>map(day -> Date.from(day.atZone(ZoneId.systemDefault()).toInstant()))
        .toList();
  }

  private static <T> List<T> around(
      TreeSet<T> bounds,
      T any,
      BinaryOperator<T> between,
      UnaryOperator<T> before,
      UnaryOperator<T> behind) {
    if (bounds.isEmpty()) {
      return List.of(any);
    }
    List<T> values = new ArrayList<>();
    values.add(before.apply(bounds.first()));
    T last = null;
    for (T bound : bounds) {
      if (last != null) {
        values.add(between.apply(last, bound));
      }
      values.add(bound);
      last = bound;
    }
    values.add(behind.apply(last));
    return values;
  }

  private static Optional<LocalDateTime> day(String text) {
    try {
      if (!text.contains("T")) {
        return Optional.of(LocalDate.parse(text).atStartOfDay());
      }
      boolean hasZone = text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d");
      return Optional.of(
          hasZone
              ? OffsetDateTime.parse(text)
                  .atZoneSameInstant(ZoneId.systemDefault())
                  .toLocalDateTime()
              : LocalDateTime.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** As a reader knows it. */
  static String words(Object value) {
    if (value == null) {
      return "(nothing)";
    }
    if (value instanceof Double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    if (value instanceof Date date) {
      LocalDateTime day = LocalDateTime.ofInstant(date.toInstant(), ZoneId.systemDefault());
      return day.toLocalTime().equals(LocalTime.MIDNIGHT)
          ? day.toLocalDate().toString()
          : day.toLocalDate() + " " + day.toLocalTime();
    }
    return value.equals("") ? "\"\"" : value.toString();
  }
}
