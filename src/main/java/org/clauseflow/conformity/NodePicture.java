package org.clauseflow.conformity;

import static org.clauseflow.conformity.Model.BPMN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clauseflow.conformity.Drawing.Box;
import org.clauseflow.conformity.Drawing.Shape;
import org.w3c.dom.Element;

/** How BPMN shows a node, a pool, a lane or an artifact, but for a name that stands beside it. */
final class NodePicture {

  /** What stays as it is whatever stroke a mark gives to the outline. */
  private static final Object[] SYMBOL = {
    "fill", "none", "stroke", "#222", "stroke-width", "1.3", "stroke-dasharray", "none"
  };

  private static final Object[] FILLED = {
    "fill", "#222", "stroke", "#222", "stroke-width", "1", "stroke-dasharray", "none"
  };

  /** Width of the strip on which a pool or a lane has its name. */
  private static final double STRIP = 30;

  private static final double TEXT = 12;

  private static final Set<String> BESIDE =
      Set.of("dataObjectReference", "dataStoreReference", "dataInput", "dataOutput");

  /** In a square of 18. The gear is a ring of dashes around two circles, and the rest lines. */
  private static final Map<String, String> TASKS =
      Map.of(
          "userTask", "M9 2A3.5 3.5 0 1 1 9 9A3.5 3.5 0 1 1 9 2ZM2 17C2 12 5 10 9 10S16 12 16 17Z",
          "businessRuleTask", "M1 3H17V15H1ZM1 7H17M1 11H17M6 7V15M1 4H17M1 5H17M1 6H17",
          "receiveTask", "M1 3H17V15H1ZM1 3L9 10L17 3",
          "scriptTask", "M4 1H16C12 5 18 11 13 17H1C6 12 0 6 4 1ZM5 5H11M6 9H12M5 13H11",
          "manualTask",
              "M1 9L6 3H10C11.5 3 11.5 5.2 10 5.2H8H16C17.5 5.2 17.5 7.4 16 7.4H10H16.5C18 7.4 18 9.6 16.5 9.6H10"
                  + "H16C17.3 9.6 17.3 11.8 16 11.8H10H14.5C15.8 11.8 15.8 14 14.5 14H5L1 12Z");

  /** Around the middle of an event of 36. */
  private static final Map<String, String> EVENTS =
      Map.of(
          "escalation", "M0 -9L7 8L0 2L-7 8Z",
          "conditional", "M-7 -9H7V9H-7ZM-5 -5H5M-5 -1.7H5M-5 1.7H5M-5 5H5",
          "link", "M-9 -4H2V-9L10 0L2 9V4H-9Z",
          "error", "M-9 8L-3 -8L3 1L9 -8L3 9L-3 0Z",
          "cancel", "M-9 -6L-6 -9L0 -3L6 -9L9 -6L3 0L9 6L6 9L0 3L-6 9L-9 6L-3 0Z",
          "compensate", "M0 -7L-9 0L0 7ZM9 -7L0 0L9 7Z",
          "signal", "M0 -9L9 7H-9Z",
          "multiple", "M0 -9L8.6 -2.8L5.3 7.3H-5.3L-8.6 -2.8Z",
          "parallel multiple", "M-9 -3H-3V-9H3V-3H9V3H3V9H-3V3H-9Z");

  private static final String ENVELOPE = "M-9 -6H9V6H-9Z";
  private static final String FLAP = "M-9 -6L0 1.5L9 -6";

  private NodePicture() {}

  /** Whether its name stands beside the node. */
  static boolean isNamedBeside(Element element) {
    String kind = element.getLocalName();
    return kind.endsWith("Event") || kind.endsWith("Gateway") || BESIDE.contains(kind);
  }

  /** Whether other nodes may be drawn within. */
  static boolean isFrame(Shape shape) {
    return switch (shape.element().getLocalName()) {
      case "participant", "lane", "group" -> true;
      case "subProcess", "transaction", "adHocSubProcess" -> shape.expanded();
      default -> false;
    };
  }

  static void draw(Svg svg, Shape shape) {
    String kind = shape.element().getLocalName();
    if (kind.endsWith("Event")) {
      event(svg, shape);
    } else if (kind.endsWith("Gateway")) {
      gateway(svg, shape);
    } else {
      switch (kind) {
        case "participant", "lane" -> strip(svg, shape);
        case "dataObjectReference", "dataInput", "dataOutput" -> page(svg, shape);
        case "dataStoreReference" -> store(svg, shape.box());
        case "textAnnotation" -> annotation(svg, shape);
        case "group" -> group(svg, shape);
        default -> activity(svg, shape);
      }
    }
  }

