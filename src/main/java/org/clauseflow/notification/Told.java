package org.clauseflow.notification;

/** One recipient of a notice: who, why that one, and why not if no mail was written. */
record Told(String recipient, String as, String reason) {

  boolean willBeSent() {
    return reason == null;
  }
}
