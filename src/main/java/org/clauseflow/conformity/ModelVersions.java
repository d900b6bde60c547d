package org.clauseflow.conformity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.camunda.bpm.engine.repository.ResourceDefinition;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which versions of processes, decisions and forms were in force, when, and who deployed them. */
@Component
class ModelVersions {

  enum Kind {
    process("processes", ".bpmn"),
    decision("decisions", ".dmn"),
    form("forms", ".form");

    final String folder;
    final String ending;

    Kind(String folder, String ending) {
      this.folder = folder;
      this.ending = ending;
    }
  }

  /**
   * @param until when the next version took its place, null if this is the latest one
   * @param by person who deployed it, clauseflow if it came with the application
   */
  record Version(
      Kind kind,
      String key,
      String name,
      int version,
      String tag,
      Instant since,
      Instant until,
      String by,
      String deployment,
      String resource) {

    private Version endedBy(Version next) {
      return new Version(
          kind, key, name, version, tag, since, next.since, by, deployment, resource);
    }
  }

  private final RepositoryService repository;
  private final ModelsInForce models;
  private final JdbcClient jdbc;

  ModelVersions(RepositoryService repository, ModelsInForce models, JdbcClient jdbc) {
    this.repository = repository;
    this.models = models;
    this.jdbc = jdbc;
  }

  /** In force on some day of the period, or now; by kind and key, the oldest first. */
  List<Version> inForce(Period period) {
    return models.asNobody(
        () -> {
          Map<String, Deployment> deployments =
              repository.createDeploymentQuery().unlimitedList().stream()
                  .collect(Collectors.toMap(Deployment::getId, Function.identity()));
          Map<String, String> people = people();
          List<Version> all = new ArrayList<>();
          repository
              .createProcessDefinitionQuery()
              .unlimitedList()
              .forEach(one -> all.add(version(Kind.process, one, deployments, people)));
          repository
              .createDecisionDefinitionQuery()
              .unlimitedList()
              .forEach(one -> all.add(version(Kind.decision, one, deployments, people)));
          all.addAll(forms(deployments.values(), people));
          return all.stream()
              .collect(Collectors.groupingBy(one -> one.kind() + " " + one.key()))
              .entrySet()
              .stream()
              .sorted(Map.Entry.comparingByKey())
              .flatMap(versions -> inForce(versions.getValue(), period))
              .toList();
        });
  }

  byte[] content(Version version) {
    return models.asNobody(
        () -> {
          try (InputStream content =
              repository.getResourceAsStream(version.deployment(), version.resource())) {
            return content.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static Stream<Version> inForce(List<Version> versions, Period period) {
    versions.sort(Comparator.comparing(Version::version));
    List<Version> inForce = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      boolean isLatest = i == versions.size() - 1;
      Version version = isLatest ? versions.get(i) : versions.get(i).endedBy(versions.get(i + 1));
      if (isLatest
          || version.until().isAfter(period.begins()) && version.since().isBefore(period.ends())) {
        inForce.add(version);
      }
    }
    return inForce.stream();
  }

  private static Version version(
      Kind kind,
      ResourceDefinition definition,
      Map<String, Deployment> deployments,
      Map<String, String> people) {
    Deployment deployment = deployments.get(definition.getDeploymentId());
    String tag =
        definition instanceof ProcessDefinition process
            ? process.getVersionTag()
            : ((DecisionDefinition) definition).getVersionTag();
    return new Version(
        kind,
        definition.getKey(),
        definition.getName() == null ? definition.getKey() : definition.getName(),
        definition.getVersion(),
        tag,
        deployment.getDeploymentTime().toInstant(),
        null,
        people.getOrDefault(deployment.getId(), "clauseflow"),
        deployment.getId(),
        definition.getResourceName());
  }

  /**
   * The engine has no query for forms. Every deployment that holds one of a name makes a version of
   * it, and its name is its key.
   */
  private List<Version> forms(Iterable<Deployment> deployments, Map<String, String> people) {
    List<Deployment> inOrder = new ArrayList<>();
    deployments.forEach(inOrder::add);
    inOrder.sort(
        Comparator.comparing(Deployment::getDeploymentTime).thenComparing(Deployment::getId));
    Map<String, Integer> versions = new HashMap<>();
    List<Version> forms = new ArrayList<>();
    for (Deployment deployment : inOrder) {
      for (String resource : repository.getDeploymentResourceNames(deployment.getId())) {
        if (resource.endsWith(Kind.form.ending)) {
          String file = resource.substring(resource.lastIndexOf('/') + 1);
          String key = file.substring(0, file.length() - Kind.form.ending.length());
          forms.add(
              new Version(
                  Kind.form,
                  key,
                  key,
                  versions.merge(key, 1, Integer::sum),
                  null,
                  deployment.getDeploymentTime().toInstant(),
                  null,
                  people.getOrDefault(deployment.getId(), "clauseflow"),
                  deployment.getId(),
                  resource));
        }
      }
    }
    return forms;
  }

  /** By deployment. */
  private Map<String, String> people() {
    Map<String, String> people = new HashMap<>();
    jdbc.sql(
            """
            select deployment_id, person from sms.deployment_attempt
            where deployment_id is not null and person is not null
            """)
        .query((RowCallbackHandler) rs -> people.put(rs.getString(1), rs.getString(2)));
    return people;
  }
}
