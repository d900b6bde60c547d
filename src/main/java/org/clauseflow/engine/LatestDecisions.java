package org.clauseflow.engine;

import java.time.Duration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionContext;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.dmn.entity.repository.DecisionDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DefaultCacheFactory;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.clauseflow.catalogue.Recent;
import org.springframework.stereotype.Component;

/**
 * Which version of a decision is the latest is asked of the database at most every two seconds, as
 * with forms, and not at each evaluation. What this node deploys holds at once, what another one
 * deploys two seconds later.
 */
@Component
class LatestDecisions extends AbstractProcessEnginePlugin {

  @Override
  public void postInit(ProcessEngineConfigurationImpl configuration) {
    Deployed deployed = new Deployed();
    deployed.setDeployers(configuration.getDeployers());
    configuration.setDeploymentCache(deployed);
  }

  private static final class Deployed extends DeploymentCache {

    /** So many stay parsed, as with the engine's own. */
    private static final int DEFINITIONS = 1000;

    private record Key(String decision, String tenant) {}

    private final Recent<Key, String> latest = new Recent<>(Duration.ofSeconds(2));

    Deployed() {
      super(new DefaultCacheFactory(), DEFINITIONS);
    }

    @Override
    public DecisionDefinition findDeployedLatestDecisionDefinitionByKeyAndTenantId(
        String decision, String tenant) {
      String id = latest.get(new Key(decision, tenant), this::lookUp);
      DecisionDefinition known = findDecisionDefinitionFromCache(id);
      return known != null
          ? known
          : super.findDeployedLatestDecisionDefinitionByKeyAndTenantId(decision, tenant);
    }

    private String lookUp(Key key) {
      return super.findDeployedLatestDecisionDefinitionByKeyAndTenantId(key.decision, key.tenant)
          .getId();
    }

    @Override
    public void addDecisionDefinition(DecisionDefinitionEntity decision) {
      super.addDecisionDefinition(decision);
      forget();
    }

    @Override
    public void removeDecisionDefinition(String id) {
      super.removeDecisionDefinition(id);
      forget();
    }

    /** Again at the end of the deployment, since others look up what was the latest until then. */
    private void forget() {
      latest.forget();
      TransactionContext transaction = Context.getCommandContext().getTransactionContext();
      transaction.addTransactionListener(TransactionState.COMMITTED, end -> latest.forget());
      transaction.addTransactionListener(TransactionState.ROLLED_BACK, end -> latest.forget());
    }
  }
}
