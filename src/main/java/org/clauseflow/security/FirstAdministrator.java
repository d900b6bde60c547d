package org.clauseflow.security;

import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.clauseflow.CannotStart;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** On a new database of one's own: the administrator who lets everybody else in. */
@Component
@Profile("postgres")
class FirstAdministrator {

  private static final String ID = "admin";

  private final JdbcClient jdbc;
  private final IdentityService identities;
  private final String password;

  FirstAdministrator(
      JdbcClient jdbc,
      IdentityService identities,
      @Value("${CLAUSEFLOW_ADMIN_PASSWORD:}") String password) {
    this.jdbc = jdbc;
    this.identities = identities;
    this.password = password;
  }

  /** Only where the register knows no administrator. */
  @Transactional
  void create() {
    boolean exists =
        jdbc.sql(
                """
                select exists (select from sms.person_role r join sms.person p on p.id = r.person_id
                               where r.role_id = 'camunda-admin' and p.active)
                """)
            .query(Boolean.class)
            .single();
    if (exists) {
      return;
    }
    User user = identities.createUserQuery().userId(ID).singleResult();
    if (user == null) {
      user = identities.newUser(ID);
      user.setFirstName("Administrator");
      user.setLastName("");
    }
    if (password.isBlank()) {
      throw new CannotStart(
          "set CLAUSEFLOW_ADMIN_PASSWORD: nobody can log in yet, and it lets the first administrator in");
    }
    if (!identities.checkPasswordAgainstPolicy(password, user).isValid()) {
      throw new CannotStart(
          "CLAUSEFLOW_ADMIN_PASSWORD is weak: at least 10 characters with upper case, lower case, digit and special"
              + " character, and the user id admin not in it");
    }
    user.setPassword(password);
    identities.saveUser(user);
    jdbc.sql(
            "insert into sms.person (id, name) values (:id, 'Administrator') on conflict (id) do update set active = true")
        .param("id", ID)
        .update();
    jdbc.sql("insert into sms.person_role (person_id, role_id) values (:id, 'camunda-admin')")
        .param("id", ID)
        .update();
  }
}
