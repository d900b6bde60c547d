package org.clauseflow.web;

import java.time.Instant;

/**
 * What happened at one time, to a major incident or to an incident that is part of it.
 *
 * @param record number of the one it happened to
 * @param what the step of the model, or what kind of entry it is
 * @param said what somebody wrote, null if nothing
 * @param status which the record took, null if it kept its own
 * @param requirement ids of the obligations that the step carries out, null for none
 */
record TimelineEntry(
    Instant at,
    String record,
    String actor,
    String kind,
    String what,
    String said,
    String status,
    String requirement) {}