  private static void activity(Svg svg, Shape shape) {
    Element element = shape.element();
    Box box = shape.box();
    String kind = element.getLocalName();
    boolean isFrame = isFrame(shape);
    rectangle(
        svg,
        box,
        10,
        "fill",
        "#fff",
        "stroke-width",
        kind.equals("callActivity") ? "4" : null,
        "stroke-dasharray",
        element.getAttribute("triggeredByEvent").equals("true") ? "1 4" : null,
        "stroke-linecap",
        "round");
    if (kind.equals("transaction")) {
      rectangle(svg, inset(box, 3), 8, "fill", "none");
    }
    taskSymbol(svg, kind, box);
    markers(svg, shape);
    String name = Wording.name(element);
    if (isFrame) {
      Lines.within(name, box.width() - 16, 30, TEXT)
          .draw(svg, box.middleX(), box.y() + 6, "middle", letters());
    } else {
      Lines lines = Lines.within(name, box.width() - 14, box.height() - 6, TEXT);
      lines.draw(svg, box.middleX(), box.middleY() - lines.height() / 2, "middle", letters());
    }
  }

  private static void taskSymbol(Svg svg, String kind, Box box) {
    Object at = "translate(%s %s)".formatted(at(box.x() + 6), at(box.y() + 6));
    switch (kind) {
      case "serviceTask" -> {
        svg.open("g", with(SYMBOL, "transform", at));
        svg.empty(
            "circle",
            "cx",
            "9",
            "cy",
            "9",
            "r",
            "6.5",
            "stroke-width",
            "3",
            "stroke-dasharray",
            "2.55");
        svg.empty("circle", "cx", "9", "cy", "9", "r", "5.2");
        svg.empty("circle", "cx", "9", "cy", "9", "r", "2");
        svg.close("g");
      }
      case "sendTask" -> {
        svg.open(
            "g", "transform", "translate(%s %s)".formatted(at(box.x() + 15), at(box.y() + 15)));
        envelope(svg, true);
        svg.close("g");
      }
      default -> {
        if (TASKS.containsKey(kind)) {
          svg.path(TASKS.get(kind), with(SYMBOL, "transform", at));
        }
      }
    }
  }

  /** At the lower side of an activity: that it repeats, compensates, or can be opened. */
  private static void markers(Svg svg, Shape shape) {
    Element element = shape.element();
    List<String> markers = new ArrayList<>();
    Model.children(element, BPMN, "multiInstanceLoopCharacteristics")
        .map(repeats -> repeats.getAttribute("isSequential").equals("true"))
        .map(isSequential -> isSequential ? "M1 3H13M1 7H13M1 11H13" : "M3 1V13M7 1V13M11 1V13")
        .forEach(markers::add);
    Model.children(element, BPMN, "standardLoopCharacteristics")
        .map(repeats -> "M5 12.4A5.5 5.5 0 1 1 9 12.4M5 12.4L1.5 12.6M5 12.4L5.2 8.8")
        .forEach(markers::add);
    if (element.getAttribute("isForCompensation").equals("true")) {
      markers.add("M7 2L1 7L7 12ZM13 2L7 7L13 12Z");
    }
    switch (element.getLocalName()) {
      case "subProcess", "transaction", "adHocSubProcess" -> {
        if (!shape.expanded()) {
          markers.add("M0 0H14V14H0ZM7 3V11M3 7H11");
        }
      }
      default -> {}
    }
    if (element.getLocalName().equals("adHocSubProcess")) {
      markers.add("M1 9C3 3 6 5 7 7S11 11 13 5");
    }
    double x = shape.box().middleX() - markers.size() * 9 + 2;
    for (String marker : markers) {
      svg.path(
          marker,
          with(
              SYMBOL,
              "transform",
              "translate(%s %s)".formatted(at(x), at(shape.box().bottom() - 17))));
      x += 18;
    }
  }

  private static void event(Svg svg, Shape shape) {
    Element element = shape.element();
    Box box = shape.box();
    String kind = element.getLocalName();
    double radius = Math.min(box.width(), box.height()) / 2;
    String broken =
        element.getAttribute("isInterrupting").equals("false")
                || element.getAttribute("cancelActivity").equals("false")
            ? "5 3"
            : null;
    circle(
        svg,
        box,
        radius,
        "fill",
        "#fff",
        "stroke-width",
        kind.equals("endEvent") ? "4" : null,
        "stroke-dasharray",
        broken);
    if (!kind.equals("startEvent") && !kind.equals("endEvent")) {
      circle(
          svg,
          box,
          Math.max(0, radius - 3.5),
          "fill",
          "none",
          "stroke-width",
          "1.3",
          "stroke-dasharray",
          broken);
    }
    svg.open(
        "g",
        "transform",
        "translate(%s %s) scale(%s)"
            .formatted(at(box.middleX()), at(box.middleY()), at(radius / 18)));
    eventSymbol(
        svg, symbol(element), kind.equals("endEvent") || kind.equals("intermediateThrowEvent"));
    svg.close("g");
  }

