package org.clauseflow.engine;

import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.stereotype.Component;

/**
 * Deploys in nobody's name what people have approved. Each deployment is a transaction of its own,
 * so whoever has it deployed asks first whether it is there.
 */
@Component
public class ApprovedModels {

  /** Marks what was in force once and is put in force again as it was. */
  static final String RESTORED = "clauseflow, former version";

  private static final String APPROVED = "clauseflow, redesign";

  private final RepositoryService repository;
  private final CommandExecutor engine;
  private final OwnTransaction ownTransaction;

  ApprovedModels(ProcessEngine engine, OwnTransaction ownTransaction) {
    this.repository = engine.getRepositoryService();
    this.engine =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired();
    this.ownTransaction = ownTransaction;
  }

  /** The file, such as priority.dmn, as it is in force. */
  public Optional<byte[]> latest(String file) {
    int dot = file.lastIndexOf('.');
    return engine.execute(
        context -> {
          for (ModelKind kind : ModelKind.values()) {
            if (kind.ending.equals(file.substring(dot + 1))) {
              return kind.latest(context, file.substring(0, dot))
                  .map(definition -> ModelKind.content(context, definition));
            }
          }
          return Optional.empty();
        });
  }

  public boolean isDeployed(String name) {
    return ownTransaction.of(
        transaction -> repository.createDeploymentQuery().deploymentName(name).count() > 0);
  }

  public void deploy(String name, Map<String, byte[]> files) {
    deploy(name, APPROVED, files);
  }

  /** What it carried out is enough again, even where the version that it replaces does more. */
  public void restore(String name, Map<String, byte[]> files) {
    deploy(name, RESTORED, files);
  }

  private void deploy(String name, String source, Map<String, byte[]> files) {
    ownTransaction.of(
        transaction -> {
          DeploymentBuilder deployment = repository.createDeployment().name(name).source(source);
          files.forEach(
              (file, content) ->
                  deployment.addInputStream(file, new ByteArrayInputStream(content)));
          return deployment.deploy();
        });
  }
}
