package org.clauseflow.redesign;

/** A file of a draft, such as incident-management.bpmn. */
public record DraftFile(String name, byte[] content) {}
