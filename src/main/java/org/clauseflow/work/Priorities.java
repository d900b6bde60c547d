package org.clauseflow.work;

import java.util.List;

/** The priorities that the table of priorities gives, the highest first. */
final class Priorities {

  static final List<String> ALL = List.of("critical", "high", "moderate", "low");

  private Priorities() {}
}
