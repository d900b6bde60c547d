package org.clauseflow.engine;

import java.util.Map;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandContextListener;

/**
 * What a person (or a caller in their stead) handed in with the task that is being completed or the
 * process that is being started: checked, with the types that forms mean, without what was known
 * before. The journal keeps it.
 */
final class SubmittedValues {

  private static final ThreadLocal<Map<String, Object>> CURRENT = new ThreadLocal<>();

  private SubmittedValues() {}

  /**
   * Read on the events {@code complete} of a task and {@code start} of a process; empty where
   * nothing was handed in.
   */
  static Map<String, Object> current() {
    Map<String, Object> values = CURRENT.get();
    return values == null ? Map.of() : values;
  }

  /**
   * Holds until the next completion or start of the same command, at the longest until that command
   * ends.
   */
  static void set(Map<String, Object> values) {
    if (CURRENT.get() == null) {
      Context.getCommandContext().registerCommandContextListener(new Forget());
    }
    CURRENT.set(values);
  }

  private static final class Forget implements CommandContextListener {

    @Override
    public void onCommandContextClose(CommandContext context) {
      CURRENT.remove();
    }

    @Override
    public void onCommandFailed(CommandContext context, Throwable cause) {
      CURRENT.remove();
    }
  }
}
