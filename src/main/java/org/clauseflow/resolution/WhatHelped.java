package org.clauseflow.resolution;

import java.util.Set;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What helped with an incident or a request: a known error, or how another one was solved. Each
 * counts once for each record that it helped with.
 */
@Service
public class WhatHelped {

  private static final Set<String> HELPED = Set.of("incident", "service-request");

  private final KnownErrors knownErrors;
  private final Register register;

  WhatHelped(KnownErrors knownErrors, Register register) {
    this.knownErrors = knownErrors;
    this.register = register;
  }

  @Transactional
  public void note(ServiceRecord record, ServiceRecord solution, String actor) {
    refuseUnfit(record, solution);
    if (solution.type().equals("known-error")) {
      knownErrors.solved(solution.number(), record.number(), actor);
    } else if (!isNoted(record, solution)) {
      register.link(record.number(), KnownErrors.SOLVED_BY, solution.number(), actor);
    }
  }

  /** It did not help after all. */
  @Transactional
  public void takeBack(ServiceRecord record, ServiceRecord solution, String actor) {
    if (!isNoted(record, solution)) {
      return;
    }
    refuseUnfit(record, solution);
    if (solution.type().equals("known-error")) {
      knownErrors.notSolved(solution.number(), record.number(), actor);
    } else {
      register.unlink(record.number(), KnownErrors.SOLVED_BY, solution.number(), actor);
    }
  }

  private static void refuseUnfit(ServiceRecord record, ServiceRecord solution) {
    if (!HELPED.contains(record.type()) || !record.open()) {
      throw new Refusal(
          Reason.NOT_NOW,
          record.number() + " is no open incident or request: nothing helps it any more");
    }
    boolean solved =
        solution.type().equals("known-error")
            || solution.type().equals(record.type()) && !solution.open();
    if (!solved) {
      throw new Refusal(
          Reason.NOT_NOW,
          solution.number() + " is neither a known error nor solved itself: choose another");
    }
  }

  /** Held until the transaction ends, so that two at once count once. */
  private boolean isNoted(ServiceRecord record, ServiceRecord solution) {
    register.lock(record.number(), solution.number());
    return register.links(record.number()).stream()
        .anyMatch(
            link ->
                link.from().equals(record.number())
                    && link.kind().equals(KnownErrors.SOLVED_BY)
                    && link.to().equals(solution.number()));
  }
}
