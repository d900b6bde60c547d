package org.clauseflow.engine;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.impl.context.Context;
import org.clauseflow.conformity.DeploymentAttempt;
import org.clauseflow.conformity.DeploymentAttempts;
import org.springframework.stereotype.Component;

/**
 * Writes down who deploys what. A refusal outlives the transaction that it rolls back, so it is
 * written when that is over.
 */
@Component
class DeploymentLog {

  private static final int LONGEST = 4000;

  private final DeploymentAttempts attempts;
  private final Clock clock;

  /** What the command at work tries to deploy. */
  private final ThreadLocal<DeploymentAttempt> current = new ThreadLocal<>();

  DeploymentLog(DeploymentAttempts attempts, Clock clock) {
    this.attempts = attempts;
    this.clock = clock;
  }

  /** Begins an attempt, unless it is a trial; it counts as deployed unless the command fails. */
  void deploying(String deployment, String name, Map<String, byte[]> files) {
    if (TrialDeployment.isUnderWay()) {
      return;
    }
    DeploymentAttempt attempt =
        new DeploymentAttempt(
            clock.instant(),
            Context.getCommandContext().getAuthenticatedUserId(),
            name,
            files.entrySet().stream()
                .map(file -> DeploymentAttempt.File.of(file.getKey(), file.getValue()))
                .toList(),
            "deployed",
            null,
            deployment);
    current.set(attempt);
    attempts.deployed(attempt);
  }

  /** Does what deploys, and notes it if that is refused. */
  <T> T around(Supplier<T> command) {
    try {
      return command.get();
    } catch (RuntimeException e) {
      DeploymentAttempt attempt = current.get();
      if (attempt != null) {
        attempts.refused(
            new DeploymentAttempt(
                attempt.at(),
                attempt.person(),
                attempt.name(),
                attempt.files(),
                e instanceof ModelTakenIn ? "takenIn" : "refused",
                cut(e.getMessage()),
                null));
      }
      throw e;
    } finally {
      current.remove();
    }
  }

  private static String cut(String message) {
    return message == null || message.length() <= LONGEST ? message : message.substring(0, LONGEST);
  }
}