  private static String symbol(Element event) {
    String symbol = Wording.event(event).orElse("");
    if (!symbol.contains(" and ")) {
      return symbol;
    }
    return event.getAttribute("parallelMultiple").equals("true") ? "parallel multiple" : "multiple";
  }

  private static void eventSymbol(Svg svg, String symbol, boolean isThrown) {
    switch (symbol) {
      case "message" -> envelope(svg, isThrown);
      case "terminate" -> svg.empty("circle", with(FILLED, "r", "10"));
      case "timer" -> {
        svg.empty("circle", with(SYMBOL, "r", "10"));
        for (int hour = 0; hour < 12; hour++) {
          svg.path("M0 -10V-8", with(SYMBOL, "transform", "rotate(%d)".formatted(hour * 30)));
        }
        svg.path("M2.5 -7L0 0L5 2", SYMBOL);
      }
      default -> {
        if (EVENTS.containsKey(symbol)) {
          svg.path(EVENTS.get(symbol), isThrown ? FILLED : SYMBOL);
        }
      }
    }
  }

  private static void envelope(Svg svg, boolean isSent) {
    svg.path(ENVELOPE, isSent ? FILLED : SYMBOL);
    svg.path(FLAP, isSent ? with(SYMBOL, "stroke", "#fff") : SYMBOL);
  }

  private static void gateway(Svg svg, Shape shape) {
    Element element = shape.element();
    Box box = shape.box();
    svg.path(
        "M%s %sL%s %sL%s %sL%s %sZ"
            .formatted(
                at(box.middleX()),
                at(box.y()),
                at(box.right()),
                at(box.middleY()),
                at(box.middleX()),
                at(box.bottom()),
                at(box.x()),
                at(box.middleY())),
        "fill",
        "#fff");
    svg.open(
        "g",
        with(
            SYMBOL,
            "transform",
            "translate(%s %s) scale(%s)"
                .formatted(at(box.middleX()), at(box.middleY()), at(box.width() / 50))));
    String thick = "3.5";
    switch (element.getLocalName()) {
      case "exclusiveGateway" -> svg.path("M-7 -8L7 8M7 -8L-7 8", "stroke-width", thick);
      case "parallelGateway" -> svg.path("M-11 0H11M0 -11V11", "stroke-width", thick);
      case "inclusiveGateway" -> svg.empty("circle", "r", "11", "stroke-width", "3");
      case "complexGateway" ->
          svg.path("M-11 0H11M0 -11V11M-7 -7L7 7M7 -7L-7 7", "stroke-width", "3");
      case "eventBasedGateway" -> {
        svg.empty("circle", "r", "13");
        boolean starts = element.getAttribute("instantiate").equals("true");
        if (!starts) {
          svg.empty("circle", "r", "11");
        }
        boolean all = element.getAttribute("eventGatewayType").equals("Parallel");
        svg.path(EVENTS.get(all ? "parallel multiple" : "multiple"), "transform", "scale(.75)");
      }
      default -> {}
    }
    svg.close("g");
  }

  private static void strip(Svg svg, Shape shape) {
    Box box = shape.box();
    Element element = shape.element();
    boolean isPool = element.getLocalName().equals("participant");
    rectangle(svg, box, 0, "fill", isPool ? "#fff" : "none");
    String name = Wording.name(element);
    boolean isClosed = isPool && element.getAttribute("processRef").isEmpty();
    if (isClosed) {
      Lines lines = Lines.within(name, box.width() - 10, box.height() - 6, TEXT);
      lines.draw(svg, box.middleX(), box.middleY() - lines.height() / 2, "middle", letters());
    } else if (shape.upright()) {
      svg.path(
          "M%s %sV%s".formatted(at(box.x() + STRIP), at(box.y()), at(box.bottom())),
          "stroke-dasharray",
          isPool ? null : "none");
      svg.open(
          "g",
          "transform",
          "translate(%s %s) rotate(-90)".formatted(at(box.x() + STRIP / 2), at(box.middleY())));
      Lines lines = Lines.within(name, box.height() - 6, STRIP - 2, TEXT);
      lines.draw(svg, 0, -lines.height() / 2, "middle", letters());
      svg.close("g");
    } else {
      svg.path("M%s %sH%s".formatted(at(box.x()), at(box.y() + STRIP), at(box.right())));
      Lines lines = Lines.within(name, box.width() - 6, STRIP - 2, TEXT);
      lines.draw(svg, box.middleX(), box.y() + STRIP / 2 - lines.height() / 2, "middle", letters());
    }
    if (Model.children(element, BPMN, "participantMultiplicity").findAny().isPresent()) {
      svg.path(
          "M3 1V13M7 1V13M11 1V13",
          with(
              SYMBOL,
              "transform",
              "translate(%s %s)".formatted(at(box.middleX() - 7), at(box.bottom() - 17))));
    }
  }

