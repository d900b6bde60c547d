package org.clauseflow.web;

import java.time.Instant;

/**
 * A major incident as staff see it.
 *
 * @param manager the person who was appointed
 * @param update what those concerned heard last
 * @param updateRhythm how often they hear, as an ISO 8601 duration
 * @param incidents how many incidents are part of it, whatever has become of them
 * @param openIncidents how many of them are open
 */
record MajorIncident(
    String number,
    String title,
    String description,
    String status,
    String priority,
    String service,
    String manager,
    String criterion,
    boolean confidential,
    String update,
    String updateRhythm,
    String workaround,
    String resolution,
    String cause,
    String outcome,
    int incidents,
    int openIncidents,
    Instant openedAt,
    Instant resolvedAt,
    Instant closedAt) {}
