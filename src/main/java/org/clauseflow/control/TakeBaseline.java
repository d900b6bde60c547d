package org.clauseflow.control;

import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.cmdb.Baselines;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.RefusedAttempts;
import org.clauseflow.record.Register;
import org.springframework.stereotype.Component;

/** Takes a baseline of the configuration items that a release affects. Sets baseline. */
@Component("takeBaseline")
class TakeBaseline implements JavaDelegate {

  private final Baselines baselines;
  private final ReleaseContent content;
  private final Register register;
  private final RefusedAttempts refused;

  TakeBaseline(
      Baselines baselines, ReleaseContent content, Register register, RefusedAttempts refused) {
    this.baselines = baselines;
    this.content = content;
    this.register = register;
    this.refused = refused;
  }

  @Override
  public void execute(DelegateExecution step) {
    String release = step.getProcessBusinessKey();
    String person = register.actor(release);
    List<String> items = content.items(release).stream().map(ReleaseContent.Item::id).toList();
    if (items.isEmpty()) {
      String missing =
          release
              + " cannot be deployed: there is nothing to take a baseline of, as neither its changes nor its service name"
              + " a configuration item";
      refused.add(
          release, person, step.getCurrentActivityId(), step.getCurrentActivityName(), missing);
      throw new Refusal(Reason.NOT_NOW, missing + ": name them in its changes");
    }
    String baseline = baselines.take("Before " + release, items, release, person);
    step.setVariable("baseline", baseline);
    register.add(
        release,
        Entry.of(
            person,
            "baseline",
            "%s of %d configuration items".formatted(baseline, items.size()),
            Map.of("baseline", baseline)));
  }
}
