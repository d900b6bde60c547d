package org.clauseflow.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails present themselves; the server is set by {@code spring.mail.*}.
 *
 * @param from sender of all mails
 * @param replyTo where answers go, such as the service desk's mailbox; by default the sender
 */
@ConfigurationProperties("clauseflow.mail")
record MailSettings(@DefaultValue("clauseflow@localhost") String from, String replyTo) {}
