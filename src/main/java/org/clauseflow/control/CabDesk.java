package org.clauseflow.control;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.control.Boards.Round;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do with decisions on changes from outside their tasks: vote, hand over a seat, lead
 * the voting, decide, call a meeting. Each completes the person's own task with their own rights.
 */
@Service
public class CabDesk {

  /**
   * @param decision approved, rejected or deferred
   * @param conditions null for none
   * @param considered the six considerations by their names in the form, those that differ from
   *     what was proposed
   */
  public record Decision(
      String decision, String reason, String conditions, Map<String, String> considered) {}

  private static final List<String> CONSIDERED =
      List.of(
          "considerRisks",
          "considerImpact",
          "considerRequirements",
          "considerBenefit",
          "considerFeasibility",
          "considerFinance");

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final Boards boards;
  private final Votes votes;
  private final Register register;

  CabDesk(
      RuntimeService runtime, TaskService tasks, Boards boards, Votes votes, Register register) {
    this.register = register;
    this.runtime = runtime;
    this.tasks = tasks;
    this.boards = boards;
    this.votes = votes;
  }

  /** Votes, or revises the vote. */
  @Transactional
  public void vote(String board, Ballot ballot, String actor) {
    requireOpen(board);
    votes.mayAct(board, votes.seatOf(board, actor), actor, "vote");
    Map<String, Object> values = new HashMap<>();
    values.put("vote", ballot.vote());
    values.put("voteComment", ballot.comment());
    if (ballot.vote().equals("for")) {
      values.put("voteConditions", ballot.conditions());
    }
    complete(own(board, actor, "userTask_vote", "userTask_revise"), values);
  }

  /** Hands the seat to somebody else, who votes instead. */
  @Transactional
  public void handOver(String board, String delegate, String actor) {
    requireOpen(board);
    String seat = votes.seatOf(board, actor);
    votes.mayAct(board, seat, actor, "hand over a seat");
    votes.mayTakeOver(board, seat, delegate, actor);
    complete(own(board, actor, "userTask_vote"), Map.of("vote", "handOver", "delegate", delegate));
  }

  /** The chair waits for no further votes. */
  @Transactional
  public void close(String board) {
    complete(chairs(board, "userTask_leadVoting"), Map.of("action", "close"));
  }

  /** The chair gives the members more time. */
  @Transactional
  public void prolong(String board, Instant until) {
    Optional<Task> leading = find(board, "userTask_leadVoting");
    if (leading.isPresent()) {
      complete(leading.get(), Map.of("action", "prolong", "prolongUntil", until.toString()));
    } else {
      complete(
          chairs(board, "userTask_decide"),
          Map.of("decision", "prolong", "prolongUntil", until.toString()));
    }
  }

  /** The chair decides, as the votes say. */
  @Transactional
  public void decide(String board, Decision decision) {
    Task task = chairs(board, "userTask_decide");
    Map<String, Object> proposed = register.find(board).orElseThrow().data();
    Map<String, Object> values = new HashMap<>();
    CONSIDERED.forEach(name -> values.put(name, proposed.get(name)));
    values.putAll(decision.considered);
    values.put("decision", decision.decision);
    values.put("decisionReason", decision.reason);
    if (decision.decision.equals("approved")) {
      values.put("conditions", decision.conditions);
    }
    complete(task, values);
  }

  /** Calls a meeting and returns its number. */
  @Transactional
  public String callMeeting(Instant at, String place, List<String> decisions) {
    Map<String, Object> values = new HashMap<>();
    values.put("meetingAt", at == null ? null : at.toString());
    values.put("meetingPlace", place);
    values.put("agendaDecisions", decisions);
    try {
      return runtime
          .createMessageCorrelation("cabMeeting.called")
          .setVariables(values)
          .correlateStartMessage()
          .getBusinessKey();
    } catch (AuthorizationException e) {
      throw new Refusal(Reason.NOT_ALLOWED, "Meetings of the board are called by change managers");
    }
  }

  private void requireOpen(String board) {
    Round round = boards.current(board).orElseThrow(() -> Refusal.unknownRecord(board));
    if (!round.open()) {
      throw new Refusal(
          Reason.NOT_NOW,
          round.state().equals("void")
              ? "%s was edited: the board is asked again".formatted(round.change())
              : "%s is decided: votes can no longer be cast or revised".formatted(board));
    }
    if (!register.find(board).orElseThrow().open()) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s is no longer to be decided: %s was withdrawn".formatted(board, round.change()));
    }
  }

  private Task own(String board, String actor, String... elements) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(board)
        .taskDefinitionKeyIn(elements)
        .or()
        .taskAssignee(actor)
        // who has put it back
        .taskCandidateUser(actor)
        .endOr()
        .listPage(0, 1)
        .stream()
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.NOT_NOW, "%s is not asked of %s at the moment".formatted(board, actor)));
  }

  private Task chairs(String board, String element) {
    requireOpen(board);
    return find(board, element)
        .orElseThrow(
            () ->
                new Refusal(
                    Reason.NOT_NOW, "%s does not wait for this, or not for you".formatted(board)));
  }

  /** The task, if the person may see it. */
  private Optional<Task> find(String board, String element) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(board)
        .taskDefinitionKey(element)
        .listPage(0, 1)
        .stream()
        .findFirst();
  }

  private void complete(Task task, Map<String, Object> values) {
    try {
      tasks.complete(task.getId(), values);
    } catch (AuthorizationException e) {
      throw new Refusal(Reason.NOT_ALLOWED, "\"%s\" is for others to do".formatted(task.getName()));
    } catch (OptimisticLockingException e) {
      throw new OptimisticLockingFailureException("Somebody else changed it at the same moment", e);
    }
  }
}
