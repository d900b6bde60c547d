package org.clauseflow.conformity;

import java.util.Locale;

/**
 * SVG as it is written, element by element. Looks are attributes and never styles, so that a page
 * that forbids inline styles shows it as it is; and nothing has an id, so that two pictures may
 * stand in one page.
 */
final class Svg {

  private final StringBuilder out = new StringBuilder();

  /** Attributes are names and values in turn; those without a value are left out. */
  Svg open(String element, Object... attributes) {
    start(element, attributes);
    out.append('>');
    return this;
  }

  Svg close(String element) {
    out.append("</").append(element).append(">\n");
    return this;
  }

  Svg empty(String element, Object... attributes) {
    start(element, attributes);
    out.append("/>\n");
    return this;
  }

  Svg path(String path, Object... attributes) {
    start("path", "d", path);
    attributes(attributes);
    out.append("/>\n");
    return this;
  }

  /** An element that holds nothing but text. */
  Svg text(String element, String text, Object... attributes) {
    open(element, attributes);
    escape(text);
    return close(element);
  }

  Svg append(Svg other) {
    out.append(other.out);
    return this;
  }

  private void start(String element, Object... attributes) {
    out.append('<').append(element);
    attributes(attributes);
  }

  private void attributes(Object... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      if (value != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(value instanceof Double number ? number(number) : value.toString());
        out.append('"');
      }
    }
  }

  /** A model may hold what XML 1.0 cannot say, not even escaped: such characters are left out. */
  private void escape(String text) {
    text.codePoints()
        .filter(c -> c >= 0x20 && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF))
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(c);
              }
            });
  }

  /** At most two decimals, and none where there are none. */
  static String number(double number) {
    return number == Math.rint(number)
        ? Long.toString((long) number)
        : String.format(Locale.ROOT, "%.2f", number);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
