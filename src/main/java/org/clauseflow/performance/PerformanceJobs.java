package org.clauseflow.performance;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the figures do by themselves, on one node at a time. */
@Configuration(proxyBeanMethods = false)
class PerformanceJobs {

  /** Figures are a minute old at most: this pause, and what the collection takes. */
  @Bean
  RecurringTask<Void> figureCollectionTask(FigureCollector collector) {
    return Tasks.recurring("figure-collection", FixedDelay.ofSeconds(20))
        .execute((instance, context) -> collector.collect());
  }
}
