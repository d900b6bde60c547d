package org.clauseflow.conformity;

/**
 * An element of a model that carries out a requirement.
 *
 * @param kind as BPMN names it, such as userTask
 */
public record Carrier(String requirement, String elementId, String elementName, String kind) {}
