package org.clauseflow.conformity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Whether a decision table always has one answer, over all that its inputs can be. Each cell is
 * worked out once for each value of its column; what rules have in common is then a matter of sets
 * and not of all combinations. For cells that compare this is a proof; where a cell calculates, it
 * is tried with the same values.
 */
public final class TableCheck {

  public enum Kind {
    /** No rule answers. */
    GAP,
    /** Several rules answer where one may. */
    OVERLAP,
    /** A rule that never decides. */
    DEAD_RULE,
    /** Too large to be checked. */
    BEYOND_PROOF
  }

  /**
   * @param rules that it is about, counted from 1
   * @param example the inputs that show it, in words by the heads of their columns; what is missing
   *     may be anything
   * @param says what is found and what to do, for the owner
   */
  public record Finding(Kind kind, List<Integer> rules, Map<String, String> example, String says) {}

  /** The Modeler shows them in a small window. */
  private static final int MOST_GAPS = 3;

  private static final int MOST_OVERLAPS = 5;

  /** Some two seconds, of the five that the Modeler waits. */
  private static final int MOST_EVALUATIONS = 20_000;

  /** Of all searches; each may keep a set of rules. */
  private static final int MOST_STEPS = 200_000;

  private static final int MOST_COLUMNS = 100;

  private final DecisionTable table;
  private final int rules;
  private final List<TableAxis> axes = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private int steps;

  private TableCheck(DecisionTable table) {
    this.table = table;
    this.rules = table.rules().size();
  }

  /** Nothing is found in a decision without a table. */
  public static List<Finding> check(byte[] dmn) throws Model.Unreadable {
    return DecisionTable.of(Model.read(dmn))
        .map(table -> new TableCheck(table).findings())
        .orElse(List.of());
  }

  private List<Finding> findings() {
    Map<String, List<Integer>> asked = asked();
    if (isWithinReach(asked)) {
      asked.values().forEach(columns -> axes.add(TableAxis.of(table, columns, name(columns))));
      findGaps();
      findOverlaps();
      findDeadRules();
    } else if (!endsWithAnAnswerToAll()) {
      tooLarge();
    }
    return findings;
  }

  /** The columns by what they ask. */
  private Map<String, List<Integer>> asked() {
    Map<String, List<Integer>> asked = new LinkedHashMap<>();
    for (int column = 0; column < table.inputs().size(); column++) {
      asked
          .computeIfAbsent(table.inputs().get(column).expression(), e -> new ArrayList<>())
          .add(column);
    }
    return asked;
  }

  private boolean isWithinReach(Map<String, List<Integer>> asked) {
    return asked.size() <= MOST_COLUMNS
        && asked.values().stream().mapToLong(columns -> TableAxis.evaluations(table, columns)).sum()
            <= MOST_EVALUATIONS;
  }

  private boolean endsWithAnAnswerToAll() {
    return isFirst()
        && table.rules().stream().anyMatch(r -> r.cells().stream().allMatch(String::isEmpty));
  }

  private void tooLarge() {
    findings.add(
        new Finding(
            Kind.BEYOND_PROOF,
            List.of(),
            Map.of(),
            "is too large to prove that it always has one answer: split it, or use the hit policy"
                + " FIRST and a last rule with - in every column"));
  }

  private boolean isFirst() {
    return table.hitPolicy().equals("FIRST");
  }

  private String name(List<Integer> columns) {
    DecisionTable.Input input = table.inputs().get(columns.get(0));
    boolean isOnlyOne =
        table.inputs().stream()
            .filter(other -> !other.expression().equals(input.expression()))
            .noneMatch(other -> other.label().equals(input.label()));
    return isOnlyOne ? input.label() : input.label() + " (" + input.expression() + ")";
  }

  private void findGaps() {
    BitSet all = new BitSet();
    all.set(0, rules);
    Set<Map<String, String>> gaps = new LinkedHashSet<>();
    Search search =
        new Search(
            all,
            Optional.empty(),
            found -> gaps.add(inWords(shortened(found))) && gaps.size() == MOST_GAPS);
    search.run();
    gaps.forEach(
        gap -> findings.add(new Finding(Kind.GAP, List.of(), gap, noRule(gap) + doubt() + more())));
    if (isGivenUp() && gaps.isEmpty()) {
      tooLarge();
    }
  }

