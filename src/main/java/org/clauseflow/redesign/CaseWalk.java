package org.clauseflow.redesign;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.engine.Conditions;
import org.clauseflow.redesign.CaseReport.Divergence;
import org.clauseflow.redesign.ClosedCases.Activity;
import org.clauseflow.redesign.ClosedCases.Update;
import org.clauseflow.redesign.FlowMap.Place;
import org.clauseflow.redesign.FlowMap.Turn;

/**
 * One closed case, walked in the order in which it happened, on the model it ran on and on the
 * draft. Where the draft leads elsewhere it is said once; what followed on that branch says nothing
 * of the draft any more. What the draft decides otherwise is kept in mind until the case decided it
 * anew.
 */
class CaseWalk {

  private static final String BODY = "#multiInstanceBody";

  private final ClosedCases.Case closed;
  private final Function<String, Optional<FlowMap>> versions;
  private final FlowMap draft;
  private final DraftDecisions decisions;
  private final Conditions conditions;

  private final Map<String, Activity> byId = new HashMap<>();

  /** To which passages a passage led. */
  private final Map<Activity, List<Activity>> next = new HashMap<>();

  /** Those that the draft would not have come to. */
  private final Set<Activity> left = new HashSet<>();

  /** By scope and name. */
  private final Map<String, Map<String, Object>> variables = new HashMap<>();

  /** What the draft has decided otherwise, and in words. */
  private final Map<String, Object> decided = new HashMap<>();

  private final Map<String, String> because = new HashMap<>();

  /** What the draft answered in a decision that the case is at; empty for no answer. */
  private final Map<Activity, Optional<Map<String, Object>>> answers = new HashMap<>();

  private final List<Divergence> divergences = new ArrayList<>();

  /**
   * @param versions the model of a definition
   */
  CaseWalk(
      ClosedCases.Case closed,
      Function<String, Optional<FlowMap>> versions,
      FlowMap draft,
      DraftDecisions decisions,
      Conditions conditions) {
    this.closed = closed;
    this.versions = versions;
    this.draft = draft;
    this.decisions = decisions;
    this.conditions = conditions;
  }

  /** Something that happened; what led on is looked at just before that to which it led begins. */
  private record Event(long moment, int order, Runnable what) {}

  List<Divergence> divergences() {
    closed.activities().forEach(activity -> byId.put(activity.id(), activity));
    closed.activities().stream()
        .filter(activity -> activity.end() != null)
        .forEach(activity -> next.put(activity, successors(activity)));
    List<Event> events = new ArrayList<>();
    closed
        .updates()
        .forEach(update -> events.add(new Event(update.moment(), 1, () -> set(update))));
    for (Activity activity : closed.activities()) {
      events.add(new Event(activity.moment(), 2, () -> decide(activity)));
      next.getOrDefault(activity, List.of()).stream()
          .mapToLong(Activity::moment)
          .min()
          .ifPresent(moment -> events.add(new Event(moment, 0, () -> leave(activity))));
    }
    events.sort(Comparator.comparingLong(Event::moment).thenComparingInt(Event::order));
    events.forEach(event -> event.what().run());
    return divergences;
  }

  /** An inner passage of a step that runs several times leads nowhere, the body around it does. */
  private List<Activity> successors(Activity from) {
    Optional<FlowMap> model = versions.apply(from.definition());
    if (model.isEmpty() || isInner(from)) {
      return List.of();
    }
    String element = element(from);
    List<Activity> found =
        model.get().targets(element).stream()
            .flatMap(
                target ->
                    closed.activities().stream()
                        .filter(to -> to.moment() > from.moment() && !isInner(to))
                        .filter(to -> element(to).equals(target))
                        .filter(to -> Objects.equals(to.parent(), from.parent()))
                        .filter(to -> !to.start().isBefore(from.end()))
                        .limit(1))
            .sorted(Comparator.comparingLong(Activity::moment))
            .toList();
    return model.get().isFork(element) ? found : found.stream().limit(1).toList();
  }

  private boolean isInner(Activity activity) {
    Activity parent = byId.get(activity.parent());
    return parent != null && parent.element().equals(activity.element() + BODY);
  }

  private static String element(Activity activity) {
    String id = activity.element();
    return id.endsWith(BODY) ? id.substring(0, id.length() - BODY.length()) : id;
  }

