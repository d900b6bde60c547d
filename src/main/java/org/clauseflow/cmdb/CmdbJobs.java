package org.clauseflow.cmdb;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CmdbJobs {

  @Bean
  RecurringTask<Void> forgetCmdbMarks(Landscapes landscapes) {
    return Tasks.recurring("forget-cmdb-marks", FixedDelay.ofHours(1))
        .execute((instance, context) -> landscapes.forget());
  }
}
