package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clauseflow.conformity.Drawing.Box;
import org.clauseflow.conformity.Drawing.Edge;
import org.clauseflow.conformity.Drawing.Plane;
import org.clauseflow.conformity.Drawing.Point;
import org.clauseflow.conformity.Drawing.Shape;
import org.w3c.dom.Element;

/**
 * The picture of a process as its model draws it, with what a redesign does with its elements, or
 * what a case did. Colors that somebody gave to elements are left out: a color here says what
 * happened. So does the kind of line and a sign, for who sees no colors or prints in grey.
 */
public final class ModelPicture {

  private static final double MARGIN = 24;
  private static final double GAP = 48;
  private static final double TEXT = 11;

  /** As wide as the Modeler lets a name beside an element grow. */
  private static final double BESIDE = 90;

  private final Map<String, Marking> marks;
  private final Map<String, Element> byId;
  private final Set<String> defaults = new HashSet<>();
  private final Model model;
  private final Svg svg = new Svg();
  private double width = 400;
  private double height = MARGIN;

  private ModelPicture(Model model, Map<String, Marking> marks) {
    this.model = model;
    this.marks = marks;
    this.byId = Wording.byId(model);
    byId.values().forEach(element -> defaults.add(element.getAttribute("default")));
  }

  /**
   * @param marks by id of the element; what the model does not have is passed over
   */
  public static String svg(Model model, Map<String, Mark> marks) {
    Map<String, Marking> markings = new HashMap<>();
    marks.forEach((id, mark) -> markings.put(id, Marking.of(mark.look())));
    return marked(model, markings);
  }

  /**
   * @param marks by id of the element; what the model does not have is passed over
   */
  public static String marked(Model model, Map<String, Marking> marks) {
    return new ModelPicture(model, marks).draw();
  }

