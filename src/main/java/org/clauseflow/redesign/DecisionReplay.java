package org.clauseflow.redesign;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.clauseflow.conformity.DecisionTable;
import org.clauseflow.conformity.DecisionTable.Input;
import org.clauseflow.conformity.Model;
import org.clauseflow.record.Refusal;
import org.clauseflow.redesign.DecisionReport.Outcome;
import org.clauseflow.redesign.PastDecisions.Decision;
import org.springframework.stereotype.Component;

/**
 * Puts past decisions to a draft of their table. It is asked what its predecessor was asked, and
 * where it asks more, what the case knew then.
 */
@Component
class DecisionReplay {

  private static final DmnEngine ENGINE =
      DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

  private final PastDecisions past;

  DecisionReplay(PastDecisions past) {
    this.past = past;
  }

  /** A decision that has no table is not replayed. */
  DecisionReport replay(String key, byte[] draft, int most) {
    Optional<DecisionTable> becomes = table(draft);
    List<Decision> decisions = becomes.isPresent() ? past.last(key, most) : List.of();
    if (decisions.isEmpty()) {
      return new DecisionReport(0, List.of());
    }
    return new Replay(key, draft, becomes.get(), decisions).report();
  }

  private static Optional<DecisionTable> table(byte[] dmn) {
    try {
      return DecisionTable.of(Model.read(dmn));
    } catch (Model.Unreadable e) {
      throw new Refusal(Refusal.Reason.INVALID, "The table cannot be read: " + e.getMessage());
    }
  }

  private final class Replay {

    private final DmnDecision draft;
    private final DecisionTable becomes;
    private final List<Decision> decisions;
    private final Map<String, DecisionTable> was = new HashMap<>();
    private final Map<String, Map<String, Object>> inputs;
    private final Map<String, Map<String, Object>> outputs;
    private final Map<String, Map<String, Object>> variables;

    /** The same was asked many times, and each answer takes the interpreter a while. */
    private final Map<Map<String, Object>, Map<String, Object>> answers = new HashMap<>();

    Replay(String key, byte[] dmn, DecisionTable becomes, List<Decision> decisions) {
      this.draft = ENGINE.parseDecision(key, new ByteArrayInputStream(dmn));
      this.becomes = becomes;
      this.decisions = decisions;
      past.versions(decisions)
          .forEach((id, version) -> table(version).ifPresent(table -> was.put(id, table)));
      this.inputs = past.inputs(decisions);
      this.outputs = past.outputs(decisions);
      Set<String> more = more();
      this.variables = more.isEmpty() ? Map.of() : past.variables(decisions, more);
    }

    /** Names in the draft that some version did not ask for. */
    private Set<String> more() {
      Set<String> names = new HashSet<>();
      Stream.concat(
              becomes.inputs().stream().map(Input::expression),
              becomes.rules().stream()
                  .flatMap(rule -> Stream.concat(rule.cells().stream(), rule.answers().stream())))
          .map(text -> TEXT.matcher(text).replaceAll(""))
          .flatMap(text -> NAME.matcher(text).results().map(MatchResult::group))
          .forEach(names::add);
      Set<String> known = new HashSet<>(names);
      was.values()
          .forEach(
              table -> known.retainAll(table.inputs().stream().map(Input::expression).toList()));
      names.removeAll(known);
      return names;
    }

    DecisionReport report() {
      int replayed = 0;
      List<Outcome> changed = new ArrayList<>();
      for (Decision decision : decisions) {
        DecisionTable then = was.get(decision.definition());
        if (then != null) {
          replayed++;
          Map<String, Object> asked = asked(decision, then);
          Map<String, Object> answered = outputs.getOrDefault(decision.id(), Map.of());
          Map<String, Object> answer = answers.computeIfAbsent(asked, this::answer);
          if (differs(then, answered, answer)) {
            changed.add(
                new Outcome(decision.record(), decision.at(), shown(asked), answered, answer));
          }
        }
      }
      return new DecisionReport(replayed, changed);
    }

    private Map<String, Object> asked(Decision decision, DecisionTable then) {
      Map<String, Object> asked =
          new LinkedHashMap<>(variables.getOrDefault(decision.id(), Map.of()));
      Map<String, Object> columns = inputs.getOrDefault(decision.id(), Map.of());
      then.inputs().forEach(input -> asked.put(input.expression(), columns.get(input.id())));
      return asked;
    }

    private Map<String, Object> answer(Map<String, Object> asked) {
      try {
        DmnDecisionResult result = ENGINE.evaluateDecision(draft, asked);
        return result.size() == 1
            ? new LinkedHashMap<>(result.getSingleResult().getEntryMap())
            : Map.of();
      } catch (DmnEngineException | FeelException e) {
        // such as a text where the draft now wants a number: the step would stop
        return Map.of();
      }
    }

    /** A column that only one of them has is no other answer. */
    private boolean differs(
        DecisionTable then, Map<String, Object> answered, Map<String, Object> answer) {
      return answer.isEmpty()
          || becomes.outputs().stream()
              .filter(then.outputs()::contains)
              .anyMatch(name -> !same(answered.get(name), answer.get(name)));
    }

    private Map<String, Object> shown(Map<String, Object> asked) {
      Map<String, Object> shown = new LinkedHashMap<>();
      becomes.inputs().stream()
          .filter(input -> asked.containsKey(input.expression()))
          .forEach(input -> shown.put(input.label(), asked.get(input.expression())));
      return shown;
    }
  }

  private static boolean same(Object one, Object other) {
    if (one instanceof Number && other instanceof Number) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }
    return one == null ? other == null : one.equals(other);
  }
}
