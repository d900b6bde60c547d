package org.clauseflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.Requirements;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Checks every deployment before the engine reads it, by whatever door it comes and whoever sends
 * it, and refuses what breaks a rule. A model is code that runs in this application, and it carries
 * obligations: neither may slip in or out with a redesign.
 */
@Component
class ModelGuard extends AbstractProcessEnginePlugin implements Deployer {

  /** A deployed model is parsed by everybody who runs it. */
  private static final int LARGEST = 2_000_000;

  private final Requirements requirements;
  private final ModelDelegates delegates;
  private final ShippedModels shipped;
  private final JdbcClient jdbc;
  private final ApplicationContext application;

  ModelGuard(
      Requirements requirements,
      ModelDelegates delegates,
      ShippedModels shipped,
      JdbcClient jdbc,
      ApplicationContext application) {
    this.requirements = requirements;
    this.delegates = delegates;
    this.shipped = shipped;
    this.jdbc = jdbc;
    this.application = application;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    // the starter has made an expression manager that sees every bean; setting the beans alone
    // would change nothing
    Map<Object, Object> visible = delegates.asMap();
    configuration.setBeans(visible);
    configuration.setExpressionManager(new ModelExpressions(application, visible));
    List<Deployer> deployers = new ArrayList<>(List.of(this));
    if (configuration.getCustomPreDeployers() != null) {
      deployers.addAll(configuration.getCustomPreDeployers());
    }
    configuration.setCustomPreDeployers(deployers);
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    // the engine also comes here when it reads a deployment back from the database
    if (deployment.isNew()) {
      ModelGuardFindings findings = new ModelGuardFindings();
      checkOrigin(deployment, findings);
      Map<String, byte[]> files =
          deployment.getResources().values().stream()
              .collect(
                  Collectors.toMap(
                      ResourceEntity::getName,
                      ResourceEntity::getBytes,
                      (a, b) -> a,
                      TreeMap::new));
      check(files, requirements, world(deployment, files), findings);
      if (!findings.isEmpty()) {
        throw new ModelRefused(findings.message());
      }
    }
  }

  private static void checkOrigin(DeploymentEntity deployment, ModelGuardFindings findings) {
    if (ModelDeployer.SOURCE.equals(deployment.getSource())
        && Context.getCommandContext().getAuthentication() != null) {
      findings.add(
          "deployment",
          "the source \""
              + ModelDeployer.SOURCE
              + "\" marks what the application itself brings: name another");
    }
    if (deployment.getTenantId() != null) {
      findings.add("deployment", "there are no tenants here: deploy without one");
    }
  }

  /** The rules for the files of one deployment. */
  static void check(
      Map<String, byte[]> files,
      Requirements requirements,
      ModelGuardWorld world,
      ModelGuardFindings findings) {
    Predicate<String> inDeployment =
        name -> files.keySet().stream().anyMatch(file -> fileName(file).equals(name));
    files.forEach(
        (path, content) -> {
          String file = fileName(path);
          int dot = file.lastIndexOf('.');
          String id = dot < 0 ? file : file.substring(0, dot);
          if (content.length > LARGEST) {
            findings.add(file, "is larger than " + LARGEST / 1_000_000 + " MB: split it");
            return;
          }
          try {
            switch (dot < 0 ? "" : file.substring(dot + 1)) {
              case "bpmn" ->
                  new ModelGuardBpmn(requirements, world, file, inDeployment, findings)
                      .check(Model.read(content), id);
              case "dmn" ->
                  new ModelGuardDmn(file, findings).check(Model.read(content), content, id);
              case "form" -> new ModelGuardForm(file, world.choices(), findings).check(content, id);
              default ->
                  findings.add(file, "only .bpmn, .dmn and .form files are deployed: leave it out");
            }
          } catch (Model.Unreadable e) {
            findings.add(file, "cannot be read: " + e.getMessage());
          }
        });
  }

  private static String fileName(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private ModelGuardWorld world(DeploymentEntity deployment, Map<String, byte[]> files) {
    CommandContext context = Context.getCommandContext();
    // what we ship is deployed in one transaction, and its parts may refer to one another in
    // circles
    boolean isOurs = ModelDeployer.SOURCE.equals(deployment.getSource());
    Predicate<String> comes =
        name ->
            files.keySet().stream().anyMatch(file -> fileName(file).equals(name))
                || isOurs && shipped.holds(name);
    return new ModelGuardWorld(
        ids("select id from sms.record_type"),
        ids("select id from sms.role"),
        delegates.names(),
        delegates::isBean,
        ChoiceSources.names(),
        key -> comes.test(key + ".form") || ModelKind.FORM.latest(context, key).isPresent(),
        key -> comes.test(key + ".dmn") || ModelKind.DECISION.latest(context, key).isPresent(),
        key -> comes.test(key + ".bpmn") || ModelKind.PROCESS.latest(context, key).isPresent(),
        key -> ModelKind.PROCESS.latest(context, key).flatMap(latest -> read(context, latest)));
  }

  private Set<String> ids(String sql) {
    return Set.copyOf(jdbc.sql(sql).query(String.class).list());
  }

  private static Optional<Model> read(CommandContext context, ResourceDefinition definition) {
    try {
      return Optional.of(Model.read(ModelKind.content(context, definition)));
    } catch (Model.Unreadable e) {
      // it was deployed before there was a guard; nothing can be said of what it carried
      return Optional.empty();
    }
  }
}
