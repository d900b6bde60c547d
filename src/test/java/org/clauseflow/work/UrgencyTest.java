package org.clauseflow.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.ProcessStory;
import org.clauseflow.clock.TargetKind;
import org.clauseflow.clock.TargetSweep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What is late comes first, by the due date of the task or the targets of its record. */
@ClauseflowTest
class UrgencyTest extends ProcessStory {

  private static final Duration HOUR = Duration.ofHours(1);

  @Autowired private Urgency urgency;
  @Autowired private TargetSweep sweep;
  @Autowired private TransactionTemplate transaction;

  private Deployment model;
  private String number;

  @BeforeEach
  void begin() {
    model =
        repository
            .createDeployment()
            .name("second-person")
            .addClasspathResource("org/clauseflow/work/second-person.bpmn")
            .deploy();
    number =
        runtime.startProcessInstanceByKey("second-person", values("title", "x")).getBusinessKey();
  }

  @AfterEach
  void end() {
    repository.deleteDeployment(model.getId(), true);
  }

  @Test
  void byItsDueDate() {
    Task task = task();
    task.setDueDate(Date.from(MORNING.plus(HOUR.multipliedBy(4))));
    tasks.saveTask(task);
    assertThat(priorityAt(MORNING)).isEqualTo(50);
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(3)).minusSeconds(1))).isEqualTo(50);
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(3)))).isEqualTo(70);
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(4)))).isEqualTo(90);
    assertThat(urgency.set(MORNING.plus(HOUR.multipliedBy(4)))).as("nothing twice").isZero();
    task = task();
    task.setDueDate(Date.from(MORNING.plus(HOUR.multipliedBy(40))));
    tasks.saveTask(task);
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(4)))).as("and back").isEqualTo(50);
  }

  @Test
  void byTheTargetsOfItsRecord() {
    transaction.executeWithoutResult(
        status -> targets.start(number, "general", "always", null, HOUR.multipliedBy(4)));
    sweep.sweep(MORNING.plus(HOUR.multipliedBy(3)));
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(3)))).isEqualTo(70);
    sweep.sweep(MORNING.plus(HOUR.multipliedBy(4)));
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(4)))).isEqualTo(90);
    at(MORNING.plus(HOUR.multipliedBy(5)));
    transaction.executeWithoutResult(status -> targets.met(number, TargetKind.RESOLUTION));
    assertThat(priorityAt(MORNING.plus(HOUR.multipliedBy(5)))).isEqualTo(50);
  }

  @Test
  void aPriorityOfTheModelStays() {
    tasks.setPriority(task().getId(), 10);
    Task task = task();
    task.setDueDate(Date.from(MORNING));
    tasks.saveTask(task);
    assertThat(priorityAt(MORNING.plus(HOUR))).isEqualTo(10);
  }

  private int priorityAt(Instant at) {
    urgency.set(at);
    return task().getPriority();
  }

  private Task task() {
    return task(number, "userTask_check");
  }
}
