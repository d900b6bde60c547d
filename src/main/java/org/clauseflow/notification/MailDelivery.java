package org.clauseflow.notification;

import static java.util.stream.Collectors.joining;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/**
 * Sends the mails that wait, one after another. A mail is marked before it is given to the server
 * and marked again after: should the application die in between, nobody can know whether it left,
 * so it is not sent again by itself but shown as uncertain.
 */
@Component
class MailDelivery {

  private static final Logger log = LoggerFactory.getLogger(MailDelivery.class);

  /** Waits between attempts; the last one is repeated. */
  private static final List<Duration> WAITS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(60));

  /** Four days, the time after which mail servers give up too. */
  private static final int LAST_ATTEMPT = 100;

  private static final Duration INTERRUPTED_AFTER = Duration.ofMinutes(10);

  /** Leaves the scheduler's thread free now and then. */
  private static final int MAILS_A_RUN = 500;

  private enum Answer {
    DELIVERED,
    REFUSED,
    TRY_LATER,
    UNREACHABLE,
    UNKNOWN
  }

  private record Mail(
      long id,
      String recordNumber,
      String address,
      String subject,
      String body,
      String inReplyTo,
      int attempts,
      Instant createdAt) {}

  private final Optional<JavaMailSender> server;
  private final MailSettings settings;
  private final MailIds ids;
  private final JdbcClient jdbc;
  private final Clock clock;

  MailDelivery(
      Optional<JavaMailSender> server,
      MailSettings settings,
      MailIds ids,
      JdbcClient jdbc,
      Clock clock) {
    this.server = server;
    this.settings = settings;
    this.ids = ids;
    this.jdbc = jdbc;
    this.clock = clock;
    if (server.isEmpty()) {
      log.info("No mail server is set (spring.mail.host): mails wait in the outbox");
    }
  }

  void run() {
    giveUpInterrupted();
    if (server.isEmpty()) {
      return;
    }
    for (int i = 0; i < MAILS_A_RUN; i++) {
      Optional<Mail> mail = take();
      // Where the server cannot be reached, the other mails need not try.
      if (mail.isEmpty() || deliver(server.get(), mail.get()) == Answer.UNREACHABLE) {
        return;
      }
    }
  }

  private void giveUpInterrupted() {
    jdbc.sql(
            """
            update sms.mail set state = 'uncertain',
              reason = 'Sending was interrupted; whether it arrived is not known. Send it again by hand if need be.'
            where state = 'sending' and sending_since < :before
            """)
        .param("before", Timestamp.from(clock.instant().minus(INTERRUPTED_AFTER)))
        .update();
  }

  /** Outside a transaction, so that the mark is there before the mail leaves. */
  private Optional<Mail> take() {
    return jdbc.sql(
            """
            update sms.mail set state = 'sending', sending_since = :now, attempts = attempts + 1
            where id = (select id from sms.mail where state = 'waiting' and next_attempt <= :now
                        order by next_attempt, id limit 1 for update skip locked)
            returning id, record_number, address, subject, body, in_reply_to, attempts, created_at
            """)
        .param("now", Timestamp.from(clock.instant()))
        .query(
            (rs, i) ->
                new Mail(
                    rs.getLong("id"),
                    rs.getString("record_number"),
                    rs.getString("address"),
                    rs.getString("subject"),
                    rs.getString("body"),
                    rs.getString("in_reply_to"),
                    rs.getInt("attempts"),
                    rs.getTimestamp("created_at").toInstant()))
        .optional();
  }

  private Answer deliver(JavaMailSender to, Mail mail) {
    Answer answer;
    String reason = null;
    try {
      to.send(message(to, mail));
      answer = Answer.DELIVERED;
    } catch (MessagingException e) {
      answer = Answer.REFUSED;
      reason = "This cannot be made a mail: " + e.getMessage();
    } catch (MailException e) {
      answer = answer(e);
      reason = reason(e);
    }
    switch (answer) {
      case DELIVERED -> finish(mail, "sent", null);
      case REFUSED -> finish(mail, "failed", reason);
      case UNKNOWN -> finish(mail, "uncertain", reason);
      case TRY_LATER, UNREACHABLE -> retry(mail, reason);
    }
    return answer;
  }

  private MimeMessage message(JavaMailSender to, Mail mail) throws MessagingException {
    MimeMessage message = to.createMimeMessage();
    MimeMessageHelper helper = new MimeMessageHelper(message, "UTF-8");
    helper.setValidateAddresses(true);
    helper.setFrom(oneLine(settings.from()));
    if (settings.answersAreRead()) {
      helper.setReplyTo(oneLine(settings.replyTo()));
    }
    helper.setTo(oneLine(mail.address()));
    helper.setSubject(oneLine(subject(mail)));
    helper.setText(mail.body());
    message.setHeader(
        "Message-ID", ids.of(new MailIds.Sent(mail.recordNumber, mail.id, mail.createdAt)));
    thread(message, mail);
    message.setHeader("Auto-Submitted", "auto-generated");
    // Exchange minds this one
    message.setHeader("X-Auto-Response-Suppress", "OOF, AutoReply");
    // no answer copies it: who sends it back is a program
    message.setHeader(MailIds.LOOP, "1");
    return message;
  }

  /** An answer keeps the subject, and so the number by which it finds its record. */
  private static String subject(Mail mail) {
    String number = mail.recordNumber;
    String tag = "[" + number + "]";
    if (number == null || mail.subject.contains(tag)) {
      return mail.subject;
    }
    return mail.subject.startsWith(number)
        ? tag + mail.subject.substring(number.length())
        : tag + " " + mail.subject;
  }

  /** What concerns one record stands together in a mail program. */
  private void thread(MimeMessage message, Mail mail) throws MessagingException {
    String before = mail.inReplyTo == null ? lastMail(mail) : mail.inReplyTo;
    if (before != null) {
      message.setHeader("In-Reply-To", before);
    }
    String thread = mail.recordNumber == null ? null : ids.thread(mail.recordNumber);
    if (thread != null || before != null) {
      message.setHeader(
          "References", Stream.of(thread, before).filter(Objects::nonNull).collect(joining(" ")));
    }
  }

  /** The last mail of the record that went to this address or came from it, null if none did. */
  private String lastMail(Mail mail) {
    record Before(String messageId, Long id, Instant createdAt) {}
    return jdbc.sql(
            """
            select message_id, id, created_at from (
              select null as message_id, id, created_at, sent_at as at from sms.mail
              where record_number = :record and address = :address and sent_at is not null and id <> :id
              union all
              select message_id, id, taken_at, taken_at from sms.mail_in
              where record_number = :record and sender = lower(:address) and message_id ~ '^<[!-;=?-~]+>$'
            ) m order by at desc, id desc limit 1
            """)
        .param("record", mail.recordNumber)
        .param("address", mail.address)
        .param("id", mail.id)
        .query(Before.class)
        .optional()
        .map(
            before ->
                before.messageId != null
                    ? before.messageId
                    : ids.of(new MailIds.Sent(mail.recordNumber, before.id, before.createdAt)))
        .orElse(null);
  }

  /** A header ends at the end of its line: nothing that people write may begin another. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
  }

  private void finish(Mail mail, String state, String reason) {
    jdbc.sql(
            "update sms.mail set state = :state, reason = :reason, sent_at = :sentAt where id = :id")
        .param("state", state)
        .param("reason", reason)
        .param(
            "sentAt",
            state.equals("sent") ? Timestamp.from(clock.instant()) : null,
            java.sql.Types.TIMESTAMP)
        .param("id", mail.id)
        .update();
    if (!state.equals("sent")) {
      log.warn("Mail {} is {}: {}", mail.id, state, reason);
    }
  }

  private void retry(Mail mail, String reason) {
    if (mail.attempts >= LAST_ATTEMPT) {
      finish(mail, "failed", "Given up after " + mail.attempts + " attempts: " + reason);
      return;
    }
    Duration wait = WAITS.get(Math.min(mail.attempts, WAITS.size()) - 1);
    jdbc.sql(
            "update sms.mail set state = 'waiting', reason = :reason, next_attempt = :next where id = :id")
        .param("reason", reason)
        .param("next", Timestamp.from(clock.instant().plus(wait)))
        .param("id", mail.id)
        .update();
    log.warn("Mail {} is tried again in {} min: {}", mail.id, wait.toMinutes(), reason);
  }

  private static Answer answer(MailException e) {
    if (e instanceof MailAuthenticationException) {
      return Answer.UNREACHABLE;
    }
    if (!(e instanceof MailSendException sending)) {
      return Answer.REFUSED;
    }
    // Spring says so of a connection that could not be made, and of one that failed to close after
    // the sending.
    List<Exception> failures = Arrays.asList(sending.getMessageExceptions());
    if (failures.contains(sending.getCause())) {
      return Answer.UNREACHABLE;
    }
    return failures.isEmpty() ? Answer.DELIVERED : answer(failures.get(0));
  }

  /** The server's own answer is in one of the exceptions, which make a chain. */
  private static Answer answer(Exception failure) {
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      if (m instanceof SMTPSendFailedException send) {
        // Where it goes away after the end of the text, it may have taken it.
        return send.getReturnCode() > 0 ? answer(send.getReturnCode()) : Answer.UNKNOWN;
      }
      if (m instanceof SMTPAddressFailedException address) {
        return answer(address.getReturnCode());
      }
      if (m instanceof SMTPSenderFailedException sender) {
        return answer(sender.getReturnCode());
      }
    }
    return Answer.UNKNOWN;
  }

  /**
   * From 550 on it is this mail that is refused; what is below concerns the server or the way we
   * speak to it.
   */
  private static Answer answer(int code) {
    return code >= 550 ? Answer.REFUSED : Answer.TRY_LATER;
  }

  private static String reason(MailException e) {
    Exception cause = e;
    if (e instanceof MailSendException sending && sending.getMessageExceptions().length > 0) {
      cause = sending.getMessageExceptions()[0];
    }
    StringBuilder reason = new StringBuilder(String.valueOf(cause.getMessage()).strip());
    if (cause instanceof MessagingException m && m.getNextException() != null) {
      reason.append(": ").append(String.valueOf(m.getNextException().getMessage()).strip());
    }
    return reason.length() <= 1000 ? reason.toString() : reason.substring(0, 1000);
  }
}
