package org.clauseflow.performance;

import org.springframework.context.ApplicationContext;

/**
 * Collects figures at once, which the application does by itself every few seconds; all of them,
 * since the clocks of other tests were ahead.
 */
public final class Collecting {

  private Collecting() {}

  public static void now(ApplicationContext application) {
    application.getBean(FigureCollector.class).collectAll();
  }
}
