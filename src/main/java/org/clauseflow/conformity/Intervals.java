package org.clauseflow.conformity;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.w3c.dom.Element;

/** Planned intervals: what starts a process by itself, again and again. */
final class Intervals {

  private Intervals() {}

  /**
   * The period of the cycle that starts the process, such as P28D of R/2026-01-05T06:00:00Z/P28D.
   * Nothing where it does not start by itself, or the model does not say how often.
   */
  static Optional<String> planned(Model model) {
    return model
        .elements("timeCycle")
        .filter(cycle -> isStartOfProcess((Element) cycle.getParentNode().getParentNode()))
        .map(cycle -> Model.text(cycle).strip())
        .filter(cycle -> cycle.startsWith("R"))
        .map(cycle -> cycle.substring(cycle.lastIndexOf('/') + 1))
        .filter(period -> period.startsWith("P"))
        .findFirst();
  }

  private static boolean isStartOfProcess(Element element) {
    return element.getLocalName().equals("startEvent")
        && element.getParentNode().getLocalName().equals("process");
  }

  /**
   * @throws java.time.DateTimeException if the interval is none
   */
  static Instant after(Instant start, String interval) {
    return interval.contains("T")
        ? start.plus(Duration.parse(interval))
        : start.atZone(ZoneOffset.UTC).plus(java.time.Period.parse(interval)).toInstant();
  }
}
