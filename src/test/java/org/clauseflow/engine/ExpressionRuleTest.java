package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionRuleTest {

  private final ExpressionRule rule = new ExpressionRule(Set.of("register", "notify")::contains);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${confirmed}",
        "  ${ supportGroup }\n",
        "${priority == 'high'}",
        "${'high' == priority}",
        "${attempts >= 3 && attempts < 10.5}",
        "${balance > -1}",
        "${confirmed != null and not withdrawn}",
        "${!confirmed || (priority == 'critical' && empty reason)}",
        "${!(priority == 'high') or true == confidential}",
        "${not empty duplicateOf}",
        "${answer == 'größer, 50 % & mehr #1'}",
      })
  void letsIn(String expression) {
    assertThat(rule.fault(expression)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // calls and properties
        "${''.getClass()}",
        "${''.getClass().forName('java.lang.System').getName()}",
        "${execution.x}",
        "${execution.processEngineServices.runtimeService}",
        "${a.b}",
        "${a . b}",
        "${a['b']}",
        "${a[0]}",
        "${a()}",
        "${dateTime()}",
        "${a:b('c')}",
        "${a -> b}",
        // what the engine resolves itself, and parts of the application
        "${execution}",
        "${task == 'x'}",
        "${caseExecution}",
        "${externalTask}",
        "${register}",
        "${notify}",
        "${empty register}",
        "${'x' == register}",
        // deferred, several, mixed with text
        "#{a}",
        "#{a.b}",
        "${a}${b}",
        "${a}${b.c}",
        "${a} and ${b}",
        "x${a}",
        "${a}x",
        "\\${a}",
        "${${a}}",
        "${'${a}'}",
        "${a",
        "${}",
        "${   }",
        "",
        "a",
        // other operators
        "${a ? b : c}",
        "${a + 1 == 2}",
        "${a mod 2 == 0}",
        "${a div 2}",
        "${a eq 'b'}",
        "${a ne 'b'}",
        "${a instanceof b}",
        "${a = b}",
        "${a; b}",
        "${a, b}",
        // comparisons that are none of a name with a literal
        "${a == b}",
        "${1 == 1}",
        "${true}",
        "${'x'}",
        "${a == 'b' == true}",
        "${!a == 'b'}",
        "${not a == 'b'}",
        "${empty a == true}",
        "${a ==}",
        "${== a}",
        "${(a}",
        "${a)}",
        "${a &&}",
        "${a & b}",
        "${a | b}",
        "${a b}",
        // texts and numbers that could be read otherwise
        "${a == 'it\\'s'}",
        "${a == 'x}",
        "${a == '}'}",
        "${a == \"b\"}",
        "${a == 1e5}",
        "${a == 0x1F}",
        "${a == 1.}",
        "${a == 1.2.3}",
        "${a == - 1}",
        "${a == 12abc}",
        // look-alikes
        "${\u0430bc}",
        "${a\u200bb}",
        "${\uff41}",
        "$\u200b{a}",
        "\uff04{a}",
        "${a\u00a0== 'b'}",
        "${a\u2028}",
        "${\\u0061.getClass()}",
        "${a == '\u0000'}",
      })
  void keepsOut(String expression) {
    assertThat(rule.fault(expression)).isPresent();
  }

  @Test
  void keepsOutWhatIsTooLongToRead() {
    assertThat(rule.fault("${" + "(".repeat(300) + "a" + ")".repeat(300) + "}"))
        .hasValueSatisfying(fault -> assertThat(fault).contains("500 characters"));
    assertThat(rule.fault("${" + "(".repeat(200) + "a" + ")".repeat(200) + "}")).isEmpty();
  }

  @Test
  void saysWhatToWriteInstead() {
    assertThat(rule.fault("${a.b}"))
        .hasValue(
            "may not hold .: write ${name}, or compare names with literals, as in ${priority == 'high' && !confirmed}");
  }

  @Test
  void namesTheVariables() {
    assertThat(rule.names("${priority == 'high' && (!confirmed || empty reason)}"))
        .containsExactly("priority", "confirmed", "reason");
  }

  @Test
  void findsTheNameThatStandsAlone() {
    assertThat(ExpressionRule.name(" ${notify} ")).hasValue("notify");
    assertThat(ExpressionRule.name("${notify}${notify}")).isEmpty();
    assertThat(ExpressionRule.name("${ notify }")).isEmpty();
    assertThat(ExpressionRule.name("#{notify}")).isEmpty();
    assertThat(ExpressionRule.name("${a.b}")).isEmpty();
  }
}
