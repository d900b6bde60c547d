package org.clauseflow.integration;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clauseflow.integration.IncomingMail.Body;
import org.clauseflow.integration.IncomingMail.File;
import org.clauseflow.notification.MailIds;
import org.springframework.stereotype.Component;

/**
 * Reads what others wrote, however their mail programs did it: nothing in a mail can make this fail
 * that could be read in part.
 */
@Component
class MailReader {

  /** What is read of a mail that is too large to be read. */
  static final List<String> HEADERS =
      List.of(
          "Message-ID",
          "Date",
          "From",
          "To",
          "Cc",
          "Subject",
          "In-Reply-To",
          "References",
          "Return-Path",
          "Auto-Submitted",
          "Precedence",
          "List-Id",
          "X-Autoreply",
          "X-Autorespond",
          "X-Autoresponder",
          "X-Auto-Response-Suppress",
          "Importance",
          "X-Priority",
          "Authentication-Results",
          MailIds.LOOP);

  private static final int LONGEST_ID = 900;
  private static final int LONGEST_SUBJECT = 10_000;
  private static final int LONGEST_NAME = 150;
  private static final int LONGEST_TEXT = 1_000_000;
  private static final int DEEPEST = 20;
  private static final int MOST_PARTS = 200;

  private static final Pattern ADDRESS =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}]{1,255}");
  private static final Pattern ABSENT =
      Pattern.compile(
          "(automatic reply|automatische antwort|auto: |autoreply|out of office|abwesenheitsnotiz|réponse automatique).*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern FAILED = Pattern.compile("(?im)^Action:\\s*failed");
  private static final Pattern SIGNATURE =
      Pattern.compile("application/(x-)?pkcs7-signature|application/pgp-signature");

  private final MailInSettings settings;
  private final MailIds ids;
  private final Session session;

  MailReader(MailInSettings settings, MailIds ids) {
    this.settings = settings;
    this.ids = ids;
    Properties lenient = new Properties();
    lenient.setProperty("mail.mime.address.strict", "false");
    lenient.setProperty("mail.mime.allowutf8", "true");
    this.session = Session.getInstance(lenient);
  }

  IncomingMail read(byte[] raw, Instant receivedAt) throws MessagingException {
    MimeMessage message = new MimeMessage(session, new SharedByteArrayInputStream(raw));
    Collector body = new Collector();
    body.take(message, 0);
    return mail(
        message,
        "sha256:" + sha256(raw),
        returned(message, raw),
        new Body(MailText.tidy(body.text.toString()), body.files, body.notKept, body.whole),
        raw.length,
        receivedAt);
  }

  /** A mail that is too large to be read, of which only headers are known. */
  IncomingMail read(MimeMessage headers, long size, Instant receivedAt) throws MessagingException {
    StringBuilder all = new StringBuilder().append(size);
    for (String name : HEADERS) {
      all.append('\n').append(headers.getHeader(name, "\n"));
    }
    return mail(
        headers,
        "sha256:" + sha256(all.toString().getBytes(StandardCharsets.UTF_8)),
        null,
        null,
        size,
        receivedAt);
  }

  MimeMessage headers() {
    return new MimeMessage(session);
  }

  private IncomingMail mail(
      MimeMessage message,
      String hash,
      MailIds.Sent returned,
      Body body,
      long size,
      Instant receivedAt)
      throws MessagingException {
    String given = line(first(message, "Message-ID"));
    boolean named = !given.isEmpty() && given.length() <= LONGEST_ID;
    String sender = sender(message);
    String subject = subject(message);
    return new IncomingMail(
        named ? given : hash,
        named,
        sender,
        authentic(message),
        recipient(message),
        subject,
        importance(message),
        record(message, subject),
        automatic(message, sender, subject, given),
        returned,
        message.getHeader("List-Id") == null
            && message.getHeader("X-Auto-Response-Suppress") == null,
        body,
        size,
        receivedAt);
  }

  private String sender(MimeMessage message) throws MessagingException {
    String[] from = message.getHeader("From");
    if (from == null || from.length != 1) {
      return "";
    }
    List<String> addresses = addresses(from[0]);
    return addresses.size() == 1 ? addresses.get(0) : "";
  }

  private String recipient(MimeMessage message) throws MessagingException {
    return Stream.of("To", "Cc")
        .map(name -> first(message, name))
        .flatMap(header -> addresses(header).stream())
        .findFirst()
        .orElse("");
  }

  private static List<String> addresses(String header) {
    try {
      return Arrays.stream(InternetAddress.parseHeader(header, false))
          .map(InternetAddress::getAddress)
          .map(address -> address == null ? "" : address.strip().toLowerCase(Locale.ROOT))
          .map(address -> ADDRESS.matcher(address).matches() ? address : "")
          .toList();
    } catch (AddressException e) {
      return List.of();
    }
  }

  private static String subject(MimeMessage message) throws MessagingException {
    String raw = MimeUtility.unfold(first(message, "Subject"));
    String cut = raw.substring(0, Math.min(raw.length(), LONGEST_SUBJECT));
    return line(decoded(cut));
  }

  private static String importance(MimeMessage message) throws MessagingException {
    String importance = first(message, "Importance").strip().toLowerCase(Locale.ROOT);
    String priority = first(message, "X-Priority").strip();
    if (importance.equals("high") || priority.startsWith("1") || priority.startsWith("2")) {
      return "high";
    }
    return importance.equals("low") || priority.startsWith("4") || priority.startsWith("5")
        ? "low"
        : "normal";
  }

  /** What is answered tells it first, then the mails before that, then the subject. */
  private String record(MimeMessage message, String subject) {
    List<String> answered =
        new ArrayList<>(List.of(first(message, "References").strip().split("\\s+")));
    answered.add(first(message, "In-Reply-To"));
    Collections.reverse(answered);
    return answered.stream()
        .flatMap(id -> ids.record(id).stream())
        .findFirst()
        .or(() -> ids.numberIn(subject))
        .orElse(null);
  }

  /**
   * Where the mail server proves who wrote, its own word counts, which it puts above all others.
   */
  private boolean authentic(MimeMessage message) throws MessagingException {
    String server = settings.authenticationServer();
    if (server == null || server.isBlank()) {
      return true;
    }
    String[] results = message.getHeader("Authentication-Results");
    return results != null
        && Arrays.stream(results)
            .map(result -> MimeUtility.unfold(result).strip())
            .filter(result -> result.split("[\\s;]", 2)[0].equalsIgnoreCase(server))
            .findFirst()
            .filter(result -> result.matches("(?is).*[\\s;]dmarc=pass\\b.*"))
            .isPresent();
  }

  private String automatic(MimeMessage message, String sender, String subject, String messageId)
      throws MessagingException {
    Predicate<String> has = name -> !first(message, name).isBlank();
    String submitted = first(message, "Auto-Submitted").strip();
    String precedence = first(message, "Precedence").strip().toLowerCase(Locale.ROOT);
    if (has.test(MailIds.LOOP) || ids.sent(messageId).isPresent() || ids.isOurs(sender)) {
      return "It is a mail of our own that came back";
    }
    if (sender.matches("(mailer-daemon|postmaster)@.*")) {
      return "A mail server wrote it";
    }
    if (first(message, "Content-Type")
        .strip()
        .toLowerCase(Locale.ROOT)
        .startsWith("multipart/report")) {
      return "It is a report of a mail server or of a mail program";
    }
    if (!submitted.isEmpty() && !submitted.toLowerCase(Locale.ROOT).startsWith("no")) {
      return "Nobody wrote it: Auto-Submitted is " + MailText.cut(line(submitted), 50);
    }
    if (Stream.of("X-Autoreply", "X-Autorespond", "X-Autoresponder").anyMatch(has)) {
      return "It is an automatic answer";
    }
    if (List.of("bulk", "junk", "list", "auto_reply").contains(precedence)) {
      return "It went to many or nobody wrote it: Precedence is " + precedence;
    }
    if (first(message, "Return-Path").strip().equals("<>")) {
      return "It wants no answer: its Return-Path is empty";
    }
    return ABSENT.matcher(subject).matches()
        ? "It is an automatic answer, as its subject says"
        : null;
  }

  /** The mail of ours that could not be delivered, where a mail server reports that. */
  private MailIds.Sent returned(MimeMessage message, byte[] raw) throws MessagingException {
    if (!first(message, "Content-Type").toLowerCase(Locale.ROOT).contains("delivery-status")) {
      return null;
    }
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    return FAILED.matcher(text).find() ? ids.sent(text).orElse(null) : null;
  }

  private static String first(Part part, String header) {
    try {
      String[] values = part.getHeader(header);
      return values == null || values[0] == null ? "" : values[0];
    } catch (MessagingException e) {
      return "";
    }
  }

  /** Also where bytes stand in a header that has none, which are read as they come. */
  private static String decoded(String header) {
    String decoded;
    try {
      decoded = MimeUtility.decodeText(header);
    } catch (UnsupportedEncodingException e) {
      decoded = header;
    }
    return decoded.chars().allMatch(c -> c < 256)
        ? string(decoded.getBytes(StandardCharsets.ISO_8859_1), Optional.empty())
        : decoded;
  }

  /** On one line and without characters that are none. */
  private static String line(String text) {
    return MailText.tidy(text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029\\s]+", " "));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Walks through the parts of a mail: text to be read, files to be kept. */
  private final class Collector {

    private final StringBuilder text = new StringBuilder();
    private final List<File> files = new ArrayList<>();
    private final List<String> notKept = new ArrayList<>();
    private int parts;
    private boolean whole;

    void take(Part part, int depth) {
      try {
        if (++parts > MOST_PARTS || depth > DEEPEST) {
          keep(part);
        } else if (part.isMimeType("multipart/*")) {
          multipart(part, depth);
        } else if (isFile(part)) {
          keep(part);
        } else {
          append(text(part));
        }
      } catch (MessagingException | IOException e) {
        // not what it says it is: kept as it came
        keepRaw(part);
      }
    }

    private void multipart(Part part, int depth) throws MessagingException {
      MimeMultipart multipart = new MimeMultipart(part.getDataHandler().getDataSource());
      List<BodyPart> children = new ArrayList<>();
      for (int i = 0; i < multipart.getCount(); i++) {
        children.add(multipart.getBodyPart(i));
      }
      if (part.isMimeType("multipart/alternative")) {
        alternative(children, depth);
      } else {
        children.forEach(child -> take(child, depth + 1));
      }
    }

    /** The same in several forms: of the texts the first that is one, which is the plainest. */
    private void alternative(List<BodyPart> children, int depth) {
      String chosen = "";
      for (BodyPart child : children) {
        Collector form = new Collector();
        form.parts = parts;
        form.take(child, depth + 1);
        parts = form.parts;
        files.addAll(form.files);
        notKept.addAll(form.notKept);
        whole |= form.whole;
        if (chosen.isBlank()) {
          chosen = form.text.toString();
        }
      }
      append(chosen);
    }

    private void append(String more) {
      if (!more.isBlank()) {
        text.append(text.isEmpty() ? "" : "\n\n").append(more);
      }
    }

    private boolean isFile(Part part) throws MessagingException {
      boolean readable = part.isMimeType("text/plain") || part.isMimeType("text/html");
      return !readable
          || Part.ATTACHMENT.equalsIgnoreCase(disposition(part))
          || !name(part, "").isEmpty();
    }

    /** Of a text that nobody could read in full the beginning, and the whole as a file. */
    private String text(Part part) throws MessagingException, IOException {
      boolean html = part.isMimeType("text/html");
      byte[] content;
      try (InputStream in = part.getInputStream()) {
        content = in.readAllBytes();
      }
      if (content.length > LONGEST_TEXT) {
        files.add(
            new File(html ? "mail.html" : "mail.txt", html ? "text/html" : "text/plain", content));
        whole = true;
        content = Arrays.copyOf(content, LONGEST_TEXT);
      }
      String text = string(content, charset(part));
      return html ? MailText.ofHtml(text) : MailText.tidy(text);
    }

    private void keep(Part part) throws MessagingException, IOException {
      String type = type(part);
      if (SIGNATURE.matcher(type).matches()) {
        return;
      }
      try (InputStream in = part.getInputStream()) {
        keep(name(part, type), type, in);
      }
    }

    private void keepRaw(Part part) {
      try (InputStream in =
          part instanceof MimeBodyPart body
              ? body.getRawInputStream()
              : ((MimeMessage) part).getRawInputStream()) {
        keep(name(part, ""), "application/octet-stream", in);
      } catch (MessagingException | IOException e) {
        notKept.add("a part that cannot be read");
      }
    }

    private void keep(String given, String type, InputStream in) throws IOException {
      String name = given.isEmpty() ? "unnamed" : given;
      long most = settings.maxAttachment().toBytes();
      byte[] content = in.readNBytes((int) most + 1);
      if (content.length > most) {
        notKept.add(name);
      } else {
        files.add(new File(name, type, content));
      }
    }
  }

  private static String disposition(Part part) {
    return first(part, "Content-Disposition").split(";", 2)[0].strip();
  }

  private static String type(Part part) {
    try {
      return new ContentType(first(part, "Content-Type")).getBaseType().toLowerCase(Locale.ROOT);
    } catch (ParseException e) {
      return "application/octet-stream";
    }
  }

  /**
   * The name that its sender gave it, without what a file system or a person could take wrongly.
   */
  private static String name(Part part, String type) {
    String given;
    try {
      given = Optional.ofNullable(part.getFileName()).map(MailReader::decoded).orElse("");
    } catch (MessagingException e) {
      given = "";
    }
    String name =
        line(given)
            .replaceAll("\\p{Cf}", "")
            .replaceAll("[\\\\/:*?\"<>|]", "_")
            .replaceAll("^[.\\s]+", "")
            .strip();
    if (name.isEmpty() && type.startsWith("message/")) {
      return "mail.eml";
    }
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= 10 ? name.substring(dot) : "";
    return name.length() <= LONGEST_NAME
        ? name
        : MailText.cut(name, LONGEST_NAME - ending.length()) + ending;
  }

  private static Optional<Charset> charset(Part part) {
    try {
      String name = new ContentType(first(part, "Content-Type")).getParameter("charset");
      return name == null || name.equalsIgnoreCase("us-ascii")
          ? Optional.empty()
          : Optional.of(Charset.forName(MimeUtility.javaCharset(name.strip())));
    } catch (ParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Without a character set that can be used: as UTF-8 if it is that, or as Windows writes. */
  private static String string(byte[] content, Optional<Charset> charset) {
    if (charset.isPresent()) {
      return new String(content, charset.get());
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return new String(content, Charset.forName("windows-1252"));
    }
  }
}
