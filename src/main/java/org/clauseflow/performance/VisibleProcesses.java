package org.clauseflow.performance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.clauseflow.conformity.ModelsInForce;
import org.clauseflow.conformity.ModelsInForce.InForce;
import org.clauseflow.record.Refusal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Which processes somebody may see the performance of: those that they answer for by the owner that
 * the model names. Who manages, designs or audits the whole sees all.
 */
@Component
class VisibleProcesses {

  private static final Set<String> ALL =
      Set.of(
          "serviceManager",
          "processOwner",
          "topManagement",
          "auditor",
          "documentController",
          "camunda-admin");

  private final ModelsInForce models;

  VisibleProcesses(ModelsInForce models) {
    this.models = models;
  }

  /** By key. */
  Map<String, InForce> of(Authentication person) {
    Set<String> roles =
        person.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .collect(Collectors.toSet());
    boolean all = roles.stream().anyMatch(ALL::contains);
    List<InForce> inForce = models.all();
    return inForce.stream()
        .filter(model -> all || roles.contains(model.owner()))
        .collect(
            Collectors.toMap(InForce::key, model -> model, (first, second) -> first, TreeMap::new));
  }

  /** One of them; what somebody may not see is as unknown as what is not there. */
  InForce of(Authentication person, String key) {
    InForce model = of(person).get(key);
    if (model == null) {
      throw new Refusal(Refusal.Reason.UNKNOWN, "There is no process " + key);
    }
    return model;
  }
}
