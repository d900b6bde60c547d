package org.clauseflow.engine;

import static org.clauseflow.engine.ModelGuardFindings.quote;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for a form. */
class ModelGuardForm {

  private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  /** A text variable holds no more. */
  private static final int LONGEST_TEXT = 4000;

  /** Of the forms of Camunda Platform 7.24. */
  private static final int NEWEST_SCHEMA = 16;

  /** What Tasklist renders and takes values from. */
  private static final Set<String> FIELDS =
      Set.of(
          "checkbox",
          "checklist",
          "datetime",
          "expression",
          "number",
          "radio",
          "select",
          "taglist",
          "textarea",
          "textfield");

  /**
   * What Tasklist renders; html and iframe, which it would render too, bring foreign code to its
   * users.
   */
  private static final Set<String> OTHERS =
      Set.of("button", "dynamiclist", "group", "image", "separator", "spacer", "table", "text");

  /**
   * Two fields of one name are two truths: what is read here and what the engine reads must be the
   * same.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final Set<String> choices;
  private final ModelGuardFindings findings;

  ModelGuardForm(String file, Set<String> choices, ModelGuardFindings findings) {
    this.file = file;
    this.choices = choices;
    this.findings = findings;
  }

  void check(byte[] content, String id) {
    try {
      JsonNode form = JSON.readTree(content);
      if (!form.isObject()) {
        findings.add(file, "is not a form");
        return;
      }
      if (!form.path("id").asText().equals(id) || !KEBAB.matcher(id).matches()) {
        findings.add(
            file,
            "the id of the form must be the file name without ending, in lower case with hyphens, such as"
                + " incident-classify");
      }
      if (form.path("schemaVersion").asInt() > NEWEST_SCHEMA) {
        findings.add(
            file,
            "is written for a newer platform (schema version "
                + form.path("schemaVersion").asInt()
                + "): design it for Camunda Platform 7.24");
      }
      checkComponents(form.path("components"), "", new HashSet<>());
      Form.of(form);
    } catch (JsonProcessingException e) {
      findings.add(file, "is not a form: " + e.getOriginalMessage());
    } catch (IOException e) {
      findings.add(file, "is not a form: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      findings.add(file, e.getMessage());
    }
  }

  private void checkComponents(JsonNode components, String path, Set<String> keys) {
    for (JsonNode component : components) {
      String type = component.path("type").asText();
      String key = path + component.path("key").asText();
      if (FIELDS.contains(type)) {
        checkField(component, key, keys);
      } else if (!OTHERS.contains(type)) {
        findings.add(
            file,
            label(component),
            "the component \"" + quote(type) + "\" is not offered here: use a field or a text");
      }
      JsonNode text = component.path("properties").path("content");
      if (!text.isMissingNode() && !FormTexts.names().contains(text.asText())) {
        findings.add(
            file,
            label(component),
            "there is no content \""
                + quote(text.asText())
                + "\"; known are "
                + String.join(", ", FormTexts.names().stream().sorted().toList()));
      }
      if (component.has("components")) {
        String inner = component.path("path").asText();
        checkComponents(
            component.path("components"), inner.isEmpty() ? path : path + inner + ".", keys);
      }
    }
  }

  private void checkField(JsonNode field, String key, Set<String> keys) {
    if (field.path("key").asText().isBlank()) {
      findings.add(file, label(field), "needs a key, the name of its variable");
    } else if (!keys.add(key)) {
      findings.add(
          file,
          label(field),
          "the key \"" + quote(key) + "\" is used twice: give each field its own");
    }
    String type = field.path("type").asText();
    int maxLength = field.path("validate").path("maxLength").asInt(0);
    if ((type.equals("textfield") || type.equals("textarea"))
        && (maxLength < 1 || maxLength > LONGEST_TEXT)) {
      findings.add(
          file, label(field), "needs a maximum length of at most " + LONGEST_TEXT + " characters");
    }
    JsonNode source = field.path("properties").path("choices");
    if (!source.isMissingNode() && !choices.contains(source.asText())) {
      findings.add(
          file,
          label(field),
          "there are no choices \""
              + quote(source.asText())
              + "\"; known are "
              + String.join(", ", choices.stream().sorted().toList()));
    }
  }

  private static String label(JsonNode component) {
    for (String name : new String[] {"key", "label", "id", "type"}) {
      if (!component.path(name).asText().isBlank()) {
        return component.path(name).asText();
      }
    }
    return "a component";
  }
}
