package org.clauseflow.engine;

import java.util.function.Function;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.context.ProcessEngineContext;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Work with the engine in a transaction of its own and in nobody's name, from within a delegate
 * too: what that does would otherwise become part of its step, and be written at its end.
 */
@Component
public class OwnTransaction {

  private final IdentityService identity;
  private final JdbcClient jdbc;
  private final TransactionTemplate ofItsOwn;

  OwnTransaction(
      ProcessEngine engine, JdbcClient jdbc, PlatformTransactionManager transactionManager) {
    this.identity = engine.getIdentityService();
    this.jdbc = jdbc;
    this.ofItsOwn = new TransactionTemplate(transactionManager);
    this.ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** The work must not wait for what the caller has locked: it fails after ten seconds. */
  public <T> T of(Function<TransactionStatus, T> work) {
    Authentication person = identity.getCurrentAuthentication();
    identity.clearAuthentication();
    ProcessEngineContext.requiresNew();
    try {
      return ofItsOwn.execute(
          transaction -> {
            jdbc.sql("set local lock_timeout = '10s'").update();
            return work.apply(transaction);
          });
    } finally {
      ProcessEngineContext.clear();
      if (person != null) {
        identity.setAuthentication(person.getUserId(), person.getGroupIds(), person.getTenantIds());
      }
    }
  }
}
