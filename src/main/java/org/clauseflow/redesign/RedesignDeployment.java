package org.clauseflow.redesign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.clauseflow.engine.ApprovedModels;
import org.clauseflow.engine.OwnTransaction;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Register;
import org.clauseflow.redesign.RedesignStore.Redesign;
import org.clauseflow.redesign.RedesignStore.Report;
import org.springframework.stereotype.Component;

/** Puts approved drafts in force, and what they replaced in force again. */
@Component
class RedesignDeployment {

  private final RedesignStore store;
  private final Subjects subjects;
  private final InstanceMoves moves;
  private final ApprovedModels models;
  private final OwnTransaction ownTransaction;
  private final Register register;

  RedesignDeployment(
      RedesignStore store,
      Subjects subjects,
      InstanceMoves moves,
      ApprovedModels models,
      OwnTransaction ownTransaction,
      Register register) {
    this.store = store;
    this.subjects = subjects;
    this.moves = moves;
    this.models = models;
    this.ownTransaction = ownTransaction;
    this.register = register;
  }

  /** What stands against it by now; empty if it is in force. */
  List<String> deploy(String number) {
    Redesign redesign = store.find(number);
    String name = "%s, revision %d".formatted(number, redesign.revision());
    List<DraftFile> files = store.files(number, redesign.revision());
    Optional<Subject> inForce = inForce(redesign.key());
    // where the step after it failed, it is there already
    if (!models.isDeployed(name)) {
      List<String> findings = new ArrayList<>();
      if (!Objects.equals(inForce.map(Subject::definition).orElse(null), redesign.base())) {
        findings.add(
            "version %d has come in force since the draft was compared: take over what it changes"
                .formatted(inForce.map(Subject::version).orElse(0)));
      } else {
        findings.addAll(moves.trial(files, redesign.key()).findings());
      }
      store.write(number, Report.FINDINGS, findings);
      if (!findings.isEmpty()) {
        return findings;
      }
      files.forEach(
          file ->
              models
                  .latest(file.name())
                  .ifPresent(was -> store.keepFormer(number, file.name(), was)));
      models.deploy(name, byName(files));
    }
    Subject now = inForce(redesign.key()).orElseThrow();
    store.deployed(number, now.definition());
    register.add(
        number,
        Entry.of(
            "clauseflow",
            "deployed",
            "%s is in force as version %d, %s"
                .formatted(now.key(), now.version(), now.versionTag()),
            Map.of("definition", now.definition())));
    return List.of();
  }

  void restore(String number) {
    Redesign redesign = store.find(number);
    String name = "%s rolled back".formatted(number);
    if (!models.isDeployed(name)) {
      models.restore(name, byName(store.former(number)));
    }
    Subject now = inForce(redesign.key()).orElseThrow();
    store.restored(number, now.definition());
    register.add(
        number,
        Entry.of(
            "clauseflow",
            "restored",
            "Version %d of %s is in force again, as version %d"
                .formatted(redesign.baseVersion(), now.key(), now.version()),
            Map.of("restored", now.definition())));
  }

  /** Roles of those who work with what is in force. */
  String workers(String number) {
    return inForce(store.find(number).key())
        .map(subject -> String.join(", ", Subjects.concerned(subject)))
        .orElse("");
  }

  /** As it is now: the step at work would see again what it has seen before. */
  private Optional<Subject> inForce(String key) {
    return ownTransaction.of(transaction -> subjects.find(key));
  }

  private static Map<String, byte[]> byName(List<DraftFile> files) {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    files.forEach(file -> byName.put(file.name(), file.content()));
    return byName;
  }
}
