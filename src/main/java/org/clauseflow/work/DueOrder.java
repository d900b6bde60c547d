package org.clauseflow.work;

import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * An index on the engine's tasks by due date, so that the first of a hundred thousand are found
 * without sorting them all. The engine makes its tables itself, so this comes after it.
 */
@Component
class DueOrder implements SmartInitializingSingleton {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /**
   * @param engine has made its tables
   */
  DueOrder(JdbcClient jdbc, TransactionTemplate transaction, ProcessEngine engine) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public void afterSingletonsInstantiated() {
    transaction.executeWithoutResult(
        status -> {
          // one node at a time
          jdbc.sql("select pg_advisory_xact_lock(hashtext('clauseflow due order'))")
              .query()
              .listOfRows();
          jdbc.sql("create index if not exists clauseflow_task_due on act_ru_task (due_date_, id_)")
              .update();
        });
  }
}
