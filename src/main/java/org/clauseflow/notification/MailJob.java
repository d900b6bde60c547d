package org.clauseflow.notification;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MailJob {

  @Bean
  RecurringTask<Void> sendMails(MailDelivery delivery) {
    return Tasks.recurring("send-mails", FixedDelay.ofSeconds(2))
        .execute((instance, context) -> delivery.run());
  }
}