  private boolean isGivenUp() {
    return steps > MOST_STEPS;
  }

  private static String noRule(Map<String, String> gap) {
    return gap.isEmpty() ? "no rule ever answers" : "no rule answers " + words(gap);
  }

  private String more() {
    return isFirst()
        ? ": add a rule for it, or a last one with - in every column"
        : ": add a rule for it, or use the hit policy FIRST and a last rule with - in every column";
  }

  /** An owner would look at such a rule and see that it answers. */
  private String doubt() {
    return axes.stream()
        .flatMap(axis -> axis.unsure().entrySet().stream())
        .findFirst()
        .map(
            unsure ->
                " (rule %d does not count: its %s depends on more than its own column)"
                    .formatted(unsure.getKey() + 1, unsure.getValue()))
        .orElse("");
  }

  /** Leaves out what does not matter to it. */
  private int[] shortened(int[] gap) {
    int[] shorter = gap.clone();
    for (int axis = 0; axis < shorter.length; axis++) {
      int value = shorter[axis];
      shorter[axis] = Search.ANY;
      if (isAnswered(shorter)) {
        shorter[axis] = value;
      }
    }
    return shorter;
  }

  /** Wherever it is open, by a rule that answers anything there. */
  private boolean isAnswered(int[] point) {
    BitSet answering = new BitSet();
    answering.set(0, rules);
    for (int axis = 0; axis < point.length; axis++) {
      List<BitSet> certain = axes.get(axis).certain();
      answering.and(point[axis] == Search.ANY ? union(certain) : certain.get(point[axis]));
    }
    return !answering.isEmpty();
  }

  private static BitSet union(List<BitSet> sets) {
    BitSet union = new BitSet();
    sets.forEach(union::or);
    return union;
  }

  private Map<String, String> inWords(int[] point) {
    Map<String, String> words = new LinkedHashMap<>();
    for (int axis = 0; axis < point.length; axis++) {
      if (point[axis] != Search.ANY) {
        TableAxis asked = axes.get(axis);
        words.put(asked.name(), TableValues.words(asked.values().get(point[axis])));
      }
    }
    return words;
  }

