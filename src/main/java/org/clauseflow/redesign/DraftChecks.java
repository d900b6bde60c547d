package org.clauseflow.redesign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clauseflow.conformity.ModelDifference.Change;
import org.clauseflow.conformity.ModelLint;
import org.clauseflow.redesign.RedesignStore.Redesign;
import org.clauseflow.redesign.RedesignStore.Report;
import org.springframework.stereotype.Component;

/** What is to be known of a draft before anybody decides on it. */
@Component
class DraftChecks {

  /**
   * @param findings what is to be corrected
   * @param versionKind null where the version tag says nothing
   */
  record Checked(List<String> findings, String versionTag, String versionKind, MoveReport moves) {}

  private final RedesignStore store;
  private final Subjects subjects;
  private final DraftDifference difference;
  private final InstanceMoves moves;

  DraftChecks(
      RedesignStore store, Subjects subjects, DraftDifference difference, InstanceMoves moves) {
    this.store = store;
    this.subjects = subjects;
    this.difference = difference;
    this.moves = moves;
  }

  Checked check(String number) {
    Redesign redesign = store.find(number);
    Draft draft = Draft.of(store.files(number, redesign.revision()));
    Optional<Subject> inForce = subjects.find(redesign.key());
    MoveReport trial = moves.trial(draft.files(), redesign.key());
    List<String> findings = new ArrayList<>(trial.findings());
    findings.addAll(ModelLint.findings(draft.model()));
    VersionKind kind = null;
    try {
      kind = VersionKind.between(inForce, draft.versionTag());
    } catch (VersionKind.Unclear e) {
      findings.add(e.getMessage());
    }
    List<Change> changes = difference.of(inForce, draft);
    if (changes.isEmpty()) {
      findings.add("nothing differs from what is in force: change the model, or withdraw it");
    }
    if (kind == VersionKind.PATCH && trial.movable() < trial.running()) {
      findings.add(
          "a patch takes running cases along, and %d of %d cannot move: raise the second number of the version tag where they move as planned, the first where they finish as they began. %s"
              .formatted(
                  trial.running() - trial.movable(),
                  trial.running(),
                  trial.stuck().isEmpty() ? "" : trial.stuck().get(0).reason()));
    }
    store.compare(number, inForce, draft.versionTag(), kind);
    store.write(number, Report.FINDINGS, findings);
    store.write(number, Report.DIFFERENCE, changes);
    store.write(number, Report.MOVES, trial);
    return new Checked(findings, draft.versionTag(), kind == null ? null : kind.word(), trial);
  }
}
