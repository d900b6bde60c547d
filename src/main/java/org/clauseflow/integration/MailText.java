package org.clauseflow.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** The text of a mail: HTML becomes text, and what mail programs add under it is recognized. */
final class MailText {

  private static final Pattern BLOCK =
      Pattern.compile(
          "address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|header|hr|li|main|nav|ol|p"
              + "|pre|section|table|tr|ul");

  private static final Pattern ORIGINAL =
      Pattern.compile(
          "-{2,} ?(original message|ursprüngliche nachricht|message d'origine|messaggio originale|oorspronkelijk bericht)"
              + " ?-{2,}",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern WROTE =
      Pattern.compile(
          "(on|am|le|el|il|op|den|em) .{5,300}"
              + "(wrote|schrieb[^:]{0,150}|a écrit|escribió|ha scritto|schreef[^:]{0,150}|skrev[^:]{0,150}|escreveu) ?:",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern FROM =
      Pattern.compile("\\*?(from|von|de|da|van|från|fra):\\*? .+", Pattern.CASE_INSENSITIVE);
  private static final Pattern SENT =
      Pattern.compile(
          "\\*?(sent|gesendet|envoyé|inviato|verzonden|enviado|skickat|sendt|date|datum):\\*? .+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final int LONGEST_LINE = 400;

  private MailText() {}

  /** Paragraphs become lines, quotations get their mark, a link shows where it leads. */
  static String ofHtml(String html) {
    Document document = Jsoup.parse(html);
    document.select("script, style, title, template, noscript").remove();
    Lines lines = new Lines();
    document.body().traverse(lines);
    return tidy(lines.text.toString());
  }

  private static final class Lines implements NodeVisitor {

    private final StringBuilder text = new StringBuilder();
    private int quoted;
    private int verbatim;
    private boolean atStart = true;
    private boolean space;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words) {
        if (verbatim > 0) {
          words.getWholeText().lines().forEach(this::line);
        } else {
          words(words.getWholeText());
        }
      } else if (node instanceof Element element) {
        String tag = element.normalName();
        if (tag.equals("br")) {
          newLine();
        } else if (BLOCK.matcher(tag).matches()) {
          open();
          quoted += tag.equals("blockquote") ? 1 : 0;
          verbatim += tag.equals("pre") ? 1 : 0;
          if (tag.equals("li")) {
            words("- ");
          }
        } else if (tag.equals("td") || tag.equals("th")) {
          space = true;
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        String tag = element.normalName();
        if (BLOCK.matcher(tag).matches()) {
          open();
          if (tag.equals("p")) {
            newLine();
          }
          quoted -= tag.equals("blockquote") ? 1 : 0;
          verbatim -= tag.equals("pre") ? 1 : 0;
        } else if (tag.equals("a")) {
          String target = element.attr("href").strip();
          if (target.matches("(?i)https?:.*") && !element.text().contains(target)) {
            words(" <" + target + ">");
          }
        }
      }
    }

    private void line(String line) {
      open();
      start();
      text.append(line);
      newLine();
    }

    private void words(String raw) {
      String words = raw.replace('\u00A0', ' ');
      if (words.isEmpty()) {
        return;
      }
      space |= Character.isWhitespace(words.charAt(0));
      if (words.isBlank()) {
        return;
      }
      for (String word : words.strip().split("\\s+")) {
        if (atStart) {
          start();
        } else if (space) {
          text.append(' ');
        }
        text.append(word);
        space = true;
      }
      space = Character.isWhitespace(words.charAt(words.length() - 1));
    }

    private void start() {
      text.append("> ".repeat(Math.min(quoted, 5)));
      atStart = false;
      space = false;
    }

    private void open() {
      if (!atStart) {
        newLine();
      }
    }

    private void newLine() {
      text.append('\n');
      atStart = true;
      space = false;
    }
  }

  /** What somebody answers, without the mail that they answer and without their signature. */
  static String answer(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int quote = startOfQuote(lines);
    lines.subList(quote, lines.size()).clear();
    trimQuotes(lines);
    String answer = withoutSignature(lines);
    return answer.isBlank() ? text.strip() : answer;
  }

  /** What somebody writes; whatever it quotes belongs to it. */
  static String report(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    boolean quotes =
        startOfQuote(lines) < lines.size() || lines.stream().anyMatch(l -> l.startsWith(">"));
    String report = quotes ? text.strip() : withoutSignature(lines);
    return report.isBlank() ? text.strip() : report;
  }

  /** Where the mail begins that is answered, if everything below belongs to it. */
  private static int startOfQuote(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.length() > LONGEST_LINE) {
        continue;
      }
      if (ORIGINAL.matcher(line).matches() || FROM.matcher(line).matches() && sentBelow(lines, i)) {
        return i > 0 && lines.get(i - 1).matches("_{10,}\\s*") ? i - 1 : i;
      }
    }
    return lines.size();
  }

