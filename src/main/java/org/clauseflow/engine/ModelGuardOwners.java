package org.clauseflow.engine;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.clauseflow.conformity.ModelsInForce;
import org.clauseflow.conformity.ModelsInForce.InForce;

/**
 * Who may deploy what: the owner of the process in force; of a table or a form, the owner of a
 * process that uses it. What is new or nobody's is for process owners in general.
 */
class ModelGuardOwners {

  private final List<InForce> inForce;
  private final Collection<String> roles;
  private final ModelGuardFindings findings;

  /**
   * @param roles of who deploys
   */
  ModelGuardOwners(List<InForce> inForce, Collection<String> roles, ModelGuardFindings findings) {
    this.inForce = inForce;
    this.roles = roles;
    this.findings = findings;
  }

  /**
   * @param newOwner the owner that a model of the deployment names, for a process that is not
   *     deployed yet
   */
  void check(String file, Function<String, String> newOwner) {
    Set<String> owners = owners(file, newOwner);
    if (owners.stream().noneMatch(roles::contains)) {
      findings.add(
          file,
          "is for its owner to deploy, role "
              + owners.stream().collect(joining(" or "))
              + ": hand it to somebody who holds it");
    }
  }

  private Set<String> owners(String file, Function<String, String> newOwner) {
    Set<String> owners = ModelsInForce.owners(file, inForce);
    if (owners.isEmpty()) {
      String named = file.endsWith(".bpmn") ? newOwner.apply(file) : null;
      owners.add(named == null ? ModelsInForce.ANY_OWNER : named);
    }
    return owners;
  }
}
