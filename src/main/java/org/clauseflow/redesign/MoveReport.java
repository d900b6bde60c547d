package org.clauseflow.redesign;

import java.util.List;

/**
 * What becomes of the cases that run when another version takes over, or became of them.
 *
 * @param findings why the draft cannot be deployed at all; then nothing was tried
 * @param running cases of the version that they leave
 * @param movable how many of them can move, or have moved
 * @param older cases of versions before that one, which stay where they are
 * @param where they stand
 * @param stuck those that cannot move, or did not, as many as a person reads
 */
record MoveReport(
    List<String> findings,
    int running,
    int movable,
    int older,
    List<Where> where,
    List<Stuck> stuck) {

  /**
   * An element at which cases stand; a case with several branches stands at several.
   *
   * @param cases how many
   * @param movable how many of them can move, or have moved
   */
  record Where(String elementId, String element, int cases, int movable) {}

  /**
   * A case that does not move.
   *
   * @param record its number, null if it keeps no record
   * @param elements where it stands
   */
  record Stuck(String record, String instance, List<String> elements, String reason) {}

  static MoveReport refused(List<String> findings) {
    return new MoveReport(List.copyOf(findings), 0, 0, 0, List.of(), List.of());
  }
}
