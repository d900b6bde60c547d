package org.clauseflow.resolution;

import java.util.HashMap;
import java.util.Map;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What staff do with problems from outside the tasks: raise and withdraw. */
@Service
public class RaisedProblems {

  /**
   * @param category null if it is not known, as impact and urgency
   */
  public record Report(
      String title,
      String description,
      String service,
      String category,
      String impact,
      String urgency) {}

  private final OnBehalf onBehalf;
  private final Register register;

  RaisedProblems(OnBehalf onBehalf, Register register) {
    this.onBehalf = onBehalf;
    this.register = register;
  }

  /** Opens a problem and returns its number. */
  @Transactional
  public String raise(Report report, String actor) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("title", report.title());
    variables.put("description", report.description());
    variables.put("service", report.service());
    variables.put("category", report.category());
    variables.put("impact", report.impact());
    variables.put("urgency", report.urgency());
    variables.put("reporter", actor);
    variables.put("source", "api");
    return onBehalf.start(actor, "problem.raised", variables);
  }

  /** It is no problem any more, wherever its process stands. */
  @Transactional
  public void withdraw(String number, String reason, String actor) {
    ServiceRecord problem =
        register
            .find(number)
            .filter(record -> record.type().equals("problem"))
            .orElseThrow(() -> Refusal.unknownRecord(number));
    register.add(number, Entry.of(actor, "comment", reason, Map.of("reason", reason)));
    boolean heard =
        onBehalf.tell(
            actor, problem.processInstanceId(), "problem.withdrawn", Map.of("reason", reason));
    if (!heard) {
      throw new Refusal(
          Reason.NOT_NOW, number + " is " + problem.status() + ": it can no longer be withdrawn");
    }
  }
}
