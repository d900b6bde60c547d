package org.clauseflow.conformity;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines that fit a width, by the widths of Helvetica, Arial and their like. */
record Lines(List<String> lines, double size) {

  private static final double LINE = 1.2;

  /** Of the characters from space to tilde, in thousandths of the size. */
  private static final int[] WIDTHS = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584 // p to ~
  };

  static Lines of(String text, double width, double size) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer, size) <= width) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (width(line, size) > width && line.codePointCount(0, line.length()) > 1) {
        int cut = fits(line, width, size);
        lines.add(line.substring(0, cut));
        line = line.substring(cut);
      }
    }
    lines.add(line);
    return new Lines(lines, size);
  }

  /** In smaller letters where it needs them, and cut where even they are too large. */
  static Lines within(String text, double width, double height, double size) {
    Lines lines = of(text, width, size);
    for (double smaller = size - 1; lines.height() > height && smaller >= 8; smaller--) {
      lines = of(text, width, smaller);
    }
    int room = Math.max(1, (int) (height / (lines.size * LINE)));
    if (lines.lines.size() <= room) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.lines.subList(0, room));
    String last = shown.get(room - 1);
    while (!last.isEmpty() && width(last + "…", lines.size) > width) {
      last = last.substring(0, last.offsetByCodePoints(last.length(), -1));
    }
    shown.set(room - 1, last + "…");
    return new Lines(shown, lines.size);
  }

  double height() {
    return lines.size() * size * LINE;
  }

  double width() {
    return lines.stream().mapToDouble(line -> width(line, size)).max().orElse(0);
  }

  /**
   * @param x where the lines begin, or their middle
   * @param top where the first line begins
   * @param anchor start or middle
   */
  void draw(Svg svg, double x, double top, String anchor, Object... attributes) {
    Object[] all = new Object[attributes.length + 4];
    System.arraycopy(attributes, 0, all, 4, attributes.length);
    all[0] = "font-size";
    all[1] = size;
    all[2] = "text-anchor";
    all[3] = anchor;
    svg.open("text", all);
    for (int i = 0; i < lines.size(); i++) {
      svg.text("tspan", lines.get(i), "x", x, "y", top + (i * LINE + 0.93) * size);
    }
    svg.close("text");
  }

  /** How many of the first characters fit; one does in any case. */
  private static int fits(String word, double width, double size) {
    int cut = word.offsetByCodePoints(0, 1);
    while (cut < word.length()
        && width(word.substring(0, word.offsetByCodePoints(cut, 1)), size) <= width) {
      cut = word.offsetByCodePoints(cut, 1);
    }
    return cut;
  }

  private static double width(String text, double size) {
    return text.codePoints().map(Lines::width).sum() * size / 1000;
  }

  private static int width(int character) {
    if (character >= ' ' && character <= '~') {
      return WIDTHS[character - ' '];
    }
    // letters from east Asia fill a square, others are about as wide as ours
    return character >= 0x2E80 ? 1000 : 600;
  }
}
