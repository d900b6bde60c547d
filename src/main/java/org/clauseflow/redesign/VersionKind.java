package org.clauseflow.redesign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a version tag promises to those who work with the former version. */
enum VersionKind {
  NEW,
  PATCH,
  MINOR,
  MAJOR;

  private static final Pattern TAG = Pattern.compile("\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}");

  /** A version tag that says nothing of what it replaces; the message is for the author. */
  static class Unclear extends Exception {
    Unclear(String message) {
      super(message);
    }
  }

  /**
   * @param inForce what the draft replaces, empty if there is nothing yet
   */
  static VersionKind between(Optional<Subject> inForce, String becomes) throws Unclear {
    if (!TAG.matcher(becomes).matches()) {
      throw new Unclear("the version tag \"%s\" is none of the form 1.2.3".formatted(becomes));
    }
    if (inForce.isEmpty()) {
      return NEW;
    }
    String was = inForce.get().versionTag();
    if (was == null || !TAG.matcher(was).matches()) {
      return MAJOR;
    }
    int[] before = parts(was);
    int[] after = parts(becomes);
    if (Arrays.compare(after, before) <= 0) {
      throw new Unclear(
          "the version tag %s is not above %s: %d.%d.%d where something is put right, %d.%d.0 where running cases move as planned, %d.0.0 where they finish as they began"
              .formatted(
                  becomes,
                  was,
                  before[0],
                  before[1],
                  before[2] + 1,
                  before[0],
                  before[1] + 1,
                  before[0] + 1));
    }
    if (after[0] > before[0]) {
      return MAJOR;
    }
    return after[1] > before[1] ? MINOR : PATCH;
  }

  private static int[] parts(String tag) {
    return Arrays.stream(tag.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
