package org.clauseflow.redesign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelsInForce;
import org.springframework.stereotype.Component;

/** What is in force, and who answers for it. */
@Component
class Subjects {

  private final RepositoryService repository;
  private final ModelsInForce models;

  Subjects(RepositoryService repository, ModelsInForce models) {
    this.repository = repository;
    this.models = models;
  }

  Optional<Subject> find(String key) {
    return process(key).or(() -> decision(key));
  }

  private Optional<Subject> process(String key) {
    return Optional.ofNullable(
            repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(key)
                .latestVersion()
                .singleResult())
        .map(this::process);
  }

  private Subject process(ProcessDefinition definition) {
    byte[] content = content(repository.getProcessModel(definition.getId()));
    Model model = read(content);
    return new Subject(
        SubjectKind.PROCESS,
        definition.getKey(),
        definition.getName() == null ? definition.getKey() : definition.getName(),
        definition.getId(),
        definition.getVersion(),
        definition.getVersionTag(),
        Set.of(model.owner().orElse(ModelsInForce.ANY_OWNER)),
        model,
        content);
  }

  private Optional<Subject> decision(String key) {
    return Optional.ofNullable(
            repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(key)
                .latestVersion()
                .singleResult())
        .map(this::decision);
  }

  private Subject decision(DecisionDefinition definition) {
    byte[] content = content(repository.getDecisionModel(definition.getId()));
    return new Subject(
        SubjectKind.DECISION,
        definition.getKey(),
        definition.getName() == null ? definition.getKey() : definition.getName(),
        definition.getId(),
        definition.getVersion(),
        definition.getVersionTag(),
        owners(definition.getKey()),
        read(content),
        content);
  }

  /** Those who answer for the processes that decide by the table. */
  private Set<String> owners(String decision) {
    Set<String> owners = ModelsInForce.owners(decision + ".dmn", models.all());
    return owners.isEmpty() ? Set.of(ModelsInForce.ANY_OWNER) : owners;
  }

  /** Who answers for what is not in force yet: whom the draft names. */
  static Set<String> owners(Draft draft) {
    return Set.of(draft.model().owner().orElse(ModelsInForce.ANY_OWNER));
  }

  /** Roles of those who answer for it, and of those who work in it. */
  static Set<String> concerned(Subject subject) {
    Set<String> roles = new TreeSet<>(subject.owners());
    subject
        .model()
        .elements("userTask")
        .map(task -> task.getAttributeNS(Model.CAMUNDA, "candidateGroups"))
        .flatMap(groups -> Stream.of(groups.split(",")))
        .map(String::strip)
        .filter(group -> group.matches("[A-Za-z-]+"))
        .forEach(roles::add);
    return roles;
  }

  private static byte[] content(InputStream stream) {
    try (stream) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model read(byte[] content) {
    try {
      return Model.read(content);
    } catch (Model.Unreadable e) {
      throw new IllegalStateException("What is deployed cannot be read: " + e.getMessage(), e);
    }
  }
}
