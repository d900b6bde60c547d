package org.clauseflow.record;

import java.time.Instant;

/** Two records that have to do with each other, read "from kind to": INC-2 duplicates INC-1. */
public record Link(String from, String kind, String to, Instant at, String by) {}
