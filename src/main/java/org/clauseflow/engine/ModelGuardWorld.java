package org.clauseflow.engine;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.clauseflow.conformity.Model;

/**
 * What a model may refer to.
 *
 * @param delegates names of the beans that a service task may call
 * @param isBean whether a name stands for a part of the application
 * @param choices sources that a form may offer choices from
 * @param hasForm whether a form is there, deployed before or coming with this deployment; likewise
 *     decision and process
 * @param latest the process as it is deployed now
 * @param process the process as it will be deployed, or is if it is not part of the deployment
 * @param isMoved whether another process has taken over the requirement from the one
 * @param deviations what the process may leave out for a while
 */
record ModelGuardWorld(
    Set<String> recordTypes,
    Set<String> roles,
    Set<String> delegates,
    Predicate<String> isBean,
    Set<String> choices,
    Predicate<String> hasForm,
    Predicate<String> hasDecision,
    Predicate<String> hasProcess,
    Function<String, Optional<Model>> latest,
    Function<String, Optional<Model>> process,
    BiPredicate<String, String> isMoved,
    Function<String, Set<String>> deviations) {}
