package org.clauseflow.clock;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Records for clocks to run on, and the time that they run by. */
class Records {

  private final Register register;
  private final TransactionTemplate transactions;

  Records(Register register, PlatformTransactionManager transactionManager) {
    this.register = register;
    this.transactions = new TransactionTemplate(transactionManager);
  }

  /** Opens a record and does more in the same transaction, as the first step of a process does. */
  String open(Consumer<String> more) {
    String number = "INC-TEST-" + UUID.randomUUID();
    in(
        () -> {
          register.open(
              new Opening(number, "incident", "incident-management", 1, "none"),
              Entry.of("rosa.vogel", "opened", null, Map.of("title", "Printer is on fire")));
          more.accept(number);
        });
    return number;
  }

  void in(Runnable step) {
    transactions.executeWithoutResult(transaction -> step.run());
  }

  static void at(Instant now) {
    ClockUtil.setCurrentTime(Date.from(now));
  }
}
