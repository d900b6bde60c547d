package org.clauseflow.redesign;

import org.clauseflow.redesign.RedesignStore.Redesign;
import org.clauseflow.redesign.RedesignStore.Report;
import org.springframework.stereotype.Component;

/** What becomes of the cases of a process whose redesign is in force. */
@Component
class CaseMigration {

  private final RedesignStore store;
  private final InstanceMoves moves;

  CaseMigration(RedesignStore store, InstanceMoves moves) {
    this.store = store;
    this.moves = moves;
  }

  /** Cases have begun and ended since the draft was checked. */
  MoveReport plan(String number) {
    Redesign redesign = store.find(number);
    MoveReport plan = moves.plan(redesign.base(), redesign.definition());
    store.write(number, Report.MOVES, plan);
    return plan;
  }

  MoveReport move(String number) {
    Redesign redesign = store.find(number);
    return kept(number, moves.move(redesign.base(), redesign.definition()));
  }

  MoveReport moveBack(String number) {
    Redesign redesign = store.find(number);
    return kept(number, moves.moveBack(redesign.base(), redesign.definition()));
  }

  private MoveReport kept(String number, MoveReport moved) {
    store.write(number, Report.MOVED, moved);
    return moved;
  }
}
