package org.clauseflow.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

@ClauseflowTest
class CatalogueTest {

  @Autowired private People people;
  @Autowired private Services services;
  @Autowired private Parties parties;
  @Autowired private JdbcClient jdbc;

  @Test
  void holdersOfARoleAreKnown() {
    assertThat(people.withRole("networkSupport"))
        .extracting(Person::id)
        .containsExactly("greta", "hiro");
    assertThat(people.withRole("nobody")).isEmpty();
    assertThat(people.find("rosa"))
        .contains(
            new Person("rosa", "Rosa Vogel", "rosa.vogel@nordwind.example", "nordwind", true));
    assertThat(people.find("nobody")).isEmpty();
  }

  @Test
  @Transactional
  void whoLeftIsFoundButNotOffered() {
    jdbc.sql("update sms.person set active = false where id = 'greta'").update();
    assertThat(people.withRole("networkSupport")).extracting(Person::id).containsExactly("hiro");
    assertThat(people.active()).extracting(Person::id).contains("hiro").doesNotContain("greta");
    assertThat(people.find("greta")).get().extracting(Person::active).isEqualTo(false);
  }

  @Test
  @Transactional
  void onlyLiveServicesAndActiveCustomersAreOffered() {
    jdbc.sql("update sms.service set status = 'retired' where id = 'remote'").update();
    jdbc.sql("update sms.party set active = false where id = 'citylibrary'").update();
    assertThat(services.live()).hasSize(9).contains(new Service("mail", "E-mail and calendar"));
    assertThat(services.live()).extracting(Service::id).doesNotContain("remote");
    assertThat(parties.customers())
        .extracting(Party::id)
        .containsExactly("hafenklinik", "nordwind");
  }
}
