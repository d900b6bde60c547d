package org.clauseflow.engine;

import java.beans.FeatureDescriptor;
import java.util.Iterator;
import java.util.Map;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.springframework.context.ApplicationContext;

/**
 * What expressions of models see: variables and delegates. A variable that nobody has set is null,
 * since a question that a form did not ask leaves none behind; to the engine it would be an error.
 */
class ModelExpressions extends SpringExpressionManager {

  ModelExpressions(ApplicationContext application, Map<Object, Object> delegates) {
    super(application, delegates);
  }

  @Override
  protected ELResolver createElResolver() {
    CompositeELResolver resolver = (CompositeELResolver) super.createElResolver();
    resolver.add(new NotSet());
    return resolver;
  }

  /** Comes last: what nobody before it knows. */
  static final class NotSet extends ELResolver {

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
      if (base == null) {
        context.setPropertyResolved(true);
      }
      return null;
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
      return null;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {}

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
      return true;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
      return null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
      return Object.class;
    }
  }
}
