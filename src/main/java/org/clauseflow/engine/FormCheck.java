package org.clauseflow.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.impl.VariableMapImpl;
import org.camunda.bpm.engine.variable.type.ValueType;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.springframework.stereotype.Component;

/**
 * Holds submitted values against the form they were asked by. The engine itself checks nothing, and
 * a browser can be left out.
 */
@Component
class FormCheck {

  /** A longer text does not fit a variable. */
  private static final int LONGEST_TEXT = 4000;

  private static final Pattern TIME =
      Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?(Z|[+-]\\d\\d:\\d\\d)?");
  private static final Pattern MAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");
  private static final Pattern PHONE = Pattern.compile("\\+?[0-9][0-9 ()/.-]{2,30}");

  /**
   * What came through.
   *
   * @param variables as the engine stores them
   * @param values the same as plain values, lists and maps
   */
  record Accepted(VariableMap variables, Map<String, Object> values) {}

  private final ChoiceSources choices;
  private final ObjectMapper json;

  FormCheck(ChoiceSources choices, ObjectMapper json) {
    this.choices = choices;
    this.json = json;
  }

  /**
   * Checks what was submitted and gives it the types that the form means: empty texts are null,
   * dates ISO texts.
   *
   * @param form null if nothing was asked
   * @param further names that may come besides the form's
   * @param submitted null means nothing
   * @param asker for whom; its values are what was known before
   * @throws InvalidFormException with every field that does not fit
   */
  Accepted check(Form form, Set<String> further, Map<String, Object> submitted, Asker asker) {
    Map<String, Form.Field> fields = form == null ? Map.of() : form.fields();
    Check check = new Check();
    Map<String, Object> plain = new LinkedHashMap<>();
    Map<String, TypedValue> typed = new HashMap<>();
    if (submitted != null) {
      for (String name : submitted.keySet()) {
        plain.put(name, plain(name, given(submitted, name), typed, check));
      }
    }

    Map<String, Object> values = check.fields(fields, plain, asker.values(), "");
    Map<String, Object> inReach = new HashMap<>(asker.values());
    inReach.putAll(values);

    plain.forEach(
        (name, value) -> {
          if (further.contains(name)) {
            values.put(name, check.further(name, value));
          } else if (!fields.containsKey(name)) {
            check.error(
                name,
                form == null
                    ? "nothing is asked for here"
                    : "not asked for by the form " + form.id());
          }
        });
    if (check.errors.isEmpty()) {
      choices
          .notOffered(
              check.chosen,
              new Asker(asker.person(), asker.customerOnly(), asker.record(), inReach))
          .forEach(field -> check.error(field, "is not one of the choices offered"));
    }
    if (!check.errors.isEmpty()) {
      throw new InvalidFormException(check.errors);
    }
    VariableMap variables = new VariableMapImpl();
    values.forEach(
        (name, value) ->
            variables.put(
                name,
                value instanceof Collection || value instanceof Map
                    ? stored(name, value, typed)
                    : value));
    return new Accepted(variables, values);
  }

  /** As it came: to ask for the value of a list that is still JSON would be an error. */
  private static Object given(Map<String, Object> submitted, String name) {
    return submitted instanceof VariableMap typed ? typed.getValueTyped(name) : submitted.get(name);
  }

  /** The value itself, of a list or an object what its JSON says. */
  private Object plain(String name, Object value, Map<String, TypedValue> typed, Check check) {
    if (!(value instanceof TypedValue given)) {
      return value;
    }
    typed.put(name, given);
    if (given.getType() == ValueType.FILE || given.getType() == ValueType.BYTES) {
      check.error(name, "no file can be submitted, link to it instead");
      return null;
    }
    if (given instanceof SerializableValue serialized) {
      String text = serialized.getValueSerialized();
      if (text == null) {
        return null;
      }
      try {
        return json.readValue(text, Object.class);
      } catch (JsonProcessingException e) {
        check.error(name, "not JSON: " + e.getOriginalMessage());
        return null;
      }
    }
    return given.getValue();
  }

