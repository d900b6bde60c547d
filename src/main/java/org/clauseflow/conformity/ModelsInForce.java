package org.clauseflow.conformity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The processes as they are deployed now, and what their elements carry out. */
@Component
public class ModelsInForce {

  /**
   * The latest version of a process.
   *
   * @param definition id of the engine's definition
   * @param owner role that answers for it
   * @param interval in which it starts by itself, null if it does not
   * @param uses files of forms and tables that it refers to, such as priority.dmn
   * @param since when the process was deployed for the first time
   * @param deployedAt when this version was
   */
  public record InForce(
      String definition,
      String key,
      String name,
      int version,
      String versionTag,
      String owner,
      String interval,
      Instant since,
      Instant deployedAt,
      Set<String> uses,
      List<Carrier> carriers) {}

  /** Answers for what no model names an owner of. */
  public static final String ANY_OWNER = "processOwner";

  /** What a definition's model says; it never changes. */
  private record Content(String owner, String interval, Set<String> uses, List<Carrier> carriers) {}

  /**
   * @param definitions a digest of all that were deployed; none ever changes
   */
  private record Known(String definitions, List<InForce> models) {}

  private final RepositoryService repository;
  private final IdentityService identities;
  private final JdbcClient jdbc;
  private final Obligations obligations = new Obligations();
  private final Map<String, Content> contents = new ConcurrentHashMap<>();
  private volatile Known known = new Known("", List.of());

  ModelsInForce(RepositoryService repository, IdentityService identities, JdbcClient jdbc) {
    this.repository = repository;
    this.identities = identities;
    this.jdbc = jdbc;
  }

  /** Read before anybody waits for it: who deploys from the Modeler waits five seconds at most. */
  @EventListener(ApplicationReadyEvent.class)
  void readAhead() {
    all();
  }

  /** By key. What is in force does not depend on who asks. */
  public List<InForce> all() {
    // another node, or this transaction, may have deployed
    String definitions =
        jdbc.sql("select coalesce(md5(string_agg(id_, ' ' order by id_)), '') from act_re_procdef")
            .query(String.class)
            .single();
    Known now = known;
    if (!now.definitions().equals(definitions)) {
      now = new Known(definitions, read());
      known = now;
    }
    return now.models();
  }

  private List<InForce> read() {
    return asNobody(
        () -> {
          Map<String, Instant> deployed = deployed();
          return byKey().values().stream().map(versions -> inForce(versions, deployed)).toList();
        });
  }

  /**
   * Roles that answer for a file such as priority.dmn: of the process itself, of the processes that
   * use a table or a form. Empty for what is new or used by none.
   */
  public static Set<String> owners(String file, List<InForce> inForce) {
    return inForce.stream()
        .filter(model -> file.equals(model.key() + ".bpmn") || model.uses().contains(file))
        .map(InForce::owner)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether the version of a process that was in force at a time carried the requirement. */
  public boolean carried(String key, String requirement, Instant at) {
    return asNobody(
        () -> {
          Map<String, Instant> deployed = deployed();
          return byKey().getOrDefault(key, List.of()).stream()
              .filter(version -> deployed.get(version.getDeploymentId()).isBefore(at))
              .reduce((earlier, later) -> later)
              .map(version -> content(version).carriers())
              .orElse(List.of())
              .stream()
              .anyMatch(carrier -> carrier.requirement().equals(requirement));
        });
  }

  /** By deployment. */
  private Map<String, Instant> deployed() {
    return repository.createDeploymentQuery().unlimitedList().stream()
        .collect(Collectors.toMap(Deployment::getId, one -> one.getDeploymentTime().toInstant()));
  }

  /** All versions, the first one first. */
  private Map<String, List<ProcessDefinition>> byKey() {
    return repository
        .createProcessDefinitionQuery()
        .orderByProcessDefinitionVersion()
        .asc()
        .unlimitedList()
        .stream()
        .collect(
            Collectors.groupingBy(ProcessDefinition::getKey, TreeMap::new, Collectors.toList()));
  }

  private InForce inForce(List<ProcessDefinition> versions, Map<String, Instant> deployed) {
    ProcessDefinition latest = versions.get(versions.size() - 1);
    Content content = content(latest);
    return new InForce(
        latest.getId(),
        latest.getKey(),
        latest.getName() == null ? latest.getKey() : latest.getName(),
        latest.getVersion(),
        latest.getVersionTag(),
        content.owner(),
        content.interval(),
        deployed.get(versions.get(0).getDeploymentId()),
        deployed.get(latest.getDeploymentId()),
        content.uses(),
        content.carriers());
  }

  private Content content(ProcessDefinition definition) {
    return contents.computeIfAbsent(definition.getId(), this::read);
  }

  private Content read(String definition) {
    try (InputStream xml = repository.getProcessModel(definition)) {
      Model model = Model.read(xml.readAllBytes());
      return new Content(
          model.owner().orElse(ANY_OWNER),
          Intervals.planned(model).orElse(null),
          model.uses(),
          obligations.carriers(model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Model.Unreadable e) {
      // deployed before there was a guard: nobody can say what it carries out
      return new Content(ANY_OWNER, null, Set.of(), List.of());
    }
  }

  /** With the application's rights; then it is the person's turn again, whoever that is here. */
  <T> T asNobody(Supplier<T> work) {
    var person = identities.getCurrentAuthentication();
    identities.clearAuthentication();
    try {
      return work.get();
    } finally {
      identities.setAuthentication(person);
    }
  }
}
