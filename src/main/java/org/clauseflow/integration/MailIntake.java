package org.clauseflow.integration;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.clauseflow.integration.IncomingMail.Body;
import org.clauseflow.integration.IncomingMail.File;
import org.clauseflow.notification.MailLog;
import org.clauseflow.notification.Notifications;
import org.clauseflow.record.Attachments;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.clauseflow.resolution.MailedIncidents;
import org.clauseflow.resolution.Requests;
import org.clauseflow.security.RecordAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Decides what becomes of a mail and does it, exactly once: the row that says so is written in the
 * transaction of the effect, and there is one for each mail, whoever reads it how often.
 */
@Service
class MailIntake {

  private static final Logger log = LoggerFactory.getLogger(MailIntake.class);

  private static final int LONGEST_TITLE = 120;
  private static final int LONGEST_TEXT = 4000;
  private static final int LONGEST_REASON = 300;

  /** Whoever forges senders shall not make us write to thousands. */
  private static final int STRANGERS_ANSWERED_AN_HOUR = 30;

  private static final Pattern PREFIX =
      Pattern.compile("((re|aw|antw|sv|fwd?|wg|tr)(\\[\\d+])?: *)+", Pattern.CASE_INSENSITIVE);

  /** What became of a mail. */
  private record Verdict(String state, String reason, String record, String person, String text) {

    static Verdict ignored(String reason) {
      return new Verdict("ignored", reason, null, null, null);
    }
  }

  /**
   * Somebody we know.
   *
   * @param id of the person, or of the customer whose own address it is
   */
  private record Sender(String id, String name, boolean person, String party) {}

  private record Known(long id, String state, Instant nextAttempt) {}

  private final MailInSettings settings;
  private final MailedIncidents incidents;
  private final Requests requests;
  private final Register register;
  private final Attachments attachments;
  private final RecordAccess access;
  private final Notifications notifications;
  private final MailLog sent;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final TransactionTemplate transaction;

