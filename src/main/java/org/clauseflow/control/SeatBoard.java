package org.clauseflow.control;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.variable.Variables;
import org.clauseflow.catalogue.People;
import org.clauseflow.control.Boards.Seated;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.stereotype.Component;

/**
 * Seats the members of the board. Inputs: kind (normal, emergency, alone), roles, mandatory and
 * veto (roles separated by commas), implementerSits (yes or no), quorum and threshold (percent),
 * votingTime. Sets boardState (board, alone, or incomplete: somebody must be named for unfilled),
 * members, boardTo, votingDue and chair (the role that leads the decision).
 */
@Component("seatBoard")
class SeatBoard implements JavaDelegate {

  private final Boards boards;
  private final Register register;
  private final People people;

  SeatBoard(Boards boards, Register register, People people) {
    this.boards = boards;
    this.register = register;
    this.people = people;
  }

  @Override
  public void execute(DelegateExecution step) {
    ServiceRecord change = register.find((String) step.getVariable("partOf")).orElseThrow();
    Boards.Terms terms =
        new Boards.Terms(
            (String) step.getVariable("kind"),
            Boards.names(step.getVariable("roles")),
            Boards.names(step.getVariable("mandatory")),
            Boards.names(step.getVariable("veto")),
            "yes".equals(step.getVariable("implementerSits")),
            percent(step.getVariable("quorum")),
            percent(step.getVariable("threshold")),
            Duration.parse((String) step.getVariable("votingTime")));
    Seated seated = boards.seat(step.getProcessBusinessKey(), change, terms, named(step));
    step.setVariable("chair", chair(change));
    step.setVariable("unfilled", seated.unfilled());
    step.setVariable("boardTo", String.join(",", seated.members()));
    step.setVariable("votingDue", seated.deadline() == null ? null : Date.from(seated.deadline()));
    step.setVariable(
        "members",
        Variables.objectValue(new ArrayList<>(seated.members()))
            .serializationDataFormat(Variables.SerializationDataFormats.JSON)
            .create());
    step.setVariable(
        "boardState",
        seated.unfilled() != null
            ? "incomplete"
            : terms.kind().equals("alone") ? "alone" : "board");
  }

  /** A decision gives a number, a model a text. */
  private static int percent(Object value) {
    return new BigDecimal(value.toString()).intValueExact();
  }

  private static List<String> named(DelegateExecution step) {
    return step.getVariable("namedMembers") instanceof Collection<?> named
        ? named.stream().map(String::valueOf).toList()
        : List.of();
  }

  /**
   * Who asks for a change leads no decision on it: the service manager does, if nobody else can.
   */
  private String chair(ServiceRecord change) {
    return people.withRole("changeManager").stream()
            .anyMatch(
                person -> change.reporter() == null || !people.same(person.id(), change.reporter()))
        ? "changeManager"
        : "serviceManager";
  }
}
