package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormExpressionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=answer != \"yes\"",
        "=answer = \"yes\"",
        "answer=\"\"",
        "= answer != \"\" ",
        "=other = \"yes\"",
        "=not(answer = \"yes\")",
        "=not(answer = \"yes\" or answer = \"no\" )",
        "= not( answer != \"yes\" or other = \"a or b\")"
      })
  void aComparisonHoldsWithoutTheInterpreterWhereItDoesWithIt(String text) {
    FormExpression expression = new FormExpression(text);
    for (Object value : new Object[] {"yes", "no", "", null, 1, true}) {
      Map<String, Object> values = new HashMap<>();
      values.put("answer", value);

      assertThat(expression.holds(values))
          .as("%s for %s", text, value)
          .isEqualTo(Boolean.TRUE.equals(expression.evaluate(values)));
    }
  }
}
