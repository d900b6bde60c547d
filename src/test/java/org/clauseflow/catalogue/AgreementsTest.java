package org.clauseflow.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.clauseflow.ClauseflowTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ClauseflowTest
class AgreementsTest {

  private static final LocalDate DAY = LocalDate.of(2026, 3, 2);

  @Autowired private Agreements agreements;

  @ParameterizedTest
  @CsvSource({
    "portal, nordwind, slaNordwindPortal",
    "network, nordwind, slaNetwork",
    "mail, nordwind, slaNordwind",
    "mail, , general",
    "network, , slaNetwork",
    ", citylibrary, slaLibrary",
    ", , general"
  })
  void theMostSpecificOneHolds(String service, String customer, String agreement) {
    assertThat(agreements.find(service, customer, DAY))
        .get()
        .extracting(Agreement::id)
        .isEqualTo(agreement);
  }

  @Test
  void noneHoldsBeforeItIsValid() {
    assertThat(agreements.find("portal", "nordwind", LocalDate.of(2019, 12, 31))).isEmpty();
  }

  @Test
  void itCarriesHoursAndLevel() {
    assertThat(agreements.find("records", "hafenklinik", DAY))
        .contains(new Agreement("slaRecords", "Hafenklinik patient records", "always", "gold"));
  }
}
