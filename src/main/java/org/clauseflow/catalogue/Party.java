package org.clauseflow.catalogue;

/**
 * An organization.
 *
 * @param kind customer, supplier or internal
 */
public record Party(String id, String kind, String name) {}
