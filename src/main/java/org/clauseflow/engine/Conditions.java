package org.clauseflow.engine;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.springframework.stereotype.Component;

/**
 * Answers the expressions of a model over given variables as the engine would over those of a case:
 * what nobody has set is null. Only what the guard lets into a model is evaluated, so a draft that
 * has not passed it reaches nothing.
 */
@Component(
    "modelConditions") // a variable may well be named conditions, and no variable is named as a
// bean
public class Conditions {

  private final ExpressionRule rule;
  private final Evaluation evaluation = new Evaluation();

  Conditions(ModelDelegates delegates) {
    this.rule = new ExpressionRule(delegates::isBean);
  }

  /** Empty where the engine would stop, since the condition is neither true nor false. */
  public Optional<Boolean> holds(String condition, Map<String, Object> variables) {
    return value(condition, variables).filter(Boolean.class::isInstance).map(Boolean.class::cast);
  }

  /** What an expression stands for, or the text itself where it is none; empty for null. */
  public Optional<Object> value(String text, Map<String, Object> variables) {
    if (!ExpressionRule.holdsExpression(text)) {
      return Optional.of(text);
    }
    if (rule.fault(text).isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(evaluation.of(text.strip(), variables));
    } catch (ELException e) {
      // such as a text compared with a number: the engine would stop here too
      return Optional.empty();
    }
  }

  /** The variables that an expression reads. */
  public Set<String> reads(String expression) {
    return rule.names(expression);
  }

  /** The engine's own, without beans and without a case. */
  private static final class Evaluation extends JuelExpressionManager {

    Object of(String expression, Map<String, Object> variables) {
      return createValueExpression(expression)
          .getValue(createElContext(Variables.fromMap(variables).asVariableContext()));
    }

    @Override
    protected ELResolver createElResolver() {
      CompositeELResolver resolver = (CompositeELResolver) super.createElResolver();
      resolver.add(new ModelExpressions.NotSet());
      return resolver;
    }
  }
}
