package org.clauseflow.integration;

/** A row of a log cannot have happened, or cannot be understood; the message is the reason. */
class RefusedRow extends RuntimeException {

  RefusedRow(String reason) {
    super(reason);
  }
}
