package org.clauseflow.notification;

import java.util.Map;

/**
 * What a step of a process tells whom.
 *
 * @param step activity instance, so that a step tells nobody twice
 * @param elementId element of the model, for the journal
 * @param elementName its name as people read it
 * @param record number of the record that the mail is about
 * @param template name of a file in {@code mail/}
 * @param to comma separated: reporter, reporters (also of records that duplicate this one),
 *     affectedReporters (of the records that this one caused), supportGroup, customerContacts,
 *     owner, linkedReporters, linkedCustomers and linkedGroups (of the records that are part of
 *     this one), or the id of a role or a person
 * @param facts what the process knows: the variables that the template may use
 */
public record Notice(
    String step,
    String elementId,
    String elementName,
    String record,
    String template,
    String to,
    Map<String, Object> facts) {}