  private static boolean sentBelow(List<String> lines, int from) {
    return lines.subList(from + 1, Math.min(from + 4, lines.size())).stream()
        .anyMatch(line -> line.length() <= LONGEST_LINE && SENT.matcher(line.strip()).matches());
  }

  /** Quotations above and below go, with the line that says who wrote them; those between stay. */
  private static void trimQuotes(List<String> lines) {
    trimEnd(lines);
    int end = lines.size();
    while (end > 0 && isQuoteOrBlank(lines.get(end - 1))) {
      end--;
    }
    if (end < lines.size()) {
      lines.subList(startOfIntroduction(lines, end), lines.size()).clear();
    }
    int start = 0;
    while (start < lines.size() && lines.get(start).isBlank()) {
      start++;
    }
    int introduced = endOfIntroduction(lines, start);
    int answer = introduced;
    while (answer < lines.size() && isQuoteOrBlank(lines.get(answer))) {
      answer++;
    }
    if (answer > introduced && answer < lines.size()) {
      lines.subList(0, answer).clear();
    }
  }

  private static boolean isQuoteOrBlank(String line) {
    return line.isBlank() || line.startsWith(">");
  }

  /** "On Monday Rosa wrote:" may be broken into several lines. */
  private static int startOfIntroduction(List<String> lines, int end) {
    while (end > 0 && lines.get(end - 1).isBlank()) {
      end--;
    }
    for (int from = end - 1; from >= Math.max(0, end - 3); from--) {
      if (isIntroduction(lines.subList(from, end))) {
        return from;
      }
    }
    return end;
  }

  private static int endOfIntroduction(List<String> lines, int start) {
    for (int to = start + 1; to <= Math.min(lines.size(), start + 3); to++) {
      if (isIntroduction(lines.subList(start, to))) {
        return to;
      }
    }
    return start;
  }

  private static boolean isIntroduction(List<String> lines) {
    String joined = String.join(" ", lines).strip();
    return joined.length() <= LONGEST_LINE && WROTE.matcher(joined).matches();
  }

  /** A signature begins with a line of two hyphens and a blank. */
  private static String withoutSignature(List<String> lines) {
    int end = lines.size();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).equals("-- ") || lines.get(i).equals("--")) {
        end = i;
      }
    }
    return String.join("\n", lines.subList(0, end)).strip();
  }

  private static void trimEnd(List<String> lines) {
    while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
      lines.remove(lines.size() - 1);
    }
  }

  /** Line ends of one kind, and no characters that a database, a form or a terminal minds. */
  static String tidy(String text) {
    StringBuilder tidy = new StringBuilder(text.length());
    int empty = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String clean = line.replaceAll("[\\p{Cntrl}&&[^\\t]]|\\p{Cs}|[\\uFEFF\\uE000-\\uE003]", "");
      empty = clean.isBlank() ? empty + 1 : 0;
      if (empty <= 2) {
        tidy.append(clean).append('\n');
      }
    }
    return tidy.toString().strip();
  }

  /** The beginning of a text, never half a character. */
  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}
