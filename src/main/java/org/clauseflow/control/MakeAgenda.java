package org.clauseflow.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/**
 * Makes the agenda of a meeting from the open decisions. Inputs: decisions (numbers; none: all), at
 * (when it is; none: after notice), notice. Sets agendaItems (how many), participantsTo, meetingDue
 * and title.
 */
@Component("makeAgenda")
class MakeAgenda implements JavaDelegate {

  private final Meetings meetings;
  private final Register register;
  private final Clock clock;

  MakeAgenda(Meetings meetings, Register register, Clock clock) {
    this.register = register;
    this.meetings = meetings;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    String meeting = step.getProcessBusinessKey();
    String at = (String) step.getVariableLocal("at");
    Instant due =
        at == null
            ? clock.instant().plus(Duration.parse((String) step.getVariableLocal("notice")))
            : ProlongVoting.moment(at);
    List<String> decisions =
        step.getVariableLocal("decisions") instanceof Collection<?> chosen
            ? chosen.stream().map(String::valueOf).toList()
            : List.of();
    int items = meetings.agenda(meeting, decisions);
    String title = "Change advisory board, " + Boards.time(due);
    step.setVariable("agendaItems", items);
    step.setVariable("participantsTo", String.join(",", meetings.participants(meeting)));
    step.setVariable("meetingDue", Date.from(due));
    step.setVariable("title", title);
    register.add(
        meeting, Entry.of("clauseflow", "agenda", "Decisions: " + items, Map.of("title", title)));
  }
}
