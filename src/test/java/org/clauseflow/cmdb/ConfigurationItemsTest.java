package org.clauseflow.cmdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ClauseflowTest
class ConfigurationItemsTest {

  @Autowired private ConfigurationItems items;

  @Test
  void aServiceIsMadeOfItsItemsAndAllTheyStandOn() {
    assertThat(items.ofService("accounting"))
        .extracting(ConfigurationItem::name)
        .containsExactly("core-sw-01", "hyp-01", "ledger", "ledger-db", "san-01");
    assertThat(items.ofService("portal"))
        .containsExactly(
            new ConfigurationItem("CI-0022", "portal-db", "Database", "in use"),
            new ConfigurationItem("CI-0021", "portal-web", "Application", "in use"));
  }

  @Test
  void whatIsRetiredIsNotOffered() {
    assertThat(items.ofService("files"))
        .extracting(ConfigurationItem::name)
        .contains("file-01")
        .doesNotContain("file-00");
  }
}
