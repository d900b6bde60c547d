package org.clauseflow.control;

import java.time.Clock;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.stereotype.Component;

/**
 * Checks a plan and keeps its acceptance criteria. Sets release, plannedStart and plannedEnd as
 * instants, deploymentDates, releaseContents, customerApprovers, releaseParties, noticeKept; and
 * that the deployment has not begun.
 */
@Component("planRelease")
class PlanRelease implements JavaDelegate {

  private final ReleasePlans plans;
  private final ReleaseContent content;
  private final ReleaseCriteria criteria;
  private final Clock clock;

  PlanRelease(ReleasePlans plans, ReleaseContent content, ReleaseCriteria criteria, Clock clock) {
    this.plans = plans;
    this.content = content;
    this.criteria = criteria;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution step) {
    String release = step.getProcessBusinessKey();
    ReleasePlans.Dates dates =
        plans.dates(
            (String) step.getVariable("plannedStart"), (String) step.getVariable("plannedEnd"));
    plans.checkMethod((String) step.getVariable("deploymentMethod"));
    if (content.changes(release).isEmpty()) {
      throw new Refusal(
          Reason.INVALID, "addedChanges", "must name a change: a release deploys at least one");
    }
    criteria.agree(
        release,
        (String) step.getVariable("mandatoryCriteria"),
        (String) step.getVariable("importantCriteria"),
        (String) step.getVariable("minorCriteria"));

    String approvers = plans.customerApprovers((String) step.getVariable("service"));
    step.setVariable("release", release);
    step.setVariable("plannedStart", dates.start().toString());
    step.setVariable("plannedEnd", dates.end().toString());
    step.setVariable("deploymentDates", dates.text());
    step.setVariable("releaseContents", plans.contents(release));
    step.setVariable("customerApprovers", approvers);
    step.setVariable("releaseParties", approvers + ",serviceManager");
    step.setVariable("noticeKept", isNoticeKept(dates, step) ? "yes" : "no");
    step.setVariable("deploymentBegan", null);
  }

  private boolean isNoticeKept(ReleasePlans.Dates dates, DelegateExecution step) {
    Number days = (Number) step.getVariable("noticeDays");
    return !dates.start().isBefore(clock.instant().plus(Duration.ofDays(days.longValue())));
  }
}