  MailIntake(
      MailInSettings settings,
      MailedIncidents incidents,
      Requests requests,
      Register register,
      Attachments attachments,
      RecordAccess access,
      Notifications notifications,
      MailLog sent,
      JdbcClient jdbc,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.settings = settings;
    this.incidents = incidents;
    this.requests = requests;
    this.register = register;
    this.attachments = attachments;
    this.access = access;
    this.notifications = notifications;
    this.sent = sent;
    this.jdbc = jdbc;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Takes a mail.
   *
   * @return false if it is to be tried again later
   */
  boolean take(IncomingMail mail) {
    try {
      return Boolean.TRUE.equals(transaction.execute(status -> takeOnce(mail)));
    } catch (RuntimeException e) {
      return failed(
          mail.messageId(), mail.sender(), mail.subject(), mail.size(), mail.receivedAt(), e);
    }
  }

  private boolean takeOnce(IncomingMail mail) {
    Optional<Long> isNew =
        jdbc.sql(
                """
                insert into sms.mail_in (message_id, sender, subject, size, state, next_attempt, received_at, taken_at)
                values (:messageId, :sender, :subject, :size, 'waiting', :now, :received, :now)
                on conflict (message_id, sender) do nothing returning id
                """)
            .param("messageId", mail.messageId())
            .param("sender", mail.sender())
            .param("subject", MailText.cut(mail.subject(), 1000))
            .param("size", mail.size())
            .param("received", Timestamp.from(mail.receivedAt()))
            .param("now", now())
            .query(Long.class)
            .optional();
    long id;
    if (isNew.isPresent()) {
      id = isNew.get();
    } else {
      Known known = known(mail.messageId(), mail.sender());
      if (!isToBeTried(known)) {
        return !known.state.equals("waiting");
      }
      id = known.id;
    }
    Verdict verdict = decide(id, mail);
    jdbc.sql(
            """
            update sms.mail_in set state = :state, reason = :reason, record_number = :record, person_id = :person,
              text = :text, attempts = attempts + 1, next_attempt = null, taken_at = :now
            where id = :id
            """)
        .param("state", verdict.state)
        .param("reason", verdict.reason)
        .param("record", verdict.record)
        .param("person", verdict.person)
        .param("text", verdict.text)
        .param("now", now())
        .param("id", id)
        .update();
    log.debug("Mail {} that came in is {}", id, verdict.state);
    return true;
  }

  private Known known(String messageId, String sender) {
    return jdbc.sql(
            """
            select id, state, next_attempt from sms.mail_in
            where message_id = :messageId and sender = :sender for update
            """)
        .param("messageId", messageId)
        .param("sender", sender)
        .query(Known.class)
        .single();
  }

  /** A mail that was given up and is unread again: somebody wants it tried once more. */
  private boolean isToBeTried(Known known) {
    return known.state.equals("failed")
        || known.state.equals("waiting") && !known.nextAttempt.isAfter(clock.instant());
  }

  private Verdict decide(long id, IncomingMail mail) {
    if (mail.automatic() != null) {
      boolean returned = mail.returned() != null && sent.returned(mail.returned());
      return Verdict.ignored(
          returned ? "Mail %d came back to us".formatted(mail.returned().id()) : mail.automatic());
    }
    if (tooMany(id, mail)) {
      return Verdict.ignored(
          "More than %d mails of this sender within an hour: perhaps two programs answer one another"
              .formatted(settings.mailsPerHour()));
    }
    List<Sender> senders = senders(mail.sender());
    if (!mail.authentic()) {
      return kept(mail, null, "The mail server does not confirm that it comes from whom it says");
    }
    if (senders.size() != 1) {
      return unknown(mail, senders.isEmpty() ? "Nobody has" : "Several people have");
    }
    Sender sender = senders.get(0);
    if (mail.body() == null) {
      return tooLarge(id, mail, sender);
    }
    return mail.record() == null ? open(id, mail, sender) : join(id, mail, sender);
  }

  /**
   * Of somebody we know: a stranger gets no second answer, and who forges a sender silences nobody.
   */
  private boolean tooMany(long id, IncomingMail mail) {
    return !mail.sender().isEmpty()
        && jdbc.sql(
                    """
                    select count(*) from sms.mail_in
                    where sender = :sender and id <> :id and person_id is not null
                      and received_at > :since and received_at <= :received
                    """)
                .param("sender", mail.sender())
                .param("id", id)
                .param("since", Timestamp.from(mail.receivedAt().minus(Duration.ofHours(1))))
                .param("received", Timestamp.from(mail.receivedAt()))
                .query(Integer.class)
                .single()
            >= settings.mailsPerHour();
  }

  /** The people with an address; where there is none, the customer whose own it is. */
  private List<Sender> senders(String address) {
    List<Sender> people =
        jdbc.sql(
                """
                select id, name, true as person, party_id as party from sms.person
                where active and lower(mail) = :address
                """)
            .param("address", address)
            .query(Sender.class)
            .list();
    return !people.isEmpty()
        ? people
        : jdbc.sql(
                """
                select id, name, false as person, id as party from sms.party
                where active and kind = 'customer' and lower(mail) = :address
                """)
            .param("address", address)
            .query(Sender.class)
            .list();
  }

  private Verdict unknown(IncomingMail mail, String who) {
    if (mail.answerable()
        && !mail.sender().isEmpty()
        && strangersAnswered() < STRANGERS_ANSWERED_AN_HOUR) {
      notifications.answer(
          "unknown " + mail.sender(), "sender-unknown", mail.sender(), answered(mail), Map.of());
    }
    return kept(
        mail,
        null,
        mail.sender().isEmpty() ? "It has no sender, or several" : who + " this address");
  }

  private int strangersAnswered() {
    return jdbc.sql(
            "select count(*) from sms.mail where template = 'sender-unknown' and created_at > :since")
        .param("since", Timestamp.from(clock.instant().minus(Duration.ofHours(1))))
        .query(Integer.class)
        .single();
  }

  private Verdict tooLarge(long id, IncomingMail mail, Sender sender) {
    if (mail.answerable()) {
      notifications.answer(
          "mail in " + id,
          "mail-too-large",
          mail.sender(),
          answered(mail),
          Map.of(
              "name", sender.name,
              "size", String.valueOf(Math.round(mail.size() / 1048576.0)),
              "most", String.valueOf(settings.maxMail().toMegabytes())));
    }
    return new Verdict(
        "refused",
        "It has %d bytes, and a mail may have %d at most"
            .formatted(mail.size(), settings.maxMail().toBytes()),
        null,
        sender.id,
        null);
  }

  private Verdict open(long id, IncomingMail mail, Sender sender) {
    if (!sender.person) {
      return unknown(mail, "A customer, and no person, has");
    }
    String subject = PREFIX.matcher(mail.subject()).replaceFirst("").strip();
    String text = MailText.report(mail.body().text());
    String title =
        Optional.of(subject)
            .filter(s -> !s.isEmpty())
            .or(() -> text.lines().findFirst().map(String::strip).filter(l -> !l.isEmpty()))
            .orElse("Mail without a subject");
    String whole = subject.length() > LONGEST_TITLE ? subject + "\n\n" + text : text;
    String number =
        incidents.open(
            new MailedIncidents.Report(
                MailText.cut(title, LONGEST_TITLE),
                shown(whole, mail.body()),
                sender.id,
                mail.recipient(),
                mail.importance(),
                settings.defaultService()));
    keepFiles(id, number, whole, mail.body(), sender);
    return new Verdict("opened", null, number, sender.id, null);
  }

  private Verdict join(long id, IncomingMail mail, Sender sender) {
    Optional<ServiceRecord> found =
        register.find(mail.record()).filter(record -> isTheirs(record, sender));
    if (found.isEmpty()) {
      if (mail.answerable()) {
        // the same whether there is such a record or not
        notifications.answer(
            "mail in " + id,
            "record-unknown",
            mail.sender(),
            answered(mail),
            Map.of("name", sender.name, "number", mail.record()));
      }
      return kept(
          mail, sender, "There is no " + mail.record() + ", or its sender has no part in it");
    }
    ServiceRecord record = found.get();
    boolean incident = record.type().equals("incident");
    if (!record.open() && (!incident || !sender.person)) {
      return kept(mail, sender, record.number() + " is closed");
    }
    String text = MailText.answer(mail.body().text());
    String number;
    if (incident) {
      number = incidents.answer(record, shown(text, mail.body()), sender.id);
    } else if (record.type().equals("service-request")) {
      number = record.number();
      requests.comment(number, shown(text, mail.body()), sender.id);
    } else {
      number = record.number();
      register.add(number, Entry.of(sender.id, "comment", shown(text, mail.body()), Map.of()));
    }
    keepFiles(id, number, text, mail.body(), sender);
    return number.equals(record.number())
        ? new Verdict("joined", null, number, sender.id, null)
        : new Verdict("opened", record.number() + " is closed", number, sender.id, null);
  }

  /**
   * What the sender might see after a log-in; a customer's own address sees what its people see.
   */
  private boolean isTheirs(ServiceRecord record, Sender sender) {
    return sender.person
        ? access.visible(record, sender.id)
        : sender.party.equals(record.customer()) && !record.confidential();
  }

  private Verdict kept(IncomingMail mail, Sender sender, String reason) {
    return new Verdict(
        "kept",
        mail.body() == null ? reason + "; and it is too large" : reason,
        null,
        sender == null ? null : sender.id,
        mail.body() == null ? null : MailText.cut(mail.body().text(), LONGEST_TEXT));
  }

  private void keepFiles(long id, String number, String text, Body body, Sender sender) {
    body.files()
        .forEach(
            file ->
                attachments.add(number, file.name(), file.type(), file.content(), sender.id, id));
    if (!body.whole() && !shown(text, body).startsWith(text)) {
      File whole =
          new File(
              "mail.txt", "text/plain", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      attachments.add(number, whole.name(), whole.type(), whole.content(), sender.id, id);
    }
  }

  /** As much of the text as a record takes, and what is not in it. */
  private static String shown(String text, Body body) {
    StringBuilder notes = new StringBuilder();
    if (!body.notKept().isEmpty()) {
      notes
          .append("\n\n(Not kept, as too large or unreadable: ")
          .append(MailText.cut(String.join(", ", body.notKept()), 500))
          .append(')');
    }
    String said = text.isBlank() ? "(The mail has no text.)" : text;
    if (said.length() + notes.length() > LONGEST_TEXT) {
      notes.append("\n\n(The mail goes on: see its attachments.)");
    }
    return MailText.cut(said, LONGEST_TEXT - notes.length()) + notes;
  }

  /** A mail that nothing could be read of. */
  boolean unreadable(String key, long size, Instant receivedAt, Exception failure) {
    return failed(key, "", null, size, receivedAt, failure);
  }

  /** Whether a mail waits for its next attempt, so that it need not be read before. */
  boolean waits(String messageId) {
    return jdbc.sql(
            """
            select exists (select from sms.mail_in
                           where message_id = :messageId and state = 'waiting' and next_attempt > :now)
            """)
        .param("messageId", messageId)
        .param("now", now())
        .query(Boolean.class)
        .single();
  }

  private boolean failed(
      String messageId,
      String sender,
      String subject,
      long size,
      Instant receivedAt,
      Exception failure) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    String reason =
        MailText.cut(
            MailText.tidy(
                cause instanceof Refusal
                    ? String.valueOf(cause.getMessage())
                    : cause.getClass().getSimpleName() + ": " + cause.getMessage()),
            LONGEST_REASON);
    record Attempt(long id, int attempts) {}
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              Attempt attempt =
                  jdbc.sql(
                          """
                          insert into sms.mail_in as m
                            (message_id, sender, subject, size, state, reason, attempts, received_at, taken_at)
                          values (:messageId, :sender, :subject, :size, 'waiting', :reason, 1, :received, :now)
                          on conflict (message_id, sender) do update set reason = :reason,
                            attempts = case m.state when 'failed' then 1 else m.attempts + 1 end, taken_at = :now
                          returning id, attempts
                          """)
                      .param("messageId", messageId)
                      .param("sender", sender)
                      .param("subject", subject == null ? null : MailText.cut(subject, 1000))
                      .param("size", size)
                      .param("reason", reason)
                      .param("received", Timestamp.from(receivedAt))
                      .param("now", now())
                      .query(Attempt.class)
                      .single();
              boolean last = attempt.attempts >= settings.attempts();
              jdbc.sql("update sms.mail_in set state = :state, next_attempt = :next where id = :id")
                  .param("state", last ? "failed" : "waiting")
                  .param(
                      "next",
                      last
                          ? null
                          : Timestamp.from(
                              clock
                                  .instant()
                                  .plus(Duration.ofMinutes(1L << (attempt.attempts - 1)))),
                      java.sql.Types.TIMESTAMP)
                  .param("id", attempt.id)
                  .update();
              log.warn(
                  "Mail {} that came in could not be taken at attempt {} of {}: {}",
                  attempt.id,
                  attempt.attempts,
                  settings.attempts(),
                  reason);
              return last;
            }));
  }

  private static String answered(IncomingMail mail) {
    return mail.named() && mail.messageId().matches("<[!-;=?-~]+>") ? mail.messageId() : null;
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
