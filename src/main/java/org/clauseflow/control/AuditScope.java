package org.clauseflow.control;

/**
 * What an audit looks at.
 *
 * @param kind all, type or service
 * @param type of items, else null
 * @param service that the items make up, else null
 */
record AuditScope(String kind, String type, String service) {}
