package org.clauseflow.work;

import java.util.Optional;
import org.camunda.bpm.engine.TaskService;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which record a task works on. Whether somebody may read the task, the engine decides. */
@Component
class TaskRecords {

  private final TaskService tasks;
  private final JdbcClient jdbc;

  TaskRecords(TaskService tasks, JdbcClient jdbc) {
    this.tasks = tasks;
    this.jdbc = jdbc;
  }

  /** The record's number; none where there is no such task for whoever asks. */
  Optional<String> numberOf(String task) {
    if (tasks.createTaskQuery().taskId(task).count() == 0) {
      return Optional.empty();
    }
    // asked of the table: who may read a task need not be allowed to read its instance
    return jdbc.sql(
            """
            select e.business_key_ from act_ru_task t join act_ru_execution e on e.id_ = t.proc_inst_id_
            where t.id_ = :task and e.business_key_ is not null
            """)
        .param("task", task)
        .query(String.class)
        .optional();
  }
}
