package org.clauseflow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A Camunda Form as it was deployed: what it shows (schema) and what it asks for (fields by name).
 *
 * @param filled whether the schema has places that are filled from data as the form is handed out
 */
record Form(String id, JsonNode schema, Map<String, Field> fields, boolean filled) {

  private static final Set<String> ASKING =
      Set.of(
          "textfield",
          "textarea",
          "number",
          "checkbox",
          "radio",
          "select",
          "checklist",
          "taglist",
          "datetime",
          "expression",
          "dynamiclist",
          "group");

  /**
   * One question of a form.
   *
   * @param type type of the component
   * @param hides conditions of the field and of the groups around it; if one holds, the field is
   *     not asked
   * @param options where the values to choose from are computed: an expression
   * @param choices where they come from data: name of the source
   * @param fields questions of a group with a path, or of each item of a list, by name
   */
  record Field(
      String name,
      String type,
      JsonNode component,
      List<FormExpression> hides,
      FormExpression options,
      String choices,
      Map<String, Field> fields) {

    JsonNode validate(String rule) {
      return component.path("validate").path(rule);
    }

    boolean required() {
      return validate("required").asBoolean();
    }

    /**
     * @param holds whether a condition holds
     */
    boolean hidden(Predicate<FormExpression> holds) {
      return hides.stream().anyMatch(holds);
    }

    boolean disabled() {
      return component.path("disabled").asBoolean();
    }

    /** Shown, and sent back by the browser, but not for the person to change. */
    boolean readonly() {
      return component.path("readonly").asBoolean();
    }

    /** Whether the form opens without the value that is known from an earlier step. */
    boolean askedAnew() {
      return "never".equals(property(component, "prefill"));
    }
  }

  static Form of(JsonNode schema) {
    Map<String, Field> fields = new LinkedHashMap<>();
    collect(schema.path("components"), List.of(), fields, new HashMap<>());
    boolean filled =
        schema.findValues("properties").stream()
            .anyMatch(p -> p.has("choices") || p.has("content"));
    return new Form(schema.path("id").asText(), schema, fields, filled);
  }

  static String property(JsonNode component, String name) {
    return component.path("properties").path(name).asText(null);
  }

  /**
   * @param conditions each condition once, so that a check evaluates it once for all the fields
   *     that have it
   */
  private static void collect(
      JsonNode components,
      List<FormExpression> around,
      Map<String, Field> into,
      Map<String, FormExpression> conditions) {
    for (JsonNode component : components) {
      String type = component.path("type").asText();
      List<FormExpression> hides = around;
      String hide = component.path("conditional").path("hide").asText();
      if (!hide.isBlank()) {
        hides = new ArrayList<>(around);
        hides.add(conditions.computeIfAbsent(hide, FormExpression::new));
      }
      boolean nested = component.hasNonNull("path");
      if (type.equals("group") && !nested) {
        collect(component.path("components"), hides, into, conditions);
      } else if (ASKING.contains(type)) {
        String name = component.path(nested ? "path" : "key").asText();
        Map<String, Field> items = new LinkedHashMap<>();
        collect(component.path("components"), List.of(), items, conditions);
        String expression =
            component.path(type.equals("expression") ? "expression" : "valuesExpression").asText();
        if (component.hasNonNull("valuesKey")) {
          expression = component.path("valuesKey").asText();
        }
        into.put(
            name,
            new Field(
                name,
                type,
                component,
                hides,
                expression.isBlank() ? null : new FormExpression(expression),
                property(component, "choices"),
                items));
      }
    }
  }
}
