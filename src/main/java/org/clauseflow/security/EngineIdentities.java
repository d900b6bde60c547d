package org.clauseflow.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The engine's users, groups and memberships follow the register of people and roles. Who is active
 * and holds a role can log in; who is not can no longer. Users that the register does not know are
 * left alone.
 */
@Component
class EngineIdentities {

  private static final Logger LOG = LoggerFactory.getLogger(EngineIdentities.class);

  private final JdbcClient jdbc;
  private final IdentityService identities;
  private final AuthorizationService authorizations;
  private final TasklistFilters filters;
  private final String knownPassword;
  private final SecureRandom random = new SecureRandom();

  EngineIdentities(
      JdbcClient jdbc,
      IdentityService identities,
      AuthorizationService authorizations,
      TasklistFilters filters,
      @Value("${clauseflow.demonstration.password:}") String knownPassword) {
    this.jdbc = jdbc;
    this.identities = identities;
    this.authorizations = authorizations;
    this.filters = filters;
    this.knownPassword = knownPassword;
  }

  private record Role(String id, String name) {}

  private record Holder(String id, String name, String mail, boolean mayLogIn, String[] roles) {
    String firstName() {
      return name.contains(" ") ? name.substring(0, name.indexOf(' ')) : name;
    }

    String lastName() {
      return name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : "";
    }
  }

  /** Brings the engine up to date with the register. */
  @Transactional
  public void follow() {
    // one node at a time
    jdbc.sql("select pg_advisory_xact_lock(hashtext('clauseflow identities'))")
        .query()
        .listOfRows();
    List<Role> roles = jdbc.sql("select id, name from sms.role").query(Role.class).list();
    List<Holder> people = people();
    roles.forEach(this::group);
    users(people);
    roles.forEach(role -> members(role.id(), people));
  }

  /**
   * Everybody with an id that the engine takes; others (of an import, say) are known and cannot log
   * in.
   */
  private List<Holder> people() {
    return jdbc.sql(
            """
            select p.id, p.name, p.mail, p.active and count(r.role_id) > 0 as may_log_in,
                   array_agg(r.role_id) filter (where r.role_id is not null and p.active) as roles
            from sms.person p left join sms.person_role r on r.person_id = p.id
            where p.id ~ '^[a-zA-Z0-9]+$'
            group by p.id
            """)
        .query(
            (rs, row) ->
                new Holder(
                    rs.getString("id"),
                    rs.getString("name"),
                    rs.getString("mail"),
                    rs.getBoolean("may_log_in"),
                    rs.getArray("roles") == null
                        ? new String[0]
                        : (String[]) rs.getArray("roles").getArray()))
        .list();
  }

  private void group(Role role) {
    Group group = identities.createGroupQuery().groupId(role.id()).singleResult();
    if (group == null) {
      group = identities.newGroup(role.id());
      group.setType("role");
    } else if (role.name().equals(group.getName())) {
      return;
    }
    group.setName(role.name());
    identities.saveGroup(group);
  }

  private void users(List<Holder> people) {
    Map<String, User> users =
        identities.createUserQuery().unlimitedList().stream()
            .collect(Collectors.toMap(User::getId, Function.identity()));
    for (Holder person : people) {
      User user = users.get(person.id());
      if (!person.mayLogIn()) {
        if (user != null) {
          remove(person.id());
        }
      } else if (user == null) {
        add(person);
      } else if (!person.firstName().equals(user.getFirstName())
          || !person.lastName().equals(user.getLastName())
          || !Objects.equals(person.mail(), user.getEmail())) {
        save(user, person);
      }
    }
  }

  private void add(Holder person) {
    User user = identities.newUser(person.id());
    user.setPassword(knownPassword.isEmpty() ? unguessable() : knownPassword);
    save(user, person);
    filters.ofPerson(person.id());
    LOG.debug("{} ({}) can log in", person.id(), person.name());
  }

  private void save(User user, Holder person) {
    user.setFirstName(person.firstName());
    user.setLastName(person.lastName());
    user.setEmail(person.mail());
    identities.saveUser(user);
  }

  /** With all that was given to them, or a later user of the same id would inherit it. */
  private void remove(String person) {
    identities.deleteUser(person);
    filters.removeOfPerson(person);
    authorizations.createAuthorizationQuery().userIdIn(person).unlimitedList().stream()
        .forEach(authorization -> authorizations.deleteAuthorization(authorization.getId()));
    LOG.info("{} can no longer log in", person);
  }

  private void members(String role, List<Holder> people) {
    Set<String> members =
        identities.createUserQuery().memberOfGroup(role).unlimitedList().stream()
            .map(User::getId)
            .collect(Collectors.toSet());
    for (Holder person : people) {
      boolean holds = List.of(person.roles()).contains(role);
      if (holds && !members.contains(person.id())) {
        identities.createMembership(person.id(), role);
      } else if (!holds && members.contains(person.id())) {
        identities.deleteMembership(person.id(), role);
        LOG.info("{} is no longer {}", person.id(), role);
      }
    }
  }

  /** Until an administrator sets one; obeys the engine's rules for passwords. */
  private String unguessable() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return "Aa0-" + Base64.getUrlEncoder().encodeToString(bytes);
  }
}
