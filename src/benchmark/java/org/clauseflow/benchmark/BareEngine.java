package org.clauseflow.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.spin.plugin.impl.SpinProcessEnginePlugin;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Camunda with the settings of the product and nothing of the product: the same flow, whose service
 * tasks and business rule tasks do nothing.
 */
final class BareEngine {

  private static final JavaDelegate NOTHING = execution -> {};

  private BareEngine() {}

  static ProcessEngine start(DataSource source) {
    SpringProcessEngineConfiguration configuration = new SpringProcessEngineConfiguration();
    configuration.setProcessEngineName("bare");
    configuration.setDataSource(source);
    configuration.setTransactionManager(new DataSourceTransactionManager(source));
    configuration.setDatabaseSchemaUpdate("true");
    configuration.setHistory("full");
    configuration.setAuthorizationEnabled(true);
    configuration.setDefaultUserPermissionNameForTask("TASK_WORK");
    configuration.setEnforceSpecificVariablePermission(true);
    configuration.setEnableCmdExceptionLogging(false);
    configuration.setDefaultSerializationFormat("application/json");
    configuration.setDefaultNumberOfRetries(3);
    configuration.setFailedJobRetryTimeCycle("R3/PT5M");
    configuration.setJavaSerializationFormatEnabled(false);
    configuration.setCmmnEnabled(false);
    configuration.setStandaloneTasksEnabled(false);
    configuration.setJobExecutorActivate(false);
    configuration.setProcessEnginePlugins(List.of(new SpinProcessEnginePlugin()));
    configuration.setIdGenerator(new StrongUuidGenerator());
    configuration.setBeans(Map.of("nothing", NOTHING));
    return configuration.buildProcessEngine();
  }

  /** Deploys a model of the product without what its service and business rule tasks do. */
  static void deploy(ProcessEngine engine, String resource) throws IOException {
    BpmnModelInstance model;
    try (InputStream in = BareEngine.class.getClassLoader().getResourceAsStream(resource)) {
      model = Bpmn.readModelFromStream(in);
    }
    for (ServiceTask task : model.getModelElementsByType(ServiceTask.class)) {
      task.setCamundaDelegateExpression("${nothing}");
      dropInputs(task);
    }
    for (BusinessRuleTask task : model.getModelElementsByType(BusinessRuleTask.class)) {
      task.removeAttributeNs("http://camunda.org/schema/1.0/bpmn", "decisionRef");
      task.setCamundaDelegateExpression("${nothing}");
      dropInputs(task);
    }
    engine
        .getRepositoryService()
        .createDeployment()
        .name("bare")
        .addModelInstance(resource, model)
        .deploy();
  }

  private static void dropInputs(FlowNode task) {
    if (task.getExtensionElements() != null) {
      Collection<CamundaInputOutput> mappings =
          task.getExtensionElements()
              .getElementsQuery()
              .filterByType(CamundaInputOutput.class)
              .list();
      mappings.forEach(m -> task.getExtensionElements().removeChildElement(m));
    }
  }

  /** The people, their groups and their rights, as the product has them. */
  static void copyRights(DataSource from, DataSource to) throws SQLException {
    for (String table :
        List.of("act_id_user", "act_id_group", "act_id_membership", "act_ru_authorization")) {
      List<Map<String, Object>> rows =
          new JdbcTemplate(from).queryForList("select * from " + table);
      JdbcTemplate target = new JdbcTemplate(to);
      target.update("delete from " + table);
      for (Map<String, Object> row : rows) {
        target.update(
            "insert into %s (%s) values (%s)"
                .formatted(
                    table,
                    String.join(", ", row.keySet()),
                    String.join(", ", row.keySet().stream().map(c -> "?").toList())),
            row.values().toArray());
      }
    }
    try (Connection connection = to.getConnection()) {
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }
}