  private void set(Update update) {
    variables
        .computeIfAbsent(String.valueOf(update.scope()), scope -> new HashMap<>())
        .put(update.name(), update.value());
    decided.remove(update.name());
    because.remove(update.name());
  }

  /** What an element sees that is part of a passage. */
  private Map<String, Object> seen(String scope) {
    Map<String, Object> seen = new HashMap<>();
    for (String at = scope; at != null; at = parent(at)) {
      variables.getOrDefault(at, Map.of()).forEach(seen::putIfAbsent);
    }
    return seen;
  }

  private String parent(String scope) {
    Activity activity = byId.get(scope);
    return activity == null
        ? scope.equals(closed.instance()) ? null : closed.instance()
        : activity.parent();
  }

  private Map<String, Object> seenByDraft(String scope) {
    Map<String, Object> seen = seen(scope);
    seen.putAll(decided);
    return seen;
  }

  /** Before the case's own answer is written, which the next time round is read again. */
  private void decide(Activity activity) {
    String element = element(activity);
    Optional<String> table = draft.decision(element);
    if (table.isEmpty() || isLeft(activity)) {
      return;
    }
    boolean asBefore =
        decision(activity).equals(table)
            && !decisions.changes(table.get())
            && draft.inputs(element).equals(inputs(activity));
    if (asBefore && decided.isEmpty()) {
      return;
    }
    Map<String, Object> inputs = seenByDraft(activity.parent());
    Map<String, Object> outer = Map.copyOf(withoutNull(inputs));
    draft
        .inputs(element)
        .forEach((name, text) -> inputs.put(name, conditions.value(text, outer).orElse(null)));
    answers.put(activity, decisions.decide(table.get(), activity.decision(), inputs));
  }

  private static Map<String, Object> withoutNull(Map<String, Object> values) {
    Map<String, Object> without = new HashMap<>(values);
    without.values().removeIf(Objects::isNull);
    return without;
  }

  private Optional<String> decision(Activity activity) {
    return versions
        .apply(activity.definition())
        .flatMap(model -> model.decision(element(activity)));
  }

  private Map<String, String> inputs(Activity activity) {
    return versions
        .apply(activity.definition())
        .map(model -> model.inputs(element(activity)))
        .orElse(Map.of());
  }

  private void leave(Activity activity) {
    FlowMap was = versions.apply(activity.definition()).orElseThrow();
    String element = element(activity);
    if (was.isPassed(element)) {
      return;
    }
    if (isLeft(activity)) {
      leave(activity, place -> true);
      return;
    }
    if (!draft.has(element)) {
      diverge(activity, "\"%s\" is no longer there".formatted(was.name(element)));
      leave(activity, place -> true);
      return;
    }
    if (was.isEventGateway(element)) {
      return;
    }
    Optional<Map<String, Object>> answer = answers.remove(activity);
    if (answer != null && answer.isEmpty()) {
      diverge(
          activity,
          "\"%s\" would find no answer in its table, or several".formatted(draft.name(element)));
      leave(activity, place -> true);
      return;
    }
    Map<String, Object> then = seen(activity.parent());
    if (answer != null) {
      compare(element, then, answer.get());
    }
    List<Place> led = was.next(element, then);
    List<Place> leads = draft.next(element, seenByDraft(activity.parent()));
    Set<String> before = elements(led);
    Set<String> after = elements(leads);
    // where the history does not explain the way that the case took, it says nothing of the draft
    boolean explained = places(activity).allMatch(place -> before.contains(element(place)));
    if (explained && !before.equals(after)) {
      diverge(activity, text(was, element, led, leads));
      leave(activity, place -> !after.contains(place));
    }
  }

  private void compare(String element, Map<String, Object> then, Map<String, Object> answer) {
    answer.forEach(
        (name, value) -> {
          if (!same(then.get(name), value)) {
            decided.put(name, value);
            because.put(
                name,
                "\"%s\" would decide %s %s instead of %s"
                    .formatted(draft.name(element), name, quoted(value), quoted(then.get(name))));
          }
        });
  }

  private static boolean same(Object a, Object b) {
    return a instanceof Number && b instanceof Number
        ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0
        : Objects.equals(a, b);
  }

  private static String quoted(Object value) {
    return value == null ? "nothing" : "\"" + value + "\"";
  }

