package org.clauseflow.conformity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequirementsTest {

  private final Requirements requirements = Requirements.ofStandard();

  @Test
  void everyEntryIsWhole() {
    assertThat(requirements.all())
        .hasSizeGreaterThan(300)
        .allSatisfy(
            requirement -> {
              assertThat(requirement.id()).matches("[4-9](\\.\\d+){1,3}-([a-z]|\\d+)");
              assertThat(requirement.says()).endsWith(".");
              assertThat(requirement.process())
                  .isNotEmpty()
                  .allMatch(process -> process.matches("[a-z-]+"));
            });
  }

  @Test
  void findsByIdAndByProcess() {
    assertThat(requirements.find("8.1-g"))
        .hasValueSatisfying(
            requirement ->
                assertThat(requirement.says())
                    .isEqualTo("The incident procedure defines closure."));
    assertThat(requirements.find("8.1-z")).isEmpty();
    assertThat(requirements.of("incident-management"))
        .extracting(Requirement::id)
        .contains("8.1-a", "8.1-g", "8.1-6", "6.6.3-1")
        .doesNotContain("8.1-7");
  }
}
