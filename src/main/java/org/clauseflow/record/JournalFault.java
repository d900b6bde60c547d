package org.clauseflow.record;

/** The first entry of a record that does not fit its chain of hashes. */
public record JournalFault(String record, int entry, String reason) {}
