package org.clauseflow.conformity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * Where a model draws its elements. What it says of places that nobody could look at, such as
 * bounds that are no numbers, counts as not drawn.
 *
 * @param planes the diagram, and one more for each sub-process that is drawn by itself
 * @param undrawn nodes and flows that the model has and does not draw
 */
record Drawing(List<Plane> planes, List<Element> undrawn) {

  private static final String DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI";
  private static final String PLACES = "http://www.omg.org/spec/DD/20100524/DC";
  private static final String LINES = "http://www.omg.org/spec/DD/20100524/DI";

  /** Further away than anybody draws. */
  private static final double FARTHEST = 100_000;

  record Point(double x, double y) {}

  record Box(double x, double y, double width, double height) {

    double right() {
      return x + width;
    }

    double bottom() {
      return y + height;
    }

    double middleX() {
      return x + width / 2;
    }

    double middleY() {
      return y + height / 2;
    }

    Box and(Box other) {
      double left = Math.min(x, other.x);
      double top = Math.min(y, other.y);
      return new Box(
          left,
          top,
          Math.max(right(), other.right()) - left,
          Math.max(bottom(), other.bottom()) - top);
    }
  }

  /**
   * A node, pool, lane or artifact.
   *
   * @param label where its name stands if that is not within, null if the model does not say
   * @param upright of a pool or a lane: its name stands on its left side
   */
  record Shape(Element element, Box box, Box label, boolean expanded, boolean upright) {}

  /** A flow or an association. */
  record Edge(Element element, List<Point> points, Box label) {}

  /**
   * @param of the collaboration, process or sub-process that is drawn
   */
  record Plane(Element of, List<Shape> shapes, List<Edge> edges) {}

  static Drawing of(Model model) {
    Map<String, Element> byId = Wording.byId(model);
    List<Plane> planes = new ArrayList<>();
    Set<Element> drawn = new HashSet<>();
    for (Element plane : model.elements().filter(e -> Model.is(e, DIAGRAM, "BPMNPlane")).toList()) {
      List<Edge> edges =
          Model.children(plane, DIAGRAM, "BPMNEdge").flatMap(edge -> edge(edge, byId)).toList();
      List<Element> on = Model.children(plane, DIAGRAM, "BPMNShape").toList();
      Set<String> ids = new HashSet<>();
      on.forEach(shape -> ids.add(shape.getAttribute("bpmnElement")));
      List<Shape> shapes = on.stream().flatMap(shape -> shape(shape, byId, ids)).toList();
      shapes.forEach(shape -> drawn.add(shape.element()));
      edges.forEach(edge -> drawn.add(edge.element()));
      if (!shapes.isEmpty() || !edges.isEmpty()) {
        planes.add(new Plane(byId.get(plane.getAttribute("bpmnElement")), shapes, edges));
      }
    }
    return new Drawing(
        planes,
        model.elements().filter(Wording::isStep).filter(step -> !drawn.contains(step)).toList());
  }

  private static Stream<Shape> shape(Element shape, Map<String, Element> byId, Set<String> drawn) {
    Element element = byId.get(shape.getAttribute("bpmnElement"));
    Optional<Box> box = box(shape);
    if (element == null || box.isEmpty()) {
      return Stream.empty();
    }
    String expanded = shape.getAttribute("isExpanded");
    return Stream.of(
        new Shape(
            element,
            box.get(),
            label(shape),
            expanded.isEmpty()
                ? Model.children(element).anyMatch(e -> drawn.contains(e.getAttribute("id")))
                : expanded.equals("true"),
            !shape.getAttribute("isHorizontal").equals("false")));
  }

  private static Stream<Edge> edge(Element edge, Map<String, Element> byId) {
    Element element = byId.get(edge.getAttribute("bpmnElement"));
    List<Point> points =
        Model.children(edge, LINES, "waypoint").flatMap(point -> point(point).stream()).toList();
    return element == null || points.size() < 2
        ? Stream.empty()
        : Stream.of(new Edge(element, points, label(edge)));
  }

  private static Box label(Element of) {
    return Model.children(of, DIAGRAM, "BPMNLabel")
        .flatMap(label -> box(label).stream())
        .findFirst()
        .orElse(null);
  }

  private static Optional<Box> box(Element of) {
    return Model.children(of, PLACES, "Bounds")
        .findFirst()
        .flatMap(
            bounds ->
                point(bounds)
                    .flatMap(
                        at ->
                            number(bounds, "width")
                                .flatMap(
                                    width ->
                                        number(bounds, "height")
                                            .filter(height -> width >= 0 && height >= 0)
                                            .map(height -> new Box(at.x, at.y, width, height)))));
  }

  private static Optional<Point> point(Element of) {
    return number(of, "x").flatMap(x -> number(of, "y").map(y -> new Point(x, y)));
  }

  private static Optional<Double> number(Element of, String name) {
    try {
      double number = Double.parseDouble(of.getAttribute(name));
      return Math.abs(number) <= FARTHEST ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
