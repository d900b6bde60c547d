package org.clauseflow.work;

import static java.util.stream.Collectors.groupingBy;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.clock.DatabaseTime;
import org.clauseflow.record.Refusal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings the tasks of whoever is away to their deputy while it lasts, those that come later too,
 * and back when it is over. The absent one stays the owner of the task: by that the journal says
 * for whom the deputy acts, and it finds its way back. The rules of a task hold for the deputy as
 * for everybody: what they may not have stays, with the reason.
 */
@Component
class Deputies {

  /** The next turn takes the others. */
  private static final int AT_A_TIME = 500;

  /** A task of somebody absent, with them or with their deputy. */
  private record Moving(
      long absence, String person, String deputy, String task, String name, String number) {}

  private record Given(
      long id,
      long absence,
      String person,
      String deputy,
      Timestamp until,
      String name,
      String number) {

    String line() {
      return "  %s %s".formatted(number == null ? "" : number + ":", name);
    }
  }

  private record Over(long id, String person, String deputy) {}

  private final JdbcClient jdbc;
  private final TaskService tasks;
  private final Eligible eligible;
  private final AbsenceMails mails;
  private final TransactionTemplate transactions;

  Deputies(
      JdbcClient jdbc,
      TaskService tasks,
      Eligible eligible,
      AbsenceMails mails,
      TransactionTemplate transactions) {
    this.jdbc = jdbc;
    this.tasks = tasks;
    this.eligible = eligible;
    this.mails = mails;
    this.transactions = transactions;
  }

  /** Sees to it that every task is with whom it is to be at an instant. */
  void turn(Instant at) {
    over(at).forEach(absence -> takeBack(absence, at));
    left(at).stream()
        .collect(groupingBy(Moving::absence))
        .values()
        .forEach(ofOne -> give(ofOne, at));
    tell(at);
  }

  private List<Moving> left(Instant at) {
    return jdbc.sql(
            """
            select a.id as absence, a.person_id as person, a.deputy_id as deputy, t.id_ as task, t.name_ as name,
                   e.business_key_ as number
            from sms.absence a
              join act_ru_task t on t.assignee_ = a.person_id and t.suspension_state_ = 1
              join act_ru_execution e on e.id_ = t.proc_inst_id_
            where a.ended_at is null and a.from_at <= :at::timestamptz and a.until_at > :at::timestamptz
              and not exists (select from sms.absence_task x
                              where x.absence_id = a.id and x.task_id = t.id_ and x.stays is not null)
            order by a.id, t.id_ limit :size
            """)
        .param("at", Timestamp.from(at))
        .param("size", AT_A_TIME)
        .query(Moving.class)
        .list();
  }

  private void give(List<Moving> left, Instant at) {
    Set<String> fit = eligible.tasks(left.get(0).deputy, left.stream().map(Moving::task).toList());
    for (Moving task : left) {
      if (fit.contains(task.task)) {
        give(task, at);
      } else {
        note(task, "the deputy has none of its roles", at);
      }
    }
  }

  private void give(Moving task, Instant at) {
    try {
      transactions.executeWithoutResult(
          status -> {
            tasks.setOwner(task.task, task.person);
            tasks.setAssignee(task.task, task.deputy);
            note(task, null, at);
          });
    } catch (Refusal refused) {
      note(task, refused.getMessage(), at);
    } catch (OptimisticLockingException | NullValueException e) {
      // somebody works on it at this moment: the next turn sees what has become of it
    }
  }

  private void note(Moving task, String stays, Instant at) {
    jdbc.sql(
            """
            insert into sms.absence_task (absence_id, task_id, record_number, task_name, given_at, stays)
            values (:absence, :task, :number, :name, :at, :stays)
            on conflict (absence_id, task_id) do update set given_at = :at, stays = :stays, told_at = null
            """)
        .param("absence", task.absence)
        .param("task", task.task)
        .param("number", task.number)
        .param("name", task.name)
        .param("at", Timestamp.from(at))
        .param("stays", stays)
        .update();
  }

