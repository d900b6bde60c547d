package org.clauseflow.engine;

import java.util.Map;
import java.util.Optional;

/** A person deploys where redesigns are governed: who keeps redesigns takes it in as a draft. */
public final class ModelHandedIn {

  private final String person;
  private final String name;
  private final Map<String, byte[]> files;
  private String number;

  ModelHandedIn(String person, String name, Map<String, byte[]> files) {
    this.person = person;
    this.name = name;
    this.files = files;
  }

  public String person() {
    return person;
  }

  /** Name of the deployment, which may be null. */
  public String name() {
    return name;
  }

  /** By their names. */
  public Map<String, byte[]> files() {
    return files;
  }

  /** Says as which redesign it is kept. */
  public void takenIn(String number) {
    this.number = number;
  }

  Optional<String> number() {
    return Optional.ofNullable(number);
  }
}
