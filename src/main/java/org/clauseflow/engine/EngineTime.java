package org.clauseflow.engine;

import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.stereotype.Component;

/**
 * Moves the engine's time, and with it that of records and targets: for the replay of a log, in a
 * JVM of its own, since the time is one for the whole JVM.
 */
@Component
public class EngineTime {

  public void set(Instant instant) {
    ClockUtil.setCurrentTime(Date.from(instant));
  }

  /** Back to the present. */
  public void reset() {
    ClockUtil.reset();
  }
}
