package org.clauseflow.conformity;

/**
 * That an element stands out in a picture.
 *
 * @param word what is said of this element
 * @param sign null: the line says enough
 */
public record Marking(Look look, String word, String sign) {

  static Marking of(Look look) {
    return new Marking(look, look.word(), look.sign());
  }
}
