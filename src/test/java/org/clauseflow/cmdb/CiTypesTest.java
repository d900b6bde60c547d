package org.clauseflow.cmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each type has a definition, and what is registered fits it. */
@ClauseflowTest
class CiTypesTest {

  private static final Mandate LOAD = new Mandate("wanda", "First load");

  @Autowired private CiTypes types;
  @Autowired private ConfigurationItems items;

  @Test
  void aTypeIsDefinedAndRefined() {
    CiType meter = type(List.of(attribute("reading", "number", null, false)));
    types.define(meter);
    assertThat(types.find("meter")).contains(meter);
    items.register(
        Map.of("type", "meter", "name", "M1", "attributes", Map.of("reading", 12.5)), LOAD);
    CiType refined =
        type(
            List.of(
                attribute("reading", "number", null, true),
                attribute("medium", "choice", List.of("gas", "water"), true)));
    types.define(refined);
    assertThat(types.find("meter")).contains(refined);
    assertThat(types.all()).extracting(CiType::definition).doesNotContain("");
  }

  @Test
  void aDefinitionThatRegisteredItemsDoNotFitIsRefused() {
    types.define(type(List.of(attribute("reading", "number", null, false))));
    String id =
        items.register(
            Map.of("type", "meter", "name", "M2", "attributes", Map.of("reading", 12.5)), LOAD);
    assertThatThrownBy(() -> types.define(type(List.of(attribute("reading", "date", null, false)))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("do not fit what is registered")
        .hasMessageContaining("reading is not a date such as 2026-01-31");
    assertThatThrownBy(() -> types.define(type(List.of()))).isInstanceOf(Refusal.class);
    assertThat(items.find(id).orElseThrow().attributes()).containsEntry("reading", 12.5);
    assertThatThrownBy(
            () -> types.define(type(List.of(attribute("x", "choice", List.of(), false)))))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("The definition of meter cannot be kept");
  }

  private static CiType type(List<CiType.Attribute> attributes) {
    return new CiType("meter", "Meter", "What measures consumption", "low", false, 365, attributes);
  }

  private static CiType.Attribute attribute(
      String name, String kind, List<String> choices, boolean required) {
    return new CiType.Attribute(name, name, kind, choices, required);
  }
}
