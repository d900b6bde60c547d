package org.clauseflow.redesign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clauseflow.redesign.RedesignStore.Redesign;
import org.clauseflow.redesign.RedesignStore.Report;
import org.springframework.stereotype.Component;

/** Puts through the draft what was done and decided before, and keeps where it would differ. */
@Component
class PastReplay {

  private static final int MOST_CASES = 200;
  private static final int MOST_DECISIONS = 500;

  /** What past decisions of a table would have come out as. */
  record Table(String decision, int replayed, List<DecisionReport.Outcome> changed) {}

  private final RedesignStore store;
  private final CaseReplay cases;
  private final DecisionReplay decisions;

  PastReplay(RedesignStore store, CaseReplay cases, DecisionReplay decisions) {
    this.store = store;
    this.cases = cases;
    this.decisions = decisions;
  }

  /** How many in a hundred cases or decisions would have gone otherwise. */
  int replay(String number) {
    Redesign redesign = store.find(number);
    Draft draft = Draft.of(store.files(number, redesign.revision()));
    Map<String, byte[]> drafted = new LinkedHashMap<>();
    draft.files().stream()
        .filter(file -> SubjectKind.of(file) == SubjectKind.DECISION)
        .forEach(file -> drafted.put(file.name().replace(".dmn", ""), file.content()));
    CaseReport past =
        draft.kind() == SubjectKind.PROCESS
            ? cases.replay(draft.key(), draft.model(), drafted, MOST_CASES)
            : new CaseReport(0, 0, List.of());
    List<Table> tables = new ArrayList<>();
    drafted.forEach(
        (key, content) -> {
          DecisionReport report = decisions.replay(key, content, MOST_DECISIONS);
          tables.add(new Table(key, report.replayed(), report.changed()));
        });
    store.write(number, Report.REPLAY, past);
    store.write(number, Report.DECISIONS, tables);
    int percent = percent(past.cases() - past.same(), past.cases());
    for (Table table : tables) {
      percent = Math.max(percent, percent(table.changed().size(), table.replayed()));
    }
    return percent;
  }

  private static int percent(int some, int all) {
    return all == 0 ? 0 : (100 * some + all - 1) / all;
  }
}
