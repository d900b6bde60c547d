package org.clauseflow.catalogue;

/**
 * Somebody of the service provider, of a customer or of a supplier.
 *
 * @param id also the user id of the engine
 * @param mail null: reached by other means
 * @param partyId the organization, null if none is known
 */
public record Person(String id, String name, String mail, String partyId, boolean active) {}
