package org.clauseflow.control;

/**
 * A vote.
 *
 * @param vote for, against or abstain
 * @param comment why; needed for a vote against
 * @param conditions on which it is for it, null for none
 */
public record Ballot(String vote, String comment, String conditions) {}