  private static void page(Svg svg, Shape shape) {
    Box box = shape.box();
    double fold = Math.min(box.width(), box.height()) / 3.5;
    svg.path(
        "M%s %sH%sL%s %sV%sH%sZM%s %sV%sH%s"
            .formatted(
                at(box.x()),
                at(box.y()),
                at(box.right() - fold),
                at(box.right()),
                at(box.y() + fold),
                at(box.bottom()),
                at(box.x()),
                at(box.right() - fold),
                at(box.y()),
                at(box.y() + fold),
                at(box.right())),
        "fill",
        "#fff");
    String arrow = "M0 3H7V0L13 5.5L7 11V8H0Z";
    String place = "translate(%s %s)".formatted(at(box.x() + 4), at(box.y() + 4));
    switch (shape.element().getLocalName()) {
      case "dataInput" -> svg.path(arrow, with(SYMBOL, "transform", place));
      case "dataOutput" -> svg.path(arrow, with(FILLED, "transform", place));
      default -> {}
    }
  }

  private static void store(Svg svg, Box box) {
    double lid = box.height() / 6;
    String ellipse = "A%s %s 0 0 %%d %%s %%s".formatted(at(box.width() / 2), at(lid));
    svg.path(
        "M%s %s".formatted(at(box.x()), at(box.y() + lid))
            + ellipse.formatted(1, at(box.right()), at(box.y() + lid))
            + "V%s".formatted(at(box.bottom() - lid))
            + ellipse.formatted(1, at(box.x()), at(box.bottom() - lid))
            + "ZM%s %s".formatted(at(box.x()), at(box.y() + lid))
            + ellipse.formatted(0, at(box.right()), at(box.y() + lid)),
        "fill",
        "#fff");
  }

  private static void annotation(Svg svg, Shape shape) {
    Box box = shape.box();
    svg.path(
        "M%s %sH%sV%sH%s"
            .formatted(
                at(box.x() + 10), at(box.y()), at(box.x()), at(box.bottom()), at(box.x() + 10)),
        "fill",
        "none");
    Lines.within(Wording.name(shape.element()), box.width() - 8, box.height() - 6, TEXT)
        .draw(svg, box.x() + 6, box.y() + 4, "start", letters());
  }

  private static void group(Svg svg, Shape shape) {
    rectangle(svg, shape.box(), 10, "fill", "none", "stroke-dasharray", "10 4 1 4");
  }

  private static void rectangle(Svg svg, Box box, double corner, Object... attributes) {
    svg.empty(
        "rect",
        with(
            attributes,
            "x",
            box.x(),
            "y",
            box.y(),
            "width",
            box.width(),
            "height",
            box.height(),
            "rx",
            corner));
  }

  private static void circle(Svg svg, Box around, double radius, Object... attributes) {
    svg.empty(
        "circle", with(attributes, "cx", around.middleX(), "cy", around.middleY(), "r", radius));
  }

  private static Box inset(Box box, double by) {
    return new Box(
        box.x() + by,
        box.y() + by,
        Math.max(0, box.width() - 2 * by),
        Math.max(0, box.height() - 2 * by));
  }

  private static Object[] letters() {
    return new Object[] {"fill", "#222", "stroke", "none"};
  }

  /** The attributes and more of them; what is named again replaces what it was. */
  private static Object[] with(Object[] attributes, Object... more) {
    Map<Object, Object> all = new java.util.LinkedHashMap<>();
    for (Object[] some : List.of(attributes, more)) {
      for (int i = 0; i < some.length; i += 2) {
        all.put(some[i], some[i + 1]);
      }
    }
    return all.entrySet().stream()
        .flatMap(one -> java.util.stream.Stream.of(one.getKey(), one.getValue()))
        .toArray();
  }

  private static String at(double number) {
    return Svg.number(number);
  }
}
