package org.clauseflow.record;

/**
 * What a record is opened with: its number, type and the process that carries it.
 *
 * @param number from {@link Register#nextNumber}
 * @param type id of the record type, such as incident
 */
public record Opening(
    String number, String type, String processKey, int processVersion, String processInstanceId) {}
