package org.clauseflow.engine;

/** What is wrong with one submitted value, in words for whoever submitted it. */
public record FieldError(String field, String reason) {

  @Override
  public String toString() {
    return field + ": " + reason;
  }
}
