package org.clauseflow.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** People and the roles they hold. Who is found by id may be so as of two seconds ago. */
@Repository
public class People {

  private final JdbcClient jdbc;
  private final Recent<String, Optional<Person>> recent = new Recent<>(Duration.ofSeconds(2));

  People(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  public Optional<Person> find(String id) {
    return id == null ? Optional.empty() : recent.get(id, this::read);
  }

  private Optional<Person> read(String id) {
    return jdbc.sql("select id, name, mail, party_id, active from sms.person where id = :id")
        .param("id", id)
        .query(Person.class)
        .optional();
  }

  /** Everybody who can be chosen, by name. */
  public List<Person> active() {
    return jdbc.sql(
            "select id, name, mail, party_id, active from sms.person where active order by name,"
                + " id")
        .query(Person.class)
        .list();
  }

  /** The active holders of a role, by name. */
  public List<Person> withRole(String role) {
    return jdbc.sql(
            """
            select p.id, p.name, p.mail, p.party_id, p.active
            from sms.person p join sms.person_role r on r.person_id = p.id
            where r.role_id = :role and p.active
            order by p.name, p.id
            """)
        .param("role", role)
        .query(Person.class)
        .list();
  }

  /** Whether two accounts belong to one person. */
  public boolean same(String account, String other) {
    return account.equals(other)
        || jdbc.sql("select sms.natural_person(:account) = sms.natural_person(:other)")
            .param("account", account)
            .param("other", other)
            .query(Boolean.class)
            .single();
  }
}
