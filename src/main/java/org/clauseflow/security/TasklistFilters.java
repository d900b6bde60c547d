package org.clauseflow.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/**
 * What Tasklist offers on its left side; it shows nothing without filters. A filter that is there
 * is left as it is.
 *
 * <p>"My tasks" is one a person, with the person's id in it: a filter for all would need an
 * expression, and the engine runs none in stored queries, because it would run any.
 */
@Component
class TasklistFilters {

  private static final String MINE = "My tasks";

  /** Tasks of at least this priority are late or about to be; the worklist sees to it. */
  private static final int SOON_LATE = 70;

  private static final String BLUE = "#155cb5";
  private static final String RED = "#a1142a";
  private static final String AMBER = "#7a4a00";
  private static final String GREY = "#595959";

  private final FilterService filters;
  private final TaskService tasks;
  private final AuthorizationService authorizations;

  TasklistFilters(FilterService filters, TaskService tasks, AuthorizationService authorizations) {
    this.filters = filters;
    this.tasks = tasks;
    this.authorizations = authorizations;
  }

  void ofPerson(String person) {
    if (filters.createTaskFilterQuery().filterName(MINE).filterOwner(person).count() == 0) {
      Filter filter =
          filter(
              MINE,
              "What I have claimed, or what was assigned to me",
              10,
              BLUE,
              tasks.createTaskQuery().taskAssignee(person));
      // the owner may read it
      filter.setOwner(person);
      filters.saveFilter(filter);
    }
  }

  void removeOfPerson(String person) {
    filters
        .createTaskFilterQuery()
        .filterOwner(person)
        .unlimitedList()
        .forEach(filter -> filters.deleteFilter(filter.getId()));
  }

  void ofRole(String role, String name) {
    shared(
        filter(
            name,
            "Open tasks of this role, claimed or not",
            30,
            GREY,
            tasks.createTaskQuery().taskCandidateGroup(role).includeAssignedTasks()),
        List.of(role));
  }

  /** As below. */
  void late(Collection<String> roles) {
    shared(
        filter(
            "Late or about to be",
            "Due, or three quarters of the time are over",
            15,
            RED,
            tasks.createTaskQuery().taskMinPriority(SOON_LATE)),
        roles);
  }

  /** What somebody may see follows from who they are, so this needs no condition on roles. */
  void toBeClaimed(Collection<String> roles) {
    shared(
        filter(
            "To be claimed",
            "Open tasks that I or one of my roles may claim",
            20,
            AMBER,
            tasks.createTaskQuery().taskUnassigned()),
        roles);
  }

  /** As above. */
  void ofAll(Collection<String> roles) {
    shared(
        filter(
            "All tasks of my roles",
            "Open tasks of all my roles, claimed or not",
            40,
            GREY,
            tasks.createTaskQuery()),
        roles);
  }

  private void shared(Filter filter, Collection<String> roles) {
    Filter existing = filters.createTaskFilterQuery().filterName(filter.getName()).singleResult();
    Filter saved = existing != null ? existing : filters.saveFilter(filter);
    for (String role : roles) {
      boolean given =
          authorizations
                  .createAuthorizationQuery()
                  .resourceType(Resources.FILTER)
                  .resourceId(saved.getId())
                  .groupIdIn(role)
                  .count()
              > 0;
      if (!given) {
        Authorization right = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        right.setGroupId(role);
        right.setResource(Resources.FILTER);
        right.setResourceId(saved.getId());
        right.setPermissions(new Permission[] {Permissions.READ});
        authorizations.saveAuthorization(right);
      }
    }
  }

  private Filter filter(String name, String description, int place, String color, TaskQuery query) {
    return filters
        .newTaskFilter(name)
        .setQuery(query.orderByDueDate().asc().orderByTaskCreateTime().asc())
        .setProperties(
            Map.of("description", description, "priority", place, "color", color, "refresh", true));
  }
}
