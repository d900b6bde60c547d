package org.clauseflow.clock;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the clock does by itself, on one node at a time. */
@Configuration(proxyBeanMethods = false)
class ClockJobs {

  @Bean
  RecurringTask<Void> targetSweepTask(TargetSweep sweep) {
    return Tasks.recurring("target-sweep", FixedDelay.ofSeconds(5))
        .execute((instance, context) -> sweep.sweep());
  }
}
