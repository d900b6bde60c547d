package org.clauseflow.conformity;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.clauseflow.security.RecordAccess;
import org.springframework.stereotype.Service;

/**
 * Sets the catalogue of obligations against the models in force and the journals: which element
 * carries out which obligation, and what it did.
 */
@Service
public class Conformity {

  private final RequirementCatalogue catalogue;
  private final ModelsInForce models;
  private final Evidence evidence;
  private final Deviations deviations;
  private final Clock clock;

  Conformity(
      RequirementCatalogue catalogue,
      ModelsInForce models,
      Evidence evidence,
      Deviations deviations,
      Clock clock) {
    this.catalogue = catalogue;
    this.models = models;
    this.evidence = evidence;
    this.deviations = deviations;
    this.clock = clock;
  }

  /**
   * @param visible which records the reader may see; figures count all
   */
  public Matrix matrix(Period period, RecordAccess.Condition visible) {
    Requirements requirements = catalogue.current();
    List<Carried> carried = carried();
    Map<String, List<Carried>> carriedBy =
        carried.stream().collect(groupingBy(each -> each.carrier().requirement()));
    Map<String, List<Evidence.Passed>> passed = new LinkedHashMap<>();
    evidence
        .passed(period, visible)
        .forEach(
            each ->
                each.requirement()
                    .forEach(id -> passed.computeIfAbsent(id, i -> new ArrayList<>()).add(each)));
    Map<String, Tailoring> tailorings = catalogue.tailorings();
    Map<String, String> intervals = intervals(carried, tailorings);
    Instant now = clock.instant();
    Instant end = period.ends().isBefore(now) ? period.ends() : now;
    Map<String, Instant> last =
        evidence.last(intervals.keySet(), end).stream()
            .collect(toMap(Evidence.LastTime::requirement, Evidence.LastTime::at));
    Map<String, List<Deviation>> excused = deviations.inForce();
    List<Matrix.Row> rows =
        requirements.all().stream()
            .map(
                requirement -> {
                  String id = requirement.id();
                  List<Carried> carriers = carriedBy.getOrDefault(id, List.of());
                  String interval = intervals.get(id);
                  Instant due =
                      interval == null ? null : due(interval, last.get(id), carriers, now);
                  return row(
                      requirement,
                      carriers,
                      passed.getOrDefault(id, List.of()),
                      interval,
                      due,
                      due != null && due.isBefore(end),
                      tailorings.get(id),
                      excused.getOrDefault(id, List.of()));
                })
            .toList();
    return new Matrix(
        period.from(), period.until(), now, Matrix.Counts.of(rows), requirements.clauses(), rows);
  }

  private record Carried(ModelsInForce.InForce model, Carrier carrier) {}

  private List<Carried> carried() {
    return models.all().stream()
        .flatMap(model -> model.carriers().stream().map(carrier -> new Carried(model, carrier)))
        .toList();
  }

  /** What the organization says comes before what the models plan. */
  private static Map<String, String> intervals(
      List<Carried> carried, Map<String, Tailoring> tailorings) {
    Map<String, String> intervals = new LinkedHashMap<>();
    carried.stream()
        .filter(each -> each.model().interval() != null)
        .forEach(
            each -> intervals.putIfAbsent(each.carrier().requirement(), each.model().interval()));
    tailorings.values().stream()
        .filter(tailoring -> tailoring.interval() != null)
        .forEach(tailoring -> intervals.put(tailoring.requirement(), tailoring.interval()));
    return intervals;
  }

  /** One interval after the last evidence; without any, after there was something to carry it. */
  private static Instant due(
      String interval, Instant last, List<Carried> carriers, Instant otherwise) {
    Instant from =
        last != null
            ? last
            : carriers.stream()
                .map(each -> each.model().since())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(otherwise);
    return Intervals.after(from, interval);
  }

  private static Matrix.Row row(
      Requirement requirement,
      List<Carried> carriers,
      List<Evidence.Passed> passed,
      String interval,
      Instant due,
      boolean late,
      Tailoring tailoring,
      List<Deviation> excused) {
    long times = passed.stream().mapToLong(Evidence.Passed::times).sum();
    Matrix.State state =
        carriers.isEmpty()
            ? Matrix.State.carriedByNothing
            : times > 0 ? Matrix.State.evidenced : Matrix.State.carriedWithoutEvidence;
    return new Matrix.Row(
        requirement.id(),
        requirement.clause(),
        requirement.says(),
        requirement.isOwn() ? "own" : "standard",
        requirement.source(),
        requirement.process(),
        state,
        times,
        passed.stream()
            .max(Comparator.comparing(Evidence.Passed::lastAt))
            .map(Conformity::last)
            .orElse(null),
        interval,
        late,
        due,
        tailoring,
        excused,
        elements(carriers, passed));
  }

  private static Matrix.Last last(Evidence.Passed passed) {
    return new Matrix.Last(
        passed.lastAt(),
        passed.actor(),
        passed.record(),
        passed.record() == null ? null : passed.seq());
  }

  private record Place(String process, String element) {}

  private static List<Matrix.Element> elements(
      List<Carried> carriers, List<Evidence.Passed> passed) {
    Map<Place, List<Evidence.Passed>> byPlace =
        passed.stream()
            .collect(
                groupingBy(
                    each -> new Place(each.process(), each.element()),
                    LinkedHashMap::new,
                    java.util.stream.Collectors.toList()));
    List<Matrix.Element> now =
        carriers.stream()
            .map(
                each ->
                    element(
                        each,
                        Optional.ofNullable(
                                byPlace.remove(
                                    new Place(each.model().key(), each.carrier().elementId())))
                            .orElse(List.of())))
            .toList();
    Stream<Matrix.Element> formerly =
        byPlace.entrySet().stream()
            .map(
                entry ->
                    new Matrix.Element(
                        entry.getKey().process(),
                        entry.getKey().process(),
                        null,
                        null,
                        null,
                        entry.getKey().element(),
                        entry.getKey().element(),
                        null,
                        times(entry.getValue()),
                        lastAt(entry.getValue())));
    return Stream.concat(now.stream(), formerly).toList();
  }

  private static Matrix.Element element(Carried carried, List<Evidence.Passed> passed) {
    ModelsInForce.InForce model = carried.model();
    return new Matrix.Element(
        model.key(),
        model.name(),
        model.definition(),
        model.version(),
        model.versionTag(),
        carried.carrier().elementId(),
        carried.carrier().elementName(),
        carried.carrier().kind(),
        times(passed),
        lastAt(passed));
  }

  private static long times(List<Evidence.Passed> passed) {
    return passed.stream().mapToLong(Evidence.Passed::times).sum();
  }

  private static Instant lastAt(List<Evidence.Passed> passed) {
    return passed.stream().map(Evidence.Passed::lastAt).max(Comparator.naturalOrder()).orElse(null);
  }
}
