package org.clauseflow.engine;

import jakarta.ws.rs.core.Response.Status;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.clauseflow.record.Refusal;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What a step of a model refuses, or what somebody else was faster with, for a person at one of the
 * engine's REST doors, Tasklist's included: most of them would answer 500 to anything but a {@link
 * RestException}.
 */
class RefusedStep extends RestException {

  private static final Refusal AT_THE_SAME_MOMENT =
      new Refusal(
          Refusal.Reason.NOT_NOW,
          "Somebody else changed this at the same moment, and was faster. Look at it again, then try once more if need be");

  private RefusedStep(Refusal refusal) {
    super(status(refusal), refusal, refusal.getMessage());
  }

  /** The failure as its caller is to meet it: for all but those doors, as it is. */
  static RuntimeException atTheDoor(RuntimeException failure) {
    if (failure instanceof Refusal refusal && isEnginesDoor()) {
      return new RefusedStep(refusal);
    }
    return failure instanceof OptimisticLockingException && isEnginesDoor()
        ? new RefusedStep(AT_THE_SAME_MOMENT)
        : failure;
  }

  private static Status status(Refusal refusal) {
    return switch (refusal.reason()) {
      case UNKNOWN -> Status.NOT_FOUND;
      case INVALID -> Status.BAD_REQUEST;
      case NOT_ALLOWED -> Status.FORBIDDEN;
      case NOT_NOW -> Status.CONFLICT;
    };
  }

  private static boolean isEnginesDoor() {
    if (!(RequestContextHolder.getRequestAttributes()
        instanceof ServletRequestAttributes request)) {
      return false;
    }
    String path = request.getRequest().getRequestURI();
    return path.startsWith("/engine-rest/") || path.startsWith("/camunda/api/");
  }
}
