package org.clauseflow.redesign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;

/** The decisions of a draft, with those in force that it leaves as they are. */
class DraftDecisions {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private static final Optional<DmnDecision> NONE = Optional.empty();

  private final Map<String, byte[]> drafts;
  private final RepositoryService repository;
  private final Map<String, Optional<DmnDecision>> drafted = new HashMap<>();
  private final Map<String, Optional<DmnDecision>> deployed = new HashMap<>();

  DraftDecisions(Map<String, byte[]> drafts, RepositoryService repository) {
    this.drafts = drafts;
    this.repository = repository;
  }

  boolean changes(String key) {
    return drafts.containsKey(key);
  }

  /**
   * What the draft decides, by output; empty where it has no answer or several.
   *
   * @param then id of the version that decided at that time, null if none did
   */
  Optional<Map<String, Object>> decide(String key, String then, Map<String, Object> variables) {
    return decision(key, then).flatMap(decision -> decide(decision, variables));
  }

  private static Optional<Map<String, Object>> decide(
      DmnDecision decision, Map<String, Object> variables) {
    try {
      DmnDecisionResult result = ENGINE.evaluateDecision(decision, variables);
      return result.size() == 1
          ? Optional.of(result.getSingleResult().getEntryMap())
          : Optional.empty();
    } catch (DmnEngineException e) {
      // such as several answers of a table that may have one
      return Optional.empty();
    }
  }

  private Optional<DmnDecision> decision(String key, String then) {
    byte[] draft = drafts.get(key);
    if (draft != null) {
      return drafted.computeIfAbsent(key, any -> read(key, new ByteArrayInputStream(draft)));
    }
    boolean known = then != null && then.startsWith(key + ":");
    return (known ? deployed.computeIfAbsent(then, id -> version(key, id)) : NONE)
        .or(() -> deployed.computeIfAbsent(key, this::inForce));
  }

  /** Empty if it was deleted since. */
  private Optional<DmnDecision> version(String key, String id) {
    try {
      return read(key, repository.getDecisionModel(id));
    } catch (ProcessEngineException e) {
      return Optional.empty();
    }
  }

  private Optional<DmnDecision> inForce(String key) {
    return Optional.ofNullable(
            repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(key)
                .latestVersion()
                .singleResult())
        .flatMap(latest -> version(key, latest.getId()));
  }

  private static Optional<DmnDecision> read(String key, InputStream dmn) {
    try (dmn) {
      List<DmnDecision> decisions = ENGINE.parseDecisions(dmn);
      return decisions.stream().filter(decision -> decision.getKey().equals(key)).findFirst();
    } catch (DmnEngineException | IOException e) {
      // the guard says what is wrong with it
      return Optional.empty();
    }
  }
}