  private Object stored(String name, Object value, Map<String, TypedValue> typed) {
    // Tasklist sends lists as JSON, which no step could go through one by one
    boolean texts =
        value instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance);
    if (!texts && typed.get(name) instanceof SerializableValue serialized) {
      return serialized;
    }
    // what an expression computes is a list of another kind, whose type the engine could not read
    // back
    return Variables.objectValue(
            value instanceof Collection<?> list ? new ArrayList<>(list) : value)
        .serializationDataFormat(Variables.SerializationDataFormats.JSON)
        .create();
  }

  /** One submission: what it gave, and what is wrong with it. */
  private static final class Check {

    private final List<FieldError> errors = new ArrayList<>();
    private final List<ChoiceSources.Chosen> chosen = new ArrayList<>();

    /**
     * The values of the fields that were answered.
     *
     * @param known what conditions see besides the answers
     */
    Map<String, Object> fields(
        Map<String, Form.Field> fields,
        Map<String, Object> submitted,
        Map<String, Object> known,
        String path) {
      Map<String, Object> context = new HashMap<>(known);
      fields.keySet().forEach(name -> context.put(name, emptyToNull(submitted.get(name))));
      Map<FormExpression, Boolean> conditions = new HashMap<>();
      Predicate<FormExpression> holds =
          condition -> conditions.computeIfAbsent(condition, c -> c.holds(context));
      Map<String, Object> values = new LinkedHashMap<>();
      fields.forEach(
          (name, field) -> {
            Object value = emptyToNull(submitted.get(name));
            String at = path + name;
            if (field.type().equals("expression")) {
              values.put(name, field.options().evaluate(context));
            } else if (field.readonly()) {
              // what the browser sends back is not an answer
            } else if (field.hidden(holds)) {
              if (value != null) {
                error(at, "not asked for with these answers");
              }
            } else if (field.disabled()) {
              if (value != null) {
                error(at, "is only shown");
              }
            } else if (value == null || field.required() && Boolean.FALSE.equals(value)) {
              if (field.required()) {
                error(at, "required");
              } else if (submitted.containsKey(name)) {
                values.put(name, null);
              }
            } else {
              values.put(name, value(field, value, context, at));
            }
          });
      return values;
    }

    Object further(String name, Object value) {
      if (value instanceof String text) {
        atMost(text.length(), LONGEST_TEXT, name);
      }
      return emptyToNull(value);
    }

    private Object value(Form.Field field, Object value, Map<String, Object> context, String at) {
      return switch (field.type()) {
        case "textfield", "textarea" -> text(field, value, at);
        case "number" -> number(field, value, at);
        case "checkbox" -> ofType(Boolean.class, "yes or no (a boolean)", value, at);
        case "datetime" -> date(field, value, at);
        case "checklist", "taglist" -> {
          List<?> list = ofType(List.class, "a list", value, at);
          if (list != null) {
            list.forEach(item -> choice(field, item, context, at));
          }
          yield list;
        }
        case "dynamiclist" -> list(field, value, context, at);
        case "group" -> group(field, value, context, at);
        default -> {
          choice(field, value, context, at);
          yield value;
        }
      };
    }

    private Object text(Form.Field field, Object value, String at) {
      String text = ofType(String.class, "a text", value, at);
      if (text == null) {
        return null;
      }
      atMost(
          text.length(),
          Math.min(LONGEST_TEXT, field.validate("maxLength").asInt(LONGEST_TEXT)),
          at);
      int least = field.validate("minLength").asInt();
      if (text.length() < least) {
        error(at, "at least %d characters, %d given".formatted(least, text.length()));
      }
      String pattern = field.validate("pattern").asText();
      if (!pattern.isBlank() && !Pattern.compile(pattern).matcher(text).find()) {
        error(at, "does not have the form " + pattern);
      }
      switch (field.validate("validationType").asText()) {
        case "email" -> matches(MAIL, "is no mail address", text, at);
        case "phone" -> matches(PHONE, "is no telephone number", text, at);
        default -> {}
      }
      return text;
    }

    private Object number(Form.Field field, Object value, String at) {
      boolean asText = field.component().path("serializeToString").asBoolean();
      BigDecimal number;
      try {
        number = asText || value instanceof Number ? new BigDecimal(String.valueOf(value)) : null;
      } catch (NumberFormatException e) {
        number = null;
      }
      if (number == null) {
        error(at, "a number is expected");
        return value;
      }
      JsonNode digits = field.component().path("decimalDigits");
      if (digits.isNumber() && number.stripTrailingZeros().scale() > digits.asInt()) {
        error(
            at,
            digits.asInt() == 0
                ? "a whole number is expected"
                : "at most %d decimal places".formatted(digits.asInt()));
      }
      JsonNode min = field.validate("min");
      if (isNumber(min) && number.compareTo(new BigDecimal(min.asText())) < 0) {
        error(at, "at least %s, %s given".formatted(min.asText(), number));
      }
      JsonNode max = field.validate("max");
      if (isNumber(max) && number.compareTo(new BigDecimal(max.asText())) > 0) {
        error(at, "at most %s, %s given".formatted(max.asText(), number));
      }
      return value;
    }

    private static boolean isNumber(JsonNode limit) {
      return limit.isNumber() || !limit.asText().isBlank();
    }

    private Object date(Form.Field field, Object value, String at) {
      String kind = field.component().path("subtype").asText("datetime");
      try {
        switch (kind) {
          case "date" -> {
            return value instanceof Date date
                ? date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString()
                : LocalDate.parse((String) value).toString();
          }
          case "time" -> {
            matches(TIME, "a time such as 09:30 is expected", (String) value, at);
            return value;
          }
          default -> {
            if (value instanceof Date date) {
              return date.toInstant().toString();
            }
            String text = (String) value;
            if (text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$")) {
              OffsetDateTime.parse(text);
            } else {
              LocalDateTime.parse(text);
            }
            return text;
          }
        }
      } catch (DateTimeException | ClassCastException e) {
        error(
            at,
            "a %s is expected"
                .formatted(
                    kind.equals("date")
                        ? "date such as 2026-01-31"
                        : "time such as 2026-01-31T09:30Z"));
        return value;
      }
    }

    private Object list(Form.Field field, Object value, Map<String, Object> context, String at) {
      List<?> list = ofType(List.class, "a list", value, at);
      List<Object> items = new ArrayList<>();
      for (int i = 0; list != null && i < list.size(); i++) {
        items.add(group(field, list.get(i), context, "%s[%d]".formatted(at, i + 1)));
      }
      return items;
    }

    private Object group(Form.Field field, Object value, Map<String, Object> context, String at) {
      Map<?, ?> given = ofType(Map.class, "an object", value, at);
      Map<String, Object> submitted = new LinkedHashMap<>();
      if (given != null) {
        given.forEach((name, item) -> submitted.put(String.valueOf(name), item));
      }
      submitted.keySet().stream()
          .filter(name -> !field.fields().containsKey(name))
          .forEach(name -> error(at + "." + name, "not asked for"));
      return fields(field.fields(), submitted, context, at + ".");
    }

    private void choice(Form.Field field, Object value, Map<String, Object> context, String at) {
      if (field.choices() != null) {
        String text = ofType(String.class, "a text", value, at);
        if (text != null) {
          chosen.add(new ChoiceSources.Chosen(at, field.choices(), text));
        }
        return;
      }
      List<String> options = options(field, context);
      if (!options.contains(String.valueOf(value))) {
        error(at, "%s is not one of %s".formatted(value, String.join(", ", options)));
      }
    }

    private static List<String> options(Form.Field field, Map<String, Object> context) {
      List<String> options = new ArrayList<>();
      if (field.options() == null) {
        field
            .component()
            .path("values")
            .forEach(option -> options.add(option.path("value").asText()));
      } else if (field.options().evaluate(context) instanceof List<?> computed) {
        computed.forEach(
            option ->
                options.add(
                    String.valueOf(option instanceof Map<?, ?> map ? map.get("value") : option)));
      }
      return options;
    }

    private <T> T ofType(Class<T> type, String name, Object value, String at) {
      if (type.isInstance(value)) {
        return type.cast(value);
      }
      error(at, name + " is expected");
      return null;
    }

    private void matches(Pattern pattern, String otherwise, String text, String at) {
      if (!pattern.matcher(text).matches()) {
        error(at, otherwise);
      }
    }

    private void atMost(int length, int most, String at) {
      if (length > most) {
        error(at, "at most %d characters, %d given".formatted(most, length));
      }
    }

    void error(String field, String reason) {
      errors.add(new FieldError(field, reason));
    }

    private static Object emptyToNull(Object value) {
      boolean empty =
          value instanceof String text && text.isBlank()
              || value instanceof Collection<?> items && items.isEmpty();
      return empty ? null : value;
    }
  }
}
