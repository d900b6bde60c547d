package org.clauseflow.notification;

import java.time.Instant;

/**
 * What became of one mail to one recipient.
 *
 * @param addressedAs why this recipient: reporter, owner, customer, a role
 * @param state waiting, sending, sent, skipped, failed, uncertain
 * @param reason why it was not sent, or why the last attempt did not succeed
 */
public record Mail(
    long id,
    String record,
    String template,
    String recipient,
    String addressedAs,
    String address,
    String subject,
    String state,
    String reason,
    int attempts,
    Instant createdAt,
    Instant nextAttempt,
    Instant sentAt) {}
