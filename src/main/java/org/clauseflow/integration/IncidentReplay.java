package org.clauseflow.integration;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clauseflow.engine.EngineTime;
import org.clauseflow.integration.ImportReport.Line;
import org.clauseflow.integration.ImportReport.Result;
import org.clauseflow.integration.IncidentImport.LogRow;
import org.clauseflow.resolution.ReplayedIncident;
import org.clauseflow.resolution.ReplayedIncident.State;
import org.clauseflow.resolution.ReplayedIncidents;

/**
 * Leads one incident of a log through the process, row by row; refuses what cannot have happened.
 */
class IncidentReplay {

  private final String id;
  private final ImportMapping mapping;
  private final ReplayedIncidents incidents;
  private final EngineTime time;

  private ReplayedIncident incident;
  private State state = State.REPORTED;
  private boolean leftClosure;
  private Map<String, Object> kept = Map.of();

  IncidentReplay(String id, ImportMapping mapping, ReplayedIncidents incidents, EngineTime time) {
    this.id = id;
    this.mapping = mapping;
    this.incidents = incidents;
    this.time = time;
  }

  List<Line> replay(List<LogRow> rows) {
    Set<LogRow> misplaced = misplaced(rows);
    List<Line> lines = new ArrayList<>();
    for (LogRow row : rows) {
      lines.add(
          misplaced.contains(row)
              ? refused(row, "its time is out of order among the rows of the incident")
              : replay(row));
    }
    return lines;
  }

  /** The fewest rows without which time never goes backwards. */
  private Set<LogRow> misplaced(List<LogRow> rows) {
    record Timed(LogRow row, Instant at) {}
    List<Timed> timed = new ArrayList<>();
    for (LogRow row : rows) {
      try {
        timed.add(new Timed(row, mapping.time("updatedAt", row.values())));
      } catch (RefusedRow e) {
        // refused for that when its turn comes
      }
    }
    int[] longest = new int[timed.size()];
    int[] before = new int[timed.size()];
    int end = -1;
    for (int i = 0; i < timed.size(); i++) {
      before[i] = -1;
      for (int j = 0; j < i; j++) {
        if (!timed.get(j).at.isAfter(timed.get(i).at) && longest[j] >= longest[i]) {
          longest[i] = longest[j] + 1;
          before[i] = j;
        }
      }
      if (end < 0 || longest[i] > longest[end]) {
        end = i;
      }
    }
    Set<LogRow> misplaced = new HashSet<>();
    timed.forEach(one -> misplaced.add(one.row));
    for (int i = end; i >= 0; i = before[i]) {
      misplaced.remove(timed.get(i).row);
    }
    return misplaced;
  }

  private Line refused(LogRow row, String reason) {
    String number = incident == null ? null : incident.number();
    return new Line(row.line(), id, number, Result.REFUSED, reason, null, null);
  }

  private Line replay(LogRow row) {
    try {
      String priority =
          mapping.columns().containsKey("priority") ? mapping.ours("priority", row.values()) : null;
      apply(row, change(row));
      return new Line(
          row.line(), id, incident.number(), Result.APPLIED, null, priority, incident.priority());
    } catch (RefusedRow e) {
      return refused(row, e.getMessage());
    }
  }

  private ReplayedIncident.Change change(LogRow row) {
    Map<String, String> values = row.values();
    Map<String, Object> changed = new HashMap<>(mapping.kept(values));
    changed
        .entrySet()
        .removeIf(entry -> Objects.equals(entry.getValue(), kept.get(entry.getKey())));
    return new ReplayedIncident.Change(
        state(mapping.ours("state", values)),
        mapping.ours("impact", values),
        mapping.ours("urgency", values),
        mapping.ours("resolutionCode", values),
        mapping.text("resolution", values, 4000),
        mapping.text("row", values, 4000),
        changed);
  }

  private static State state(String status) {
    for (State state : State.values()) {
      if (state.status().equals(status)) {
        return state;
      }
    }
    throw new RefusedRow("the mapping leads to the state '" + status + "', which does not exist");
  }

  /** All that may be refused is looked at before anything is done. */
  private void apply(LogRow row, ReplayedIncident.Change change) {
    Instant at = mapping.time("updatedAt", row.values());
    if (state == State.CLOSED && (leftClosure || change.state() != State.CLOSED)) {
      leftClosure = true;
      throw new RefusedRow("the incident was closed before");
    }
    if (change.state() == State.CLOSED && state != State.RESOLVED && state != State.CLOSED) {
      throw new RefusedRow("it closes an incident that was never resolved");
    }
    if (incident == null) {
      open(row, change, at);
    }
    time.set(at);
    incident.apply(change);
    state = change.state();
    kept = new HashMap<>(kept);
    kept.putAll(change.kept());
  }

  /** When the log says that it was opened; its first row may tell of a later time. */
  private void open(LogRow row, ReplayedIncident.Change change, Instant firstUpdate) {
    Instant openedAt = mapping.time("openedAt", row.values());
    time.set(openedAt.isAfter(firstUpdate) ? firstUpdate : openedAt);
    incident =
        incidents.open(
            new ReplayedIncidents.Reported(
                id,
                mapping.text("title", row.values(), 120),
                mapping.text("description", row.values(), 4000),
                mapping.ours("service", row.values()),
                mapping.reporter(),
                mapping.ours("category", row.values()),
                change.impact(),
                change.urgency()));
  }
}
