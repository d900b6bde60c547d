package org.clauseflow.clock;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an agreement promises a time for. */
public enum TargetKind {
  RESPONSE,
  RESOLUTION;

  /** As tables, variables and the journal name it. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TargetKind of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
