package org.clauseflow.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.catalogue.People;
import org.clauseflow.engine.InvalidFormException;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Does the same with many tasks, each for itself: what one refuses does not hold up the others. It
 * is done under the person's own name and rights, as one by one in Tasklist.
 */
@Service
public class ChosenTasks {

  private final Worklist worklist;
  private final Eligible eligible;
  private final People people;
  private final TaskService tasks;
  private final TransactionTemplate transaction;

  ChosenTasks(
      Worklist worklist,
      Eligible eligible,
      People people,
      TaskService tasks,
      TransactionTemplate transaction) {
    this.worklist = worklist;
    this.eligible = eligible;
    this.people = people;
    this.tasks = tasks;
    this.transaction = transaction;
  }

  public List<Outcome> claim(List<String> chosen, Authentication me) {
    return each(
        chosen,
        me,
        task -> {
          if (me.getName().equals(task.assignee())) {
            return not(task, "is yours already");
          }
          if (task.assignee() != null) {
            return not(task, "is with " + task.assigneeName() + " already");
          }
          tasks.claim(task.task(), me.getName());
          return done(task, "is yours now");
        });
  }

  /** Only to somebody who may have it, and only by who may hand on tasks of the process. */
  public List<Outcome> reassign(List<String> chosen, String person, Authentication me) {
    String name =
        people
            .find(person)
            .filter(found -> found.active())
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.INVALID, "person", "is not there; choose one who is offered"))
            .name();
    Set<String> fit = eligible.tasks(person, chosen);
    return each(
        chosen,
        me,
        task -> {
          if (!task.assignable()) {
            return not(task, "stays: tasks of this process are handed on by who answers for it");
          }
          if (!fit.contains(task.task())) {
            return not(task, "is not for " + name + ", who has none of its roles");
          }
          if (person.equals(task.assignee())) {
            return not(task, "is with " + name + " already");
          }
          if (task.actingFor() == null) {
            tasks.setAssignee(task.task(), person);
          } else {
            // nobody acts for the absent one any more
            Task lent = tasks.createTaskQuery().taskId(task.task()).singleResult();
            lent.setOwner(null);
            lent.setAssignee(person);
            tasks.saveTask(lent);
          }
          return done(task, "is with " + name + " now");
        });
  }

  public List<Outcome> complete(List<String> chosen, Authentication me) {
    return each(
        chosen,
        me,
        task -> {
          if (!me.getName().equals(task.assignee())) {
            return not(task, "is not yours: claim it first");
          }
          if (!task.completable()) {
            return not(task, "asks for answers: open it");
          }
          tasks.complete(task.task(), Map.of());
          return done(task, "is done");
        });
  }

  /** Who may have all of these tasks, of which the person must see each. */
  public Map<String, String> people(List<String> chosen, Authentication me) {
    if (worklist.of(chosen, me).size() < Set.copyOf(chosen).size()) {
      throw new Refusal(
          Reason.UNKNOWN, "One of these tasks is not there any more, or not for you to see");
    }
    return eligible.people(chosen).stream()
        .collect(
            Collectors.toMap(
                Eligible.Choice::id, Eligible.Choice::name, (a, b) -> a, LinkedHashMap::new));
  }

  private List<Outcome> each(
      List<String> chosen, Authentication me, Function<WorkItem, Outcome> work) {
    Map<String, WorkItem> seen =
        worklist.of(chosen, me).stream()
            .collect(Collectors.toMap(WorkItem::task, Function.identity()));
    return chosen.stream()
        .distinct()
        .map(
            id ->
                seen.containsKey(id)
                    ? one(seen.get(id), work)
                    : new Outcome(id, null, null, false, "is done already, or not for you to see"))
        .toList();
  }

  private Outcome one(WorkItem task, Function<WorkItem, Outcome> work) {
    try {
      return transaction.execute(status -> work.apply(task));
    } catch (Refusal refused) {
      return not(task, refused.getMessage());
    } catch (InvalidFormException asks) {
      return not(task, "asks for answers: open it");
    } catch (AuthorizationException e) {
      return not(task, "is not for your roles");
    } catch (TaskAlreadyClaimedException | OptimisticLockingException e) {
      return not(task, "was changed by somebody else at the same moment: look at it again");
    } catch (NullValueException e) {
      return not(task, "is done already");
    } catch (ProcessEngineException e) {
      return not(task, "could not be done: " + e.getMessage());
    }
  }

  private static Outcome done(WorkItem task, String says) {
    return new Outcome(task.task(), task.name(), task.record(), true, says);
  }

  private static Outcome not(WorkItem task, String says) {
    return new Outcome(task.task(), task.name(), task.record(), false, says);
  }
}
