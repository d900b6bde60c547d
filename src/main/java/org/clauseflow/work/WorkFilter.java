package org.clauseflow.work;

/**
 * Which tasks are looked at; null means all.
 *
 * @param view mine, teams, late, unassigned or all
 * @param process key of a process
 * @param service id of a service
 * @param text in the name of the task or in the number or title of its record
 */
public record WorkFilter(
    String view, String process, String service, String priority, String text) {}
