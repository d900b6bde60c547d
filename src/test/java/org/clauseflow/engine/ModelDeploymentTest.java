package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.Deployment;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Status;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** What a release and an owner deploy, in the order in which they do. */
@ClauseflowTest
class ModelDeploymentTest {

  @Autowired private ModelDeployer deployer;
  @Autowired private ShippedModels shipped;
  @Autowired private ProcessEngine engine;
  @Autowired private RepositoryService repository;
  @Autowired private PlatformTransactionManager transactions;
  @Autowired private ApplicationContext beans;
  @Autowired private ModelsHealthIndicator health;

  private final String key = "table-" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void takeAway() {
    repository.createDeploymentQuery().list().stream()
        .filter(
            deployment ->
                deployment.getName().equals(key) || deployment.getName().equals("owner " + key))
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @Test
  void whatShipsIsDeployedAndStartingAgainDeploysNothing() {
    assertThat(shipped.files()).isNotEmpty();
    assertThat(repository.createDecisionDefinitionQuery().decisionDefinitionKey("priority").count())
        .isPositive();
    List<String> before = deployments();

    deployer.start();

    assertThat(deployments()).isEqualTo(before);
  }

  @Test
  void aChangedTableIsANewVersionAndAnUnchangedOneIsNot() {
    deployer.deploy(unit("low"));
    deployer.deploy(unit("low"));
    assertThat(latest().getVersion()).isEqualTo(1);

    deployer.deploy(unit("high"));
    assertThat(latest().getVersion()).isEqualTo(2);
    assertThat(deployment().getSource()).isEqualTo("clauseflow");
    assertThat(deployment().getName()).isEqualTo(key);
    assertThat(latest().getResourceName()).isEqualTo("dmn/8-resolution/" + key + ".dmn");
  }

  @Test
  void anOwnersVersionSurvivesRestartAndRelease() {
    deployer.deploy(unit("low"));
    owner("medium");

    ModelDeployer.Kept restart = deployer.deploy(unit("low"));
    assertThat(restart).isEqualTo(new ModelDeployer.Kept(Set.of(key), Set.of()));

    ModelDeployer.Kept release = deployer.deploy(unit("high"));
    assertThat(release).isEqualTo(new ModelDeployer.Kept(Set.of(key), Set.of(key)));
    assertThat(latest().getVersion()).isEqualTo(2);
    assertThat(deployment().getSource()).isEqualTo("Camunda Modeler");
  }

  @Test
  void whatIsDeployedDecidesTheNextCase() {
    owner("low");
    repository
        .createDeployment()
        .name("owner " + key)
        .addString("decide-" + key + ".bpmn", caller())
        .deploy();
    assertThat(decided()).isEqualTo("low");

    owner("high");
    assertThat(decided()).isEqualTo("high");
  }

  @Test
  void healthNamesWhatIsKept() {
    assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    assertThat(health.health().getDetails())
        .containsEntry("owner's version kept", Set.of())
        .containsEntry("of these changed by this release", Set.of());
  }

  @Test
  void aReleaseThatAdoptsTheOwnersVersionKeepsNothingBack() {
    deployer.deploy(unit("low"));
    owner("medium");

    assertThat(deployer.deploy(unit("medium")).keys()).isEmpty();
    assertThat(latest().getVersion()).isEqualTo(2);
  }

  @Test
  void ourVersionComesBackWhereTheOwnerAsksForIt() {
    deployer.deploy(unit("low"));
    owner("medium");

    ModelDeployer overriding =
        new ModelDeployer(engine, transactions, shipped, new ModelDeployer.Settings(Set.of(key)));
    assertThat(overriding.deploy(unit("low")).keys()).isEmpty();
    assertThat(latest().getVersion()).isEqualTo(3);
    assertThat(deployment().getSource()).isEqualTo("clauseflow");

    overriding.deploy(unit("low"));
    assertThat(latest().getVersion()).isEqualTo(3);
  }

  @Test
  void nodesThatStartTogetherDeployOnce() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try {
      List<Callable<ModelDeployer.Kept>> starts = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        starts.add(() -> deployer.deploy(unit("low")));
      }
      for (Future<ModelDeployer.Kept> start : nodes.invokeAll(starts)) {
        start.get();
      }
    } finally {
      nodes.shutdown();
    }
    assertThat(repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).count())
        .isEqualTo(1);
  }

  @Test
  void nothingStaysOfADeploymentThatIsRefused() {
    List<String> before = deployments();
    String bad = decision("low").replace("FIRST", "PRIORITY");

    assertThatThrownBy(
            () ->
                repository
                    .createDeployment()
                    .name("owner " + key)
                    .addString(key + ".dmn", decision("low"))
                    .addString("other-" + key + ".dmn", bad)
                    .deploy())
        .isInstanceOf(ModelRefused.class)
        .hasMessageContaining("the hit policy PRIORITY is not run here")
        .hasMessageContaining("must be the file name without ending");
    assertThat(deployments()).isEqualTo(before);
    assertThat(repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).count())
        .isZero();
  }

  @Test
  void nobodyElseMarksTheirsAsOurs() {
    Authorization mayDeploy =
        engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    mayDeploy.setUserId("somebody");
    mayDeploy.setResource(Resources.DEPLOYMENT);
    mayDeploy.setResourceId(Authorization.ANY);
    mayDeploy.addPermission(Permissions.CREATE);
    engine.getAuthorizationService().saveAuthorization(mayDeploy);
    engine.getIdentityService().setAuthenticatedUserId("somebody");
    try {
      assertThatThrownBy(
              () ->
                  repository
                      .createDeployment()
                      .source("clauseflow")
                      .addString(key + ".dmn", decision("low"))
                      .deploy())
          .hasMessageContaining("marks what the application itself brings");
      assertThatThrownBy(
              () ->
                  repository
                      .createDeployment()
                      .tenantId("x")
                      .addString(key + ".dmn", decision("low"))
                      .deploy())
          .hasMessageContaining("there are no tenants here");
    } finally {
      engine.getIdentityService().clearAuthentication();
      engine.getAuthorizationService().deleteAuthorization(mayDeploy.getId());
    }
  }

  @Test
  void expressionsSeeDelegatesOnly() {
    ModelDelegates delegates = new ModelDelegates(beans);
    assertThat(delegates.names())
        .contains("notify")
        .doesNotContain("register", "modelDeployer", "dataSource");
    assertThat(delegates.asMap().containsKey("dataSource")).isFalse();
    assertThat(delegates.asMap().get("notify")).isSameAs(beans.getBean("notify"));
  }

  private void owner(String urgency) {
    repository
        .createDeployment()
        .name("owner " + key)
        .source("Camunda Modeler")
        .enableDuplicateFiltering(false)
        .addString(key + ".dmn", decision(urgency))
        .deploy();
  }

  private List<ShippedModels.Unit> unit(String urgency) {
    byte[] content = decision(urgency).getBytes(StandardCharsets.UTF_8);
    ShippedModels.File file =
        new ShippedModels.File(
            ModelKind.DECISION, key, "dmn/8-resolution/" + key + ".dmn", content);
    return List.of(new ShippedModels.Unit(key, List.of(file)));
  }

  private Object decided() {
    return engine
        .getRuntimeService()
        .createProcessInstanceByKey("decide-" + key)
        .setVariable("impact", "low")
        .executeWithVariablesInReturn()
        .getVariables()
        .get("urgency");
  }

  private String caller() {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions" targetNamespace="http://clauseflow.org">
      <bpmn:process id="decide-%1$s" name="Decide" isExecutable="true"
          camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
        <bpmn:startEvent id="startEvent_asked" name="Asked" />
        <bpmn:sequenceFlow id="flow_toDecide" sourceRef="startEvent_asked" targetRef="businessRuleTask_decide" />
        <bpmn:businessRuleTask id="businessRuleTask_decide" name="Decide" camunda:decisionRef="%1$s"
            camunda:decisionRefBinding="latest" />
        <bpmn:sequenceFlow id="flow_toEnd" sourceRef="businessRuleTask_decide" targetRef="endEvent_done" />
        <bpmn:endEvent id="endEvent_done" name="Done" />
      </bpmn:process>
    </bpmn:definitions>
    """
        .formatted(key);
  }

  private DecisionDefinition latest() {
    return repository
        .createDecisionDefinitionQuery()
        .decisionDefinitionKey(key)
        .latestVersion()
        .singleResult();
  }

  private Deployment deployment() {
    return repository
        .createDeploymentQuery()
        .deploymentId(latest().getDeploymentId())
        .singleResult();
  }

  private List<String> deployments() {
    return repository.createDeploymentQuery().orderByDeploymentId().asc().list().stream()
        .map(Deployment::getId)
        .toList();
  }

  private String decision(String urgency) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="Definitions_1" name="x" namespace="http://camunda.org/schema/1.0/dmn">
      <decision id="%s" name="Table" camunda:historyTimeToLive="P30D" camunda:versionTag="1.0.0">
        <decisionTable id="DecisionTable_1" hitPolicy="FIRST">
          <input id="Input_1"><inputExpression id="InputExpression_1" typeRef="string"><text>impact</text></inputExpression></input>
          <output id="Output_1" name="urgency" typeRef="string" />
          <rule id="Rule_1">
            <inputEntry id="InputEntry_1"><text></text></inputEntry>
            <outputEntry id="OutputEntry_1"><text>"%s"</text></outputEntry>
          </rule>
        </decisionTable>
      </decision>
    </definitions>
    """
        .formatted(key, urgency);
  }
}
