package org.clauseflow.integration;

import jakarta.mail.Authenticator;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.SearchTerm;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.clauseflow.integration.MailInSettings.Security;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.integration.mail.ImapMailReceiver;
import org.springframework.stereotype.Component;

/**
 * The mailbox: gives every unread mail to the intake, and marks it as read when the intake has
 * settled it and committed that. Between the two the application may die: the mail is read again
 * and known.
 */
@Component
@ConditionalOnProperty("clauseflow.mail-in.host")
class Mailbox {

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  private static final int MAILS_A_RUN = 100;
  private static final int TIMEOUT = 20_000;

  private static final SearchTerm UNREAD =
      new AndTerm(
          new FlagTerm(new Flags(Flags.Flag.SEEN), false),
          new FlagTerm(new Flags(Flags.Flag.DELETED), false));

  private final MailInSettings settings;
  private final MailReader reader;
  private final MailIntake intake;
  private final Clock clock;
  private boolean away;

  Mailbox(MailInSettings settings, MailReader reader, MailIntake intake, Clock clock) {
    this.settings = settings;
    this.reader = reader;
    this.intake = intake;
    this.clock = clock;
  }

  /** Takes what has come. A mailbox that is away is looked for again the next time. */
  void read() {
    Receiver receiver = new Receiver(settings);
    try {
      Object[] messages = receiver.receive();
      if (away) {
        log.info("The mailbox at {} can be read again", settings.host());
        away = false;
      }
      for (Object message : messages) {
        IMAPMessage mail =
            (IMAPMessage) ((org.springframework.messaging.Message<?>) message).getPayload();
        if (!mail.getFolder().isOpen()) {
          throw new MessagingException("The connection broke");
        }
        take(mail);
      }
    } catch (MessagingException | IllegalStateException e) {
      if (!away) {
        log.warn(
            "The mailbox at {} cannot be read, which is tried again every {} s: {}",
            settings.host(),
            settings.every().toSeconds(),
            e.getMessage());
        away = true;
      }
    } finally {
      receiver.destroy();
    }
  }

  private void take(IMAPMessage message) throws MessagingException {
    // known before anything of the mail is read, whatever happens then
    UIDFolder folder = (UIDFolder) message.getFolder();
    String key = "uid:" + folder.getUIDValidity() + "." + folder.getUID(message);
    Date received = message.getReceivedDate();
    Instant receivedAt = received == null ? clock.instant() : received.toInstant();
    long size = Math.max(0, message.getSize());
    if (intake.waits(key)) {
      return;
    }
    boolean settled;
    try {
      settled = intake.take(mail(message, size, receivedAt));
    } catch (MessageRemovedException e) {
      return;
    } catch (MessagingException | IOException e) {
      settled = intake.unreadable(key, size, receivedAt, e);
    }
    if (settled) {
      finish(message);
    }
  }

  /** The whole mail, unless it is too large: then the headers that matter are all that is read. */
  private IncomingMail mail(IMAPMessage message, long size, Instant receivedAt)
      throws MessagingException, IOException {
    int most = (int) settings.maxMail().toBytes();
    long found = size;
    if (size <= most) {
      try (InputStream in = message.getMimeStream()) {
        byte[] raw = in.readNBytes(most + 1);
        if (raw.length <= most) {
          return reader.read(raw, receivedAt);
        }
        found = raw.length;
      }
    }
    MimeMessage headers = reader.headers();
    for (String name : MailReader.HEADERS) {
      String[] values = message.getHeader(name);
      for (int i = 0; values != null && i < values.length; i++) {
        headers.addHeader(name, values[i]);
      }
    }
    return reader.read(headers, found, receivedAt);
  }

  private void finish(IMAPMessage message) throws MessagingException {
    message.setFlag(Flags.Flag.SEEN, true);
    if (settings.doneFolder() == null || settings.doneFolder().isBlank()) {
      return;
    }
    IMAPFolder folder = (IMAPFolder) message.getFolder();
    IMAPStore store = (IMAPStore) folder.getStore();
    Folder done = store.getFolder(settings.doneFolder());
    Message[] one = {message};
    if (store.hasCapability("MOVE")) {
      folder.moveMessages(one, done);
    } else {
      folder.copyMessages(one, done);
      message.setFlag(Flags.Flag.DELETED, true);
    }
  }

  /**
   * Spring's receiver, which sees to connection and search. It is told to leave the mails alone: by
   * itself it would mark them when it has found them, and read each of them whole.
   */
  private static final class Receiver extends ImapMailReceiver {

    Receiver(MailInSettings settings) {
      super(url(settings));
      String protocol = protocol(settings);
      Properties properties = new Properties();
      properties.setProperty("mail.store.protocol", protocol);
      String prefix = "mail." + protocol + ".";
      properties.setProperty(prefix + "connectiontimeout", String.valueOf(TIMEOUT));
      properties.setProperty(prefix + "timeout", String.valueOf(TIMEOUT));
      properties.setProperty(prefix + "writetimeout", String.valueOf(TIMEOUT));
      properties.setProperty(prefix + "fetchsize", String.valueOf(1 << 20));
      properties.setProperty(prefix + "ssl.checkserveridentity", "true");
      boolean startTls = settings.security() == Security.STARTTLS;
      properties.setProperty(prefix + "starttls.enable", String.valueOf(startTls));
      properties.setProperty(prefix + "starttls.required", String.valueOf(startTls));
      setJavaMailProperties(properties);
      setJavaMailAuthenticator(
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return new PasswordAuthentication(settings.user(), settings.password());
            }
          });
      setSearchTermStrategy((supported, folder) -> UNREAD);
      setMaxFetchSize(MAILS_A_RUN);
      setShouldMarkMessagesAsRead(false);
      setShouldDeleteMessages(false);
      setFlaggedAsFallback(false);
      setAutoCloseFolder(false);
      afterPropertiesSet();
    }

    private static String protocol(MailInSettings settings) {
      return settings.security() == Security.TLS ? "imaps" : "imap";
    }

    private static String url(MailInSettings settings) {
      int port =
          settings.port() != null
              ? settings.port()
              : settings.security() == Security.TLS ? 993 : 143;
      return "%s://%s:%d/%s"
          .formatted(protocol(settings), settings.host(), port, settings.folder());
    }

    /**
     * Not the structure of the mails: a server or a parser that stumbles over one has none left.
     */
    @Override
    protected void fetchMessages(Message[] messages) throws MessagingException {
      FetchProfile profile = new FetchProfile();
      profile.add(UIDFolder.FetchProfileItem.UID);
      profile.add(FetchProfile.Item.FLAGS);
      profile.add(FetchProfile.Item.SIZE);
      profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
      getFolder().fetch(messages, profile);
    }
  }
}