  private static String words(Map<String, String> example) {
    return example.entrySet().stream()
        .map(input -> input.getKey() + " = " + input.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The first rule of FIRST decides alone, and what is aggregated is one answer. */
  private void findOverlaps() {
    if (isFirst() || table.aggregates()) {
      return;
    }
    int found = 0;
    for (int rule = 0; rule < rules; rule++) {
      BitSet meeting = meeting(rule);
      for (int other = meeting.nextSetBit(rule + 1);
          other >= 0;
          other = meeting.nextSetBit(other + 1)) {
        boolean mayBoth = table.hitPolicy().equals("ANY") && sameAnswer(rule, other);
        if (!mayBoth && found++ < MOST_OVERLAPS) {
          findings.add(overlap(rule, other));
        }
      }
    }
  }

  private boolean sameAnswer(int rule, int other) {
    return table.rules().get(rule).answers().equals(table.rules().get(other).answers());
  }

  /** The rules that may answer where this one does. */
  private BitSet meeting(int rule) {
    BitSet meeting = new BitSet();
    meeting.set(0, rules);
    for (TableAxis axis : axes) {
      meeting.and(union(axis.perhaps().stream().filter(any -> any.get(rule)).toList()));
    }
    return meeting;
  }

  private Finding overlap(int rule, int other) {
    int[] point = new int[axes.size()];
    boolean certain = true;
    for (int axis = 0; axis < point.length; axis++) {
      TableAxis asked = axes.get(axis);
      while (!asked.perhaps().get(point[axis]).get(rule)
          || !asked.perhaps().get(point[axis]).get(other)) {
        point[axis]++;
      }
      BitSet answering = asked.certain().get(point[axis]);
      certain &= answering.get(rule) && answering.get(other);
      if (asked.perhaps().stream().allMatch(any -> any.get(rule) && any.get(other))) {
        point[axis] = Search.ANY;
      }
    }
    Map<String, String> example = inWords(point);
    return new Finding(
        Kind.OVERLAP,
        List.of(rule + 1, other + 1),
        example,
        "rules %d and %d %s %s%s"
            .formatted(
                rule + 1,
                other + 1,
                certain ? "both answer" : "may both answer",
                example.isEmpty() ? "whatever is asked" : words(example),
                switch (table.hitPolicy()) {
                  case "UNIQUE" -> ": narrow one of them, or use the hit policy FIRST";
                  case "ANY" ->
                      ", but not the same: narrow one of them, or use the hit policy FIRST";
                  default -> ", but who asks takes one answer: use the hit policy FIRST";
                }));
  }

  /** Only a rule of FIRST can be hidden by those above it; any can ask what nothing fits. */
  private void findDeadRules() {
    for (int rule = 0; rule < rules; rule++) {
      int dead = rule;
      if (axes.stream().anyMatch(axis -> axis.calculating().get(dead))) {
        continue;
      }
      Optional<TableAxis> never =
          axes.stream()
              .filter(axis -> axis.perhaps().stream().noneMatch(answering -> answering.get(dead)))
              .findFirst();
      if (never.isPresent()) {
        findings.add(
            dead(rule, "nothing that " + never.get().name() + " can be fits it: put it right"));
      } else if (isFirst() && isHidden(rule)) {
        findings.add(
            dead(rule, "the rules above it answer all that it would: move it up, or take it out"));
      }
    }
  }

  private boolean isHidden(int rule) {
    BitSet above = new BitSet();
    above.set(0, rule);
    Search search = new Search(above, Optional.of(rule), found -> true);
    search.run();
    return !search.hasFound() && !isGivenUp();
  }

  private static Finding dead(int rule, String why) {
    return new Finding(
        Kind.DEAD_RULE,
        List.of(rule + 1),
        Map.of(),
        "rule " + (rule + 1) + " never decides: " + why);
  }

  /**
   * Looks for inputs that none of some rules answers for certain. The same rules left at the same
   * column lead to the same, so each is looked at once.
   */
  private final class Search {

    static final int ANY = -1;

    private record Left(int axis, BitSet rules) {}

    private final BitSet around;
    private final Optional<Integer> within;
    private final Predicate<int[]> enough;
    private final List<BitSet> always;
    private final int[] chosen = new int[axes.size()];
    private final Set<Left> seen = new HashSet<>();
    private boolean found;

    /**
     * @param within a rule that the inputs have to fit
     * @param enough takes what is found, and ends the search with true
     */
    Search(BitSet around, Optional<Integer> within, Predicate<int[]> enough) {
      this.around = around;
      this.within = within;
      this.enough = enough;
      this.always = always();
      Arrays.fill(chosen, ANY);
    }

    /** By column, the rules that answer whatever it and those behind it are. */
    private List<BitSet> always() {
      List<BitSet> always = new ArrayList<>(axes.size() + 1);
      BitSet answering = (BitSet) around.clone();
      always.add(answering);
      for (int axis = axes.size() - 1; axis >= 0; axis--) {
        answering = (BitSet) answering.clone();
        for (int value = 0; value < axes.get(axis).values().size(); value++) {
          if (fits(axis, value)) {
            answering.and(axes.get(axis).certain().get(value));
          }
        }
        always.add(0, answering);
      }
      return always;
    }

    private boolean fits(int axis, int value) {
      return within.isEmpty() || axes.get(axis).perhaps().get(value).get(within.get());
    }

    void run() {
      look(0, around);
    }

    boolean hasFound() {
      return found;
    }

    /** True ends the search. */
    private boolean look(int axis, BitSet left) {
      if (left.isEmpty()) {
        found = true;
        return enough.test(chosen.clone());
      }
      if (left.intersects(always.get(axis)) || !seen.add(new Left(axis, left))) {
        return false;
      }
      for (int value = 0; value < axes.get(axis).values().size(); value++) {
        if (fits(axis, value)) {
          if (++steps > MOST_STEPS) {
            return true;
          }
          chosen[axis] = value;
          BitSet next = (BitSet) left.clone();
          next.and(axes.get(axis).certain().get(value));
          if (look(axis + 1, next)) {
            return true;
          }
        }
      }
      chosen[axis] = ANY;
      return false;
    }
  }
}
