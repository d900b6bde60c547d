package org.clauseflow.integration;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks into the mailbox, on one node at a time. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("clauseflow.mail-in.host")
class MailInJob {

  @Bean
  RecurringTask<Void> readMails(Mailbox mailbox, MailInSettings settings) {
    return Tasks.recurring("read-mails", FixedDelay.of(settings.every()))
        .execute((instance, context) -> mailbox.read());
  }
}
