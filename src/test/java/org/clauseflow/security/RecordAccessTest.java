package org.clauseflow.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clauseflow.ClauseflowTest;
import org.clauseflow.record.Entry;
import org.clauseflow.record.Opening;
import org.clauseflow.record.Register;
import org.clauseflow.record.ServiceRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.transaction.annotation.Transactional;

@ClauseflowTest
@Transactional
class RecordAccessTest {

  private static final Authentication ROSA = person("rosa", "customer");
  private static final Authentication STEFAN = person("stefan", "customer");
  private static final Authentication TINA = person("tina", "customer");
  private static final Authentication ANNA = person("anna", "serviceDesk");
  private static final Authentication INES = person("ines", "securityTeam");
  private static final Authentication MARTA = person("marta", "serviceManager");
  private static final Authentication OLGA = person("olga", "auditor");
  private static final Authentication MONITORING = person("monitoring", "monitoring");

  @Autowired private RecordAccess access;
  @Autowired private Register register;
  @Autowired private JdbcClient jdbc;

  @Test
  void anOrdinaryRecordIsSeenByStaffAndByItsCustomer() {
    ServiceRecord record = record("rosa", false);
    assertThat(viewers(record)).containsExactly(ROSA, STEFAN, ANNA, INES, MARTA, OLGA);
  }

  @Test
  void aConfidentialRecordIsSeenByItsReporterAndTheFewWhoHandleIt() {
    ServiceRecord record = record("rosa", true);
    assertThat(viewers(record)).containsExactly(ROSA, INES, OLGA);
  }

  @Test
  void staffSeeTheirOwnConfidentialReport() {
    assertThat(viewers(record("anna", true))).containsExactly(ANNA, INES, OLGA);
  }

  @Test
  void aRecordOfNoCustomerIsNoCustomers() {
    assertThat(viewers(record("anna", false))).containsExactly(ANNA, INES, MARTA, OLGA);
  }

  @Test
  void oneOfTheFewIsEnoughAmongManyRoles() {
    assertThat(
            access.visible(record("rosa", true), person("katja", "serviceDesk", "incidentManager")))
        .isTrue();
  }

  @Test
  void aListShowsTheSameAsOneByOne() {
    ServiceRecord open = record("rosa", false);
    ServiceRecord confidential = record("rosa", true);
    assertThat(listed(STEFAN)).contains(open.number()).doesNotContain(confidential.number());
    assertThat(listed(ROSA)).contains(open.number(), confidential.number());
    assertThat(listed(ANNA)).contains(open.number()).doesNotContain(confidential.number());
    assertThat(listed(TINA)).doesNotContain(open.number(), confidential.number());
  }

  private List<String> listed(Authentication person) {
    RecordAccess.Condition condition = access.condition("x", person);
    return jdbc.sql("select x.number from sms.record x where x.type = :type and " + condition.sql())
        .param("type", "incident")
        .params(condition.params())
        .query(String.class)
        .list();
  }

  private List<Authentication> viewers(ServiceRecord record) {
    return Stream.of(ROSA, STEFAN, TINA, ANNA, INES, MARTA, OLGA, MONITORING)
        .filter(person -> access.visible(record, person))
        .toList();
  }

  private ServiceRecord record(String reporter, boolean confidential) {
    String number = register.nextNumber("incident");
    register.open(
        new Opening(number, "incident", "incident-management", 1, number),
        Entry.of(
            reporter,
            "opened",
            null,
            Map.of("title", "Test", "reporter", reporter, "confidential", confidential)));
    return register.find(number).orElseThrow();
  }

  private static Authentication person(String id, String... roles) {
    return UsernamePasswordAuthenticationToken.authenticated(
        id, null, AuthorityUtils.createAuthorityList(roles));
  }
}
