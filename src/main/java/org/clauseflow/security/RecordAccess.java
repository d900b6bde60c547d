package org.clauseflow.security;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.clauseflow.record.ServiceRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/**
 * Who may see which record. Staff see all that is not confidential, a customer's people their
 * organization's, everybody what they reported. What is confidential is for its reporter and the
 * few who handle or audit it. A decision on a change is for those who sit on its board, too.
 */
@Component
public class RecordAccess {

  private static final Set<String> CONFIDENTIAL =
      Set.of("securityTeam", "incidentManager", "camunda-admin", "auditor");

  /** Roles that do not make their holder one of the service provider's staff. */
  private static final Set<String> OUTSIDE = Set.of("customer", "customerApprover", "monitoring");

  /** The change manager leads it. */
  private static final String DECIDES =
      "(:leads or exists (select from sms.cab_seat s where s.board = r.number and :viewer in (s.person, s.delegate)))";

  private final JdbcClient jdbc;

  RecordAccess(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A condition on sms.record with its named parameters.
   *
   * @param sql in parentheses, to be combined with others by "and"
   */
  public record Condition(String sql, Map<String, Object> params) {}

  public boolean visible(ServiceRecord record, Authentication person) {
    Condition condition = condition("r", person);
    String decides = record.type().equals("cab-decision") ? DECIDES : "false";
    return jdbc.sql(
            "select exists (select from sms.record r where r.number = :number and (%s or %s))"
                .formatted(condition.sql(), decides))
        .param("number", record.number())
        .param("leads", roles(person).contains("changeManager"))
        .params(condition.params())
        .query(Boolean.class)
        .single();
  }

  /** The same for somebody who has not logged in, such as the sender of a mail. */
  public boolean visible(ServiceRecord record, String person) {
    List<SimpleGrantedAuthority> roles =
        jdbc.sql("select role_id from sms.person_role where person_id = :person")
            .param("person", person)
            .query((rs, i) -> new SimpleGrantedAuthority(rs.getString(1)))
            .list();
    return visible(record, UsernamePasswordAuthenticationToken.authenticated(person, null, roles));
  }

  /** What a list of records must add to its query, which calls sms.record by this alias. */
  public Condition condition(String alias, Authentication person) {
    Set<String> roles = roles(person);
    boolean staff = isStaff(roles);
    String open =
        staff ? "true" : "r.customer_id = (select party_id from sms.person where id = :viewer)";
    String confidential = seesConfidential(roles) ? "true" : "false";
    String sql =
        "(r.reporter_id = :viewer or case when r.confidential then %s else %s end)"
            .formatted(confidential, open);
    return new Condition(sql.replace("r.", alias + "."), Map.of("viewer", person.getName()));
  }

  /** Whether somebody may see confidential records, their own apart. */
  public boolean seesConfidential(Authentication person) {
    return seesConfidential(roles(person));
  }

  private static boolean seesConfidential(Set<String> roles) {
    return roles.stream().anyMatch(CONFIDENTIAL::contains);
  }

  /** Whether somebody is one of the service provider's own people. */
  public boolean staff(Authentication person) {
    return isStaff(roles(person));
  }

  /** What is for the service provider's own people only. */
  public void requireStaff(Authentication person) {
    if (!staff(person)) {
      throw new AccessDeniedException("For staff only");
    }
  }

  private static boolean isStaff(Set<String> roles) {
    return roles.stream().anyMatch(role -> !OUTSIDE.contains(role));
  }

  private static Set<String> roles(Authentication person) {
    return person.getAuthorities().stream()
        .map(GrantedAuthority::getAuthority)
        .collect(Collectors.toSet());
  }
}
