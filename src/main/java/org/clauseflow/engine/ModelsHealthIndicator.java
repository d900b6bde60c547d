package org.clauseflow.engine;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Which shipped models do not run because an owner's version does. No fault: the application is up.
 */
@Component
class ModelsHealthIndicator implements HealthIndicator {

  private final ModelDeployer deployer;

  ModelsHealthIndicator(ModelDeployer deployer) {
    this.deployer = deployer;
  }

  @Override
  public Health health() {
    ModelDeployer.Kept kept = deployer.kept();
    return Health.up()
        .withDetail("owner's version kept", kept.keys())
        .withDetail("of these changed by this release", kept.changed())
        .build();
  }
}
