package org.clauseflow.conformity;

import java.util.List;

/**
 * One obligation, in our own words: of ISO/IEC 20000-1:2011, or the organization's own.
 *
 * @param id such as 8.1-a; an own one begins with a letter, such as ORG-1
 * @param clause number of the standard's clause, or the heading that the organization gives
 * @param process the processes that carry it out; the first one owns it
 * @param source law, contract or standard that an own one comes from; null for ISO/IEC 20000-1
 */
public record Requirement(
    String id, String clause, String says, List<String> process, String source) {

  public boolean isOwn() {
    return source != null;
  }
}
