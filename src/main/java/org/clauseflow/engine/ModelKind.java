package org.clauseflow.engine;

import java.util.Optional;
import java.util.function.BiFunction;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.repository.ResourceDefinition;

/** The kinds of files that the product consists of. */
enum ModelKind {
  PROCESS(
      "bpmn",
      "bpmn",
      (engine, key) -> engine.getProcessDefinitionManager().findLatestProcessDefinitionByKey(key)),
  DECISION(
      "dmn",
      "dmn",
      (engine, key) ->
          engine.getDecisionDefinitionManager().findLatestDecisionDefinitionByKey(key)),
  FORM(
      "forms",
      "form",
      (engine, key) -> engine.getCamundaFormDefinitionManager().findLatestDefinitionByKey(key));

  final String folder;
  final String ending;
  private final BiFunction<CommandContext, String, ResourceDefinition> latest;

  ModelKind(
      String folder, String ending, BiFunction<CommandContext, String, ResourceDefinition> latest) {
    this.folder = folder;
    this.ending = ending;
    this.latest = latest;
  }

  /** What is deployed under the key now; there is no query for forms. */
  Optional<ResourceDefinition> latest(CommandContext engine, String key) {
    return Optional.ofNullable(latest.apply(engine, key));
  }

  static byte[] content(CommandContext engine, ResourceDefinition definition) {
    return engine
        .getResourceManager()
        .findResourceByDeploymentIdAndResourceName(
            definition.getDeploymentId(), definition.getResourceName())
        .getBytes();
  }
}
