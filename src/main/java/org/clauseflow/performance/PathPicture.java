package org.clauseflow.performance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clauseflow.conformity.Look;
import org.clauseflow.conformity.Marking;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.ModelPicture;
import org.clauseflow.conformity.Outline;
import org.clauseflow.performance.CasePath.Passage;

/**
 * The way of a case on the picture of its process: what it passed how often, where it stands, where
 * a target came due.
 */
final class PathPicture {

  private static final Look PASSED = new Look("passed, how often", "n", "#155cb5", null);
  private static final Look LATE = new Look("a target came due here", "!", "#a1142a", "2 3");
  private static final Look HERE = new Look("stands here now", "●", "#7a4a00", "9 4");
  private static final Look UNDONE = new Look("ended undone", "×", "#595959", "9 3 2 3");

  /** A badge holds two digits. */
  private static final int MOST_SHOWN = 99;

  private final Outline outline;
  private final List<Passage> passages;

  private PathPicture(Outline outline, List<Passage> passages) {
    this.outline = outline;
    this.passages = passages;
  }

  /**
   * @param passages through this process, in their order; where it stands has not been left
   */
  static String of(Model model, Outline outline, List<Passage> passages) {
    PathPicture picture = new PathPicture(outline, passages);
    Map<String, Marking> marks = new HashMap<>();
    picture.taken().forEach(flow -> marks.put(flow, new Marking(PASSED, "taken", null)));
    picture.counted().forEach((element, these) -> marks.put(element, marking(these)));
    return ModelPicture.marked(model, marks);
  }

  private Map<String, List<Passage>> counted() {
    return passages.stream()
        .filter(passage -> !passage.element().endsWith("#multiInstanceBody"))
        .collect(groupingBy(Passage::element));
  }

  private static Marking marking(List<Passage> passages) {
    long done = passages.stream().filter(one -> one.leftAt() != null && !one.canceled()).count();
    long undone = passages.stream().filter(Passage::canceled).count();
    boolean here = passages.stream().anyMatch(one -> one.leftAt() == null);
    int breaches = passages.stream().mapToInt(Passage::breaches).sum();
    List<String> words = new ArrayList<>();
    if (done > 0) {
      words.add(done == 1 ? "passed once" : "passed %d times".formatted(done));
    }
    if (undone > 0) {
      words.add(undone == 1 ? "once ended undone" : "%d times ended undone".formatted(undone));
    }
    if (here) {
      words.add("stands here now");
    }
    if (breaches > 0) {
      words.add(breaches == 1 ? "a target came due" : "%d targets came due".formatted(breaches));
    }
    Look look = breaches > 0 ? LATE : here ? HERE : done > 0 ? PASSED : UNDONE;
    String sign = look != PASSED ? look.sign() : done > MOST_SHOWN ? "…" : String.valueOf(done);
    return new Marking(look, String.join(", ", words), sign);
  }

  private record Step(Outline.Flow flow, Passage from) {}

  /**
   * The flows it took. The engine keeps none: each passage came by the flow whose source was left
   * last before it began, and each leaving is one coming.
   */
  private Set<String> taken() {
    // what happens several times is entered and left once, as a whole
    Set<String> wholes =
        passages.stream()
            .map(Passage::element)
            .filter(element -> element.endsWith("#multiInstanceBody"))
            .map(CasePath::bare)
            .collect(toSet());
    Map<String, List<Passage>> at =
        passages.stream()
            .filter(passage -> !wholes.contains(passage.element()))
            .collect(groupingBy(passage -> CasePath.bare(passage.element())));
    Map<String, List<Outline.Flow>> into =
        outline.flows().stream().collect(groupingBy(Outline.Flow::to));
    Set<Step> steps = new HashSet<>();
    for (Passage passage : passages) {
      if (!wholes.contains(passage.element())) {
        came(passage, into.getOrDefault(CasePath.bare(passage.element()), List.of()), at, steps)
            .ifPresent(steps::add);
      }
    }
    return steps.stream().map(step -> step.flow().id()).collect(toSet());
  }

  private static Optional<Step> came(
      Passage passage, List<Outline.Flow> flows, Map<String, List<Passage>> at, Set<Step> steps) {
    Instant entered = passage.enteredAt();
    return flows.stream()
        .flatMap(
            flow ->
                at.getOrDefault(flow.from(), List.of()).stream()
                    .filter(from -> from.leftAt() != null && !from.canceled())
                    .filter(from -> !from.leftAt().isAfter(entered))
                    .map(from -> new Step(flow, from)))
        .filter(step -> !steps.contains(step))
        .max(
            Comparator.comparing((Step step) -> step.from().leftAt())
                .thenComparing(step -> step.from().enteredAt()));
  }
}