  private static Set<String> elements(List<Place> places) {
    return places.stream()
        .map(place -> place.stuck() ? "stuck at " + place.element() : place.element())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether the draft would not have come here, since it would not have come to where this is. */
  private boolean isLeft(Activity activity) {
    if (left.contains(activity)) {
      return true;
    }
    Activity parent = byId.get(activity.parent());
    if (parent != null && isLeft(parent)) {
      return true;
    }
    return versions
        .apply(activity.definition())
        .flatMap(model -> model.attachedTo(activity.element()))
        .flatMap(
            host ->
                closed.activities().stream()
                    .filter(other -> element(other).equals(host) && !isInner(other))
                    .filter(other -> other.moment() < activity.moment())
                    .filter(other -> Objects.equals(other.parent(), activity.parent()))
                    .reduce((first, second) -> second))
        .filter(this::isLeft)
        .isPresent();
  }

  /** The draft leaves the branches that lead to these places. */
  private void leave(Activity activity, Predicate<String> lost) {
    places(activity).filter(place -> lost.test(element(place))).forEach(left::add);
  }

  /** The steps to which a passage led, through what is passed at once. */
  private Stream<Activity> places(Activity activity) {
    return next.getOrDefault(activity, List.of()).stream()
        .flatMap(
            to ->
                versions.apply(to.definition()).filter(it -> it.isPassed(to.element())).isPresent()
                    ? places(to)
                    : Stream.of(to));
  }

  private void diverge(Activity activity, String text) {
    FlowMap was = versions.apply(activity.definition()).orElseThrow();
    String element = element(activity);
    divergences.add(
        new Divergence(closed.record(), activity.end(), element, was.name(element), text));
  }

  private String text(FlowMap was, String element, List<Place> led, List<Place> leads) {
    Set<String> before = elements(led);
    Set<String> after = elements(leads);
    List<Place> lost = led.stream().filter(place -> !after.contains(place.element())).toList();
    List<Place> gained =
        leads.stream().filter(place -> place.stuck() || !before.contains(place.element())).toList();
    StringBuilder text =
        new StringBuilder(turn(lost, leads).orElse("After \"" + was.name(element) + "\""));
    String reasons =
        leads.stream()
            .flatMap(place -> place.turns().stream())
            .flatMap(turn -> turn.reads().stream())
            .distinct()
            .map(because::get)
            .filter(Objects::nonNull)
            .distinct()
            .collect(joining(" and "));
    if (!reasons.isEmpty()) {
      text.append(", since ").append(reasons);
    }
    text.append(": ");
    if (leads.isEmpty()) {
      text.append("nothing would follow instead of ").append(names(was, lost));
    } else if (gained.isEmpty()) {
      text.append("without ").append(names(was, lost));
    } else if (gained.get(0).stuck()) {
      text.append("no way would lead on from ")
          .append(names(draft, gained))
          .append(" instead of going on to ")
          .append(names(was, lost));
    } else if (lost.isEmpty()) {
      text.append("also ").append(names(draft, gained));
    } else {
      text.append("next ")
          .append(names(draft, gained))
          .append(" instead of ")
          .append(names(was, lost));
    }
    List<Place> gone = lost.stream().filter(place -> !draft.has(place.element())).toList();
    if (!gone.isEmpty()) {
      text.append(", which ").append(gone.size() == 1 ? "is" : "are").append(" no longer there");
    }
    return text.toString();
  }

  /** The first gateway on the way that would answer otherwise. */
  private static Optional<String> turn(List<Place> lost, List<Place> leads) {
    Map<String, String> becomes = new LinkedHashMap<>();
    leads.stream()
        .flatMap(place -> place.turns().stream())
        .forEach(turn -> becomes.putIfAbsent(turn.gateway(), turn.answer()));
    return lost.stream()
        .flatMap(place -> place.turns().stream())
        .filter(turn -> becomes.containsKey(turn.gateway()))
        .filter(turn -> !becomes.get(turn.gateway()).equals(turn.answer()))
        .findFirst()
        .map(
            (Turn turn) ->
                "\"%s\" would answer \"%s\" instead of \"%s\""
                    .formatted(turn.question(), becomes.get(turn.gateway()), turn.answer()));
  }

  private static String names(FlowMap model, List<Place> places) {
    return places.stream()
        .map(place -> "\"" + model.name(place.element()) + "\"")
        .distinct()
        .collect(joining(" and "));
  }
}
