package org.clauseflow.notification;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The ids of our mails in the world outside: {@code <INC-2026-000123.42.1790000000@fjord.example>}
 * names the record, the mail and when it was written. Answers carry them, which is how they find
 * their record, and our own mails when they come back.
 */
@Component
public class MailIds {

  /**
   * One of our mails.
   *
   * @param record number of its record, null if it concerns none
   */
  public record Sent(String record, long id, Instant createdAt) {}

  /** A header of all our mails, by which one that comes back is known. */
  public static final String LOOP = "X-Clauseflow";

  private static final String NUMBER = "[A-Z]{2,5}-\\d{4}-\\d{6,9}";
  private static final String NO_RECORD = "mail";
  private static final Pattern IN_TEXT = Pattern.compile("(?<![A-Za-z0-9-])" + NUMBER + "(?!\\d)");

  private final MailSettings settings;
  private final String domain;
  private final Pattern ours;
  private final Pattern thread;

  MailIds(MailSettings settings) {
    this.settings = settings;
    this.domain = settings.from().replaceAll("^.*@", "").replaceAll("[^A-Za-z0-9.-]", "");
    String at = "@" + Pattern.quote(domain) + ">";
    this.ours =
        Pattern.compile(
            "<(" + NUMBER + "|" + NO_RECORD + ")\\.(\\d{1,18})\\.(\\d{1,12})" + at,
            Pattern.CASE_INSENSITIVE);
    this.thread = Pattern.compile("<(" + NUMBER + ")" + at, Pattern.CASE_INSENSITIVE);
  }

  /** The same at every attempt to send it, so that a mail that did arrive twice is recognized. */
  String of(Sent mail) {
    return "<%s.%d.%d@%s>"
        .formatted(
            mail.record() == null ? NO_RECORD : mail.record(),
            mail.id(),
            mail.createdAt().getEpochSecond(),
            domain);
  }

  /** What the mails of a record have in common, so that a mail program shows them together. */
  String thread(String record) {
    return "<" + record + "@" + domain + ">";
  }

  /** The first of our mails that a text names. */
  public Optional<Sent> sent(String text) {
    Matcher found = ours.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    String record = found.group(1).equalsIgnoreCase(NO_RECORD) ? null : found.group(1);
    return Optional.of(
        new Sent(
            record == null ? null : record.toUpperCase(Locale.ROOT),
            Long.parseLong(found.group(2)),
            Instant.ofEpochSecond(Long.parseLong(found.group(3)))));
  }

  /** Whether mails from this address are ours. */
  public boolean isOurs(String address) {
    return Stream.of(settings.from(), settings.replyTo())
        .filter(Objects::nonNull)
        .map(own -> own.replaceAll("^.*<|>.*$", "").strip())
        .anyMatch(address::equalsIgnoreCase);
  }

  /** The record whose mail, or whose thread, a header such as References names. */
  public Optional<String> record(String header) {
    Optional<String> record = sent(header).map(Sent::record);
    if (record.isPresent()) {
      return record;
    }
    Matcher found = thread.matcher(header);
    return found.find() ? Optional.of(found.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
  }

  /** The first number of a record that a text such as a subject names. */
  public Optional<String> numberIn(String text) {
    Matcher found = IN_TEXT.matcher(text);
    return found.find() ? Optional.of(found.group()) : Optional.empty();
  }
}
