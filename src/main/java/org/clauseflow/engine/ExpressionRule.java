package org.clauseflow.engine;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The expressions that a model may hold: a variable, comparisons of variables with literals, and,
 * or, not, empty and parentheses. Everything else of the expression language reaches into the JVM,
 * and a deployment would be code. Only plain ASCII names and literals without braces or escapes are
 * read, so that nothing can mean one thing here and another to the engine.
 *
 * <pre>
 * expression = "${" either "}"
 * either     = both { ("||" | "or") both }
 * both       = term { ("&amp;&amp;" | "and") term }
 * term       = ("!" | "not") term, a comparison only in parentheses
 * | "empty" name | "(" either ")" | name [compare literal] | literal compare name
 * </pre>
 */
class ExpressionRule {

  static final String SHAPES =
      "write ${name}, or compare names with literals, as in ${priority == 'high' && !confirmed}";

  private static final int LONGEST = 500;

  /** Words of the expression language, and what the engine itself would resolve. */
  private static final Set<String> RESERVED =
      Set.of(
          "and",
          "or",
          "not",
          "empty",
          "true",
          "false",
          "null",
          "eq",
          "ne",
          "lt",
          "gt",
          "le",
          "ge",
          "div",
          "mod",
          "instanceof",
          "execution",
          "task",
          "caseExecution",
          "externalTask");

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<=", ">=", "<", ">");

  private final Predicate<String> isTaken;

  /**
   * @param isTaken names that stand for a part of the application and not for a variable
   */
  ExpressionRule(Predicate<String> isTaken) {
    this.isTaken = isTaken;
  }

  static boolean holdsExpression(String text) {
    return text.contains("${") || text.contains("#{");
  }

  /** What is wrong with the text as an expression, and what to do. */
  Optional<String> fault(String text) {
    try {
      new Reader(text).read();
      return Optional.empty();
    } catch (Fault fault) {
      return Optional.of(fault.getMessage());
    }
  }

  /** The variables that a sound expression reads. */
  Set<String> names(String text) {
    try {
      return new Reader(text).read();
    } catch (Fault fault) {
      return Set.of();
    }
  }

  /** The name, where the text is just <code>${name}</code>. */
  static Optional<String> name(String text) {
    String stripped = text.strip();
    return stripped.matches("\\$\\{[A-Za-z_][A-Za-z0-9_]*}")
        ? Optional.of(stripped.substring(2, stripped.length() - 1))
        : Optional.empty();
  }

  private static class Fault extends Exception {
    Fault(String message) {
      super(message, null, false, false);
    }
  }

  private enum Kind {
    NAME,
    LITERAL,
    SIGN,
    END
  }

  private record Token(Kind kind, String text) {}

  private class Reader {

    private final String text;
    private final Set<String> names = new LinkedHashSet<>();
    private String body;
    private int at;
    private Token token;

    /** Whether the term just read is a comparison without parentheses. */
    private boolean lastCompared;

    Reader(String text) {
      this.text = text.strip();
    }

    Set<String> read() throws Fault {
      if (text.length() > LONGEST) {
        throw new Fault(
            "is longer than " + LONGEST + " characters: decide in a decision table instead");
      }
      if (!text.startsWith("${") || !text.endsWith("}")) {
        throw new Fault("must be one expression and nothing beside it: " + SHAPES);
      }
      body = text.substring(2, text.length() - 1);
      next();
      either();
      if (token.kind != Kind.END) {
        throw unexpected();
      }
      return names;
    }

    private void either() throws Fault {
      both();
      while (isSign("||") || isWord("or")) {
        next();
        both();
      }
    }

    private void both() throws Fault {
      term();
      while (isSign("&&") || isWord("and")) {
        next();
        term();
      }
    }

