package org.clauseflow.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Messages;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.steps.OnBehalf;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the release manager does with releases from outside the tasks. */
@Service
public class Releases {

  /**
   * @param changes numbers of approved changes
   * @param closes numbers of problems and known errors
   */
  public record Plan(
      String title,
      String description,
      String service,
      List<String> changes,
      List<String> closes) {}

  /** As long as it stands so, changes are added and taken out. */
  private static final Set<String> NOT_FROZEN =
      Set.of("requested", "in planning", "plan to be agreed", "planned");

  private final RuntimeService runtime;
  private final OnBehalf onBehalf;
  private final Register register;
  private final ReleaseContent content;
  private final Messages messages;

  Releases(
      RuntimeService runtime,
      OnBehalf onBehalf,
      Register register,
      ReleaseContent content,
      Messages messages) {
    this.runtime = runtime;
    this.onBehalf = onBehalf;
    this.register = register;
    this.content = content;
    this.messages = messages;
  }

  /** Begins a release and returns its number. */
  @Transactional
  public String open(Plan plan, String actor) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("title", plan.title());
    variables.put("description", plan.description());
    variables.put("service", plan.service());
    variables.put("addedChanges", plan.changes());
    variables.put("addedClosures", plan.closes());
    variables.put("reporter", actor);
    variables.put("source", "api");
    return onBehalf.start(actor, "release.requested", variables);
  }

  /** Takes in a change that is approved and in no other release; it is told the dates. */
  @Transactional
  public void add(String number, String change, String actor) {
    ServiceRecord release = notFrozen(number);
    content.add(number, change, "change", actor);
    Map<String, Object> planned =
        onBehalf.of(
            actor,
            () ->
                runtime.getVariables(
                    release.processInstanceId(), List.of("release", "plannedStart", "plannedEnd")));
    if (release.status().equals("planned")) {
      messages.tell(number, "release.planned", List.of(change), planned);
    }
  }

  /** Takes a change out, which is told to look for another release. */
  @Transactional
  public void remove(String number, String change, String actor) {
    notFrozen(number);
    if (content.changes(number).stream().noneMatch(c -> c.number().equals(change))) {
      throw new Refusal(Reason.UNKNOWN, number + " does not deploy " + change);
    }
    content.remove(number, change, actor);
  }

  /** It is not deployed: at any time until its deployment begins. */
  @Transactional
  public void cancel(String number, String reason, String actor) {
    ServiceRecord release = find(number);
    register.add(number, Entry.of(actor, "comment", reason, Map.of("reason", reason)));
    boolean heard =
        onBehalf.tell(
            actor, release.processInstanceId(), "release.cancelled", Map.of("reason", reason));
    if (!heard) {
      throw new Refusal(
          Reason.NOT_NOW, number + " is " + release.status() + ": it can no longer be cancelled");
    }
  }

  private ServiceRecord notFrozen(String number) {
    // it is not frozen while this is done
    register.lock(number);
    ServiceRecord release = find(number);
    if (!release.open() || !NOT_FROZEN.contains(release.status())) {
      throw new Refusal(
          Reason.NOT_NOW,
          number
              + " is "
              + release.status()
              + ": its content is frozen, plan it anew to change what it deploys");
    }
    return release;
  }

  private ServiceRecord find(String number) {
    return register
        .find(number)
        .filter(record -> record.type().equals("release"))
        .orElseThrow(() -> Refusal.unknownRecord(number));
  }
}
