package org.clauseflow.work;

/**
 * What has become of one of the tasks that somebody chose.
 *
 * @param name of the task, null if they may not see it
 * @param record number of its record, null if none
 * @param done whether it was done now
 * @param says what was done, or why not
 */
public record Outcome(String task, String name, String record, boolean done, String says) {}
