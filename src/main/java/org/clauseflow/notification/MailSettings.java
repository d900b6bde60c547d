package org.clauseflow.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails present themselves; the server is set by {@code spring.mail.*}.
 *
 * @param from sender of all mails
 * @param replyTo where somebody reads answers: the mailbox of mail in, if there is one; without it
 *     mails invite nobody to answer
 */
@ConfigurationProperties("clauseflow.mail")
record MailSettings(@DefaultValue("clauseflow@localhost") String from, String replyTo) {

  boolean answersAreRead() {
    return replyTo != null && !replyTo.isBlank();
  }
}
