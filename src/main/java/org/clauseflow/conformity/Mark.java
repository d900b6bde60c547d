package org.clauseflow.conformity;

/** What a redesign does with an element. */
public enum Mark {
  ADDED("added", "+", "#1b7f3b", null),
  REMOVED("removed", "−", "#b3261e", "9 4"),
  CHANGED("changed", "≠", "#1f4fbf", "2 3");

  private final String word;
  private final String sign;
  private final String color;
  private final String dashes;

  Mark(String word, String sign, String color, String dashes) {
    this.word = word;
    this.sign = sign;
    this.color = color;
    this.dashes = dashes;
  }

  public String word() {
    return word;
  }

  /** Tells the marks apart where colors are not seen. */
  public String sign() {
    return sign;
  }

  String color() {
    return color;
  }

  /** The pattern of the line, null if it is unbroken. */
  String dashes() {
    return dashes;
  }
}
