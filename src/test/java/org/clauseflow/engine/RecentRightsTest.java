package org.clauseflow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is granted, taken away or revoked holds at the next command. */
@ClauseflowTest
class RecentRightsTest {

  private static final String INCIDENTS = "incident-management";
  private static final String SOMEBODY = "somebody";

  @Autowired private AuthorizationService authorizations;
  @Autowired private IdentityService identities;
  @Autowired private RepositoryService repository;

  private final String role = "role" + UUID.randomUUID().toString().substring(0, 8);

  @AfterEach
  void takeAway() {
    identities.clearAuthentication();
    Stream.of(
            authorizations.createAuthorizationQuery().groupIdIn(role).list(),
            authorizations.createAuthorizationQuery().userIdIn(SOMEBODY).list())
        .flatMap(List::stream)
        .map(Authorization::getId)
        .forEach(authorizations::deleteAuthorization);
  }

  @Test
  void aRoleThatHadNoRightsHasItsFirstAtOnce() {
    assertThat(sees()).isFalse();
    Authorization right = granted();
    assertThat(sees()).isTrue();

    authorizations.deleteAuthorization(right.getId());
    assertThat(sees()).isFalse();
  }

  @Test
  void whatIsRevokedIsRefusedAtOnce() {
    granted();
    assertThat(sees()).isTrue();

    Authorization revoked = right(Authorization.AUTH_TYPE_REVOKE);
    revoked.setUserId(SOMEBODY);
    revoked.removePermission(Permissions.READ);
    authorizations.saveAuthorization(revoked);
    assertThat(sees()).isFalse();
  }

  private Authorization granted() {
    Authorization right = right(Authorization.AUTH_TYPE_GRANT);
    right.setGroupId(role);
    right.addPermission(Permissions.READ);
    return authorizations.saveAuthorization(right);
  }

  private Authorization right(int type) {
    Authorization right = authorizations.createNewAuthorization(type);
    right.setResource(Resources.PROCESS_DEFINITION);
    right.setResourceId(INCIDENTS);
    return right;
  }

  private boolean sees() {
    identities.setAuthentication(SOMEBODY, List.of(role));
    try {
      return repository
              .createProcessDefinitionQuery()
              .processDefinitionKey(INCIDENTS)
              .latestVersion()
              .count()
          == 1;
    } finally {
      identities.clearAuthentication();
    }
  }
}
