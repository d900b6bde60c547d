package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Conditions of models over given variables, as the engine answers them. */
@ClauseflowTest
class ConditionsTest {

  private static final Map<String, Object> KNOWN =
      Map.of("priority", "high", "count", 3L, "confirmed", true, "list", List.of());

  @Autowired private Conditions conditions;

  @Test
  void variablesAreComparedWithLiterals() {
    assertThat(conditions.holds("${priority == 'high' && count > 2}", KNOWN)).contains(true);
    assertThat(conditions.holds(" ${!confirmed || empty list} ", KNOWN)).contains(true);
    assertThat(conditions.holds("#{priority == 'low'}", KNOWN)).isEmpty();
    assertThat(conditions.holds("${priority == 'low'}", KNOWN)).contains(false);
  }

  @Test
  void whatNobodyHasSetIsNull() {
    assertThat(conditions.holds("${unheardOf == null}", KNOWN)).contains(true);
    assertThat(conditions.holds("${unheardOf == 'yes'}", KNOWN)).contains(false);
    assertThat(conditions.holds("${unheardOf}", KNOWN)).as("the engine stops").isEmpty();
    assertThat(conditions.holds("${priority}", KNOWN)).as("no condition").isEmpty();
    assertThat(conditions.holds("${priority > 3}", KNOWN)).as("no number").isEmpty();
  }

  @Test
  void nothingIsEvaluatedThatTheGuardWouldRefuse() {
    assertThat(conditions.holds("${priority.length() == 4}", KNOWN)).isEmpty();
    assertThat(conditions.holds("${notify == null}", KNOWN)).isEmpty();
    assertThat(conditions.value("${priority.getClass()}", KNOWN)).isEmpty();
  }

  @Test
  void aParameterIsATextOrAVariable() {
    assertThat(conditions.value("incident", KNOWN)).contains("incident");
    assertThat(conditions.value("${count}", KNOWN)).contains(3L);
    assertThat(conditions.reads("${priority == 'high' && !confirmed}"))
        .containsExactly("priority", "confirmed");
  }
}
