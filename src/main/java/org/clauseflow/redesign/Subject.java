package org.clauseflow.redesign;

import java.util.Set;
import org.clauseflow.conformity.Model;

/**
 * A process or a decision table as it is in force.
 *
 * @param definition id of the engine's definition
 * @param owners roles that answer for it
 */
record Subject(
    SubjectKind kind,
    String key,
    String name,
    String definition,
    int version,
    String versionTag,
    Set<String> owners,
    Model model,
    byte[] content) {}
