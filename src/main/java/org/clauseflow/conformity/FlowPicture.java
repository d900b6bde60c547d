package org.clauseflow.conformity;

import java.util.List;
import java.util.stream.Collectors;
import org.clauseflow.conformity.Drawing.Edge;
import org.clauseflow.conformity.Drawing.Point;

/** How BPMN shows a flow or an association, but for its name. */
final class FlowPicture {

  private FlowPicture() {}

  /** What else a sequence flow shows where it begins. */
  enum Begins {
    PLAIN,
    BY_DEFAULT,
    ON_CONDITION
  }

  static void draw(Svg svg, Edge edge, Begins begins) {
    switch (edge.element().getLocalName()) {
      case "messageFlow" -> {
        line(svg, edge, "8 4");
        end(svg, edge, "M0 0L-11 -5L-11 5Z", "#fff");
        start(svg, edge, "M0 0A3.5 3.5 0 1 1 7 0A3.5 3.5 0 1 1 0 0Z", "#fff");
      }
      case "association" -> {
        line(svg, edge, "1 4");
        switch (edge.element().getAttribute("associationDirection")) {
          case "One" -> end(svg, edge, "M-9 -5L0 0L-9 5", "none");
          case "Both" -> {
            end(svg, edge, "M-9 -5L0 0L-9 5", "none");
            start(svg, edge, "M9 -5L0 0L9 5", "none");
          }
          default -> {}
        }
      }
      case "dataInputAssociation", "dataOutputAssociation" -> {
        line(svg, edge, "1 4");
        end(svg, edge, "M-9 -5L0 0L-9 5", "none");
      }
      default -> {
        line(svg, edge, null);
        end(svg, edge, "M0 0L-10 -4L-10 4Z", "#222");
        switch (begins) {
          case BY_DEFAULT -> start(svg, edge, "M7 6L13 -6", "none");
          case ON_CONDITION -> start(svg, edge, "M0 0L8 -5L16 0L8 5Z", "#fff");
          case PLAIN -> {}
        }
      }
    }
  }

  private static void line(Svg svg, Edge edge, String dashes) {
    svg.path(
        edge.points().stream()
            .map(point -> Svg.number(point.x()) + " " + Svg.number(point.y()))
            .collect(Collectors.joining("L", "M", "")),
        "fill",
        "none",
        "stroke-dasharray",
        dashes,
        "stroke-linecap",
        dashes == null ? null : "round",
        "stroke-linejoin",
        "round");
  }

  private static void end(Svg svg, Edge edge, String tip, String fill) {
    List<Point> points = edge.points();
    Point last = points.get(points.size() - 1);
    Point before = last;
    for (int i = points.size() - 2; i >= 0 && before.equals(last); i--) {
      before = points.get(i);
    }
    tip(svg, last, before, last, tip, fill);
  }

  private static void start(Svg svg, Edge edge, String tip, String fill) {
    Point first = edge.points().get(0);
    Point next =
        edge.points().stream().filter(point -> !point.equals(first)).findFirst().orElse(first);
    tip(svg, first, first, next, tip, fill);
  }

  /** Drawn for a line that runs to the right, and turned as this one runs. */
  private static void tip(Svg svg, Point at, Point from, Point to, String tip, String fill) {
    double angle = Math.toDegrees(Math.atan2(to.y() - from.y(), to.x() - from.x()));
    svg.path(
        tip,
        "transform",
        "translate(%s %s) rotate(%s)"
            .formatted(Svg.number(at.x()), Svg.number(at.y()), Svg.number(angle)),
        "fill",
        fill,
        "stroke-width",
        "1.3",
        "stroke-dasharray",
        "none");
  }
}
