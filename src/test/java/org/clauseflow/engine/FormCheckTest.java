package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the form check lets through, and what it says of the rest. Choices from data: see
 * FormSubmissionTest.
 */
class FormCheckTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FormCheck check = new FormCheck(new ChoiceSources(null), JSON);

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"type":"textfield","key":"x","validate":{"required":true}}                     | null           | required
          {"type":"textfield","key":"x","validate":{"required":true}}                     | ""             | required
          {"type":"textfield","key":"x","validate":{"required":true}}                     | "  "           | required
          {"type":"textfield","key":"x","validate":{"maxLength":3}}                       | "four"         | at most 3 characters, 4 given
          {"type":"textarea","key":"x","validate":{"minLength":3}}                        | "12"           | at least 3 characters, 2 given
          {"type":"textfield","key":"x","validate":{"pattern":"^[A-Z]+$"}}                | "abc"          | does not have the form ^[A-Z]+$
          {"type":"textfield","key":"x","validate":{"validationType":"email"}}            | "nobody"       | is no mail address
          {"type":"textfield","key":"x"}                                                  | 7              | a text is expected
          {"type":"number","key":"x","validate":{"min":1,"max":5}}                        | 0              | at least 1, 0 given
          {"type":"number","key":"x","validate":{"min":1,"max":5}}                        | 6              | at most 5, 6 given
          {"type":"number","key":"x","decimalDigits":0}                                   | 1.5            | a whole number is expected
          {"type":"number","key":"x"}                                                     | "1"            | a number is expected
          {"type":"checkbox","key":"x"}                                                   | "yes"          | yes or no (a boolean) is expected
          {"type":"checkbox","key":"x","validate":{"required":true}}                      | false          | required
          {"type":"select","key":"x","values":[{"label":"A","value":"a"},{"value":"b"}]}  | "c"            | c is not one of a, b
          {"type":"radio","key":"x","values":[{"label":"A","value":"a"}]}                 | ["a"]          | [a] is not one of a
          {"type":"select","key":"x","valuesExpression":"=[\\"a\\",\\"b\\"]"}             | "c"            | c is not one of a, b
          {"type":"checklist","key":"x","values":[{"value":"a"}]}                         | ["a","b"]      | b is not one of a
          {"type":"checklist","key":"x","validate":{"required":true},"values":[]}         | []             | required
          {"type":"taglist","key":"x","values":[{"value":"a"}]}                           | "a"            | a list is expected
          {"type":"datetime","key":"x","subtype":"date"}                                  | "31.01.2026"   | a date such as 2026-01-31 is expected
          {"type":"datetime","key":"x","subtype":"date"}                                  | "2026-02-30"   | a date such as 2026-01-31 is expected
          {"type":"datetime","key":"x","subtype":"time"}                                  | "25:00"        | a time such as 09:30 is expected
          {"type":"datetime","key":"x","subtype":"datetime"}                              | "today"        | a time such as 2026-01-31T09:30Z is expected
          {"type":"textfield","key":"x","disabled":true}                                  | "a"            | is only shown
          {"type":"textfield","key":"x","conditional":{"hide":"=true"}}                   | "a"            | not asked for with these answers
          """)
  void refuses(String component, String value, String reason) {
    assertThat(errors(List.of(component), values("x", json(value))))
        .containsExactly("x: " + reason);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          {"type":"textfield","key":"x","validate":{"required":true,"maxLength":3}}       | "abc"
          {"type":"textfield","key":"x","validate":{"validationType":"email"}}            | "a@b.example"
          {"type":"number","key":"x","validate":{"min":"1"}}                              | 1
          {"type":"number","key":"x","decimalDigits":2}                                   | 1.25
          {"type":"number","key":"x","serializeToString":true}                            | "12"
          {"type":"checkbox","key":"x"}                                                   | false
          {"type":"select","key":"x","values":[{"label":"A","value":"a"}]}                | "a"
          {"type":"select","key":"x","values":[{"label":"A","value":1}]}                  | 1
          {"type":"select","key":"x","valuesExpression":"=[{label: \\"A\\", value: \\"a\\"}]"} | "a"
          {"type":"datetime","key":"x","subtype":"date"}                                  | "2026-01-31"
          {"type":"datetime","key":"x","subtype":"time"}                                  | "09:30"
          {"type":"datetime","key":"x","subtype":"datetime"}                              | "2026-01-31T09:30+01:00"
          {"type":"textfield","key":"x","conditional":{"hide":"=y = 1"}}                  | "a"
          """)
  void accepts(String component, String value) {
    assertThat(accepted(List.of(component), Map.of("x", json(value)), Map.of()))
        .isEqualTo(Map.of("x", json(value)));
  }

  @Test
  void everyFieldThatDoesNotFitIsNamed() {
    assertThat(
            errors(
                List.of(TITLE, DESCRIPTION),
                Map.of("description", "x".repeat(5000), "shoeSize", 43)))
        .containsExactly(
            "title: required",
            "description: at most 4000 characters, 5000 given",
            "shoeSize: not asked for by the form test");
  }

  @Test
  void theMessageNamesFieldAndReason() {
    var refused =
        catchThrowableOfType(
            InvalidFormException.class,
            () -> accepted(List.of(TITLE), Map.of("title", "x".repeat(121)), Map.of()));
    assertThat(refused).hasMessage("title: at most 120 characters, 121 given");
    assertThat(refused.getStatus().getStatusCode()).isEqualTo(400);
  }

  @Test
  void aTextThatTheFormDoesNotLimitIsLimitedByTheEngine() {
    assertThat(
            errors(List.of("{\"type\":\"textarea\",\"key\":\"x\"}"), Map.of("x", "x".repeat(4001))))
        .containsExactly("x: at most 4000 characters, 4001 given");
  }

  @Test
  void aHiddenFieldIsNeitherRequiredNorTaken() {
    List<String> form =
        List.of(
            "{\"type\":\"radio\",\"key\":\"done\",\"values\":[{\"value\":\"yes\"},{\"value\":\"no\"}]}",
            "{\"type\":\"textfield\",\"key\":\"how\",\"validate\":{\"required\":true},"
                + "\"conditional\":{\"hide\":\"=done != \\\"yes\\\"\"}}");
    assertThat(accepted(form, Map.of("done", "no"), Map.of())).isEqualTo(Map.of("done", "no"));
    assertThat(accepted(form, values("done", "no", "how", null), Map.of()))
        .isEqualTo(Map.of("done", "no"));
    assertThat(errors(form, Map.of("done", "yes"))).containsExactly("how: required");
    assertThat(errors(form, Map.of("done", "no", "how", "so")))
        .containsExactly("how: not asked for with these answers");
    assertThat(accepted(form, Map.of("done", "yes", "how", "so"), Map.of()))
        .containsEntry("how", "so");
  }

  @Test
  void conditionsSeeWhatIsKnownButAnswersOfAnEarlierTimeDoNotCount() {
    String field =
        "{\"type\":\"textfield\",\"key\":\"x\",\"conditional\":{\"hide\":\"=priority != \\\"high\\\"\"}}";
    assertThat(accepted(List.of(field), Map.of("x", "a"), Map.of("priority", "high")))
        .containsEntry("x", "a");
    String again = "{\"type\":\"textfield\",\"key\":\"x\",\"validate\":{\"required\":true}}";
    var refused =
        catchThrowableOfType(
            InvalidFormException.class,
            () -> accepted(List.of(again), Map.of(), Map.of("x", "from before")));
    assertThat(refused.fields()).containsExactly(new FieldError("x", "required"));
  }

  @Test
  void groupsAreLookedIntoAndHideWhatIsInThem() {
    String group =
        "{\"type\":\"group\",\"conditional\":{\"hide\":\"=not(detailed)\"},\"components\":["
            + "{\"type\":\"textfield\",\"key\":\"x\",\"validate\":{\"required\":true}}]}";
    String detailed = "{\"type\":\"checkbox\",\"key\":\"detailed\"}";
    assertThat(accepted(List.of(detailed, group), Map.of("detailed", false), Map.of()))
        .isEqualTo(Map.of("detailed", false));
    assertThat(errors(List.of(detailed, group), Map.of("detailed", true)))
        .containsExactly("x: required");
  }

  @Test
  void itemsOfListsAreChecked() {
    String list =
        "{\"type\":\"dynamiclist\",\"path\":\"visits\",\"components\":["
            + "{\"type\":\"textfield\",\"key\":\"who\",\"validate\":{\"required\":true}}]}";
    List<Map<String, Object>> visits = List.of(Map.of("who", "Ann"), Map.of("what", "x"));
    assertThat(errors(List.of(list), Map.of("visits", visits)))
        .containsExactly("visits[2].what: not asked for", "visits[2].who: required");
    List<Map<String, Object>> fine = List.of(Map.of("who", "Ann"));
    assertThat(accepted(List.of(list), Map.of("visits", fine), Map.of()))
        .isEqualTo(Map.of("visits", fine));
  }

  @Test
  void listsAsTasklistSendsThemAreReadAndKeptAsLists() throws JsonProcessingException {
    String checklist =
        "{\"type\":\"checklist\",\"key\":\"x\",\"values\":[{\"value\":\"a\"},{\"value\":\"b\"}]}";
    var sent =
        Variables.serializedObjectValue("[\"a\",\"b\"]")
            .serializationDataFormat("application/json")
            .objectTypeName("java.util.ArrayList<java.lang.String>")
            .create();
    FormCheck.Accepted accepted =
        check.check(form(List.of(checklist)), Set.of(), Map.of("x", sent), nobody(Map.of()));
    assertThat(accepted.values()).isEqualTo(Map.of("x", List.of("a", "b")));
    assertThat(accepted.variables()).containsEntry("x", List.of("a", "b"));
  }

  @Test
  void valuesTakeTheTypesThatTheFormMeans() {
    List<String> form =
        List.of(
            "{\"type\":\"textfield\",\"key\":\"empty\"}",
            "{\"type\":\"datetime\",\"key\":\"day\",\"subtype\":\"date\"}",
            "{\"type\":\"datetime\",\"key\":\"at\",\"subtype\":\"datetime\"}",
            "{\"type\":\"number\",\"key\":\"count\"}",
            "{\"type\":\"expression\",\"key\":\"twice\",\"expression\":\"=count * 2\"}",
            "{\"type\":\"textfield\",\"key\":\"shown\",\"readonly\":true}");
    Date date = Date.from(Instant.parse("2026-01-31T09:30:00Z"));
    Map<String, Object> accepted =
        accepted(
            form,
            Map.of(
                "empty", "", "day", date, "at", date, "count", 2, "twice", 99, "shown", "changed"),
            Map.of());
    assertThat(accepted)
        .containsEntry("empty", null)
        .containsEntry("day", "2026-01-31")
        .containsEntry("at", "2026-01-31T09:30:00Z")
        .containsEntry("count", 2)
        .doesNotContainKey("shown");
    assertThat(((Number) accepted.get("twice")).intValue())
        .as("computed here, not by the browser")
        .isEqualTo(4);
  }

  @Test
  void filesAreRefused() {
    var file = Variables.fileValue("a.txt").file(new byte[] {1}).create();
    assertThat(errors(List.of(TITLE), Map.of("title", file)))
        .first()
        .isEqualTo("title: no file can be submitted, link to it instead");
  }

  @Test
  void furtherNamesComeOnlyWhereTheyAreAccepted() {
    Form form = form(List.of(TITLE));
    Map<String, Object> submitted = Map.of("title", "x", "source", "alert");
    assertThat(check.check(form, Set.of("source"), submitted, nobody(Map.of())).values())
        .isEqualTo(submitted);
    assertThat(errors(List.of(TITLE), submitted))
        .containsExactly("source: not asked for by the form test");
    assertThat(errors(List.of(TITLE), Map.of("title", "x".repeat(200))))
        .containsExactly("title: at most 120 characters, 200 given");
  }

  @Test
  void whereNothingIsAskedNothingIsTaken() {
    var refused =
        catchThrowableOfType(
            InvalidFormException.class,
            () -> check.check(null, Set.of(), Map.of("x", 1), nobody(Map.of())));
    assertThat(refused).hasMessage("x: nothing is asked for here");
  }

  private static final String TITLE =
      "{\"type\":\"textfield\",\"key\":\"title\",\"validate\":{\"required\":true,\"maxLength\":120}}";
  private static final String DESCRIPTION =
      "{\"type\":\"textarea\",\"key\":\"description\",\"validate\":{\"maxLength\":4000}}";

  private List<String> errors(List<String> components, Map<String, Object> submitted) {
    var refused =
        catchThrowableOfType(
            InvalidFormException.class, () -> accepted(components, submitted, Map.of()));
    assertThat(refused).as("refused").isNotNull();
    return refused.fields().stream().map(FieldError::toString).toList();
  }

  private Map<String, Object> accepted(
      List<String> components, Map<String, Object> submitted, Map<String, Object> known) {
    return check.check(form(components), Set.of(), submitted, nobody(known)).values();
  }

  private static Asker nobody(Map<String, Object> known) {
    return new Asker(null, false, null, known);
  }

  private static Form form(List<String> components) {
    try {
      return Form.of(
          JSON.readTree("{\"id\":\"test\",\"components\":[" + String.join(",", components) + "]}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Object json(String value) {
    try {
      return JSON.readValue(value, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Map<String, Object> values(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
