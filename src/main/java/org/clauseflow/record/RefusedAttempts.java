package org.clauseflow.record;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps in the journal what somebody tried and was refused, where the attempt itself matters. In a
 * transaction of its own, as nothing else of the attempt remains.
 */
@Service
public class RefusedAttempts {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedAttempts.class);

  private final Register register;
  private final JdbcClient jdbc;
  private final TransactionTemplate ofItsOwn;

  RefusedAttempts(
      Register register, JdbcClient jdbc, PlatformTransactionManager transactionManager) {
    this.register = register;
    this.jdbc = jdbc;
    this.ofItsOwn = new TransactionTemplate(transactionManager);
    this.ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /**
   * @param elementId element of the model at which it was tried, null outside a process
   */
  public void add(
      String record, String actor, String elementId, String elementName, String whatAndWhy) {
    try {
      ofItsOwn.executeWithoutResult(
          transaction -> {
            // who refuses may hold the record's row, and would wait for themselves
            jdbc.sql("set local lock_timeout = '2s'").update();
            register.add(
                record, new Entry(actor, "refused", elementId, elementName, whatAndWhy, Map.of()));
          });
    } catch (RuntimeException e) {
      LOG.warn("{}: refused to {}, not in the journal: {}", record, actor, whatAndWhy, e);
    }
  }
}
