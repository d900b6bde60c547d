package org.clauseflow.security;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts people, roles and rights in place before the first request, and keeps the engine's users in
 * step after it.
 */
@Configuration(proxyBeanMethods = false)
class SecuritySetup {

  /** Runs when every bean is made and the schema is there, and before the server listens. */
  @Bean
  SmartInitializingSingleton peopleRolesAndRights(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Optional<FirstAdministrator> administrator,
      EngineIdentities identities,
      Authorizations authorizations,
      TasklistFilters filters) {
    return () ->
        transaction.executeWithoutResult(
            status -> {
              // one node at a time
              jdbc.sql("select pg_advisory_xact_lock(hashtext('clauseflow security'))")
                  .query()
                  .listOfRows();
              administrator.ifPresent(FirstAdministrator::create);
              identities.follow();
              Map<String, String> roles = new TreeMap<>();
              jdbc.sql("select id, name from sms.role")
                  .query(
                      rs -> {
                        roles.put(rs.getString(1), rs.getString(2));
                      });
              authorizations.apply(roles.keySet());
              roles.remove("monitoring");
              filters.late(roles.keySet());
              filters.toBeClaimed(roles.keySet());
              roles.keySet().removeAll(Set.of("customer", "customerApprover"));
              filters.ofAll(roles.keySet());
              roles.remove("camunda-admin");
              roles.forEach(filters::ofRole);
            });
  }

  @Bean
  RecurringTask<Void> identitiesFollowTheRegister(EngineIdentities identities) {
    return Tasks.recurring("identities", FixedDelay.ofMinutes(1))
        .execute((instance, context) -> identities.follow());
  }
}
