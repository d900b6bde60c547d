package org.clauseflow.redesign;

import java.util.List;

/** What is to be corrected, as a mail tells it: a variable holds 4000 characters. */
class Findings {

  private static final int LONGEST = 3900;

  private Findings() {}

  /** Null if there is nothing to correct. */
  static String text(List<String> findings) {
    if (findings.isEmpty()) {
      return null;
    }
    String text = "- " + String.join("\n- ", findings);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }
}
