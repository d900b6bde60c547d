package org.clauseflow.integration;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The mailbox that is read, and how.
 *
 * @param host IMAP server; without one no mail is read
 * @param port null: 993 with TLS, else 143
 * @param security how the connection is protected
 * @param folder where mails arrive
 * @param doneFolder where mails go that were taken; without one they stay, marked as read
 * @param address where people write to; outgoing mails name it for answers
 * @param authenticationServer name under which the mail server says in Authentication-Results
 *     whether a mail comes from whom it says; without one the mail server must refuse what does not
 * @param defaultService id of the service for mails for which the decision names none
 * @param every pause between two looks into the mailbox
 * @param maxMail largest mail that is taken
 * @param maxAttachment largest file that is kept
 * @param mailsPerHour how many mails of one sender are taken in an hour; more are a loop
 * @param attempts how often a mail is tried that cannot be taken
 */
@ConfigurationProperties("clauseflow.mail-in")
record MailInSettings(
    String host,
    Integer port,
    String user,
    String password,
    @DefaultValue("tls") Security security,
    @DefaultValue("INBOX") String folder,
    String doneFolder,
    String address,
    String authenticationServer,
    String defaultService,
    @DefaultValue("30s") Duration every,
    @DefaultValue("25MB") DataSize maxMail,
    @DefaultValue("10MB") DataSize maxAttachment,
    @DefaultValue("20") int mailsPerHour,
    @DefaultValue("5") int attempts) {

  enum Security {
    TLS,
    STARTTLS,
    /** The password and the mails can be read on their way. */
    NONE
  }

  MailInSettings {
    if (isSet(host) && (!isSet(user) || !isSet(password) || !isSet(address))) {
      throw new IllegalArgumentException(
          "A mailbox is set (clauseflow.mail-in.host), but not all that it needs: set user, password and address, too."
              + " The address is where people write to, so that answers come back to the mailbox.");
    }
  }

  private static boolean isSet(String value) {
    return value != null && !value.isBlank();
  }
}
