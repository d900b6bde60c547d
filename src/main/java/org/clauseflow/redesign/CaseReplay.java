package org.clauseflow.redesign;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.clauseflow.conformity.Model;
import org.clauseflow.engine.Conditions;
import org.clauseflow.redesign.CaseReport.Divergence;
import org.springframework.stereotype.Component;

/**
 * Sends the last closed cases of a process through a draft of it: after each step that was
 * completed, with what was known then, does the draft lead where the model led on which it ran?
 * What people and the outside world did is taken as it was; gateways and decisions answer anew.
 */
@Component
class CaseReplay {

  private final ClosedCases closed;
  private final RepositoryService repository;
  private final Conditions conditions;

  CaseReplay(ClosedCases closed, RepositoryService repository, Conditions conditions) {
    this.closed = closed;
    this.repository = repository;
    this.conditions = conditions;
  }

  /**
   * @param draftDecisions tables that change with the draft, by key
   */
  CaseReport replay(String key, Model draft, Map<String, byte[]> draftDecisions, int most) {
    FlowMap becomes = new FlowMap(draft, conditions);
    DraftDecisions decisions = new DraftDecisions(draftDecisions, repository);
    Map<String, Optional<FlowMap>> versions = new HashMap<>();
    List<ClosedCases.Case> cases = closed.last(key, most);
    List<Divergence> divergences = new ArrayList<>();
    int same = 0;
    for (ClosedCases.Case one : cases) {
      List<Divergence> found =
          new CaseWalk(
                  one,
                  id -> versions.computeIfAbsent(id, this::version),
                  becomes,
                  decisions,
                  conditions)
              .divergences();
      divergences.addAll(found);
      if (found.isEmpty()) {
        same++;
      }
    }
    return new CaseReport(cases.size(), same, List.copyOf(divergences));
  }

  /** The model that a case ran on. */
  private Optional<FlowMap> version(String definition) {
    try (InputStream xml = repository.getProcessModel(definition)) {
      return Optional.of(new FlowMap(Model.read(xml.readAllBytes()), conditions));
    } catch (ProcessEngineException | IOException | Model.Unreadable e) {
      // it was deleted, or deployed before there was a guard: nothing can be said of its steps
      return Optional.empty();
    }
  }
}
