package org.clauseflow.catalogue;

/**
 * A service level agreement, as far as clocks and decisions read it.
 *
 * @param hoursId the service hours that its targets are counted in
 * @param serviceLevel what the decision on targets reads, such as gold
 */
public record Agreement(String id, String name, String hoursId, String serviceLevel) {}
