package org.clauseflow.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Gives the members more time. Inputs: until (a moment), or else time (a duration from now). Sets
 * votingDue.
 */
@Component("prolongVoting")
class ProlongVoting implements JavaDelegate {

  private final Boards boards;
  private final Clock clock;

  ProlongVoting(Boards boards, Clock clock) {
    this.boards = boards;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    String until = (String) step.getVariableLocal("until");
    Instant deadline =
        until == null
            ? clock.instant().plus(Duration.parse((String) step.getVariableLocal("time")))
            : moment(until);
    boards.prolong(step.getProcessBusinessKey(), deadline);
    step.setVariable("votingDue", Date.from(deadline));
  }

  /** What a form gives without a zone is UTC. */
  static Instant moment(String text) {
    return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$")
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
