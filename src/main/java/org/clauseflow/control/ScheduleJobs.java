package org.clauseflow.control;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the schedule of change does by itself, on one node at a time. */
@Configuration(proxyBeanMethods = false)
class ScheduleJobs {

  @Bean
  RecurringTask<Void> keepChangeWindowsAhead(ChangeWindows windows) {
    return Tasks.recurring("change-windows-ahead", FixedDelay.ofHours(6))
        .execute((instance, context) -> windows.keepAhead());
  }

  /** Relations in the CMDB may have changed. */
  @Bean
  RecurringTask<Void> lookAtChangesAgain(ChangeSchedule schedule) {
    return Tasks.recurring("change-schedule-look", FixedDelay.ofSeconds(30))
        .execute((instance, context) -> schedule.lookAgain());
  }
}
