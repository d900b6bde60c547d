package org.clauseflow.catalogue;

/** A service of the catalogue. */
public record Service(String id, String name) {}
