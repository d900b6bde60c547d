package org.clauseflow.engine;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.RuntimeService;
import org.clauseflow.clock.DatabaseTime;
import org.clauseflow.clock.TargetEvent;
import org.clauseflow.clock.TargetEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells processes that a target of their record warns or is breached: message target.warning or
 * target.breached, by business key, with the variables target (response or resolution) and dueAt.
 * The process's step and the note that it was told commit together, so it is told once.
 */
@Component
class TargetMessenger {

  private static final Logger LOG = LoggerFactory.getLogger(TargetMessenger.class);

  private final TargetEvents events;
  private final DatabaseTime time;
  private final RuntimeService runtime;
  private final TransactionTemplate transactions;

  TargetMessenger(
      TargetEvents events,
      DatabaseTime time,
      RuntimeService runtime,
      PlatformTransactionManager transactionManager) {
    this.events = events;
    this.time = time;
    this.runtime = runtime;
    this.transactions = new TransactionTemplate(transactionManager);
  }

  /** Tells all that is to be told at an instant; how many events that were, told or failed. */
  int tell(Instant at) {
    return tell(() -> Optional.of(at));
  }

  /** Tells all that is to be told by the database's time, unless an import runs. */
  int tell() {
    return tell(time::unlessImporting);
  }

  private int tell(Supplier<Optional<Instant>> now) {
    int count = 0;
    while (new Telling(now).next()) {
      count++;
    }
    return count;
  }

  /**
   * One event in one transaction of its own, so that one that fails does not hold up the others.
   */
  private final class Telling {
    private final Supplier<Optional<Instant>> now;
    private Instant at;
    private TargetEvent event;

    Telling(Supplier<Optional<Instant>> now) {
      this.now = now;
    }

    boolean next() {
      try {
        transactions.executeWithoutResult(transaction -> tellNext());
      } catch (RuntimeException e) {
        if (event == null) {
          throw e;
        }
        LOG.warn(
            "{} could not be told {}, it is tried again: {}",
            event.number(),
            event.message(),
            e.getMessage());
        events.failed(event, at, String.valueOf(e.getMessage()));
      }
      return event != null;
    }

    private void tellNext() {
      at = now.get().orElse(null);
      event = at == null ? null : events.next(at).orElse(null);
      if (event != null) {
        // to all that listen, which may be none: a correlation that misses would fail and take the
        // transaction along
        var heard =
            runtime
                .createMessageCorrelation(event.message())
                .processInstanceBusinessKey(event.number())
                .setVariablesToTriggeredScope(
                    Map.of("target", event.target().id(), "dueAt", Date.from(event.dueAt())))
                .correlateAllWithResult();
        events.told(event, at, !heard.isEmpty());
      }
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> targetMessengerTask(TargetMessenger messenger) {
      return Tasks.recurring("target-messenger", FixedDelay.ofSeconds(1))
          .execute((instance, context) -> messenger.tell());
    }
  }
}
