package org.clauseflow.work;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.clauseflow.engine.TaskForms;
import org.springframework.stereotype.Component;

/** What whoever is logged in may begin, told by what it is for. */
@Component
public class Starts {

  /**
   * A process that one starts in Tasklist.
   *
   * @param purpose what one does by it, as its form says it; its name where the form says nothing
   * @param description what becomes of it, as its model says it; null if it says nothing
   */
  public record Start(String process, String name, String purpose, String description) {}

  /** Which clauses a model carries out is of use to others than who begins something. */
  private static final Pattern CLAUSES = Pattern.compile(" Clause [0-9][^;]*$");

  private final RepositoryService repository;
  private final TaskForms forms;

  /** By definition; a definition never changes. */
  private final Map<String, Optional<String>> descriptions = new ConcurrentHashMap<>();

  Starts(RepositoryService repository, TaskForms forms) {
    this.repository = repository;
    this.forms = forms;
  }

  /** By purpose. The engine decides what they may start, as in Tasklist's own list. */
  public List<Start> offered() {
    return repository
        .createProcessDefinitionQuery()
        .latestVersion()
        .active()
        .startableInTasklist()
        .startablePermissionCheck()
        .unlimitedList()
        .stream()
        .map(this::start)
        .sorted(Comparator.comparing(Start::purpose))
        .toList();
  }

  private Start start(ProcessDefinition process) {
    String name = process.getName() == null ? process.getKey() : process.getName();
    return new Start(
        process.getKey(),
        name,
        forms.startHeading(process.getId()).orElse(name),
        descriptions.computeIfAbsent(process.getId(), this::description).orElse(null));
  }

  /** Known only to the definition as it is deployed, which the engine keeps. */
  private Optional<String> description(String definition) {
    return Optional.ofNullable(repository.getProcessDefinition(definition).getDescription())
        .map(text -> CLAUSES.matcher(text.strip().replaceAll("\\s+", " ")).replaceFirst(""));
  }
}
