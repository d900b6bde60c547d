package org.clauseflow.redesign;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.clauseflow.conformity.DeploymentAttempt;
import org.clauseflow.conformity.DeploymentAttempts;
import org.clauseflow.record.Refusal;
import org.springframework.stereotype.Component;

/** Drafts that become no redesign stay in the log of deployments, as refused deployments do. */
@Component
public class RefusedDrafts {

  private final DeploymentAttempts attempts;
  private final Clock clock;

  RefusedDrafts(DeploymentAttempts attempts, Clock clock) {
    this.attempts = attempts;
    this.clock = clock;
  }

  /** Does what takes in a draft, and notes it if that is refused. */
  public <T> T noted(String person, String title, List<DraftFile> files, Supplier<T> takeIn) {
    try {
      return takeIn.get();
    } catch (Refusal refusal) {
      attempts.refused(
          new DeploymentAttempt(
              clock.instant(),
              person,
              title,
              files.stream()
                  .map(file -> DeploymentAttempt.File.of(file.name(), file.content()))
                  .toList(),
              "refused",
              refusal.getMessage(),
              null));
      throw refusal;
    }
  }
}
