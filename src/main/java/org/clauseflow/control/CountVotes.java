package org.clauseflow.control;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.control.Boards.Count;
import org.clauseflow.control.Boards.Round;
import org.springframework.stereotype.Component;

/**
 * Counts the votes of the round. Sets voteResult, voteFigures, voteState (valid, or lacking: more
 * time is to be given, once), silentTo (who has not voted) and lackingTo (they and the service
 * manager).
 */
@Component("countVotes")
class CountVotes implements JavaDelegate {

  private final Boards boards;

  CountVotes(Boards boards) {
    this.boards = boards;
  }

  @Override
  public void execute(DelegateExecution step) {
    Round round = boards.lock(step.getProcessBusinessKey());
    Count count = boards.count(round);
    List<String> silent = boards.silent(round);
    step.setVariable("voteResult", count.result());
    step.setVariable("voteFigures", count.figures());
    step.setVariable("voteState", count.valid() || round.extended() ? "valid" : "lacking");
    step.setVariable("silentTo", String.join(",", silent));
    step.setVariable(
        "lackingTo",
        Stream.concat(Stream.of("serviceManager"), silent.stream())
            .collect(Collectors.joining(",")));
  }
}
