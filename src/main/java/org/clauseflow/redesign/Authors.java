package org.clauseflow.redesign;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.clauseflow.record.Refusal;
import org.clauseflow.record.Refusal.Reason;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may redesign what, and who approves it: never its author, and two people. */
@Component
class Authors {

  private static final String DESIGNER = "processOwner";

  /** Who stands in where nobody but the author holds the role. */
  private static final List<String> FOR_OWNERS =
      List.of(DESIGNER, "serviceManager", "topManagement");

  private static final List<String> CONTROLLERS =
      List.of("documentController", "serviceManager", "topManagement");

  private final JdbcClient jdbc;

  Authors(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void requireAuthor(String person, String key, Set<String> owners) {
    Set<String> roles = new TreeSet<>(owners);
    roles.add(DESIGNER);
    boolean holds =
        jdbc.sql(
                "select exists (select from sms.person_role where person_id = :person and role_id = any (:roles))")
            .param("person", person)
            .param("roles", roles.toArray(String[]::new))
            .query(Boolean.class)
            .single();
    if (!holds) {
      throw new Refusal(
          Reason.NOT_ALLOWED,
          "%s is redesigned by people with the role %s: ask one of them"
              .formatted(key, String.join(" or ", roles)));
    }
  }

  /** Roles that are asked to approve as process owner, separated by commas. */
  String owners(Set<String> owners, String author) {
    return Stream.concat(Stream.of(String.join(", ", new TreeSet<>(owners))), FOR_OWNERS.stream())
        .filter(roles -> somebodyElse(roles, author))
        .findFirst()
        .orElseThrow(() -> nobody("process owner"));
  }

  /** The role that is asked to approve as document controller. */
  String controllers(String author, String ownerApprover) {
    return CONTROLLERS.stream()
        .filter(role -> somebodyElse(role, author, ownerApprover))
        .findFirst()
        .orElseThrow(() -> nobody("document controller"));
  }

  private boolean somebodyElse(String roles, String... barred) {
    return jdbc.sql(
            """
            select exists (
              select from sms.person p join sms.person_role r on r.person_id = p.id
              where p.active and r.role_id = any (:roles)
                and sms.natural_person(p.id) <> all (select sms.natural_person(b) from unnest(:barred) b))
            """)
        .param("roles", roles.split(", "))
        .param("barred", Stream.of(barred).filter(Objects::nonNull).toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  private static Refusal nobody(String as) {
    return new Refusal(
        Reason.NOT_NOW,
        "There is nobody who could approve it as %s besides its author: assign the role first"
            .formatted(as));
  }
}
