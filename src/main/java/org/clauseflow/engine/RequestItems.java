package org.clauseflow.engine;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.ProcessDefinitionQueryImpl;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractDeleteProcessDefinitionCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteDeploymentCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByIdsCmd;
import org.camunda.bpm.engine.impl.cmd.DeleteProcessDefinitionsByKeyCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.clauseflow.conformity.Model;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.w3c.dom.Element;

/**
 * The catalogue of requests follows the processes that declare themselves an item of it (property
 * {@code requestItem}): always their latest version, after a deployment as after one was deleted.
 * It is brought in step at the end of the transaction, when what changed can be read.
 */
@Component
class RequestItems extends AbstractProcessEnginePlugin implements Deployer {

  private static final String RETIRED = "retired";

  private static final List<Class<?>> TAKE_AWAY =
      List.of(
          DeleteDeploymentCmd.class,
          AbstractDeleteProcessDefinitionCmd.class,
          DeleteProcessDefinitionsByIdsCmd.class,
          DeleteProcessDefinitionsByKeyCmd.class);

  /** A process as the catalogue shows it. */
  private record Item(
      String id,
      String name,
      String description,
      String form,
      String service,
      String procedure,
      boolean retired) {}

  private final JdbcClient jdbc;
  private final ObjectMapper json;

  /** By id of the process definition, which never changes. */
  private final Map<String, Optional<Item>> known = new ConcurrentHashMap<>();

  /** One and the same: however often it is registered with a transaction, it runs once. */
  private final TransactionSynchronization follow =
      new TransactionSynchronization() {
        @Override
        public void beforeCommit(boolean readOnly) {
          configuration
              .getCommandExecutorTxRequired()
              .execute(
                  context ->
                      context.runWithoutAuthorization(
                          () -> {
                            follow(context);
                            return null;
                          }));
        }
      };

  private ProcessEngineConfigurationImpl configuration;

  RequestItems(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    this.configuration = configuration;
    List<Deployer> deployers = new ArrayList<>(List.of(this));
    if (configuration.getCustomPostDeployers() != null) {
      deployers.addAll(configuration.getCustomPostDeployers());
    }
    configuration.setCustomPostDeployers(deployers);
    List<CommandInterceptor> interceptors = new ArrayList<>(List.of(new AfterDeletion()));
    if (configuration.getCustomPostCommandInterceptorsTxRequired() != null) {
      interceptors.addAll(configuration.getCustomPostCommandInterceptorsTxRequired());
    }
    configuration.setCustomPostCommandInterceptorsTxRequired(interceptors);
  }

  @Override
  public void deploy(DeploymentEntity deployment) {
    // the engine also comes here when it reads a deployment back from the database
    if (deployment.isNew()) {
      TransactionSynchronizationManager.registerSynchronization(follow);
    }
  }

  private final class AfterDeletion extends CommandInterceptor {

    @Override
    public <T> T execute(Command<T> command) {
      if (TAKE_AWAY.stream().anyMatch(kind -> kind.isInstance(command))) {
        TransactionSynchronizationManager.registerSynchronization(follow);
      }
      return next.execute(command);
    }
  }

  private void follow(CommandContext context) {
    List<ProcessDefinition> latest =
        context
            .getProcessDefinitionManager()
            .findProcessDefinitionsByQueryCriteria(
                (ProcessDefinitionQueryImpl) new ProcessDefinitionQueryImpl().latestVersion(),
                null);
    List<Item> items =
        latest.stream()
            .flatMap(
                process ->
                    known.computeIfAbsent(process.getId(), id -> read(process, context)).stream())
            .toList();
    items.forEach(item -> write(item, questions(item.form, context)));
    jdbc.sql("update sms.request_item set retired = true where not id = any (:ids)")
        .param("ids", items.stream().map(Item::id).toArray(String[]::new))
        .update();
  }

  private static Optional<Item> read(ProcessDefinition definition, CommandContext context) {
    try {
      Element process =
          Model.read(ModelKind.content(context, definition))
              .elements("process")
              .filter(element -> element.getAttribute("id").equals(definition.getKey()))
              .findFirst()
              .orElseThrow();
      Map<String, String> properties =
          Model.properties(process)
              .collect(Collectors.toMap(Model.Property::name, Model.Property::value, (a, b) -> a));
      return Optional.ofNullable(properties.get("requestItem"))
          .map(
              state ->
                  new Item(
                      definition.getKey(),
                      definition.getName(),
                      documentation(process),
                      form(process),
                      properties.get("service"),
                      properties.get("procedure"),
                      state.equals(RETIRED)));
    } catch (Model.Unreadable e) {
      // it was deployed before there was a guard
      return Optional.empty();
    }
  }

  static String documentation(Element process) {
    return Model.children(process, Model.BPMN, "documentation")
        .map(Model::text)
        .collect(joining(" "))
        .strip();
  }

  /** The form of the start event, empty where it has none. */
  static String form(Element process) {
    return Model.children(process, Model.BPMN, "startEvent")
        .map(start -> start.getAttributeNS(Model.CAMUNDA, "formRef"))
        .filter(form -> !form.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** What the form asks for, as its answers are shown later. */
  private ArrayNode questions(String form, CommandContext context) {
    ArrayNode questions = json.createArrayNode();
    ModelKind.FORM
        .latest(context, form)
        .map(definition -> ModelKind.content(context, definition))
        .map(this::schema)
        .ifPresent(schema -> add(schema.path("components"), questions));
    return questions;
  }

  private JsonNode schema(byte[] form) {
    try {
      return json.readTree(form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(JsonNode components, ArrayNode questions) {
    for (JsonNode component : components) {
      String label = component.path("label").asText(component.path("dateLabel").asText());
      if (component.has("key") && !label.isBlank()) {
        ObjectNode question =
            questions
                .addObject()
                .put("key", component.path("key").asText())
                .put("label", label)
                .put("choices", Form.property(component, "choices"));
        ObjectNode options = question.putObject("options");
        component
            .path("values")
            .forEach(
                option ->
                    options.put(option.path("value").asText(), option.path("label").asText()));
      }
      add(component.path("components"), questions);
    }
  }

  private void write(Item item, ArrayNode questions) {
    jdbc.sql(
            """
            insert into sms.request_item (id, name, description, form, service_id, procedure, questions, retired)
            values (:id, :name, :description, :form, :service, :procedure, :questions::jsonb, :retired)
            on conflict (id) do update set name = :name, description = :description, form = :form,
              service_id = :service, procedure = :procedure, questions = :questions::jsonb, retired = :retired
            """)
        .param("id", item.id)
        .param("name", item.name)
        .param("description", item.description)
        .param("form", item.form)
        .param("service", item.service)
        .param("procedure", item.procedure)
        .param("questions", text(questions))
        .param("retired", item.retired)
        .update();
  }

  private String text(JsonNode node) {
    try {
      return json.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
