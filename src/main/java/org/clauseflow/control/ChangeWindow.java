package org.clauseflow.control;

import java.time.Instant;

/**
 * A maintenance window, inside which changes belong, or a freeze, inside which there are to be
 * none; of one service, of one customer or, both null, of all.
 *
 * @param id null: not known yet
 * @param kind maintenance or freeze
 * @param startsAt the first one
 * @param recurrence rule of RFC 5545, such as FREQ=WEEKLY;BYDAY=SU; null: it happens once
 * @param timeZone by whose clocks it recurs
 */
public record ChangeWindow(
    String id,
    String kind,
    String name,
    String reason,
    String service,
    String customer,
    Instant startsAt,
    Instant endsAt,
    String recurrence,
    String timeZone) {}
