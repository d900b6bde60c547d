package org.clauseflow.work;

/**
 * Which tasks are looked at; null means all.
 *
 * @param view mine, teams, late, unassigned or all
 * @param process key of a process
 * @param service id of a service
 * @param text number of a record, or beginnings of words in its title
 */
public record WorkFilter(
    String view, String process, String service, String priority, String text) {}
