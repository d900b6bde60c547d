package org.clauseflow.engine;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.clauseflow.CannotStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deploys what this release brings, as the application starts and before it takes requests. Only
 * what differs from what runs becomes a new version, and where an owner's version runs, it stays.
 */
@Component
class ModelDeployer implements SmartLifecycle {

  static final String SOURCE = "clauseflow";

  private static final Logger LOG = LoggerFactory.getLogger(ModelDeployer.class);

  /**
   * @param override keys of processes, decisions and forms of which ours replaces the owner's
   *     version
   */
  @ConfigurationProperties("clauseflow.models")
  record Settings(@DefaultValue Set<String> override) {}

  /**
   * What an owner's version kept from being deployed.
   *
   * @param keys processes, decisions and forms of which an owner's version runs
   * @param changed those of them that this release would have changed
   */
  record Kept(Set<String> keys, Set<String> changed) {}

  private final RepositoryService repository;
  private final CommandExecutor engine;
  private final TransactionTemplate transaction;
  private final ShippedModels shipped;
  private final Settings settings;
  private volatile Kept kept = new Kept(Set.of(), Set.of());
  private volatile boolean running;

  ModelDeployer(
      ProcessEngine engine,
      PlatformTransactionManager transactions,
      ShippedModels shipped,
      Settings settings) {
    this.repository = engine.getRepositoryService();
    this.engine =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
    this.transaction = new TransactionTemplate(transactions);
    this.shipped = shipped;
    this.settings = settings;
  }

  @Override
  public void start() {
    try {
      kept = deploy(shipped.units());
    } catch (ModelRefused e) {
      throw new CannotStart("a model of this release breaks a rule: " + e.getMessage(), e);
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server and whatever else waits for the application to be there. */
  @Override
  public int getPhase() {
    return 0;
  }

  Kept kept() {
    return kept;
  }

  /** All or nothing, and one node of a cluster after the other. */
  Kept deploy(List<ShippedModels.Unit> units) {
    Set<String> keys = new TreeSet<>();
    Set<String> changed = new TreeSet<>();
    // the monitor and the lock that every deployment takes, in that order: what is the latest
    // version now stays so
    synchronized (ProcessEngine.class) {
      transaction.executeWithoutResult(
          status -> {
            engine.execute(
                context -> {
                  context.getPropertyManager().acquireExclusiveLock();
                  return null;
                });
            units.forEach(unit -> deploy(unit, keys, changed));
          });
    }
    return new Kept(keys, changed);
  }

  private void deploy(ShippedModels.Unit unit, Set<String> kept, Set<String> changed) {
    List<ShippedModels.File> due = new ArrayList<>();
    for (ShippedModels.File file : unit.files()) {
      switch (engine.execute(context -> compare(context, unit, file))) {
        case NEW -> due.add(file);
        case SAME -> {}
        case OWNERS -> kept.add(file.key());
        case OWNERS_AND_OURS_CHANGED -> {
          kept.add(file.key());
          changed.add(file.key());
          LOG.warn(
              "An owner's version of {} is kept, and this release would change it. To deploy ours, compare them and start"
                  + " with clauseflow.models.override={}",
              file.name(),
              file.key());
        }
      }
    }
    if (!due.isEmpty()) {
      DeploymentBuilder deployment = repository.createDeployment().name(unit.name()).source(SOURCE);
      due.forEach(
          file -> deployment.addInputStream(file.name(), new ByteArrayInputStream(file.content())));
      deployment.deploy();
      LOG.info("Deployed {}", due.stream().map(ShippedModels.File::name).toList());
    }
  }

  private enum State {
    NEW,
    SAME,
    OWNERS,
    OWNERS_AND_OURS_CHANGED
  }

  private State compare(CommandContext context, ShippedModels.Unit unit, ShippedModels.File file) {
    Optional<ResourceDefinition> latest = file.kind().latest(context, file.key());
    if (latest.isEmpty()) {
      return State.NEW;
    }
    if (Arrays.equals(ModelKind.content(context, latest.get()), file.content())) {
      return State.SAME;
    }
    String source =
        context
            .getDeploymentManager()
            .findDeploymentById(latest.get().getDeploymentId())
            .getSource();
    if (SOURCE.equals(source) || settings.override().contains(file.key())) {
      return State.NEW;
    }
    return Optional.ofNullable(
                context
                    .getResourceManager()
                    .findLatestResourcesByDeploymentName(
                        unit.name(), Set.of(file.name()), SOURCE, null)
                    .get(file.name()))
            .filter(ours -> Arrays.equals(ours.getBytes(), file.content()))
            .isPresent()
        ? State.OWNERS
        : State.OWNERS_AND_OURS_CHANGED;
  }
}
