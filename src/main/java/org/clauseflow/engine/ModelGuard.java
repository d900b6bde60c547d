package org.clauseflow.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.clauseflow.conformity.Carrier;
import org.clauseflow.conformity.Deviations;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelsInForce;
import org.clauseflow.conformity.Obligations;
import org.clauseflow.conformity.RequirementCatalogue;
import org.clauseflow.conformity.Requirements;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Checks every deployment before the engine reads it, by whatever door it comes and whoever sends
 * it, and refuses what breaks a rule. A model is code that runs in this application, and it carries
 * obligations: neither may slip in or out with a redesign.
 */
@Component
class ModelGuard extends AbstractProcessEnginePlugin implements Deployer {

  private static final Logger LOG = LoggerFactory.getLogger(ModelGuard.class);

  /** A deployed model is parsed by everybody who runs it. */
  private static final int LARGEST = 2_000_000;

  private final Obligations obligations = new Obligations();
  private final RequirementCatalogue catalogue;
  private final Deviations deviations;
  private final ObjectProvider<ModelsInForce> models;
  private final DeploymentLog log;
  private final GovernedRedesign governed;
  private final ModelDelegates delegates;
  private final ShippedModels shipped;
  private final JdbcClient jdbc;
  private final ApplicationContext application;

  ModelGuard(
      RequirementCatalogue catalogue,
      Deviations deviations,
      ObjectProvider<ModelsInForce> models,
      DeploymentLog log,
      GovernedRedesign governed,
      ModelDelegates delegates,
      ShippedModels shipped,
      JdbcClient jdbc,
      ApplicationContext application) {
    this.catalogue = catalogue;
    this.deviations = deviations;
    this.models = models;
    this.log = log;
    this.governed = governed;
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
      Map<String, byte[]> files =
          deployment.getResources().values().stream()
              .collect(
                  Collectors.toMap(
                      ResourceEntity::getName,
                      ResourceEntity::getBytes,
                      (a, b) -> a,
                      TreeMap::new));
      log.deploying(deployment.getId(), deployment.getName(), files);
      governed.takeIn(deployment.getName(), files, findings);
      checkOrigin(deployment, findings);
      // asked again for each obligation that is missing, and the same for all
      Supplier<List<ModelsInForce.InForce>> inForce = SingletonSupplier.of(this::inForce);
      checkOwners(files, inForce, findings);
      check(files, catalogue.current(), world(deployment, files, inForce), findings);
      if (!findings.isEmpty()) {
        throw new ModelRefused(findings);
      }
    }
  }

  private static void checkOrigin(DeploymentEntity deployment, ModelGuardFindings findings) {
    String source = deployment.getSource();
    boolean isOurs = ModelDeployer.SOURCE.equals(source) || ApprovedModels.RESTORED.equals(source);
    if (isOurs && Context.getCommandContext().getAuthentication() != null) {
      findings.add(
          "deployment",
          "the source \"" + source + "\" marks what the application itself brings: name another");
    }
    if (deployment.getTenantId() != null) {
      findings.add("deployment", "there are no tenants here: deploy without one");
    }
  }

  /** What the application itself deploys has been approved on its way. */
  private void checkOwners(
      Map<String, byte[]> files,
      Supplier<List<ModelsInForce.InForce>> inForce,
      ModelGuardFindings findings) {
    var person = Context.getCommandContext().getAuthentication();
    if (person != null) {
      List<String> roles = person.getGroupIds() == null ? List.of() : person.getGroupIds();
      var owners = new ModelGuardOwners(inForce.get(), roles, findings);
      Map<String, Model> coming = processes(files);
      files
          .keySet()
          .forEach(
              path ->
                  owners.check(
                      fileName(path),
                      file ->
                          Optional.ofNullable(coming.get(key(file)))
                              .flatMap(Model::owner)
                              .orElse(null)));
    }
  }

  private List<ModelsInForce.InForce> inForce() {
    return Context.getCommandContext().runWithoutAuthorization(() -> models.getObject().all());
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
          String id = key(file);
          if (content.length > LARGEST) {
            findings.add(file, "is larger than " + LARGEST / 1_000_000 + " MB: split it");
            return;
          }
          try {
            switch (file.substring(Math.min(file.length(), id.length() + 1))) {
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

  private ModelGuardWorld world(
      DeploymentEntity deployment,
      Map<String, byte[]> files,
      Supplier<List<ModelsInForce.InForce>> inForce) {
    CommandContext context = Context.getCommandContext();
    // what we ship is deployed in one transaction, and its parts may refer to one another in
    // circles
    boolean isOurs = ModelDeployer.SOURCE.equals(deployment.getSource());
    Predicate<String> comes =
        name ->
            files.keySet().stream().anyMatch(file -> fileName(file).equals(name))
                || isOurs && shipped.holds(name);
    Function<String, Optional<Model>> latest =
        key -> ModelKind.PROCESS.latest(context, key).flatMap(one -> read(context, one));
    // what was in force is so again as it was, even where what it replaces carried out more
    boolean isRestored = ApprovedModels.RESTORED.equals(deployment.getSource());
    // a release moves an obligation whatever the order in which its processes are deployed
    Supplier<Map<String, Model>> coming =
        SingletonSupplier.of(() -> processes(isOurs ? shipped.contents() : files));
    return new ModelGuardWorld(
        ids("select id from sms.record_type"),
        ids("select id from sms.role"),
        delegates.names(),
        delegates::isBean,
        ChoiceSources.names(),
        key -> comes.test(key + ".form") || ModelKind.FORM.latest(context, key).isPresent(),
        key -> comes.test(key + ".dmn") || ModelKind.DECISION.latest(context, key).isPresent(),
        key -> comes.test(key + ".bpmn") || ModelKind.PROCESS.latest(context, key).isPresent(),
        isRestored ? key -> Optional.empty() : latest,
        key -> Optional.ofNullable(coming.get().get(key)).or(() -> latest.apply(key)),
        (requirement, process) -> isMoved(requirement, process, inForce.get(), coming.get()),
        deviations::of);
  }

  /**
   * Whether another process has taken the requirement over since this one was deployed, or does
   * with this deployment. One that carried it already carries its own part only.
   */
  private boolean isMoved(
      String requirement,
      String process,
      List<ModelsInForce.InForce> inForce,
      Map<String, Model> coming) {
    Instant since =
        inForce.stream()
            .filter(model -> model.key().equals(process))
            .map(ModelsInForce.InForce::deployedAt)
            .findFirst()
            .orElseThrow();
    Stream<String> deployed =
        inForce.stream()
            .filter(model -> !coming.containsKey(model.key()))
            .filter(model -> carries(requirement, model.carriers()))
            .map(ModelsInForce.InForce::key);
    Stream<String> toBeDeployed =
        coming.entrySet().stream()
            .filter(entry -> carries(requirement, obligations.carriers(entry.getValue())))
            .map(Map.Entry::getKey);
    return Stream.concat(deployed, toBeDeployed)
        .filter(other -> !other.equals(process))
        .anyMatch(
            other ->
                !Context.getCommandContext()
                    .runWithoutAuthorization(
                        () -> models.getObject().carried(other, requirement, since)));
  }

  private static boolean carries(String requirement, List<Carrier> carriers) {
    return carriers.stream().anyMatch(carrier -> carrier.requirement().equals(requirement));
  }

  /** Those that can be read; what cannot is said where each file is checked. */
  private static Map<String, Model> processes(Map<String, byte[]> files) {
    Map<String, Model> processes = new TreeMap<>();
    files.forEach(
        (path, content) -> {
          if (path.endsWith(".bpmn") && content.length <= LARGEST) {
            try {
              processes.put(key(fileName(path)), Model.read(content));
            } catch (Model.Unreadable e) {
              LOG.debug("{} cannot be read: {}", path, e.getMessage());
            }
          }
        });
    return processes;
  }

  private static String key(String file) {
    int dot = file.lastIndexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
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