    private void term() throws Fault {
      if (isSign("!") || isWord("not")) {
        next();
        term();
        if (lastCompared) {
          // the engine would negate the name and then compare
          throw new Fault(
              "negates a comparison: put it in parentheses, as in ${!(priority == 'high')}");
        }
      } else if (isWord("empty")) {
        next();
        name();
        lastCompared = false;
      } else if (isSign("(")) {
        next();
        either();
        if (!isSign(")")) {
          throw unexpected();
        }
        next();
        lastCompared = false;
      } else if (token.kind == Kind.LITERAL) {
        next();
        compare();
        name();
        lastCompared = true;
      } else {
        name();
        lastCompared = token.kind == Kind.SIGN && COMPARISONS.contains(token.text);
        if (lastCompared) {
          next();
          literal();
        }
      }
    }

    private void name() throws Fault {
      if (token.kind != Kind.NAME) {
        throw unexpected();
      }
      if (RESERVED.contains(token.text) || isTaken.test(token.text)) {
        throw new Fault("\"" + token.text + "\" is not the name of a variable: " + SHAPES);
      }
      names.add(token.text);
      next();
    }

    private void literal() throws Fault {
      if (token.kind != Kind.LITERAL) {
        throw unexpected();
      }
      next();
    }

    private void compare() throws Fault {
      if (token.kind != Kind.SIGN || !COMPARISONS.contains(token.text)) {
        throw unexpected();
      }
      next();
    }

    private boolean isSign(String sign) {
      return token.kind == Kind.SIGN && token.text.equals(sign);
    }

    private boolean isWord(String word) {
      return token.kind == Kind.NAME && token.text.equals(word);
    }

    private Fault unexpected() {
      return token.kind == Kind.END
          ? new Fault("ends too early: " + SHAPES)
          : new Fault("may not hold " + token.text + " there: " + SHAPES);
    }

    private void next() throws Fault {
      while (at < body.length() && " \t\r\n".indexOf(body.charAt(at)) >= 0) {
        at++;
      }
      token = at == body.length() ? new Token(Kind.END, "") : scan();
      at += token.text.length();
    }

    private Token scan() throws Fault {
      char first = body.charAt(at);
      if (isLetter(first)) {
        int end = at;
        while (end < body.length() && (isLetter(body.charAt(end)) || isDigit(body.charAt(end)))) {
          end++;
        }
        String word = body.substring(at, end);
        boolean literal = word.equals("true") || word.equals("false") || word.equals("null");
        return new Token(literal ? Kind.LITERAL : Kind.NAME, word);
      }
      if (isDigit(first) || first == '-') {
        return new Token(Kind.LITERAL, number());
      }
      if (first == '\'') {
        return new Token(Kind.LITERAL, quoted());
      }
      for (String sign :
          new String[] {"&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")"}) {
        if (body.startsWith(sign, at)) {
          return new Token(Kind.SIGN, sign);
        }
      }
      throw new Fault("may not hold " + shown(first) + ": " + SHAPES);
    }

    private String number() throws Fault {
      int end = body.charAt(at) == '-' ? at + 1 : at;
      int digits = end;
      while (end < body.length() && isDigit(body.charAt(end))) {
        end++;
      }
      boolean whole = end > digits;
      if (whole
          && end + 1 < body.length()
          && body.charAt(end) == '.'
          && isDigit(body.charAt(end + 1))) {
        end++;
        while (end < body.length() && isDigit(body.charAt(end))) {
          end++;
        }
      }
      if (!whole || end < body.length() && isLetter(body.charAt(end))) {
        throw new Fault("holds a number that is none: " + SHAPES);
      }
      return body.substring(at, end);
    }

    private String quoted() throws Fault {
      int end = at + 1;
      while (end < body.length() && body.charAt(end) != '\'') {
        char c = body.charAt(end);
        if (c == '\\' || c == '{' || c == '}' || Character.isISOControl(c)) {
          throw new Fault("may not hold " + shown(c) + " in a text: " + SHAPES);
        }
        end++;
      }
      if (end == body.length()) {
        throw new Fault("holds a text without its closing ': " + SHAPES);
      }
      return body.substring(at, end + 1);
    }

    private static boolean isLetter(char c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static String shown(char c) {
      return c > ' ' && c < 127 ? String.valueOf(c) : String.format("U+%04X", (int) c);
    }
  }
}
