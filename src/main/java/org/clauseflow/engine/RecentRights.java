package org.clauseflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.clauseflow.catalogue.Recent;
import org.springframework.stereotype.Component;

/**
 * Before every check the engine asks the database two things that hardly ever change: which groups
 * have any right at all, and whether anything is revoked for this person. Here it asks at most
 * every two seconds. The check itself is made each time: what is granted or taken away holds at
 * once, what is revoked (a kind of its own, which nobody needs here) at once on this node and two
 * seconds later on another.
 */
@Component
class RecentRights extends AbstractProcessEnginePlugin {

  private static final Duration MOMENT = Duration.ofSeconds(2);

  private record Person(String id, Set<String> groups) {}

  private final Recent<String, Set<String>> groups = new Recent<>(MOMENT);
  private final Recent<Person, Boolean> revoked = new Recent<>(MOMENT);

  @Override
  public void preInit(ProcessEngineConfigurationImpl configuration) {
    List<SessionFactory> factories = configuration.getCustomSessionFactories();
    if (factories == null) {
      factories = new ArrayList<>();
      configuration.setCustomSessionFactories(factories);
    }
    factories.add(
        new SessionFactory() {
          @Override
          public Class<?> getSessionType() {
            return AuthorizationManager.class;
          }

          @Override
          public Session openSession() {
            return new Rights();
          }
        });
  }

  private void forget() {
    groups.forget();
    revoked.forget();
  }

  private final class Rights extends AuthorizationManager {

    @Override
    public List<String> filterAuthenticatedGroupIds(List<String> of) {
      if (availableAuthorizedGroupIds == null) {
        availableAuthorizedGroupIds = groups.get("", all -> read());
      }
      return super.filterAuthenticatedGroupIds(of);
    }

    /** A right of a person alone has no group: null, at which the engine itself stumbles. */
    @SuppressWarnings("unchecked")
    private Set<String> read() {
      Set<String> ids =
          new HashSet<>((List<String>) getDbEntityManager().selectList("selectAuthorizedGroupIds"));
      ids.remove(null);
      return ids;
    }

    @Override
    protected boolean isRevokeAuthCheckEnabled(String user, List<String> of) {
      Set<String> member = of == null ? Set.of() : Set.copyOf(of);
      return revoked.get(
          new Person(user, member), person -> super.isRevokeAuthCheckEnabled(user, of));
    }

    @Override
    public void insert(DbEntity authorization) {
      super.insert(authorization);
      notice((AuthorizationEntity) authorization);
    }

    @Override
    public void update(AuthorizationEntity authorization) {
      super.update(authorization);
      notice(authorization);
    }

    /** Rights to a single task come and go with it, and change nothing of the two answers. */
    private void notice(AuthorizationEntity right) {
      boolean firstOfGroup =
          right.getGroupId() != null
              && filterAuthenticatedGroupIds(Collections.singletonList(right.getGroupId()))
                  .isEmpty();
      if (right.getAuthorizationType() == Authorization.AUTH_TYPE_REVOKE || firstOfGroup) {
        forget();
        Context.getCommandContext()
            .getTransactionContext()
            .addTransactionListener(TransactionState.COMMITTED, context -> forget());
      }
    }
  }
}
