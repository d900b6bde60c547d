package org.clauseflow.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What staff do with requests for change from outside the tasks: request, edit, withdraw. */
@Service
public class Changes {

  private static final String EDITABLE = "waiting for approval";

  private static final Set<String> DEPLOYED =
      Set.of("deployed", "documented afterwards", "in review", "failed");

  private final OnBehalf onBehalf;
  private final Register register;

  Changes(OnBehalf onBehalf, Register register) {
    this.onBehalf = onBehalf;
    this.register = register;
  }

  /**
   * Opens a request for change.
   *
   * @param fields those of the form change-request
   * @return its number
   */
  @Transactional
  public String request(Map<String, Object> fields, String actor) {
    Map<String, Object> variables = new LinkedHashMap<>(fields);
    variables.put("reporter", actor);
    variables.put("source", "api");
    return onBehalf.start(actor, "change.requested", variables);
  }

  /**
   * Edits a request while it is decided on: the votes so far become void, and the board is asked
   * anew. Before that it is edited in the tasks, and what is approved is planned anew.
   */
  @Transactional
  public void edit(String number, Map<String, Object> fields, String actor) {
    ServiceRecord change = find(number);
    if (!EDITABLE.equals(change.status())) {
      throw new Refusal(
          Reason.NOT_NOW,
          "%s is %s: it is edited while it waits for approval; before that in its tasks, and what is approved is"
                  .formatted(number, change.status())
              + " planned anew");
    }
    register.add(number, Entry.of(actor, "edited", null, fields));
    hear(change, "change.edited", fields, actor);
  }

  /** It is not wanted any more, at any time before its deployment. */
  @Transactional
  public void withdraw(String number, String reason, String actor) {
    ServiceRecord change = find(number);
    if (DEPLOYED.contains(change.status())) {
      throw new Refusal(
          Reason.NOT_NOW,
          number + " is " + change.status() + ": say in its review what becomes of it");
    }
    register.add(number, Entry.of(actor, "comment", reason, Map.of("reason", reason)));
    hear(change, "change.withdrawn", Map.of("reason", reason), actor);
  }

  private ServiceRecord find(String number) {
    return register
        .find(number)
        .filter(record -> record.type().equals("change"))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }

  private void hear(
      ServiceRecord change, String message, Map<String, Object> variables, String actor) {
    boolean heard = onBehalf.tell(actor, change.processInstanceId(), message, variables);
    if (!heard) {
      throw new Refusal(
          Reason.NOT_NOW,
          change.number() + " is " + change.status() + ": that is not possible any more");
    }
  }
}
