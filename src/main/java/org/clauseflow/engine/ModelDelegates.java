package org.clauseflow.engine;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/**
 * The beans that models may call: the delegates of the steps, of the clauses and of redesigns.
 * Nothing else of the application can be named in a model. They are looked up when called, since
 * they may need the engine that is built with this list.
 */
@Component
class ModelDelegates {

  private static final Set<String> PACKAGES =
      Set.of(
          "steps",
          "management",
          "transition",
          "delivery",
          "relationship",
          "resolution",
          "control",
          "redesign");

  private final ListableBeanFactory beans;

  ModelDelegates(ListableBeanFactory beans) {
    this.beans = beans;
  }

  Set<String> names() {
    return Arrays.stream(beans.getBeanNamesForType(JavaDelegate.class, true, false))
        .filter(this::isOffered)
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean isBean(String name) {
    return beans.containsBean(name);
  }

  private boolean isOffered(String name) {
    Class<?> type = beans.getType(name, false);
    if (type == null) {
      return false;
    }
    String[] path = ClassUtils.getUserClass(type).getPackageName().split("\\.");
    return path.length > 2
        && path[0].equals("org")
        && path[1].equals("clauseflow")
        && PACKAGES.contains(path[2]);
  }

  /** What expressions see. */
  Map<Object, Object> asMap() {
    Set<String> names = names();
    return new AbstractMap<>() {

      @Override
      public boolean containsKey(Object name) {
        return names.contains(name);
      }

      @Override
      public Object get(Object name) {
        return containsKey(name) ? beans.getBean((String) name) : null;
      }

      @Override
      public Set<Entry<Object, Object>> entrySet() {
        return names.stream()
            .map(name -> Map.entry((Object) name, beans.getBean(name)))
            .collect(Collectors.toUnmodifiableSet());
      }
    };
  }
}
