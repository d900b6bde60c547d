package org.clauseflow.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.task.Task;
import org.clauseflow.CannotStart;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

@ClauseflowTest
@Transactional
class PeopleRolesAndRightsTest {

  @Autowired private EngineIdentities engineIdentities;
  @Autowired private IdentityService identities;
  @Autowired private AuthorizationService authorizations;
  @Autowired private FilterService filters;
  @Autowired private RepositoryService repository;
  @Autowired private RuntimeService runtime;
  @Autowired private TaskService tasks;
  @Autowired private JdbcClient jdbc;

  @Autowired
  @Qualifier("peopleRolesAndRights")
  private SmartInitializingSingleton setup;

  @Test
  void everybodyOfTheDemonstrationLogsIn() {
    List<String> people =
        jdbc.sql("select distinct person_id from sms.person_role").query(String.class).list();
    assertThat(people).hasSize(33);
    assertThat(people).allMatch(person -> identities.createUserQuery().userId(person).count() == 1);
    assertThat(identities.checkPassword("anna", "Welcome-20000")).isTrue();
  }

  @Test
  void theDemonstrationHasSomebodyForEveryRoleAndTwoForEveryGroup() {
    assertThat(
            jdbc.sql(
                    "select id from sms.role where id not in (select role_id from sms.person_role)")
                .query(String.class)
                .list())
        .isEmpty();
    for (String group :
        List.of("serviceDesk", "applicationSupport", "infrastructureSupport", "networkSupport")) {
      assertThat(identities.createUserQuery().memberOfGroup(group).count())
          .as(group)
          .isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void startingAgainChangesNothing() {
    long rights = authorizations.createAuthorizationQuery().count();
    long seeded = filters.createTaskFilterQuery().count();
    long users = identities.createUserQuery().count();
    setup.afterSingletonsInstantiated();
    assertThat(authorizations.createAuthorizationQuery().count()).isEqualTo(rights);
    assertThat(filters.createTaskFilterQuery().count()).isEqualTo(seeded);
    assertThat(identities.createUserQuery().count()).isEqualTo(users);
  }

  @Test
  void usersFollowTheRegister() {
    jdbc.sql(
            "insert into sms.person (id, name, mail) values ('zoe', 'Zoe Young',"
                + " 'zoe@fjord.example')")
        .update();
    engineIdentities.follow();
    assertThat(identities.createUserQuery().userId("zoe").count())
        .as("without a role no log-in")
        .isZero();

    jdbc.sql("insert into sms.person_role values ('zoe', 'serviceDesk'), ('zoe', 'networkSupport')")
        .update();
    engineIdentities.follow();
    User zoe = identities.createUserQuery().userId("zoe").singleResult();
    assertThat(List.of(zoe.getFirstName(), zoe.getLastName(), zoe.getEmail()))
        .containsExactly("Zoe", "Young", "zoe@fjord.example");
    assertThat(groups("zoe")).containsExactly("networkSupport", "serviceDesk");
    assertThat(filters.createTaskFilterQuery().filterOwner("zoe").count()).isOne();

    jdbc.sql("delete from sms.person_role where person_id = 'zoe' and role_id = 'serviceDesk'")
        .update();
    jdbc.sql("update sms.person set name = 'Zoe Old' where id = 'zoe'").update();
    engineIdentities.follow();
    assertThat(groups("zoe")).containsExactly("networkSupport");
    assertThat(identities.createUserQuery().userId("zoe").singleResult().getLastName())
        .isEqualTo("Old");

    jdbc.sql("update sms.person set active = false where id = 'zoe'").update();
    engineIdentities.follow();
    assertThat(identities.createUserQuery().userId("zoe").count()).isZero();
    assertThat(authorizations.createAuthorizationQuery().userIdIn("zoe").count()).isZero();
    assertThat(filters.createTaskFilterQuery().filterOwner("zoe").count()).isZero();
  }

  @Test
  void aPersonWithAnIdThatTheEngineRefusesHoldsNobodyUp() {
    jdbc.sql("insert into sms.person (id, name) values ('Caller 12', 'Caller 12')").update();
    jdbc.sql("insert into sms.person_role values ('Caller 12', 'customer')").update();
    engineIdentities.follow();
    assertThat(identities.createUserQuery().userId("Caller 12").count()).isZero();
  }

  @Test
  void usersOfTheEngineAloneAreLeftAlone() {
    User guest = identities.newUser("guest");
    guest.setPassword("Abc-1234567");
    identities.saveUser(guest);
    identities.createMembership("guest", "auditor");
    engineIdentities.follow();
    assertThat(groups("guest")).containsExactly("auditor");
  }

  @Test
  void rightsAreWhatTheFileSays() {
    Task task = AccessCheckModel.start(repository, runtime, tasks);
    long ofTasks = authorizations.createAuthorizationQuery().resourceType(Resources.TASK).count();
    Authorization extra = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
    extra.setGroupId("customer");
    extra.setResource(Resources.USER);
    extra.setResourceId("*");
    extra.addPermission(Permissions.READ);
    authorizations.saveAuthorization(extra);
    authorizations
        .createAuthorizationQuery()
        .groupIdIn("auditor")
        .resourceType(Resources.APPLICATION)
        .list()
        .stream()
        .forEach(authorization -> authorizations.deleteAuthorization(authorization.getId()));

    setup.afterSingletonsInstantiated();

    assertThat(authorizations.createAuthorizationQuery().authorizationId(extra.getId()).count())
        .isZero();
    assertThat(
            authorizations.isUserAuthorized(
                "olga", List.of("auditor"), Permissions.ACCESS, Resources.APPLICATION, "cockpit"))
        .isTrue();
    assertThat(authorizations.createAuthorizationQuery().resourceType(Resources.TASK).count())
        .as("what the engine gave to candidates of tasks stays")
        .isEqualTo(ofTasks);
    assertThat(task).isNotNull();
  }

  @Test
  void aLineRemovedFromTheFileIsTakenAwayAndAChangedOneChanged() {
    Set<String> monitoring = Set.of("monitoring");
    rights("monitoring:\n  deployment *: [READ, CREATE]\n  batch *: [READ]\n").apply(monitoring);
    assertThat(
            authorizations
                .createAuthorizationQuery()
                .groupIdIn("monitoring")
                .resourceId("*")
                .count())
        .isEqualTo(2);
    rights("monitoring:\n  deployment *: [READ]\n").apply(monitoring);
    Authorization left =
        authorizations
            .createAuthorizationQuery()
            .groupIdIn("monitoring")
            .resourceId("*")
            .singleResult();
    assertThat(left.isPermissionGranted(Permissions.READ)).isTrue();
    assertThat(left.isPermissionGranted(Permissions.CREATE)).isFalse();
  }

  @Test
  void aFaultInTheFileIsNamed() {
    Set<String> roles = Set.of("auditor");
    assertThatThrownBy(() -> rights("auditr:\n  batch *: [READ]\n").apply(roles))
        .isInstanceOf(CannotStart.class)
        .hasMessage("authorizations.yaml: there is no role auditr");
    assertThatThrownBy(() -> rights("auditor:\n  bach *: [READ]\n").apply(roles))
        .hasMessage("authorizations.yaml: there is no resource bach");
    assertThatThrownBy(() -> rights("auditor:\n  batch *: [REED]\n").apply(roles))
        .hasMessage("authorizations.yaml: a Batch has no permission REED");
    assertThatThrownBy(() -> rights("auditor:\n  batch: [READ]\n").apply(roles))
        .hasMessage("authorizations.yaml: 'batch' is not a resource and its id, or *");
  }

  @Test
  void tasklistOffersFiltersByRole() {
    Task task = AccessCheckModel.start(repository, runtime, tasks);
    assertThat(offered("anna", "serviceDesk"))
        .containsExactlyInAnyOrder(
            "My tasks",
            "Late or about to be",
            "To be claimed",
            "Service desk",
            "All tasks of my roles");
    assertThat(offered("rosa", "customer"))
        .containsExactlyInAnyOrder("My tasks", "Late or about to be", "To be claimed");

    identities.setAuthentication("anna", List.of("serviceDesk"));
    try {
      assertThat(inFilter("To be claimed")).contains(task.getId());
      assertThat(inFilter("Service desk")).contains(task.getId());
      assertThat(inFilter("My tasks")).doesNotContain(task.getId());
      tasks.claim(task.getId(), "anna");
      assertThat(inFilter("To be claimed")).doesNotContain(task.getId());
      assertThat(inFilter("Service desk")).contains(task.getId());
      assertThat(inFilter("My tasks")).contains(task.getId());
    } finally {
      identities.clearAuthentication();
    }
  }

  @Test
  void noFilterHoldsAnExpression() {
    Filter filter =
        filters
            .newTaskFilter("Odd")
            .setQuery(tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"));
    assertThatThrownBy(() -> filters.saveFilter(filter))
        .isInstanceOf(BadUserRequestException.class)
        .hasMessageContaining("Expressions are forbidden");
  }

  private List<String> inFilter(String name) {
    Filter filter = filters.createTaskFilterQuery().filterName(name).singleResult();
    // other stories leave many tasks
    return filters.<Task>listPage(filter.getId(), 0, 2000).stream().map(Task::getId).toList();
  }

  private List<String> offered(String user, String... groups) {
    identities.setAuthentication(user, List.of(groups));
    try {
      return filters.createTaskFilterQuery().listPage(0, 99).stream().map(Filter::getName).toList();
    } finally {
      identities.clearAuthentication();
    }
  }

  private Set<String> groups(String user) {
    Set<String> groups = new TreeSet<>();
    identities
        .createGroupQuery()
        .groupMember(user)
        .list()
        .forEach(group -> groups.add(group.getId()));
    return groups;
  }

  private Authorizations rights(String file) {
    return new Authorizations(
        authorizations, new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
  }
}
