package org.clauseflow.redesign;

/** A file of a draft, such as incident-management.bpmn. */
record DraftFile(String name, byte[] content) {}
