package org.clauseflow.engine;

import java.util.Map;
import org.camunda.bpm.engine.impl.context.Context;
import org.clauseflow.record.Refusal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Where redesigns are governed, what a person deploys by whatever door becomes a redesign. What the
 * application deploys itself has been approved on its way.
 */
@Component
class GovernedRedesign {

  /** Who decides on a deployment: the guard alone, or the people who approve redesigns. */
  enum Mode {
    DIRECT,
    GOVERNED
  }

  private final Mode mode;
  private final ApplicationEventPublisher events;
  private final ObjectProvider<OwnTransaction> ownTransaction;

  GovernedRedesign(
      @Value("${clauseflow.redesign:direct}") Mode mode,
      ApplicationEventPublisher events,
      ObjectProvider<OwnTransaction> ownTransaction) {
    this.mode = mode;
    this.events = events;
    this.ownTransaction = ownTransaction;
  }

  /** Goes on in direct mode only; otherwise throws what the person is told. */
  void takeIn(String name, Map<String, byte[]> files, ModelGuardFindings findings) {
    String person = Context.getCommandContext().getAuthenticatedUserId();
    if (mode == Mode.DIRECT || person == null) {
      return;
    }
    try {
      ModelHandedIn draft = new ModelHandedIn(person, name, files);
      // the deployment is refused, and takes its own transaction back
      ownTransaction
          .getObject()
          .of(
              transaction -> {
                events.publishEvent(draft);
                return null;
              });
      throw new ModelTakenIn(
          draft.number().orElseThrow(() -> new IllegalStateException("Nobody takes in redesigns")));
    } catch (Refusal refused) {
      findings.add(
          "deployment",
          (refused.field() == null ? "" : refused.field() + " ") + refused.getMessage());
    }
  }
}
