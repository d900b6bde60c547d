package org.clauseflow.work;

import java.time.Instant;
import java.util.List;

/**
 * An open task, as somebody who may see it does.
 *
 * @param task id of the engine
 * @param record number of the record that it is about, null if none
 * @param title of that record, null if they may not see it
 * @param dueAt null if it has no due date
 * @param urgency late, soon (three quarters of the time are over, or a target warns) or null
 * @param assignee id of the person who has it
 * @param actingFor id of the absent person for whom the assignee has it, null if none
 * @param roles names of the roles that may claim it
 * @param assignable whether they may hand it on
 * @param completable whether its form can be left as it opens
 */
public record WorkItem(
    String task,
    String name,
    String process,
    String processName,
    String record,
    String title,
    String status,
    String priority,
    String service,
    Instant dueAt,
    String urgency,
    Instant createdAt,
    String assignee,
    String assigneeName,
    String actingFor,
    List<String> roles,
    boolean assignable,
    boolean completable) {}
