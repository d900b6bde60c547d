package org.clauseflow.work;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.clauseflow.clock.DatabaseTime;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives tasks the priority that their time has: what is late comes before what is about to be. The
 * filters of Tasklist ask for it, since they may hold no expression such as now. A target of the
 * record counts as well as the due date of the task; three quarters of either are about to be late.
 * A priority that a model gives itself is left alone.
 */
@Component
class Urgency {

  private static final int USUAL = 50;
  private static final int AT_A_TIME = 500;

  private static final String CHANGED =
      """
      with urgent as (
        select g.record_number, bool_or(g.breached_at is not null) as late
        from sms.target g
        where g.met_at is null and g.ended_at is null and (g.warned_at is not null or g.breached_at is not null)
        group by g.record_number
      ), wanted as (
        select t.id_ as task, t.priority_ as priority,
               case when u.late or t.due_date_ <= :now::timestamp then :late
                    when u.record_number is not null
                      or t.due_date_ - (t.due_date_ - t.create_time_) / 4 <= :now::timestamp then :soon
                    else :usual end as wanted
        from act_ru_task t
          join act_ru_execution e on e.id_ = t.proc_inst_id_
          left join urgent u on u.record_number = e.business_key_
        where t.priority_ in (:usual, :soon, :late)
      )
      select task, wanted from wanted where priority <> wanted order by wanted desc, task limit :size
      """;

  private record Change(String task, int wanted) {}

  private final JdbcClient jdbc;
  private final TaskService tasks;
  private final TransactionTemplate transactions;

  Urgency(JdbcClient jdbc, TaskService tasks, TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.tasks = tasks;
    this.transactions = transactions;
  }

  /** Sets what is not as it is to be at an instant; how many that were. */
  int set(Instant at) {
    int all = 0;
    int set;
    do {
      List<Change> changes = changed(at);
      set = (int) changes.stream().filter(this::set).count();
      all += set;
      // what could not be set is somebody's at this moment, and its turn comes again
    } while (set == AT_A_TIME);
    return all;
  }

  private List<Change> changed(Instant at) {
    return jdbc.sql(CHANGED)
        .param("now", Timestamp.from(at))
        .param("usual", USUAL)
        .param("soon", Worklist.SOON)
        .param("late", Worklist.LATE)
        .param("size", AT_A_TIME)
        .query(Change.class)
        .list();
  }

  private boolean set(Change change) {
    try {
      transactions.executeWithoutResult(status -> tasks.setPriority(change.task, change.wanted));
      return true;
    } catch (OptimisticLockingException | NullValueException e) {
      return false;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> taskUrgency(
        Urgency urgency, DatabaseTime time, TransactionTemplate transactions) {
      return Tasks.recurring("task-urgency", FixedDelay.ofSeconds(15))
          .execute(
              (instance, context) ->
                  transactions.execute(status -> time.unlessImporting()).ifPresent(urgency::set));
    }
  }
}
