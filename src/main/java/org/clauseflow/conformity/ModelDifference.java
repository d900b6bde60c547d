package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a redesign adds to a process or a decision, takes from it and changes in it. How it is drawn
 * counts for nothing.
 */
public record ModelDifference(List<Change> changes) {

  /** Longer texts are cut where they are shown. */
  private static final int LONGEST = 300;

  /**
   * @param what line by line what is different, such as "condition: ${a} → ${b}"; of what is new or
   *     gone all that is said of it
   */
  public record Change(Mark mark, String id, String name, String kind, List<String> what) {}

  /** In the order of the new model; what is gone comes last, in the order of the old one. */
  public static ModelDifference between(Model was, Model becomes) {
    List<Part> before = parts(was);
    List<Part> after = parts(becomes);
    Map<Part, Part> former = former(before, after);
    Set<Part> moved = moved(before, after, former);
    List<Change> changes = new ArrayList<>();
    for (Part part : after) {
      Part old = former.get(part);
      if (old == null) {
        changes.add(change(Mark.ADDED, part, all(part)));
      } else {
        List<String> what = new ArrayList<>();
        if (moved.contains(part)) {
          what.add("place: " + old.name() + " → " + part.name());
        }
        what.addAll(different(old, part));
        if (!what.isEmpty()) {
          changes.add(change(Mark.CHANGED, part, what));
        }
      }
    }
    Set<Part> kept = identitySet();
    kept.addAll(former.values());
    before.stream()
        .filter(part -> !kept.contains(part))
        .forEach(part -> changes.add(change(Mark.REMOVED, part, all(part))));
    return new ModelDifference(List.copyOf(changes));
  }

  /** What becomes of the elements, for a picture of the old model and of the new one. */
  public Map<String, Mark> marks() {
    Map<String, Mark> marks = new HashMap<>();
    changes.forEach(change -> marks.put(change.id(), change.mark()));
    return marks;
  }

  private static List<Part> parts(Model model) {
    return BPMN.equals(model.root().getNamespaceURI())
        ? ProcessParts.of(model)
        : DecisionParts.of(model);
  }

  private static Change change(Mark mark, Part part, List<String> what) {
    return new Change(mark, part.id(), part.name(), part.kind(), List.copyOf(what));
  }

  /** What each part was; first by its id, then by what it is. */
  private static Map<Part, Part> former(List<Part> before, List<Part> after) {
    Map<Part, Part> former = new IdentityHashMap<>();
    Map<String, Part> byId = new LinkedHashMap<>();
    before.forEach(part -> byId.putIfAbsent(part.id(), part));
    for (Part part : after) {
      Part old = byId.remove(part.id());
      if (old != null) {
        former.put(part, old);
      }
    }
    Map<String, List<Part>> alike =
        byId.values().stream()
            .filter(part -> part.likeness() != null)
            .collect(Collectors.groupingBy(Part::likeness));
    for (Part part : after) {
      List<Part> candidates = alike.get(part.likeness());
      if (!former.containsKey(part) && candidates != null && !candidates.isEmpty()) {
        former.put(part, candidates.remove(0));
      }
    }
    return former;
  }

  /** Of rows that have an order: those that others did not just push along. */
  private static Set<Part> moved(List<Part> before, List<Part> after, Map<Part, Part> former) {
    Map<Part, Integer> places = new IdentityHashMap<>();
    before.forEach(part -> places.put(part, places.size()));
    Map<String, List<Part>> rows =
        after.stream()
            .filter(part -> part.row() != null && former.containsKey(part))
            .collect(Collectors.groupingBy(Part::row));
    Set<Part> moved = identitySet();
    for (List<Part> row : rows.values()) {
      List<Integer> order = row.stream().map(part -> places.get(former.get(part))).toList();
      Set<Integer> stayed = longestRising(order);
      row.stream()
          .filter(part -> !stayed.contains(places.get(former.get(part))))
          .forEach(moved::add);
    }
    return moved;
  }

  /** As many of the numbers as there can be that rise from first to last. */
  private static Set<Integer> longestRising(List<Integer> numbers) {
    // ends[n]: the smallest number with which n+1 of them can end, and before: what comes before it
    List<Integer> ends = new ArrayList<>();
    Map<Integer, Integer> before = new HashMap<>();
    for (Integer number : numbers) {
      int at = Collections.binarySearch(ends, number);
      int place = -at - 1;
      if (place > 0) {
        before.put(number, ends.get(place - 1));
      }
      if (place == ends.size()) {
        ends.add(number);
      } else {
        ends.set(place, number);
      }
    }
    Set<Integer> rising = new HashSet<>();
    Integer number = ends.isEmpty() ? null : ends.get(ends.size() - 1);
    while (number != null) {
      rising.add(number);
      number = before.get(number);
    }
    return rising;
  }

  private static List<String> different(Part was, Part becomes) {
    List<String> what = new ArrayList<>();
    if (!was.kind().equals(becomes.kind())) {
      what.add("kind: " + was.kind() + " → " + becomes.kind());
    }
    Set<String> keys = new LinkedHashSet<>(becomes.says().keySet());
    keys.addAll(was.says().keySet());
    for (String key : keys) {
      Part.Saying old = was.says().get(key);
      Part.Saying now = becomes.says().get(key);
      List<String> gone = without(old, now);
      List<String> come = without(now, old);
      String label = (now == null ? old : now).label() + ": ";
      if (gone.size() + come.size() > 0 && gone.size() <= 1 && come.size() <= 1) {
        what.add(label + shown(gone) + " → " + shown(come));
      } else {
        gone.forEach(value -> what.add(label + "no longer " + value));
        come.forEach(value -> what.add(label + "also " + value));
      }
    }
    return what;
  }

  private static List<String> without(Part.Saying of, Part.Saying other) {
    return of == null
        ? List.of()
        : of.values().entrySet().stream()
            .filter(value -> other == null || !other.values().containsKey(value.getKey()))
            .map(value -> shown(value.getValue()))
            .toList();
  }

  private static List<String> all(Part part) {
    return part.says().values().stream()
        .filter(said -> !said.label().equals("name"))
        .map(
            said ->
                said.label()
                    + ": "
                    + said.values().values().stream()
                        .map(ModelDifference::shown)
                        .collect(Collectors.joining("; ")))
        .toList();
  }

  private static String shown(List<String> one) {
    return one.isEmpty() ? "–" : one.get(0);
  }

  private static String shown(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private static Set<Part> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
