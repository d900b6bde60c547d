package org.clauseflow.engine;

import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.springframework.stereotype.Component;

/**
 * Deploys a draft to see what would become of it, and takes everything back: the transaction is
 * rolled back, and what the engine keeps of it in memory is forgotten. Others cannot deploy
 * meanwhile, so what looks at it must be quick.
 */
@Component
public class TrialDeployment {

  private static final ThreadLocal<Boolean> UNDER_WAY = new ThreadLocal<>();

  private final ProcessEngineConfigurationImpl configuration;
  private final RepositoryService repository;
  private final OwnTransaction ownTransaction;

  TrialDeployment(ProcessEngine engine, OwnTransaction ownTransaction) {
    this.configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    this.repository = engine.getRepositoryService();
    this.ownTransaction = ownTransaction;
  }

  /** Whether what this thread deploys is a trial, and nobody's attempt. */
  static boolean isUnderWay() {
    return UNDER_WAY.get() != null;
  }

  /**
   * Not to be called by what holds the deployment's lock, such as the guard.
   *
   * @param files by name, such as incident-management.bpmn
   * @param sound looks at what was deployed, before it is taken back
   * @param refused told what is wrong with it instead, in words for who designed it
   */
  public <T> T of(
      Map<String, byte[]> files,
      Function<DeploymentWithDefinitions, T> sound,
      Function<List<String>, T> refused) {
    DeploymentCache cache = configuration.getDeploymentCache();
    Set<String> processes = Set.copyOf(cache.getProcessDefinitionCache().keySet());
    Set<String> decisions = Set.copyOf(cache.getDecisionDefinitionCache().keySet());
    UNDER_WAY.set(true);
    try {
      return ownTransaction.of(
          transaction -> {
            transaction.setRollbackOnly();
            DeploymentWithDefinitions deployment;
            try {
              deployment = deploy(files);
            } catch (ModelRefused e) {
              return refused.apply(e.findings());
            } catch (ProcessEngineException e) {
              return refused.apply(List.of(String.valueOf(e.getMessage())));
            }
            return sound.apply(deployment);
          });
    } finally {
      UNDER_WAY.remove();
      // what others have read meanwhile they read once more
      added(cache.getProcessDefinitionCache().keySet(), processes)
          .forEach(cache::removeProcessDefinition);
      added(cache.getDecisionDefinitionCache().keySet(), decisions)
          .forEach(cache.getDecisionDefinitionCache()::remove);
      cache.discardCamundaFormDefinitionCache();
    }
  }

  private DeploymentWithDefinitions deploy(Map<String, byte[]> files) {
    DeploymentBuilder deployment = repository.createDeployment().name("trial");
    files.forEach(
        (name, content) -> deployment.addInputStream(name, new ByteArrayInputStream(content)));
    return deployment.deployWithResult();
  }

  private static Set<String> added(Set<String> now, Set<String> before) {
    Set<String> added = new HashSet<>(now);
    added.removeAll(before);
    return added;
  }
}
