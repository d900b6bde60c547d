package org.clauseflow.record;

/**
 * What somebody asked for and cannot have. The message tells them why, and what they can do
 * instead.
 */
public class Refusal extends RuntimeException {

  public enum Reason {
    /** There is no such thing, or not for this person. */
    UNKNOWN,
    /** What was handed in is wrong. */
    INVALID,
    /** This person may not. */
    NOT_ALLOWED,
    /** Nobody may as things stand. */
    NOT_NOW
  }

  private final Reason reason;
  private final String field;

  public Refusal(Reason reason, String message) {
    this(reason, null, message);
  }

  public Refusal(Reason reason, String field, String message) {
    super(message);
    this.reason = reason;
    this.field = field;
  }

  public static Refusal unknownRecord(String number) {
    return new Refusal(Reason.UNKNOWN, "There is no record " + number + " that you may see");
  }

  public Reason reason() {
    return reason;
  }

  /** The field that is wrong, null if it is none alone. */
  public String field() {
    return field;
  }
}
