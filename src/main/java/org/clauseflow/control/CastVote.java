package org.clauseflow.control;

import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Casts or revises the vote of a seat, on the request as the member has read it. The vote that
 * completes them tells the process of the decision. Inputs: seat, voter, vote (for, against,
 * abstain), comment, conditions.
 */
@Component("castVote")
class CastVote implements JavaDelegate {

  private final Votes votes;

  CastVote(Votes votes) {
    this.votes = votes;
  }

  @Override
  public void execute(DelegateExecution step) {
    votes.cast(
        step.getProcessBusinessKey(),
        (String) step.getVariable("seat"),
        (String) step.getVariable("voter"),
        new Ballot(
            (String) step.getVariable("vote"),
            (String) step.getVariable("comment"),
            "for".equals(step.getVariable("vote"))
                ? (String) step.getVariable("conditions")
                : null));
    // a vote that revises this one says for itself why
    step.removeVariables(List.of("voteComment", "voteConditions"));
  }
}
