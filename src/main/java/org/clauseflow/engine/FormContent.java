package org.clauseflow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Fills a form from data: what a field offers (property {@code choices}), what a text shows ({@code
 * content}).
 */
@Component
class FormContent {

  private final ChoiceSources choices;
  private final FormTexts texts;

  FormContent(ChoiceSources choices, FormTexts texts) {
    this.choices = choices;
    this.texts = texts;
  }

  JsonNode fill(Form form, Asker asker) {
    JsonNode filled = form.schema().deepCopy();
    fill(filled.path("components"), asker);
    return filled;
  }

  private void fill(JsonNode components, Asker asker) {
    for (JsonNode component : components) {
      String source = Form.property(component, "choices");
      if (source != null) {
        offer((ObjectNode) component, choices.list(source, asker), asker);
      }
      String text = Form.property(component, "content");
      if (text != null) {
        ((ObjectNode) component).put("text", texts.text(text, asker));
      }
      fill(component.path("components"), asker);
    }
  }

  private static void offer(ObjectNode component, List<ChoiceSources.Choice> choices, Asker asker) {
    ArrayNode values = component.putArray("values");
    choices.forEach(
        choice -> values.addObject().put("label", choice.label()).put("value", choice.value()));
    boolean meOffered = choices.stream().anyMatch(choice -> choice.value().equals(asker.person()));
    if ("me".equals(Form.property(component, "default")) && meOffered) {
      component.put("defaultValue", asker.person());
    }
  }
}
