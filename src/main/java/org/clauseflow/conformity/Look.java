package org.clauseflow.conformity;

/**
 * How elements of one kind stand out in a picture: by color, by kind of line and by a sign, so that
 * they are told apart in grey, too.
 *
 * @param word what it means
 * @param sign where each element has a sign of its own, one that stands for all of them
 * @param dashes the pattern of the line, null if it is unbroken
 */
public record Look(String word, String sign, String color, String dashes) {}
