package org.clauseflow.cmdb;

/** A configuration item, as far as it is chosen from. */
public record ConfigurationItem(String id, String name, String type, String status) {}
