package org.clauseflow.conformity;

/** What a redesign does with an element. */
public enum Mark {
  ADDED("added", "+", "#1b7f3b", null),
  REMOVED("removed", "−", "#b3261e", "9 4"),
  CHANGED("changed", "≠", "#1f4fbf", "2 3");

  private final Look look;

  Mark(String word, String sign, String color, String dashes) {
    this.look = new Look(word, sign, color, dashes);
  }

  public String word() {
    return look.word();
  }

  /** Tells the marks apart where colors are not seen. */
  public String sign() {
    return look.sign();
  }

  Look look() {
    return look;
  }
}
