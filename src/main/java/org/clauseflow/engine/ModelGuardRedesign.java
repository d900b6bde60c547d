package org.clauseflow.engine;

import static java.util.stream.Collectors.joining;
import static org.clauseflow.engine.ModelGuardFindings.quote;

import java.util.List;
import java.util.Set;
import org.clauseflow.conformity.Carrier;
import org.clauseflow.conformity.Model;
import org.clauseflow.conformity.Obligations;
import org.clauseflow.conformity.Requirements;

/**
 * What a redesign of a process must not lose against the version in force: its obligations, the
 * kind of their evidence, its owner, and that nobody ends it around its model.
 */
class ModelGuardRedesign {

  private final Obligations obligations = new Obligations();
  private final Requirements requirements;
  private final ModelGuardWorld world;
  private final String file;
  private final ModelGuardFindings findings;

  ModelGuardRedesign(
      Requirements requirements, ModelGuardWorld world, String file, ModelGuardFindings findings) {
    this.requirements = requirements;
    this.world = world;
    this.file = file;
    this.findings = findings;
  }

  void check(Model model, String id) {
    obligations
        .unreachable(model)
        .forEach(
            carrier ->
                findings.add(
                    file,
                    label(carrier)
                        + ": can never be reached, and claims to carry out requirement "
                        + carrier.requirement()
                        + ": connect it, or take the requirement from it"));
    world.latest().apply(id).ifPresent(latest -> compare(id, latest, model));
  }

  private void compare(String id, Model latest, Model model) {
    Set<String> excused = world.deviations().apply(id);
    obligations.lost(latest, model).stream()
        .filter(lost -> isObligation(lost.requirement(), excused))
        .filter(lost -> !world.isMoved().test(lost.requirement(), id))
        .forEach(
            lost ->
                findings.add(
                    file,
                    "drops requirement "
                        + says(lost.requirement())
                        + ", carried until now by "
                        + labels(lost.carriedBy())
                        + ": name it in the property \"requirement\" of the step that carries it out now, deploy the process"
                        + " that takes it over first, or have a deviation approved"));
    obligations.skippable(latest, model).stream()
        .filter(lost -> isObligation(lost.requirement(), excused))
        .forEach(
            lost ->
                findings.add(
                    file,
                    "lets every path go around "
                        + labels(lost.carriedBy())
                        + ", so requirement "
                        + says(lost.requirement())
                        + " can always be skipped: lead the way to at least one end through it, as until now"));
    obligations.weakened(latest, model, world.process()).stream()
        .filter(weakened -> isObligation(weakened.requirement(), excused))
        .forEach(
            weakened ->
                findings.add(
                    file,
                    "requirement "
                        + says(weakened.requirement())
                        + " was carried out "
                        + weakened.was()
                        + ", at "
                        + labels(weakened.carriedBy())
                        + ", and is to be "
                        + weakened.becomes()
                        + ", at "
                        + labels(weakened.carries())
                        + ": keep its kind of evidence, a user task or a called process that has one"));
    latest
        .owner()
        .filter(owner -> model.owner().isEmpty())
        .ifPresent(
            owner ->
                findings.add(
                    file,
                    "names no owner any more: keep the property \"owner\", until now " + owner));
    if (refusesRemoval(latest) && !refusesRemoval(model)) {
      findings.add(
          file,
          "lets administrators end it around its model, which it refused until now: keep the property \"removal\""
              + " of the process at \"refused\"");
    }
  }

  /** What the catalogue no longer knows is no obligation any more. */
  private boolean isObligation(String requirement, Set<String> excused) {
    return requirements.find(requirement).isPresent() && !excused.contains(requirement);
  }

  private String says(String requirement) {
    return requirement
        + requirements.find(requirement).map(r -> " (\"" + r.says() + "\")").orElse("");
  }

  private static boolean refusesRemoval(Model model) {
    return model
        .elements("process")
        .flatMap(Model::properties)
        .anyMatch(
            property ->
                property.name().equals(RefusedRemoval.PROPERTY)
                    && property.value().equals(RefusedRemoval.REFUSED));
  }

  private static String labels(List<Carrier> carriers) {
    return carriers.stream().map(ModelGuardRedesign::label).limit(5).collect(joining(", "));
  }

  private static String label(Carrier carrier) {
    return quote(carrier.elementId())
        + (carrier.elementName().isBlank() ? "" : " (" + quote(carrier.elementName()) + ")");
  }
}
