package org.clauseflow.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
      int attempts,
      Instant createdAt) {}

  private final Optional<JavaMailSender> server;
  private final MailSettings settings;
  private final JdbcClient jdbc;
  private final Clock clock;

  MailDelivery(
      Optional<JavaMailSender> server, MailSettings settings, JdbcClient jdbc, Clock clock) {
    this.server = server;
    this.settings = settings;
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
            returning id, record_number, address, subject, body, attempts, created_at
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
    if (settings.replyTo() != null && !settings.replyTo().isBlank()) {
      helper.setReplyTo(oneLine(settings.replyTo()));
    }
    helper.setTo(oneLine(mail.address()));
    helper.setSubject(oneLine(mail.subject()));
    helper.setText(mail.body());
    // The same id at every attempt, so that a mail that did arrive twice is recognized.
    String domain = settings.from().replaceAll("^.*@", "").replaceAll("[^A-Za-z0-9.-]", "");
    message.setHeader(
        "Message-ID",
        "<mail." + mail.id + "." + mail.createdAt.getEpochSecond() + "@" + domain + ">");
    if (mail.recordNumber != null) {
      // what concerns one record stands together in a mail program
      message.setHeader("References", "<" + mail.recordNumber + "@" + domain + ">");
    }
    message.setHeader("Auto-Submitted", "auto-generated");
    return message;
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