  /** One mail for all that has come to a deputy since the last. */
  private void tell(Instant at) {
    transactions.executeWithoutResult(
        status ->
            jdbc
                .sql(
                    """
                    with untold as (
                      select id from sms.absence_task
                      where told_at is null and stays is null and returned_at is null order by id for update skip locked
                    ), told as (
                      update sms.absence_task t set told_at = :at from untold u where t.id = u.id
                      returning t.id, t.absence_id, t.task_name, t.record_number)
                    select t.id, a.id as absence, a.person_id as person, a.deputy_id as deputy, a.until_at as until,
                           t.task_name as name, t.record_number as number
                    from told t join sms.absence a on a.id = t.absence_id order by t.id
                    """)
                .param("at", Timestamp.from(at))
                .query(Given.class)
                .list()
                .stream()
                .collect(groupingBy(Given::absence))
                .values()
                .forEach(this::tell));
  }

  private void tell(List<Given> given) {
    Given last = given.get(given.size() - 1);
    mails.given(
        "absence %d %d %d".formatted(last.absence, last.id, given.size()),
        last.person,
        last.deputy,
        last.until.toInstant(),
        given.stream().map(Given::line).toList());
  }

  private List<Over> over(Instant at) {
    return jdbc.sql(
            """
            select id, person_id as person, deputy_id as deputy from sms.absence
            where ended_at is null and until_at <= :at::timestamptz order by id
            """)
        .param("at", Timestamp.from(at))
        .query(Over.class)
        .list();
  }

  private void takeBack(Over absence, Instant at) {
    List<Moving> lent =
        jdbc.sql(
                """
                select a.id as absence, a.person_id as person, a.deputy_id as deputy, t.id_ as task, t.name_ as name,
                       x.record_number as number
                from sms.absence a join sms.absence_task x on x.absence_id = a.id and x.stays is null
                  join act_ru_task t on t.id_ = x.task_id and t.assignee_ = a.deputy_id and t.owner_ = a.person_id
                where a.id = :absence order by x.id
                """)
            .param("absence", absence.id)
            .query(Moving.class)
            .list();
    List<String> back =
        lent.stream().map(task -> takeBack(task, at)).filter(Objects::nonNull).toList();
    boolean all = back.size() == lent.size();
    if (all) {
      transactions.executeWithoutResult(
          status -> {
            jdbc.sql(
                    "update sms.absence set ended_at = :at, ended_by = coalesce(ended_by, 'clauseflow') where id = :id and ended_at is null")
                .param("at", Timestamp.from(at))
                .param("id", absence.id)
                .update();
            mails.returned(
                "absence %d over".formatted(absence.id),
                absence.person,
                absence.deputy,
                back(absence));
          });
    }
  }

  private String takeBack(Moving task, Instant at) {
    try {
      return transactions.execute(
          status -> {
            Task lent = tasks.createTaskQuery().taskId(task.task).singleResult();
            if (lent == null) {
              return task.task;
            }
            lent.setAssignee(task.person);
            lent.setOwner(null);
            tasks.saveTask(lent);
            jdbc.sql(
                    "update sms.absence_task set returned_at = :at where absence_id = :absence and task_id = :task")
                .param("at", Timestamp.from(at))
                .param("absence", task.absence)
                .param("task", task.task)
                .update();
            return task.task;
          });
    } catch (OptimisticLockingException e) {
      // the next turn sees what has become of it
      return null;
    }
  }

  private List<String> back(Over absence) {
    return jdbc.sql(
            """
            select coalesce('  ' || record_number || ': ', '  ') || task_name from sms.absence_task
            where absence_id = :absence and returned_at is not null order by id
            """)
        .param("absence", absence.id)
        .query(String.class)
        .list();
  }

  @Configuration(proxyBeanMethods = false)
  static class Job {

    @Bean
    RecurringTask<Void> tasksOfWhoIsAway(
        Deputies deputies, DatabaseTime time, TransactionTemplate transactions) {
      return Tasks.recurring("deputies", FixedDelay.ofSeconds(5))
          .execute(
              (instance, context) ->
                  transactions.execute(status -> time.unlessImporting()).ifPresent(deputies::turn));
    }
  }
}
