package org.clauseflow.conformity;

/**
 * By what an element shows that it carried out an obligation, from the weakest to the strongest.
 */
enum EvidenceKind {
  /** The system did it, or noted that it happened. */
  SYSTEM("by the system itself"),
  /** A decision table decided. */
  TABLE("by a decision table"),
  /** A person did it, here or in a process that is called. */
  PERSON("by a person");

  private final String words;

  EvidenceKind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
