package org.clauseflow.redesign;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigrationInstruction;
import org.camunda.bpm.engine.migration.MigrationInstructionBuilder;
import org.camunda.bpm.engine.migration.MigrationPlan;
import org.camunda.bpm.engine.migration.MigrationPlanBuilder;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.clauseflow.conformity.Model;
import org.clauseflow.engine.OwnTransaction;
import org.clauseflow.engine.TrialDeployment;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves the cases that run from one version of their process to another, each step to itself, and
 * says beforehand which of them could.
 */
@Component
class InstanceMoves {

  /** So many are tried one by one; of more, some for each place where they stand. */
  private static final int TRIED_EACH = 200;

  private static final int TRIED_OF_A_PLACE = 3;

  /** As many as a person reads. */
  private static final int MOST_STUCK = 200;

  private static final int ATTEMPTS = 5;

  private final RepositoryService repository;
  private final RuntimeService runtime;
  private final TrialDeployment trials;
  private final OwnTransaction ownTransaction;
  private final Register register;
  private final JdbcClient jdbc;
  private final TransactionTemplate savepoint;

  InstanceMoves(
      RepositoryService repository,
      RuntimeService runtime,
      TrialDeployment trials,
      OwnTransaction ownTransaction,
      Register register,
      JdbcClient jdbc,
      PlatformTransactionManager transactionManager) {
    this.repository = repository;
    this.runtime = runtime;
    this.trials = trials;
    this.ownTransaction = ownTransaction;
    this.register = register;
    this.jdbc = jdbc;
    this.savepoint = new TransactionTemplate(transactionManager);
    this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /**
   * A case that runs.
   *
   * @param record the business key, null if it has none
   * @param at elements that its branches have come to
   */
  private record Case(String instance, String record, List<String> at) {}

  /** Why a case does not move, null if it does. */
  private record Verdict(String reason) {}

  /**
   * What would become of the cases of the version in force. Nothing of it stays: neither the
   * deployment nor a move, not even in memory.
   */
  MoveReport trial(List<DraftFile> files, String key) {
    Map<String, byte[]> contents =
        files.stream()
            .collect(
                Collectors.toMap(
                    DraftFile::name, DraftFile::content, (a, b) -> a, LinkedHashMap::new));
    return trials.of(
        contents,
        deployment ->
            Optional.ofNullable(deployment.getDeployedProcessDefinitions()).stream()
                .flatMap(List::stream)
                .filter(draft -> draft.getKey().equals(key))
                .findFirst()
                .flatMap(draft -> before(draft).map(base -> tried(base, draft)))
                .orElse(MoveReport.refused(List.of())),
        MoveReport::refused);
  }

  /** The version in force, as long as the draft is not. */
  private Optional<ProcessDefinition> before(ProcessDefinition draft) {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(draft.getKey())
        .orderByProcessDefinitionVersion()
        .desc()
        .listPage(1, 1)
        .stream()
        .findFirst();
  }

  /** What would become of the cases of a version, with the other one deployed; nothing moves. */
  MoveReport plan(String fromDefinitionId, String toDefinitionId) {
    return ownTransaction.of(
        transaction -> {
          transaction.setRollbackOnly();
          return tried(
              repository.getProcessDefinition(fromDefinitionId),
              repository.getProcessDefinition(toDefinitionId));
        });
  }

  private MoveReport tried(ProcessDefinition from, ProcessDefinition to) {
    Move move = new Move(from.getId(), to.getId());
    List<Case> cases = running(from.getId());
    boolean each = cases.size() <= TRIED_EACH;
    Map<List<String>, List<Case>> places = cases.stream().collect(groupingBy(Case::at));
    Map<String, Verdict> verdicts = new HashMap<>();
    places
        .values()
        .forEach(
            same -> {
              List<Case> some =
                  each ? same : same.subList(0, Math.min(TRIED_OF_A_PLACE, same.size()));
              some.forEach(one -> verdicts.put(one.instance(), attempt(move, one)));
              Verdict forAll =
                  some.stream()
                      .map(one -> verdicts.get(one.instance()))
                      .filter(verdict -> verdict.reason() != null)
                      .findFirst()
                      .orElse(new Verdict(null));
              same.forEach(one -> verdicts.putIfAbsent(one.instance(), forAll));
            });
    return report(move, cases, verdicts);
  }

  /** Up to here and back again at once, so that nobody who works on the case waits. */
  private Verdict attempt(Move move, Case one) {
    return savepoint.execute(
        transaction -> {
          transaction.setRollbackOnly();
          try {
            move.execute(one.instance());
            return new Verdict(null);
          } catch (RuntimeException e) {
            return new Verdict(move.reason(e));
          }
        });
  }

  /**
   * Moves every case that runs on a version to another one, each in a transaction of its own; a
   * case that cannot move stays as it is. To be called once the other version is deployed and
   * committed; calling it again moves those that have stayed.
   */
  MoveReport move(String fromDefinitionId, String toDefinitionId) {
    Move move =
        ownTransaction.of(
            transaction -> {
              // a plan that the engine refuses would have it rolled back anyway
              transaction.setRollbackOnly();
              return new Move(fromDefinitionId, toDefinitionId);
            });
    List<Case> cases = running(fromDefinitionId);
    Map<String, Verdict> verdicts = new HashMap<>();
    cases.forEach(
        one -> move(move, one).ifPresent(verdict -> verdicts.put(one.instance(), verdict)));
    return report(
        move,
        cases.stream().filter(one -> verdicts.containsKey(one.instance())).toList(),
        verdicts);
  }

  /** Undoes a move, and takes along what has been started on the version that is given up. */
  MoveReport moveBack(String fromDefinitionId, String toDefinitionId) {
    return move(toDefinitionId, fromDefinitionId);
  }

  /** Empty if it ended or was moved meanwhile. */
  private Optional<Verdict> move(Move move, Case one) {
    for (int attempt = 1; ; attempt++) {
      try {
        return ownTransaction.of(
            transaction -> {
              move.execute(one.instance());
              note(one, move);
              return Optional.of(new Verdict(null));
            });
      } catch (OptimisticLockingException e) {
        if (attempt == ATTEMPTS) {
          return Optional.of(
              new Verdict("somebody worked on it each time it was to be moved: try again"));
        }
      } catch (RuntimeException e) {
        return isStillThere(one, move)
            ? Optional.of(new Verdict(move.reason(e)))
            : Optional.empty();
      }
    }
  }

  private boolean isStillThere(Case one, Move move) {
    return jdbc.sql(
                "select count(*) from act_ru_execution where id_ = :instance and proc_def_id_ = :definition")
            .param("instance", one.instance())
            .param("definition", move.from.getId())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Its journal says from when on another version leads it. */
  private void note(Case one, Move move) {
    if (one.record() != null && register.find(one.record()).isPresent()) {
      register.add(
          one.record(),
          Entry.of(
              "clauseflow",
              "moved",
              "%s: from version %d to version %d of %s"
                  .formatted(
                      String.join(", ", move.names(one.at())),
                      move.from.getVersion(),
                      move.to.getVersion(),
                      move.to.getKey()),
              Map.of()));
    }
  }

  private List<Case> running(String definition) {
    return jdbc.sql(
            """
            select e.proc_inst_id_, max(e.business_key_) filter (where e.parent_id_ is null) as record,
              coalesce(array_agg(distinct e.act_id_ order by e.act_id_) filter (where e.act_id_ is not null
                and not exists (select from act_ru_execution c where c.parent_id_ = e.id_)), '{}') as at
            from act_ru_execution e where e.proc_def_id_ = :definition
            group by e.proc_inst_id_ order by record, e.proc_inst_id_
            """)
        .param("definition", definition)
        .query(
            (row, n) ->
                new Case(
                    row.getString("proc_inst_id_"),
                    row.getString("record"),
                    List.of((String[]) row.getArray("at").getArray())))
        .list();
  }

  private int older(ProcessDefinition than) {
    return jdbc.sql(
            """
            select count(*) from act_ru_execution e join act_re_procdef d on d.id_ = e.proc_def_id_
            where e.parent_id_ is null and d.key_ = :key and d.version_ < :version
            """)
        .param("key", than.getKey())
        .param("version", than.getVersion())
        .query(Integer.class)
        .single();
  }

  private MoveReport report(Move move, List<Case> cases, Map<String, Verdict> verdicts) {
    List<Case> movable =
        cases.stream().filter(one -> verdicts.get(one.instance()).reason() == null).toList();
    Map<String, Long> movableAt = at(movable);
    List<MoveReport.Where> where =
        at(cases).entrySet().stream()
            .map(
                place ->
                    new MoveReport.Where(
                        place.getKey(),
                        move.name(place.getKey()),
                        place.getValue().intValue(),
                        movableAt.getOrDefault(place.getKey(), 0L).intValue()))
            .sorted((a, b) -> Integer.compare(b.cases(), a.cases()))
            .toList();
    List<MoveReport.Stuck> stuck =
        cases.stream()
            .filter(one -> verdicts.get(one.instance()).reason() != null)
            .limit(MOST_STUCK)
            .map(
                one ->
                    new MoveReport.Stuck(
                        one.record(),
                        one.instance(),
                        move.names(one.at()),
                        verdicts.get(one.instance()).reason()))
            .toList();
    return new MoveReport(List.of(), cases.size(), movable.size(), older(move.from), where, stuck);
  }

  private static Map<String, Long> at(List<Case> cases) {
    return cases.stream()
        .flatMap(one -> one.at().stream().map(InstanceMoves::element).distinct())
        .collect(groupingBy(Function.identity(), LinkedHashMap::new, counting()));
  }

  /** The element that a person sees, where the engine adds one around it. */
  private static String element(String activity) {
    int hash = activity.indexOf('#');
    return hash < 0 ? activity : activity.substring(0, hash);
  }

  /** The engine's plan from one version to another: each step to itself. */
  private final class Move {

    private final ProcessDefinition from;
    private final ProcessDefinition to;
    private final Map<String, String> was;
    private final Map<String, String> becomes;
    private MigrationPlan plan;
    private String noPlan;

    Move(String fromDefinition, String toDefinition) {
      from = repository.getProcessDefinition(fromDefinition);
      to = repository.getProcessDefinition(toDefinition);
      Model old = model(fromDefinition);
      Model draft = model(toDefinition);
      was = elements(old);
      becomes = elements(draft);
      try {
        plan = plan(new EventTriggers(old), new EventTriggers(draft));
      } catch (MigrationPlanValidationException e) {
        noPlan =
            e.getValidationReport().getInstructionReports().stream()
                .flatMap(
                    report ->
                        report.getFailures().stream()
                            .map(
                                failure ->
                                    said(
                                        report.getMigrationInstruction().getSourceActivityId(),
                                        failure)))
                .distinct()
                .collect(Collectors.joining("; "));
      }
    }

    private MigrationPlan plan(EventTriggers before, EventTriggers after) {
      MigrationPlan equal =
          runtime.createMigrationPlan(from.getId(), to.getId()).mapEqualActivities().build();
      MigrationPlan events =
          runtime
              .createMigrationPlan(from.getId(), to.getId())
              .mapEqualActivities()
              .updateEventTriggers()
              .build();
      Map<String, Boolean> canUpdate =
          events.getInstructions().stream()
              .collect(
                  Collectors.toMap(
                      MigrationInstruction::getSourceActivityId,
                      MigrationInstruction::isUpdateEventTrigger));
      MigrationPlanBuilder builder = runtime.createMigrationPlan(from.getId(), to.getId());
      for (MigrationInstruction same : equal.getInstructions()) {
        String source = same.getSourceActivityId();
        String target = same.getTargetActivityId();
        MigrationInstructionBuilder mapped = builder.mapActivities(source, target);
        boolean update =
            same.isUpdateEventTrigger()
                || canUpdate.getOrDefault(source, false) && before.differ(source, after, target);
        builder = update ? mapped.updateEventTrigger() : mapped;
      }
      return builder.build();
    }

    void execute(String instance) {
      if (plan == null) {
        throw new IllegalStateException(noPlan);
      }
      runtime.newMigration(plan).processInstanceIds(instance).execute();
    }

    /** In words for the owner of the process. */
    String reason(RuntimeException failure) {
      if (failure instanceof MigratingProcessInstanceValidationException invalid) {
        var report = invalid.getValidationReport();
        return Stream.of(
                report.getFailures().stream(),
                report.getActivityInstanceReports().stream()
                    .flatMap(
                        one ->
                            one.getFailures().stream()
                                .map(failed -> said(one.getSourceScopeId(), failed))),
                report.getTransitionInstanceReports().stream()
                    .flatMap(
                        one ->
                            one.getFailures().stream()
                                .map(failed -> said(one.getSourceScopeId(), failed))))
            .flatMap(Function.identity())
            .distinct()
            .collect(Collectors.joining("; "));
      }
      Throwable cause = failure;
      while (cause.getMessage() == null && cause.getCause() != null) {
        cause = cause.getCause();
      }
      return String.valueOf(cause.getMessage());
    }

    private String said(String activity, String failure) {
      String element = element(activity);
      String name = "\"" + name(element) + "\"";
      if (failure.startsWith("There is no migration instruction")) {
        return !becomes.containsKey(element)
            ? name + " is no longer there"
            : name + " has become something else, or has moved into or out of a sub-process";
      }
      return name + ": " + failure;
    }

    List<String> names(List<String> activities) {
      return activities.stream().map(activity -> name(element(activity))).distinct().toList();
    }

    String name(String element) {
      return Optional.ofNullable(was.get(element)).filter(name -> !name.isBlank()).orElse(element);
    }

    private Map<String, String> elements(Model model) {
      Map<String, String> names = new HashMap<>();
      model
          .elements()
          .filter(element -> Model.BPMN.equals(element.getNamespaceURI()))
          .forEach(element -> names.put(element.getAttribute("id"), element.getAttribute("name")));
      return names;
    }

    private Model model(String definition) {
      try (InputStream xml = repository.getProcessModel(definition)) {
        return Model.read(xml.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Model.Unreadable e) {
        throw new IllegalStateException(definition + " cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