  private String draw() {
    Drawing drawing = Drawing.of(model);
    for (Plane plane : drawing.planes()) {
      draw(plane);
    }
    undrawn(drawing.undrawn());
    legend();
    Svg whole =
        new Svg()
            .open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "role",
                "img",
                "width",
                width,
                "height",
                height,
                "viewBox",
                "0 0 " + Svg.number(width) + " " + Svg.number(height),
                "font-family",
                "Arial, Helvetica, sans-serif");
    whole.text("title", title());
    whole.text("desc", description());
    whole.empty("rect", "width", width, "height", height, "fill", "#fff");
    return whole.append(svg).close("svg").toString();
  }

  private void draw(Plane plane) {
    List<Beside> names =
        Stream.concat(
                plane.shapes().stream().map(this::beside), plane.edges().stream().map(this::beside))
            .filter(Objects::nonNull)
            .toList();
    Box box =
        Stream.of(
                plane.shapes().stream().map(Shape::box),
                plane.edges().stream()
                    .flatMap(edge -> edge.points().stream())
                    .map(ModelPicture::box),
                names.stream().map(Beside::box))
            .flatMap(boxes -> boxes)
            .reduce(Box::and)
            .orElseThrow();
    if (height > MARGIN && plane.of() != null) {
      Lines heading = Lines.of(Wording.name(plane.of()), width, 14);
      heading.draw(svg, MARGIN, height, "start", "font-weight", "bold", "fill", "#222");
      height += heading.height() + MARGIN / 2;
    }
    svg.open(
        "g",
        "transform",
        "translate(%s %s)".formatted(Svg.number(MARGIN - box.x()), Svg.number(height - box.y())));
    // what lies within others is drawn after them, the smallest last, and what sits on a border at
    // the end
    Comparator<Shape> largestFirst =
        Comparator.comparing((Shape shape) -> -shape.box().width() * shape.box().height());
    plane.shapes().stream().filter(NodePicture::isFrame).sorted(largestFirst).forEach(this::draw);
    plane.edges().forEach(this::draw);
    plane.shapes().stream()
        .filter(shape -> !NodePicture.isFrame(shape))
        .sorted(Comparator.comparing(shape -> isOnBorder(shape.element())))
        .forEach(this::draw);
    names.forEach(
        name ->
            name.lines.draw(
                svg,
                name.box.middleX(),
                name.box.y(),
                "middle",
                "fill",
                "#222",
                "stroke",
                "#fff",
                "stroke-width",
                "3",
                "paint-order",
                "stroke"));
    plane.shapes().forEach(this::badge);
    plane.edges().forEach(this::badge);
    svg.close("g");
    width = Math.max(width, box.width() + 2 * MARGIN);
    height += box.height() + GAP;
  }

  private static boolean isOnBorder(Element element) {
    return element.getLocalName().equals("boundaryEvent");
  }

  private void draw(Shape shape) {
    open(shape.element());
    NodePicture.draw(svg, shape);
    svg.close("g");
  }

  private void draw(Edge edge) {
    open(edge.element());
    FlowPicture.draw(svg, edge, begins(edge.element()));
    svg.close("g");
  }

  private FlowPicture.Begins begins(Element flow) {
    if (defaults.contains(flow.getAttribute("id"))) {
      return FlowPicture.Begins.BY_DEFAULT;
    }
    Element source = byId.get(flow.getAttribute("sourceRef"));
    boolean isOnCondition =
        source != null
            && !source.getLocalName().endsWith("Gateway")
            && Model.children(flow, BPMN, "conditionExpression").findAny().isPresent();
    return isOnCondition ? FlowPicture.Begins.ON_CONDITION : FlowPicture.Begins.PLAIN;
  }

  private void open(Element element) {
    Marking mark = mark(element);
    svg.open(
        "g",
        "data-element",
        element.getAttribute("id"),
        "data-mark",
        mark == null ? null : mark.look().word(),
        "stroke",
        mark == null ? "#222" : mark.look().color(),
        "stroke-width",
        mark == null ? "1.4" : "3",
        "stroke-dasharray",
        mark == null ? null : mark.look().dashes());
    svg.text("title", called(element) + (mark == null ? "" : ": " + mark.word()));
  }

  /** The pool is where a process is seen. */
  private Marking mark(Element element) {
    Marking mark = marks.get(element.getAttribute("id"));
    return mark == null && element.getLocalName().equals("participant")
        ? marks.get(element.getAttribute("processRef"))
        : mark;
  }

  private void badge(Shape shape) {
    Box box = shape.box();
    boolean isRound = shape.element().getLocalName().endsWith("Event");
    double in = isRound ? box.width() * 0.15 : 0;
    badge(mark(shape.element()), box.right() - in, box.y() + in);
  }

  /** In the middle of its longest stretch. */
  private void badge(Edge edge) {
    List<Point> points = edge.points();
    double longest = -1;
    Point middle = points.get(0);
    for (int i = 1; i < points.size(); i++) {
      Point from = points.get(i - 1);
      Point to = points.get(i);
      double length = Math.hypot(to.x() - from.x(), to.y() - from.y());
      if (length > longest) {
        longest = length;
        middle = new Point((from.x() + to.x()) / 2, (from.y() + to.y()) / 2);
      }
    }
    badge(mark(edge.element()), middle.x(), middle.y());
  }

  private void badge(Marking mark, double x, double y) {
    if (mark != null && mark.sign() != null) {
      svg.empty(
          "circle",
          "cx",
          x,
          "cy",
          y,
          "r",
          "9",
          "fill",
          mark.look().color(),
          "stroke",
          "#fff",
          "stroke-width",
          "2");
      svg.text(
          "text",
          mark.sign(),
          "x",
          x,
          "y",
          y + 5,
          "text-anchor",
          "middle",
          "font-size",
          "15",
          "font-weight",
          "bold",
          "fill",
          "#fff");
    }
  }

  /** A name that stands beside its element. */
  private record Beside(Lines lines, Box box) {}

  private Beside beside(Shape shape) {
    Element element = shape.element();
    String name = Wording.name(element);
    if (element.getLocalName().equals("group")) {
      Element category = byId.get(element.getAttribute("categoryValueRef"));
      name = category == null ? "" : category.getAttribute("value").strip();
    } else if (!NodePicture.isNamedBeside(element)) {
      return null;
    }
    Box box = shape.box();
    boolean isGroup = element.getLocalName().equals("group");
    return beside(name, shape.label(), box.middleX(), isGroup ? box.y() + 4 : box.bottom() + 6);
  }

  private Beside beside(Edge edge) {
    List<Point> points = edge.points();
    Point from = points.get((points.size() - 1) / 2);
    Point to = points.get((points.size() - 1) / 2 + 1);
    return beside(
        Wording.name(edge.element()),
        edge.label(),
        (from.x() + to.x()) / 2,
        (from.y() + to.y()) / 2 - TEXT * 1.5);
  }

  private static Beside beside(String name, Box place, double middle, double top) {
    if (name.isEmpty()) {
      return null;
    }
    // letters differ by a little from those that it was measured with
    Lines lines = Lines.of(name, place == null ? BESIDE : Math.max(20, place.width() + 4), TEXT);
    double x = place == null ? middle : place.middleX();
    double y = place == null ? top : place.y();
    return new Beside(lines, new Box(x - lines.width() / 2, y, lines.width(), lines.height()));
  }

  private static Box box(Point point) {
    return new Box(point.x(), point.y(), 0, 0);
  }

  /** A model may run without being drawn; what it does is seen all the same. */
  private void undrawn(List<Element> undrawn) {
    if (undrawn.isEmpty()) {
      return;
    }
    Lines.of("Not drawn in the model:", width, TEXT + 2)
        .draw(svg, MARGIN, height, "start", "font-weight", "bold", "fill", "#222");
    height += 2 * TEXT;
    for (Element element : undrawn) {
      Marking mark = mark(element);
      Lines lines =
          Lines.of(
              (mark == null ? "" : mark.look().sign() + " " + mark.word() + ": ") + called(element),
              width - 2 * MARGIN,
              TEXT + 1);
      svg.open("g", "data-element", element.getAttribute("id"));
      lines.draw(svg, MARGIN, height, "start", "fill", mark == null ? "#222" : mark.look().color());
      svg.close("g");
      height += lines.height() + 2;
    }
    height += MARGIN;
  }

  private void legend() {
    double x = MARGIN;
    for (Look look : looks()) {
      svg.path(
          "M%s %sh40".formatted(Svg.number(x), Svg.number(height)),
          "stroke",
          look.color(),
          "stroke-width",
          "3",
          "stroke-dasharray",
          look.dashes());
      badge(Marking.of(look), x + 20, height);
      Lines words = Lines.of(look.word() + ": " + marked(look).count(), 400, TEXT + 1);
      words.draw(svg, x + 48, height - 7, "start", "fill", "#222");
      x += Math.max(140, words.width() + 75);
    }
    width = Math.max(width, x);
    height += x > MARGIN ? MARGIN : 0;
  }

  /** Of what is marked here, always in the same order. */
  private List<Look> looks() {
    return byId.keySet().stream()
        .filter(marks::containsKey)
        .map(id -> marks.get(id).look())
        .distinct()
        .sorted(Comparator.comparing(Look::word))
        .toList();
  }

  private String title() {
    String names =
        model
            .elements("process")
            .map(
                process ->
                    process.hasAttribute("name")
                        ? Wording.name(process)
                        : process.getAttribute("id"))
            .distinct()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "A model without a process" : names;
  }

  /** What is seen, for who does not see it. */
  private String description() {
    List<Element> steps = model.elements().filter(Wording::isStep).toList();
    long flows = steps.stream().filter(step -> step.getLocalName().equals("sequenceFlow")).count();
    List<String> sentences = new ArrayList<>();
    sentences.add("%d nodes and %d flows.".formatted(steps.size() - flows, flows));
    for (Look look : looks()) {
      sentences.add(
          Character.toUpperCase(look.word().charAt(0))
              + look.word().substring(1)
              + ": "
              + marked(look)
                  .map(element -> called(element) + more(look, mark(element)))
                  .collect(Collectors.joining("; "))
              + ".");
    }
    return String.join(" ", sentences);
  }

  private Stream<Element> marked(Look look) {
    return model
        .elements()
        .filter(element -> BPMN.equals(element.getNamespaceURI()))
        .filter(
            element -> {
              Marking mark = marks.get(element.getAttribute("id"));
              return mark != null && mark.look().equals(look);
            });
  }

  /** What is said of one element beyond what is said of all of its kind. */
  private static String more(Look look, Marking mark) {
    return mark.word().equals(look.word()) ? "" : " (" + mark.word() + ")";
  }

  private String called(Element element) {
    String name = Wording.name(element, byId);
    return Wording.kind(element)
        + " "
        + (name.isEmpty() ? element.getAttribute("id") : "\"" + name + "\"");
  }
}
