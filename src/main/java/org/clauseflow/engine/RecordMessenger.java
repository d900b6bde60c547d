package org.clauseflow.engine;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.clauseflow.clock.DatabaseTime;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Message;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Register;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Delivers messages between records. The receiver's step and the note that it was told commit
 * together, so it is told once. Several go into one transaction and one command of the engine,
 * which writes what they all change at once; where one of them fails, each is tried on its own.
 * Where many wait, several such transactions run side by side.
 */
@Component
public class RecordMessenger implements DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(RecordMessenger.class);

  private static final String ACTOR = "clauseflow";
  private static final int BATCH = 20;

  /** Threads that help when there is more than one batch. */
  private static final int HELPERS = 2;

  private final Messages messages;
  private final DatabaseTime time;
  private final RuntimeService runtime;
  private final RepositoryService models;
  private final Register register;
  private final TransactionTemplate transactions;
  private final ProcessEngine engine;
  private final ExecutorService helpers = Executors.newFixedThreadPool(HELPERS);

  RecordMessenger(
      Messages messages,
      DatabaseTime time,
      RuntimeService runtime,
      RepositoryService models,
      Register register,
      ProcessEngine engine,
      PlatformTransactionManager transactionManager) {
    this.messages = messages;
    this.time = time;
    this.runtime = runtime;
    this.models = models;
    this.register = register;
    this.engine = engine;
    this.transactions = new TransactionTemplate(transactionManager);
  }

  /** Delivers all that waits by the database's time, unless an import runs. */
  public int deliver() {
    return deliver(time::unlessImporting);
  }

  /** Delivers all that waits at an instant; how many messages that were. */
  public int deliver(Instant at) {
    return deliver(() -> Optional.of(at));
  }

  @Override
  public void destroy() {
    helpers.shutdown();
  }

  private int deliver(Supplier<Optional<Instant>> now) {
    List<Future<Integer>> helping = new ArrayList<>();
    int count = deliver(now, () -> helping.addAll(askForHelp(now)));
    for (Future<Integer> help : helping) {
      count += result(help);
    }
    return count;
  }

  private List<Future<Integer>> askForHelp(Supplier<Optional<Instant>> now) {
    return Stream.generate(() -> helpers.submit(() -> deliver(now, () -> {})))
        .limit(HELPERS)
        .toList();
  }

  /**
   * @param much run once there is more than one batch
   */
  private int deliver(Supplier<Optional<Instant>> now, Runnable much) {
    int count = 0;
    int alone = 0;
    boolean first = true;
    while (true) {
      Delivery delivery = new Delivery(now, alone > 0 ? 1 : BATCH);
      delivery.run();
      int size = delivery.batch.size();
      if (size == 0) {
        return count;
      }
      if (first && size == BATCH) {
        much.run();
      }
      first = false;
      if (delivery.failure == null || size == 1) {
        count += size;
        alone = Math.max(0, alone - 1);
      } else {
        alone = size;
      }
    }
  }

  private static int result(Future<Integer> help) {
    try {
      return help.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } catch (ExecutionException e) {
      // its transaction is rolled back: what it held is delivered next time
      LOG.warn("A helper stopped", e.getCause());
      return 0;
    }
  }

  /** Some messages in one transaction. */
  private final class Delivery {
    private final Supplier<Optional<Instant>> now;
    private final int most;
    private Instant at;
    private List<Message> batch = List.of();
    private RuntimeException failure;

    Delivery(Supplier<Optional<Instant>> now, int most) {
      this.now = now;
      this.most = most;
    }

    void run() {
      try {
        transactions.executeWithoutResult(transaction -> deliverBatch());
      } catch (RuntimeException e) {
        if (batch.isEmpty()) {
          throw e;
        }
        failure = e;
        if (batch.size() == 1) {
          fail(batch.get(0));
        }
      }
    }

    private void fail(Message message) {
      LOG.warn(
          "{} from {} could not be delivered to {}, it is tried again: {}",
          message.name(),
          message.from(),
          message.to() == null ? "a new process" : message.to(),
          failure.getMessage());
      messages.failed(message, at, String.valueOf(failure.getMessage()));
    }

    private void deliverBatch() {
      at = now.get().orElse(null);
      batch = at == null ? List.of() : messages.next(at, most);
      List<Long> heard = new ArrayList<>();
      List<Long> unheard = new ArrayList<>();
      asOneCommand(
          () -> {
            for (Message message : batch) {
              if (message.to() == null) {
                raise(message);
              } else {
                (tell(message) ? heard : unheard).add(message.id());
              }
            }
          });
      messages.told(heard, unheard);
    }

    private void raise(Message message) {
      if (!startsAProcess(message.name())) {
        String reason = "No process starts with " + message.name() + " yet";
        if (messages.waits(message, at, reason)) {
          register.add(
              message.from(),
              Entry.of(ACTOR, "waits", reason + ": it will when one does", Map.of()));
        }
        return;
      }
      String raised =
          runtime
              .createMessageCorrelation(message.name())
              .setVariables(message.variables())
              .correlateStartMessage()
              .getBusinessKey();
      if (message.link() != null) {
        register.link(message.from(), message.link(), raised, ACTOR);
      }
      if (message.linkBack() != null) {
        register.link(raised, message.linkBack(), message.from(), ACTOR);
      }
      messages.raised(message, raised);
    }

    private boolean startsAProcess(String name) {
      return models
              .createProcessDefinitionQuery()
              .messageEventSubscriptionName(name)
              .active()
              .count()
          > 0;
    }

    /** The engine keeps what it has to write until its command ends. */
    private void asOneCommand(Runnable work) {
      ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
          .getCommandExecutorTxRequired()
          .execute(
              context -> {
                work.run();
                return null;
              });
    }

    private boolean tell(Message message) {
      // to all that listen, which may be none: a correlation that misses would fail and take the
      // transaction along
      boolean heard =
          !runtime
              .createMessageCorrelation(message.name())
              .processInstanceBusinessKey(message.to())
              .setVariables(message.variables())
              .correlateAllWithResult()
              .isEmpty();
      if (heard) {
        register.add(
            message.to(),
            Entry.of(
                ACTOR, "told", message.name() + " from " + message.from(), message.variables()));
      }
      return heard;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> recordMessengerTask(RecordMessenger messenger) {
      return Tasks.recurring("record-messenger", FixedDelay.ofSeconds(1))
          .execute((instance, context) -> messenger.deliver());
    }
  }
}
