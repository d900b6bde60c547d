package org.clauseflow.security;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.AuthorizationQuery;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.SystemPermissions;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;
import org.clauseflow.CannotStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The rights of the roles, as authorizations.yaml says: what is missing is added, what is not in it
 * is taken away.
 */
@Component
class Authorizations {

  private static final Logger LOG = LoggerFactory.getLogger(Authorizations.class);

  /** The engine itself gives rights to single ones of these: those are not ours to take away. */
  private static final Set<Resources> GIVEN_ONE_BY_ONE =
      Set.of(Resources.TASK, Resources.HISTORIC_TASK, Resources.FILTER, Resources.GROUP);

  private final AuthorizationService authorizations;
  private final org.springframework.core.io.Resource file;

  Authorizations(
      AuthorizationService authorizations,
      @Value("classpath:authorizations.yaml") org.springframework.core.io.Resource file) {
    this.authorizations = authorizations;
    this.file = file;
  }

  private record Right(String role, Resources resource, String id) {}

  /** Gives these roles what the file says, and no more. */
  void apply(Set<String> roles) {
    Map<Right, Set<Permission>> missing = read(roles);
    for (Authorization authorization : existing(roles)) {
      Resources resource = resource(authorization);
      Right right = new Right(authorization.getGroupId(), resource, authorization.getResourceId());
      Set<Permission> wanted = missing.remove(right);
      if (wanted == null) {
        LOG.info("Taking away: {}", right);
        authorizations.deleteAuthorization(authorization.getId());
      } else if (!granted(authorization, resource).equals(spelledOut(wanted, resource))) {
        LOG.info("Changing: {} {}", right, wanted);
        save(authorization, wanted);
      }
    }
    missing.forEach(
        (right, wanted) -> {
          Authorization authorization =
              authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
          authorization.setGroupId(right.role());
          authorization.setResource(right.resource());
          authorization.setResourceId(right.id());
          save(authorization, wanted);
        });
  }

  private void save(Authorization authorization, Set<Permission> permissions) {
    authorization.setPermissions(permissions.toArray(Permission[]::new));
    authorizations.saveAuthorization(authorization);
  }

  private List<Authorization> existing(Set<String> roles) {
    List<Authorization> found = new ArrayList<>();
    for (Resources resource : Resources.values()) {
      AuthorizationQuery query =
          authorizations
              .createAuthorizationQuery()
              .authorizationType(Authorization.AUTH_TYPE_GRANT)
              .resourceType(resource)
              .groupIdIn(roles.toArray(String[]::new));
      found.addAll(
          (GIVEN_ONE_BY_ONE.contains(resource) ? query.resourceId(Authorization.ANY) : query)
              .unlimitedList());
    }
    return found;
  }

  private Map<Right, Set<Permission>> read(Set<String> roles) {
    Map<Right, Set<Permission>> rights = new LinkedHashMap<>();
    document()
        .forEach(
            (names, lines) -> {
              for (String role : names.split("\\s*,\\s*")) {
                if (!roles.contains(role)) {
                  throw wrong("there is no role " + role);
                }
                lines.forEach(
                    (line, permissions) -> {
                      String[] words = line.split(" ");
                      if (words.length != 2) {
                        throw wrong("'" + line + "' is not a resource and its id, or *");
                      }
                      Resources resource = resource(words[0]);
                      rights
                          .computeIfAbsent(
                              new Right(role, resource, words[1]),
                              right -> new java.util.LinkedHashSet<>())
                          .addAll(
                              permissions.stream()
                                  .map(name -> permission(resource, name))
                                  .toList());
                    });
              }
            });
    return rights;
  }

  private Map<String, Map<String, List<String>>> document() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (InputStream in = file.getInputStream()) {
      return new Yaml(new SafeConstructor(options)).load(in);
    } catch (IOException e) {
      throw wrong(e.getMessage());
    }
  }

  private static Resources resource(String name) {
    return Stream.of(Resources.values())
        .filter(resource -> resource.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .findFirst()
        .orElseThrow(() -> wrong("there is no resource " + name));
  }

  private static Resources resource(Authorization authorization) {
    return Stream.of(Resources.values())
        .filter(resource -> resource.resourceType() == authorization.getResourceType())
        .findFirst()
        .orElseThrow();
  }

  private static Permission permission(Resources resource, String name) {
    return permissions(resource).stream()
        .filter(permission -> permission.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> wrong("a " + resource.resourceName() + " has no permission " + name));
  }

  private static Set<Permission> granted(Authorization authorization, Resources resource) {
    return permissions(resource).stream()
        .filter(authorization::isPermissionGranted)
        .collect(Collectors.toSet());
  }

  private static Set<Permission> spelledOut(Set<Permission> wanted, Resources resource) {
    return wanted.stream().anyMatch(permission -> permission.getName().equals("ALL"))
        ? Set.copyOf(permissions(resource))
        : wanted;
  }

  /** All permissions that a resource knows, each once: some resources bring their own. */
  private static List<Permission> permissions(Resource resource) {
    Map<String, Permission> byName = new LinkedHashMap<>();
    Stream.<Permission[]>of(
            Permissions.values(),
            BatchPermissions.values(),
            ProcessDefinitionPermissions.values(),
            ProcessInstancePermissions.values(),
            SystemPermissions.values(),
            TaskPermissions.values(),
            UserOperationLogCategoryPermissions.values())
        .flatMap(Arrays::stream)
        .filter(permission -> Arrays.asList(permission.getTypes()).contains(resource))
        .filter(permission -> !permission.getName().equals("NONE"))
        .forEach(permission -> byName.put(permission.getName(), permission));
    return List.copyOf(byName.values());
  }

  private static CannotStart wrong(String reason) {
    return new CannotStart("authorizations.yaml: " + reason);
  }
}
