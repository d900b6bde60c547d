package org.clauseflow.steps;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.authorization.Groups;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Does in the engine what a person asked for, under that person's name but with the application's
 * rights: a customer may answer the one question that they were asked, and must not hold the
 * engine's right to change running processes for that. Whoever calls this has checked that the
 * person may.
 */
@Component
public class OnBehalf {

  private final IdentityService identity;
  private final RuntimeService runtime;

  OnBehalf(IdentityService identity, RuntimeService runtime) {
    this.identity = identity;
    this.runtime = runtime;
  }

  /** Starts the process that a message begins, and returns the number of its record. */
  public String start(String person, String message, Map<String, Object> variables) {
    return of(
        person,
        () ->
            runtime
                .createMessageCorrelation(message)
                .setVariables(variables)
                .correlateStartMessage()
                .getBusinessKey());
  }

  /** Tells a running process; whether it listened. */
  public boolean tell(
      String person, String processInstance, String message, Map<String, Object> variables) {
    return of(
        person,
        () ->
            !runtime
                .createMessageCorrelation(message)
                .processInstanceId(processInstance)
                .setVariables(variables)
                .correlateAllWithResult()
                .isEmpty());
  }

  public <T> T of(String person, Supplier<T> work) {
    identity.setAuthentication(person, List.of(Groups.CAMUNDA_ADMIN));
    try {
      return work.get();
    } catch (OptimisticLockingException e) {
      throw new OptimisticLockingFailureException("Somebody else changed it at the same moment", e);
    } finally {
      identity.clearAuthentication();
    }
  }
}
