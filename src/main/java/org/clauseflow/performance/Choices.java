package org.clauseflow.performance;

import java.time.Instant;
import java.util.List;

/** What figures can be asked for: by process, service, customer, team and priority. */
public record Choices(
    List<Process> processes,
    List<Named> services,
    List<Named> customers,
    List<Named> teams,
    List<String> priorities) {

  /** A process that the reader may see, its latest version first. */
  public record Process(String key, String name, String owner, List<Version> versions) {}

  /** A version of a process, and since when it is there. */
  public record Version(int version, String tag, Instant deployedAt) {}

  /** What has an id and a name. */
  public record Named(String id, String name) {}
}
