package org.clauseflow.conformity;

import java.util.List;

/**
 * One obligation of ISO/IEC 20000-1:2011, in our own words.
 *
 * @param process the processes that carry it out; the first one owns it
 */
public record Requirement(String id, String says, List<String> process) {}
