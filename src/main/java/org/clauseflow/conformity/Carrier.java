package org.clauseflow.conformity;

/** An element of a model that carries out a requirement. */
public record Carrier(String requirement, String elementId, String elementName) {}
